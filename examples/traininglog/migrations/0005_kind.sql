-- The kind of a session moves out of its document, and a document must be JSON at last. Both
-- need a CHECK and so a new table; exercises and notes keep their rows.

CREATE TABLE sessions_new (
  id          INTEGER PRIMARY KEY,
  started_at  TEXT NOT NULL UNIQUE,
  kind        TEXT NOT NULL CHECK (kind IN ('strength', 'conditioning', 'mobility')),
  body_weight REAL CHECK (body_weight > 0),
  document    TEXT NOT NULL CHECK (json_valid(document))
);
INSERT INTO sessions_new (id, started_at, kind, body_weight, document)
SELECT id, started_at, coalesce(document ->> 'kind', 'strength'), body_weight,
       json_remove(document, '$.kind')
FROM sessions;
DROP TABLE sessions;
ALTER TABLE sessions_new RENAME TO sessions;
