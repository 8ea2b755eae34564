-- Until now a session was nothing but its id.

CREATE TABLE sessions (
  id             TEXT NOT NULL PRIMARY KEY,
  app_name       TEXT NOT NULL,
  user_id        TEXT NOT NULL,
  project_id     TEXT,
  status         TEXT NOT NULL DEFAULT 'created'
                 CHECK (status IN ('created', 'active', 'paused', 'terminated', 'archived')),
  events         TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(events)),
  state          TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(state)),
  created_at     TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
  last_update_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
  terminated_at  TEXT
);
CREATE INDEX idx_sessions_status ON sessions(status, last_update_at);
CREATE INDEX idx_sessions_user ON sessions(user_id, created_at);
CREATE INDEX idx_sessions_project ON sessions(project_id, created_at) WHERE project_id IS NOT NULL;
