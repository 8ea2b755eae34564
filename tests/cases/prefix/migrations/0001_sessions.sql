CREATE TABLE sessions (
  id   TEXT NOT NULL PRIMARY KEY,
  name TEXT
);
