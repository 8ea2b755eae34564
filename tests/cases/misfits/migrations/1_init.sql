-- Columns hold whatever was written into them: no table here is STRICT.
CREATE TABLE things (
  id    INTEGER PRIMARY KEY,
  n     INT NOT NULL,
  m     INT,
  r     REAL NOT NULL,
  s     TEXT NOT NULL,
  b     BLOB,
  is_on BOOLEAN NOT NULL,
  kind  TEXT NOT NULL CHECK (kind IN ('a', 'b')),
  level INTEGER CHECK (level IN (1, 2)),
  day   DATE,
  x
);
CREATE VIEW seen AS SELECT n, m, r, s, b, is_on, kind, level, day, x FROM things ORDER BY id;
