CREATE TABLE task_dependencies (
  id                   INTEGER PRIMARY KEY,
  dependent_task_id    TEXT NOT NULL REFERENCES tasks(id) ON DELETE CASCADE,
  prerequisite_task_id TEXT NOT NULL REFERENCES tasks(id) ON DELETE CASCADE,
  dependency_type      TEXT NOT NULL DEFAULT 'sequential'
                       CHECK (dependency_type IN ('sequential', 'parallel')),
  created_at           TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
  resolved_at          TEXT,
  UNIQUE (dependent_task_id, prerequisite_task_id),
  CHECK (dependent_task_id <> prerequisite_task_id)
);
CREATE INDEX idx_dependencies_prerequisite ON task_dependencies(prerequisite_task_id);
CREATE INDEX idx_dependencies_open ON task_dependencies(dependent_task_id)
  WHERE resolved_at IS NULL;
