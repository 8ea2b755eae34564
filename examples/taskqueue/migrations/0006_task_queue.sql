-- The list of tasks becomes a queue. A task waits ('blocked') until what it needs
-- is done, then it is 'ready', and the best one by calculated_priority goes first.
-- New statuses need a new CHECK, and that a new table: audit, checkpoints and state
-- refer to tasks by name and keep their rows.

CREATE TABLE tasks_new (
  id                         TEXT NOT NULL PRIMARY KEY,
  prompt                     TEXT NOT NULL,
  agent_type                 TEXT NOT NULL DEFAULT 'general',
  priority                   INTEGER NOT NULL DEFAULT 5 CHECK (priority BETWEEN 0 AND 10),
  status                     TEXT NOT NULL DEFAULT 'pending'
                             CHECK (status IN ('pending', 'blocked', 'ready', 'running',
                                               'completed', 'failed', 'cancelled')),
  source                     TEXT NOT NULL DEFAULT 'human'
                             CHECK (source IN ('human', 'agent_requirements', 'agent_planner',
                                               'agent_implementation')),
  input_data                 TEXT CHECK (input_data IS NULL OR json_valid(input_data)),
  result_data                TEXT CHECK (result_data IS NULL OR json_valid(result_data)),
  error_message              TEXT,
  retry_count                INTEGER NOT NULL DEFAULT 0,
  max_retries                INTEGER NOT NULL DEFAULT 3,
  agent_id                   TEXT REFERENCES agents(id) ON DELETE SET NULL,
  parent_task_id             TEXT REFERENCES tasks(id) ON DELETE SET NULL,
  session_id                 TEXT,
  calculated_priority        REAL NOT NULL DEFAULT 5.0,
  deadline                   TEXT,
  estimated_duration_seconds INTEGER,
  dependency_depth           INTEGER NOT NULL DEFAULT 0,
  submitted_at               TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
  started_at                 TEXT,
  completed_at               TEXT
);
INSERT INTO tasks_new (id, prompt, agent_type, priority, status, input_data, result_data,
                       error_message, retry_count, max_retries, agent_id, parent_task_id,
                       session_id, calculated_priority, submitted_at, started_at, completed_at)
SELECT id, prompt, agent_type, priority, CASE status WHEN 'pending' THEN 'ready' ELSE status END,
       input_data, result_data, error_message, retry_count, max_retries, agent_id, parent_task_id,
       session_id, priority, submitted_at, started_at, completed_at
FROM tasks;
DROP TABLE tasks;
ALTER TABLE tasks_new RENAME TO tasks;

CREATE INDEX idx_tasks_status_priority ON tasks(status, priority);
CREATE INDEX idx_tasks_submitted_at ON tasks(submitted_at);
CREATE INDEX idx_tasks_agent ON tasks(agent_id);
CREATE INDEX idx_tasks_parent ON tasks(parent_task_id);
CREATE INDEX idx_tasks_session ON tasks(session_id, submitted_at);
CREATE INDEX idx_tasks_queue ON tasks(status, calculated_priority DESC, submitted_at);
CREATE INDEX idx_tasks_source ON tasks(source, submitted_at);
CREATE INDEX idx_tasks_deadline ON tasks(deadline) WHERE deadline IS NOT NULL;
CREATE INDEX idx_tasks_blocked ON tasks(dependency_depth) WHERE status = 'blocked';
