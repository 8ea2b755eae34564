#!/bin/sh
# explain: which plans are warned of, and the baseline. Usage: explain.sh SQLGEN
. "$(dirname "$0")/claims.sh"

# A project of two tables and the queries in $1.
project() {
	mkdir migrations queries
	cat >migrations/0001_init.sql <<'SQL'
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE tasks (
  id       INTEGER PRIMARY KEY,
  user_id  INTEGER NOT NULL REFERENCES users (id),
  title    TEXT NOT NULL UNIQUE
);
CREATE INDEX tasks_user ON tasks (user_id);
CREATE VIEW named AS SELECT title AS name FROM tasks UNION ALL SELECT name FROM users;
SQL
	printf '%s\n' "$1" >queries/tasks.sql
}

# rules EXPECTED: the rules of all warnings, in order
rules() {
	equal rules "$(printf '%s\n' "$err" | sed -n 's/.*warning: .*\[\(.*\)\]$/\1/p' | tr '\n' ' ')" "$1"
}

claim "the statements of tables with keys and indexes are cheap, and reading all rows is what list_ is for"
project '-- name: by_id :one
SELECT * FROM tasks WHERE id = ?;'
sqlgen explain
exits 0
rules ""
holds list "$out" "list_tasks
	SCAN tasks"
holds query "$out" "by_id
	SEARCH tasks USING INTEGER PRIMARY KEY (rowid=?)"

claim "a foreign key without an index makes list_ by it read all rows"
project ''
sed -i '/CREATE INDEX/d' migrations/0001_init.sql
sqlgen explain -v
exits 0
rules "full-scan "
holds place "$err" "migrations/0001_init.sql:2:14: warning: 'list_tasks_by_user_id' reads every row"

claim "a query that reads all rows of a table is warned of, with LIMIT too"
project "-- name: like :many
SELECT t.id FROM tasks AS t WHERE title LIKE :pattern;
-- name: first :many
SELECT id FROM tasks LIMIT 3;"
sqlgen explain
exits 0
rules "full-scan full-scan "
holds place "$err" "queries/tasks.sql:1:10: warning: 'like' reads every row"

claim "what a subquery, a common table, constants, a function or a list gives is no table"
project "-- name: made :many
WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT i FROM n;
-- name: constant :one
SELECT 1 AS one;
-- name: listed :many
SELECT title FROM tasks WHERE id IN (:ids[]);
-- name: renamed :many
WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT m.i + 1 FROM n AS m WHERE m.i < 5) SELECT k.i FROM n k;
-- name: twice :many
WITH c AS MATERIALIZED (SELECT id FROM tasks WHERE user_id = :user) SELECT x.id FROM c x, c AS y WHERE x.id < y.id;
-- name: limited :many
SELECT s.id FROM (SELECT id FROM tasks WHERE user_id = :user LIMIT 5) AS s;"
sqlgen explain
exits 0
rules ""

claim "a temporary b-tree and an automatic index are warned of"
project "-- name: sorted :many
SELECT id FROM tasks WHERE user_id = ? ORDER BY title;
-- name: grouped :many
SELECT title, count(*) AS n FROM tasks WHERE user_id = ? GROUP BY title;"
sqlgen explain
exits 0
rules "temporary-b-tree temporary-b-tree "
cat >migrations/0002_more.sql <<'SQL'
CREATE TABLE a (x INTEGER NOT NULL);
CREATE TABLE b (y INTEGER NOT NULL, z INTEGER NOT NULL);
SQL
cat >queries/tasks.sql <<'SQL'
-- name: joined :many
SELECT a.x, b.z FROM a LEFT JOIN b ON a.x = b.y;
SQL
sqlgen explain
exits 0
rules "full-scan automatic-index "

claim "JSON has each statement, its plan and what is warned of"
project "-- name: like :many
SELECT id FROM tasks WHERE title LIKE :pattern;"
sqlgen explain --json -q
exits 0
holds json "$(printf '%s' "$out" | tr -d '\n' | tr -s ' ')" '{ "name": "like", "sql": "SELECT id FROM tasks WHERE title LIKE ?1", "plan": [ { "detail": "SCAN tasks USING COVERING INDEX'
true_that python3 -c 'import json, sys; json.load(open(sys.argv[1]))' "$work/out"

claim "a baseline accepts what is in it; what is new or other is shown, and is exit 1"
project "-- name: like :many
SELECT user_id FROM tasks WHERE title LIKE :pattern;"
sqlgen explain --baseline plans.txt
exits 1
holds messages "$err" "plans.txt: error: cannot open the file"
sqlgen explain --baseline plans.txt --update
exits 0
equal output "$out" "wrote plans.txt"
sqlgen explain --baseline plans.txt
exits 0
equal output "$out" ""
equal messages "$err" ""
cat >>queries/tasks.sql <<'SQL'
-- name: all_users :many
SELECT name FROM users;
SQL
sqlgen explain --baseline plans.txt
exits 1
rules "full-scan "
equal output "$out" "all_users
+	SCAN users"
sed -i 's/LIKE :pattern/LIKE :pattern ORDER BY user_id + 1/; /all_users/,$d' queries/tasks.sql
sqlgen explain --baseline plans.txt
exits 1
equal output "$out" "like
-	SCAN tasks
+	SCAN tasks
+	USE TEMP B-TREE FOR ORDER BY"

claim "what is cheap by now, or is gone, is shown and is no failure; line ends do not matter"
project "-- name: like :many
SELECT user_id FROM tasks WHERE title LIKE :pattern;"
sqlgen explain --baseline plans.txt --update -q
sed -i 's/$/\r/' plans.txt
sqlgen explain --baseline plans.txt
exits 0
equal output "$out" ""
sed -i 's/title LIKE/title =/' queries/tasks.sql
sqlgen explain --baseline plans.txt
exits 0
equal output "$out" "like
-	SCAN tasks"
rm queries/tasks.sql
sqlgen explain --baseline plans.txt
exits 0
equal output "$out" "like
-	SCAN tasks"

claim "wrong use and a file that is no baseline are told"
project ''
sqlgen explain --update
exits 2
holds messages "$err" "expected '--baseline FILE' with '--update', found nothing"
printf '\tSCAN t\n' >plans.txt
sqlgen explain --baseline plans.txt
exits 1
holds messages "$err" "plans.txt: error: expected the name of a function above its plan, found none"

summary
