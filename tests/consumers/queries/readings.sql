-- name: mean_of :one
SELECT avg(value) AS mean FROM readings WHERE sensor = :sensor;
