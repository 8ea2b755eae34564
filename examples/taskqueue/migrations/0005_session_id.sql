-- Several people use one queue now: each row says in whose session it was made.
-- No foreign key: tasks, audit and checkpoints outlive their session.

ALTER TABLE tasks ADD COLUMN session_id TEXT;
ALTER TABLE agents ADD COLUMN session_id TEXT;
ALTER TABLE audit ADD COLUMN session_id TEXT;
ALTER TABLE checkpoints ADD COLUMN session_id TEXT;

CREATE INDEX idx_tasks_session ON tasks(session_id, submitted_at);
CREATE INDEX idx_agents_session ON agents(session_id);
CREATE INDEX idx_audit_session ON audit(session_id, created_at);
CREATE INDEX idx_checkpoints_session ON checkpoints(session_id);
