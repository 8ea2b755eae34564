-- Seconds since 1970 instead of text.
CREATE TABLE sessions_new (
  id          INTEGER PRIMARY KEY,
  started_at  INTEGER NOT NULL UNIQUE,
  kind        TEXT NOT NULL CHECK (kind IN ('strength', 'conditioning', 'mobility')),
  body_weight REAL CHECK (body_weight > 0),
  document    TEXT NOT NULL CHECK (json_valid(document)),
  effort      INTEGER CHECK (effort BETWEEN 6 AND 20)
);
INSERT INTO sessions_new
SELECT id, strftime('%s', started_at), kind, body_weight, document, effort FROM sessions;
DROP TABLE sessions;
ALTER TABLE sessions_new RENAME TO sessions;
CREATE INDEX idx_sessions_kind ON sessions(kind);
