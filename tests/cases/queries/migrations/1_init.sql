CREATE TABLE sessions (id TEXT NOT NULL PRIMARY KEY, started_at INTEGER NOT NULL);
CREATE TABLE tasks (
  id INTEGER PRIMARY KEY,
  session_id TEXT REFERENCES sessions (id),
  title TEXT NOT NULL UNIQUE,
  status TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'ready', 'done')),
  priority REAL,
  is_urgent BOOLEAN NOT NULL DEFAULT 0,
  payload BLOB
);
CREATE TABLE deps (task_id INTEGER NOT NULL REFERENCES tasks (id), on_id INTEGER NOT NULL, PRIMARY KEY (task_id, on_id));
