CREATE TABLE parents (id INTEGER PRIMARY KEY, code TEXT UNIQUE);
CREATE TABLE guarded (
  id INTEGER PRIMARY KEY,
  uuid TEXT UNIQUE, name TEXT COLLATE NOCASE, n INTEGER, r REAL, num NUMERIC, day DATETIME, b BLOB, any_ ANY_BLOB,
  is_open BOOLEAN, parent_id INTEGER REFERENCES parents, code TEXT UNIQUE, kept INTEGER NOT NULL DEFAULT (abs(-7)),
  partial_ INTEGER, inner_ TEXT, note TEXT
);
CREATE INDEX guarded_all ON guarded (name, n, r, num, day, b, any_, is_open);
CREATE INDEX guarded_kept ON guarded (kept);
CREATE INDEX guarded_partial ON guarded (kept, uuid) WHERE partial_ > 0;
CREATE INDEX guarded_expression ON guarded (length("inner_"));
-- The same, but for a trigger, which forbids that an update is divided.
CREATE TABLE plain (
  id INTEGER PRIMARY KEY,
  uuid TEXT UNIQUE, name TEXT COLLATE NOCASE, n INTEGER, r REAL, num NUMERIC, day DATETIME, b BLOB, any_ ANY_BLOB,
  is_open BOOLEAN, parent_id INTEGER REFERENCES parents, code TEXT UNIQUE, kept INTEGER NOT NULL DEFAULT (abs(-7)),
  partial_ INTEGER, inner_ TEXT, note TEXT
);
CREATE TRIGGER plain_updated AFTER UPDATE ON plain BEGIN SELECT 1; END;
CREATE TABLE options (
  owner TEXT NOT NULL, name TEXT NOT NULL COLLATE NOCASE, rank INTEGER, value TEXT,
  PRIMARY KEY (owner, name)
) WITHOUT ROWID;
CREATE INDEX options_rank ON options (rank);
