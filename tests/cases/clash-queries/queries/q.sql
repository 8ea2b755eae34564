-- name: get_all :many
SELECT id FROM tasks;

-- name: GetAll :many
SELECT id FROM tasks;

-- name: task :one
SELECT id FROM tasks LIMIT 1;

-- name: printf :one
SELECT id FROM tasks LIMIT 1;

-- name: two_columns :many
SELECT id AS userId, id AS user_id FROM tasks;

-- name: a_flag :many
SELECT id AS has_n, nullif(id, 1) AS n FROM tasks;

-- name: two_parameters :many
SELECT id FROM tasks WHERE id = :userId AND id = :user_id;
