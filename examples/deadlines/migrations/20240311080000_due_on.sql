-- It is a day, and was always meant to be one.
ALTER TABLE deadlines RENAME COLUMN due TO due_on;
