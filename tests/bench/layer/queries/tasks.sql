-- name: task_summary :one
SELECT t.id, t.title, t.status, t.score, t.assignee, s.name AS session
FROM tasks t LEFT JOIN sessions s ON s.id = t.session_id WHERE t.uuid = :uuid;

-- name: all_summaries :many
SELECT id, title, status, score, assignee, digest FROM tasks ORDER BY id;

-- name: find_tasks :many
SELECT id, title, status, score, assignee FROM tasks
WHERE session_id = :session_id? AND status = :status?
ORDER BY
  -- sqlgen: order id
  id,
  -- sqlgen: order score
  score DESC, id;

-- name: tasks_of :many
SELECT t.id, t.title, t.priority + t.attempts AS weight, s.name AS session
FROM tasks t JOIN sessions s ON s.id = t.session_id WHERE t.session_id = :session_id ORDER BY t.id;

-- name: add_task :execlastid
INSERT INTO tasks (uuid, title, body, status, assignee, priority, attempts, is_urgent, score, session_id, digest,
  created_at, updated_at)
VALUES (:uuid, :title, :body, :status, :assignee, :priority, :attempts, :is_urgent, :score, :session_id, :digest,
  :created_at, :updated_at);

-- name: try_again :execrows
UPDATE tasks SET attempts = :attempts, updated_at = :updated_at WHERE id = :id;
