-- What was learnt. Namespaces are paths of words with ':' between them, widest first:
-- 'project:parser:errors'. An entry is never overwritten: a new version is added.

CREATE TABLE memory_entries (
  id          INTEGER PRIMARY KEY,
  namespace   TEXT NOT NULL CHECK (namespace GLOB '[a-z]*:[a-z]*' AND namespace NOT GLOB '*:'),
  key         TEXT NOT NULL,
  value       TEXT NOT NULL CHECK (json_valid(value)),
  memory_type TEXT NOT NULL CHECK (memory_type IN ('semantic', 'episodic', 'procedural')),
  version     INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
  is_deleted  BOOLEAN NOT NULL DEFAULT 0 CHECK (is_deleted IN (0, 1)),
  metadata    TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(metadata)),
  created_by  TEXT NOT NULL,
  created_at  TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at  TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
  UNIQUE (namespace, key, version)
);
CREATE INDEX idx_memory_current ON memory_entries(namespace, key) WHERE is_deleted = 0;
CREATE INDEX idx_memory_type ON memory_entries(memory_type, updated_at);
CREATE INDEX idx_memory_created_by ON memory_entries(created_by);
CREATE INDEX idx_memory_episodic ON memory_entries(namespace, updated_at)
  WHERE memory_type = 'episodic' AND is_deleted = 0;
