-- name: find_items :many
SELECT id, uuid, status, level, weight, payload, anything, is_known, nick || '!' AS loud FROM items
WHERE status IN (:statuses[]) AND uuid <> :uuid? AND score > :least?
ORDER BY
  -- sqlgen: order uuid
  uuid,
  -- sqlgen: order near
  abs(score - :score), id;

-- name: ranked_items :many
SELECT * FROM items WHERE id IN (:ids[]) AND uuid NOT IN (:uuids[]) ORDER BY id;

-- name: item_with_owner :one
SELECT sqlc.embed(items), sqlc.embed(o), items.id + 1 AS next FROM items LEFT JOIN owners o ON o.id = items.guest_id
WHERE items.uuid = :uuid;

-- name: open_owner :execlastid
INSERT INTO owners (name, parent_id) VALUES (:name, :parent_id);

-- name: rename_owner :execrows
UPDATE owners SET name = :name WHERE id = :id;

-- name: touch_item :exec
UPDATE items SET made_at = :made_at, anything = :anything WHERE id = :id;

-- name: drop_mark :one
DELETE FROM marks WHERE owner_id = :owner_id RETURNING label, note;
