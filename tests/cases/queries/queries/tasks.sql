-- name: ready_tasks :many
-- Tasks of a session that may start,
-- best first.
SELECT t.id, t.title, count(d.on_id) AS blockers
FROM tasks t LEFT JOIN deps d ON d.task_id = t.id
WHERE t.session_id = :session_id AND t.status IN (:statuses[]) GROUP BY t.id ORDER BY t.priority DESC, t.id LIMIT :max;

/* name: TaskByTitle :one */
SELECT * FROM tasks WHERE title = ?;

-- name: tasks_but :many
SELECT * FROM tasks WHERE id NOT IN (:ids[]) ORDER BY id;

-- name: tasks_in :many
SELECT id FROM tasks WHERE id > :above AND id IN (sqlc.slice('ids')) AND id < :below ORDER BY id;

-- name: find_tasks :many
SELECT id, title, priority, status, payload FROM tasks
WHERE status = :status? AND priority IS :priority? AND title LIKE :pattern? AND payload = :payload? ORDER BY id;

-- name: filter_tasks :many
SELECT id FROM tasks WHERE status = :a? AND title = :b? AND id > :c? AND id < :d? AND is_urgent = :e? ORDER BY id;

-- name: tasks_between :many
SELECT id FROM tasks WHERE id BETWEEN :low? AND :high? ORDER BY id;

-- name: tasks_beside :many
SELECT id FROM tasks WHERE id > :least? AND id < :least? + :span? AND id <> :span? ORDER BY id;

-- name: tasks_with_sessions :many
SELECT sqlc.embed(tasks), sqlc.embed(s), tasks.id * 2 AS twice
FROM tasks LEFT JOIN sessions AS s ON s.id = tasks.session_id ORDER BY tasks.id;

-- name: task_with_session :one
SELECT sqlc.embed(t), sqlc.embed(s) FROM tasks t JOIN sessions s ON s.id = t.session_id WHERE t.id = @id;

-- name: count_by_status :one
SELECT count(*) AS total, max(priority) AS best FROM tasks WHERE status = $status;

-- name: set_priority :exec
UPDATE tasks SET priority = :priority WHERE id = :id;

-- name: finish_tasks :execrows
UPDATE tasks SET status = 'done' WHERE status <> 'done' AND session_id IS :session_id;

-- name: add_task :execlastid
INSERT INTO tasks (title, session_id, status, is_urgent, payload) VALUES (:title, :session_id, :status, :is_urgent, :payload)
ON CONFLICT (title) DO NOTHING;

-- name: add_session :exec
INSERT INTO sessions VALUES (?1, ?2);

-- name: drop_task :one
DELETE FROM tasks WHERE id = :id RETURNING title;

-- name: many_arguments :one
SELECT :a + 0 AS a, :b + 0 AS b, :c + 0 AS c, :d || '' AS d, :e || '' AS e, :f || '' AS f, :g + 0 AS g, :h + 0 AS h, :i + 0 AS i;
