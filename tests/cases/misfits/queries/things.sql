-- name: stored :one
SELECT n, m, r, s, b, is_on, kind, level, day, x FROM things WHERE id = :id;

-- name: computed :one
SELECT n + 1 AS more, -m AS less, r * 2 AS twice, s || 'x' AS joined, length(b) AS size, NOT is_on AS is_off,
  upper(kind) AS shout, coalesce(level, 0) AS level, ifnull(day, 'never') AS day, typeof(x) AS class,
  abs(n) AS distance, max(n, m) AS most, CASE WHEN is_on THEN s ELSE kind END AS either
FROM things WHERE id = :id;

-- name: embedded :one
SELECT 1 AS one, sqlc.embed(things) FROM things WHERE id = :id;

-- name: told :one
SELECT m AS "m!", x AS "x: int64", s AS "s!: text", r AS "r: double" FROM things WHERE id = :id;

-- name: counted :one
SELECT sum(n) AS total, max(s) AS last, avg(r) AS mean, group_concat(kind) AS kinds, total(m) AS sum FROM things
WHERE id = :id GROUP BY id;

-- name: changed :one
UPDATE things SET id = id WHERE id = :id RETURNING n, m, r, s, b, is_on, kind, level, day, x;

-- name: every :many
SELECT n, m, r, s, b, is_on, kind, level, day, x FROM things ORDER BY id;
