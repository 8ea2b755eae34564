CREATE TABLE keys (
  name TEXT PRIMARY KEY NOT NULL,
  alias TEXT UNIQUE,
  kind TEXT NOT NULL DEFAULT ('a' || char(0)),
  label TEXT NOT NULL DEFAULT 'it''s "so"',
  plain TEXT
);
CREATE INDEX keys_of_kind ON keys (kind);
