ALTER TABLE deadlines RENAME COLUMN title TO subject;
