CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL, height REAL);
CREATE TABLE tasks (
  id INTEGER PRIMARY KEY,
  owner INTEGER REFERENCES people(id),
  title TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('open', 'done')),
  is_urgent BOOLEAN NOT NULL DEFAULT 0,
  note BLOB,
  at TIMESTAMP NOT NULL DEFAULT 0
);
CREATE TABLE words (word TEXT NOT NULL);
CREATE VIEW old_columns AS SELECT * FROM words;
ALTER TABLE words ADD COLUMN weight INTEGER;
ALTER TABLE people RENAME COLUMN name TO full_name;
