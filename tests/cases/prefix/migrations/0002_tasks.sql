CREATE TABLE tasks (
  id          INTEGER PRIMARY KEY,
  session_id  TEXT REFERENCES sessions(id) ON DELETE SET NULL,
  title       TEXT NOT NULL,
  status      TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending','ready','done')),
  priority    REAL,
  is_urgent   BOOLEAN NOT NULL DEFAULT 0,
  payload     BLOB,
  created_at  TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX idx_tasks_session ON tasks(session_id);
