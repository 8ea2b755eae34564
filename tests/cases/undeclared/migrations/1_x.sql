-- A default is not looked at by SQLite until a row is inserted; the generated insert carries it.
CREATE TABLE t (
  id TEXT NOT NULL PRIMARY KEY DEFAULT (my_uuid(7)),
  v TEXT
);
