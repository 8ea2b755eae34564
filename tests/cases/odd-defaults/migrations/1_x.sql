-- Defaults that SQLite takes and that do not come back as the column's C type.
CREATE TABLE t (
  id INTEGER PRIMARY KEY,
  fine INTEGER NOT NULL DEFAULT '5',
  ratio INTEGER NOT NULL DEFAULT 0.5,
  ready BOOLEAN NOT NULL DEFAULT 'false',
  bytes BLOB NOT NULL DEFAULT 'text',
  none TEXT NOT NULL DEFAULT NULL
);
CREATE TABLE u (
  id INTEGER PRIMARY KEY,
  created_at INTEGER NOT NULL DEFAULT CURRENT_TIMESTAMP,
  text_flag "BOOL TEXT" NOT NULL DEFAULT 'no'
);
