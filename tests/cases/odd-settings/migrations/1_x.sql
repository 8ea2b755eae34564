CREATE TABLE tasks (
  id INTEGER PRIMARY KEY, title TEXT NOT NULL, priority REAL, count INTEGER, done BOOLEAN, due DATE, payload BLOB, x
);
CREATE TABLE exact (i INT, r REAL, t TEXT, b BLOB, a ANY) STRICT;
