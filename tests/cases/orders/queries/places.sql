-- name: find_places :many
-- Hills before lakes, and then as is asked.
SELECT id, name FROM places WHERE kind = :kind? AND height > :least?
ORDER BY kind,
  -- sqlgen: order name
  name COLLATE NOCASE,
  -- sqlgen: order highest
  height DESC, id,
  /* sqlgen: order NearTo */
  abs(height - :height), id
LIMIT :most;

-- name: first_place :one
SELECT * FROM places ORDER BY
-- sqlgen: order id
id,
-- sqlgen: order name
name LIMIT 1;

-- name: names :many
SELECT name FROM places WHERE height < 1000 UNION SELECT 'none'
ORDER BY
  -- sqlgen: order up
  name,
  -- sqlgen: order down
  name DESC;

-- name: only_one :many
SELECT id FROM places ORDER BY
  -- sqlgen: order id
  id;

-- name: by_struct :many
SELECT id FROM places
WHERE id <> :a AND id <> :b AND id <> :c AND id <> :d AND id <> :e AND id <> :f AND id <> :g
ORDER BY
  -- sqlgen: order up
  id + :offset,
  -- sqlgen: order down
  id * :factor DESC;

-- name: uneven :many
SELECT id, name FROM places ORDER BY
  -- sqlgen: order id
  id,
  -- sqlgen: order name
  name,
  -- sqlgen: order kind
  kind DESC, height DESC, name COLLATE NOCASE DESC, id DESC;
