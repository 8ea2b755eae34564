-- sqlgen: hook
-- sqlgen: compatible with 1
ALTER TABLE notes ADD COLUMN length INTEGER NOT NULL DEFAULT 0;
