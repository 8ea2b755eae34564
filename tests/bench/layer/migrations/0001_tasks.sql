CREATE TABLE sessions (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL
);

CREATE TABLE tasks (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  status TEXT NOT NULL,
  assignee TEXT,
  priority INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  is_urgent BOOLEAN NOT NULL,
  score REAL NOT NULL,
  session_id INTEGER REFERENCES sessions (id) ON DELETE SET NULL,
  digest BLOB NOT NULL,
  created_at TEXT NOT NULL,
  updated_at INTEGER NOT NULL
);

CREATE INDEX tasks_session ON tasks (session_id);
CREATE INDEX tasks_status ON tasks (status, priority);
