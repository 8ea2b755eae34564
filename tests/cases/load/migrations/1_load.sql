CREATE TABLE owners (id INTEGER PRIMARY KEY);
CREATE TABLE notes (
  id INTEGER PRIMARY KEY, owner_id INTEGER REFERENCES owners, count TEXT NOT NULL, text TEXT, data BLOB, anything
);
CREATE INDEX notes_count ON notes (count);
CREATE TABLE numbers (n INTEGER NOT NULL, square REAL);
