CREATE TABLE facts (name TEXT PRIMARY KEY NOT NULL, value TEXT);
INSERT INTO facts SELECT 'longest title', longest(title) FROM notes;
