-- name: GetAuthor :one
SELECT * FROM authors WHERE id = ? LIMIT 1;

-- name: ListAuthors :many
SELECT * FROM authors ORDER BY name;

-- name: ListAuthorsByBorn :many
SELECT name FROM authors WHERE born > ?1;

-- name: GetAuthorByName :one
SELECT id FROM authors WHERE name = ?;

-- name: InsertAuthor :execlastid
INSERT INTO authors (name, born) VALUES (?, ?);

-- name: UpdateAuthor :execrows
UPDATE authors SET bio = coalesce(sqlc.narg('bio'), bio) WHERE id = sqlc.arg('id');

-- name: UpsertAuthor :exec
INSERT INTO authors (id, name) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET name = excluded.name;

-- name: DeleteAuthor :exec
DELETE FROM authors WHERE id = ?;

-- name: CountAuthors :one
SELECT count(*) AS authors FROM authors;

-- name: NewAuthor :execlastid
INSERT INTO authors (name) VALUES (?);

-- name: CopyAuthor :exec
INSERT INTO authors (name, born) SELECT name || ' II', born FROM authors WHERE id = ?;

-- name: PatchAuthor :exec
UPDATE authors SET born = ? WHERE id = ?;
