-- at 5
-- A queue from before the sixth migration rebuilt tasks: what refers to them must survive.
INSERT INTO agents (id, name, specialization) VALUES ('old', 'Old', 'archaeology');
INSERT INTO tasks (id, prompt, status, priority, agent_id, parent_task_id, session_id) VALUES
  ('dig', 'dig', 'completed', 5, 'old', NULL, 'session-0'),
  ('dust', 'dust off', 'cancelled', 3, 'old', 'dig', 'session-0');
INSERT INTO audit (task_id, agent_id, action, result, created_at) VALUES
  ('dig', 'old', 'complete', 'retry', '2025-12-01 10:00:00'),
  ('dig', NULL, 'archive', 'ok', '2025-12-02 10:00:00');
INSERT INTO checkpoints (task_id, iteration, snapshot) VALUES ('dig', 1, '{}'), ('dig', 2, '{}');
INSERT INTO state (task_id, key, value) VALUES ('dust', 'broom', '"large"');
