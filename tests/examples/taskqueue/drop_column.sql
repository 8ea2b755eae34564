DROP INDEX idx_tasks_deadline;
ALTER TABLE tasks DROP COLUMN deadline;
