-- A task that is interrupted goes on from its last checkpoint. What it wants to
-- remember between iterations is state: one JSON value a key.

CREATE TABLE checkpoints (
  task_id    TEXT NOT NULL REFERENCES tasks(id) ON DELETE CASCADE,
  iteration  INTEGER NOT NULL,
  snapshot   TEXT NOT NULL CHECK (json_valid(snapshot)),
  created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
  PRIMARY KEY (task_id, iteration)
) WITHOUT ROWID;
CREATE INDEX idx_checkpoints_created_at ON checkpoints(created_at);

CREATE TABLE state (
  id         INTEGER PRIMARY KEY,
  task_id    TEXT NOT NULL REFERENCES tasks(id) ON DELETE CASCADE,
  key        TEXT NOT NULL,
  value      TEXT NOT NULL CHECK (json_valid(value)),
  updated_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
  UNIQUE (task_id, key)
);
CREATE INDEX idx_state_key ON state(key);
CREATE INDEX idx_state_updated_at ON state(updated_at);
