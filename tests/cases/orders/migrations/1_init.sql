CREATE TABLE places (
  id      INTEGER PRIMARY KEY,
  name    TEXT NOT NULL,
  height  REAL NOT NULL,
  kind    TEXT NOT NULL CHECK (kind IN ('hill', 'lake'))
);
