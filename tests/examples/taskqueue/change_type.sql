-- Seconds since 1970 instead of text.
DROP INDEX idx_tasks_deadline;
ALTER TABLE tasks ADD COLUMN deadline_new INTEGER;
UPDATE tasks SET deadline_new = strftime('%s', deadline);
ALTER TABLE tasks DROP COLUMN deadline;
ALTER TABLE tasks RENAME COLUMN deadline_new TO deadline;
