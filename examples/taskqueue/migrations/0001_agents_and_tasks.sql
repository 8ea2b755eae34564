-- Who works, and what there is to do.

CREATE TABLE agents (
  id             TEXT NOT NULL PRIMARY KEY,
  name           TEXT NOT NULL,
  specialization TEXT NOT NULL,
  status         TEXT NOT NULL DEFAULT 'idle' CHECK (status IN ('idle', 'busy', 'terminated')),
  resource_usage TEXT CHECK (resource_usage IS NULL OR json_valid(resource_usage)),
  spawned_at     TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
  terminated_at  TEXT
);
CREATE INDEX idx_agents_status ON agents(status);

CREATE TABLE tasks (
  id             TEXT NOT NULL PRIMARY KEY,
  prompt         TEXT NOT NULL,
  agent_type     TEXT NOT NULL DEFAULT 'general',
  priority       INTEGER NOT NULL DEFAULT 5 CHECK (priority BETWEEN 0 AND 10),
  status         TEXT NOT NULL DEFAULT 'pending'
                 CHECK (status IN ('pending', 'running', 'completed', 'failed', 'cancelled')),
  input_data     TEXT CHECK (input_data IS NULL OR json_valid(input_data)),
  result_data    TEXT CHECK (result_data IS NULL OR json_valid(result_data)),
  error_message  TEXT,
  retry_count    INTEGER NOT NULL DEFAULT 0,
  max_retries    INTEGER NOT NULL DEFAULT 3,
  agent_id       TEXT REFERENCES agents(id) ON DELETE SET NULL,
  parent_task_id TEXT REFERENCES tasks(id) ON DELETE SET NULL,
  submitted_at   TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
  started_at     TEXT,
  completed_at   TEXT
);
CREATE INDEX idx_tasks_status_priority ON tasks(status, priority);
CREATE INDEX idx_tasks_submitted_at ON tasks(submitted_at);
CREATE INDEX idx_tasks_agent ON tasks(agent_id);
CREATE INDEX idx_tasks_parent ON tasks(parent_task_id);
