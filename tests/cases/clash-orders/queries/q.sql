-- name: find_in :many
SELECT id FROM finds ORDER BY
  -- sqlgen: order up
  id;

-- name: twice :many
SELECT id FROM finds ORDER BY
  -- sqlgen: order a_b
  id,
  -- sqlgen: order aB
  id DESC;

-- name: parameters :many
SELECT id FROM finds WHERE id > :order AND id > :b AND id > :c AND id > :d AND id > :e AND id > :f AND id > :g AND id > :h
ORDER BY
  -- sqlgen: order up
  id;
