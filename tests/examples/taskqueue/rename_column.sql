ALTER TABLE tasks RENAME COLUMN prompt TO instruction;
