-- Every step an agent takes, for those who ask afterwards.

CREATE TABLE audit (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  task_id    TEXT NOT NULL REFERENCES tasks(id) ON DELETE CASCADE,
  agent_id   TEXT REFERENCES agents(id) ON DELETE SET NULL,
  action     TEXT NOT NULL,
  result     TEXT NOT NULL DEFAULT 'ok' CHECK (result IN ('ok', 'retry', 'error')),
  detail     TEXT CHECK (detail IS NULL OR json_valid(detail)),
  created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX idx_audit_task ON audit(task_id, created_at);
CREATE INDEX idx_audit_agent ON audit(agent_id, created_at);
CREATE INDEX idx_audit_created_at ON audit(created_at);
