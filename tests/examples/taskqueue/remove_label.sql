CREATE TABLE sessions_new (
  id             TEXT NOT NULL PRIMARY KEY,
  app_name       TEXT NOT NULL,
  user_id        TEXT NOT NULL,
  project_id     TEXT,
  status         TEXT NOT NULL DEFAULT 'created'
                 CHECK (status IN ('created', 'running', 'paused', 'terminated', 'archived')),
  events         TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(events)),
  state          TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(state)),
  created_at     TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
  last_update_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
  terminated_at  TEXT
);
INSERT INTO sessions_new
SELECT id, app_name, user_id, project_id, CASE status WHEN 'active' THEN 'running' ELSE status END,
       events, state, created_at, last_update_at, terminated_at
FROM sessions;
DROP TABLE sessions;
ALTER TABLE sessions_new RENAME TO sessions;
