#!/bin/sh
# compat: old programs on new schemas, and the other way round. Usage: compat.sh SQLGEN
examples=$(cd "$(dirname "$0")/../../examples" && pwd)
. "$(dirname "$0")/claims.sh"

# Migrations of these texts, 1.sql and so on, and the queries in standard input.
project() {
	mkdir migrations queries
	count=0
	for text in "$@"; do
		count=$((count + 1))
		printf '%s\n' "$text" >"migrations/000${count}_m$count.sql"
	done
	cat >queries/q.sql
}

# messages EXPECTED: all errors and warnings
messages() {
	equal messages "$(printf '%s\n' "$err" | grep -E ': (error|warning): ')" "$1"
}

tasks='CREATE TABLE tasks (id INTEGER PRIMARY KEY, title TEXT NOT NULL, note TEXT);'

claim "what is only added breaks nothing"
project "$tasks" 'CREATE TABLE users (id INTEGER PRIMARY KEY);
ALTER TABLE tasks ADD COLUMN kind TEXT;
CREATE INDEX tasks_kind ON tasks (kind);' <<'SQL'
-- name: titles :many
SELECT title FROM tasks;
-- name: kinds :many
SELECT kind FROM tasks;
SQL
sqlgen compat
exits 0
equal output "$out" "version 1 m1: runs on today's schema
version 2 m2: runs on today's schema
query titles: needs 1
query kinds: needs 2"
messages ""
sqlgen compat -v
holds needs "$out" "list_tasks_by_kind: needs 2
"
holds needs "$out" "count_tasks: needs 1
"

claim "a dropped column breaks the statements that name it, at the statement that drops it"
project "$tasks" 'CREATE TABLE users (id INTEGER PRIMARY KEY);
ALTER TABLE tasks DROP COLUMN note;' <<'SQL'
-- name: titles :many
SELECT title FROM tasks;
SQL
sqlgen compat
exits 1
holds output "$out" "version 1 m1: broken by 2 m2"
messages "migrations/0002_m2.sql:2:1: error: the program of version 1 does not open it: expected 'column tasks.note TEXT', found none
migrations/0002_m2.sql:2:1: error: 'insert_task', 'insert_new_task', 'insert_task_returning' and 1 more of version 1: table tasks has no column named note
migrations/0002_m2.sql:2:1: error: 'update_task', 'list_tasks', 'get_task' of version 1: no such column: note"

claim "a name in quotes is a name, and no string"
project 'CREATE TABLE t (id INTEGER PRIMARY KEY, "order" INTEGER);' 'ALTER TABLE t DROP COLUMN "order";' </dev/null
sqlgen compat
exits 1
holds messages "$err" "'list_t', 'get_t' of version 1: no such column: "

claim "a required column, a renamed one, another type and a trigger's absence do not open"
project "$tasks
CREATE TRIGGER t AFTER INSERT ON tasks BEGIN SELECT 1; END;" 'ALTER TABLE tasks RENAME COLUMN title TO name;' \
	"DROP TRIGGER t;
ALTER TABLE tasks ADD COLUMN due TEXT NOT NULL DEFAULT 'x';
CREATE TABLE tasks_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL, note BLOB, due TEXT NOT NULL);
INSERT INTO tasks_new SELECT id, name, note, due FROM tasks;
DROP TABLE tasks;
ALTER TABLE tasks_new RENAME TO tasks;" </dev/null
sqlgen compat
exits 1
holds output "$out" "version 1 m1: broken by 2 m2
version 2 m2: broken by 3 m3
version 3 m3: runs on today's schema"
holds messages "$err" "migrations/0003_m3.sql:6:1: error: the program of version 2 does not open it: expected 'column tasks.note TEXT', found 'column tasks.note BLOB'"
holds messages "$err" "migrations/0003_m3.sql:6:1: error: the program of version 2 does not open it: expected 'required tasks(name)', found 'required tasks(due, name)'"
holds messages "$err" "migrations/0003_m3.sql:1:1: error: the program of version 2 does not open it: expected 'trigger t ON tasks "
sqlgen compat --released 1
exits 1
holds messages "$err" "migrations/0002_m2.sql:1:1: error: the program of version 1 does not open it: expected 'column tasks.title TEXT NOT NULL', found none"
equal output "$(printf '%s\n' "$out" | sed 2q)" "the program of version 1 on today's schema: does not run, broken by 2
today's program on the schema of version 1: does not run before it has migrated it"
holds output "$out" "	get_task: no such column: name"

claim "what may be refused or is new to the program is a warning, and only where it has the column"
project "CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, p INTEGER, s TEXT NOT NULL CHECK (s IN ('x', 'y')));" \
	"ALTER TABLE t ADD COLUMN b INTEGER CHECK (b > 0);
CREATE UNIQUE INDEX t_a ON t (a);
CREATE TRIGGER t_ai AFTER INSERT ON t BEGIN SELECT 1; END;" \
	"DROP TRIGGER t_ai;
CREATE TABLE t_new (id INTEGER PRIMARY KEY, a TEXT CHECK (a <> ''), p INTEGER REFERENCES p,
  s TEXT NOT NULL CHECK (s IN ('y', 'z')), b INTEGER CHECK (b > 0));
INSERT INTO t_new SELECT id, a, p, 'y', b FROM t;
DROP TABLE t;
ALTER TABLE t_new RENAME TO t;
CREATE UNIQUE INDEX t_a ON t (a);" </dev/null
sqlgen compat -v --released 1
exits 1
messages "migrations/0002_m2.sql:2:21: warning: the program of version 1: table 't' has a new UNIQUE (t.a): rows that it writes may be refused [new-to-it]
migrations/0002_m2.sql:3:16: warning: the program of version 1: the new trigger 't_ai' runs on its every insert into 't' [new-to-it]
migrations/0003_m3.sql:2:45: warning: the program of version 1: table 't' has a new CHECK (a <> ''): rows that it writes may be refused [new-to-it]
migrations/0003_m3.sql:2:69: warning: the program of version 1: table 't' has a new foreign key to 'p': rows that it writes may be refused [new-to-it]
migrations/0003_m3.sql:3:3: warning: the program of version 1: column 't.s' may be 'z' by now, which is an error to it [new-to-it]
migrations/0003_m3.sql:3:3: warning: the program of version 1: column 't.s' allows fewer values: rows that it writes may be refused [new-to-it]
migrations/0003_m3.sql:1:1: error: the program of version 1 refuses a database with this migration: the schema is all that it needs; if the data is, too, write '-- sqlgen: compatible with 1'"

claim "a program opens a newer database where each migration behind it says so, and a false word is found"
project "$tasks" '-- sqlgen: compatible with 1
ALTER TABLE tasks ADD COLUMN kind TEXT;' '-- sqlgen: compatible with 1
CREATE TABLE users (id INTEGER PRIMARY KEY);' </dev/null
sqlgen compat --released 1
exits 0
equal output "$(printf '%s\n' "$out" | sed q)" "the program of version 1 on today's schema: runs"
echo '-- sqlgen: compatible with 2
CREATE TABLE more (id INTEGER PRIMARY KEY);' >migrations/0003_m3.sql
sqlgen compat --released 1
exits 1
holds messages "$err" "migrations/0003_m3.sql:1:1: error: the program of version 1 refuses a database with this migration"
sqlgen compat --released 2
exits 0
echo '-- sqlgen: compatible with 2
ALTER TABLE tasks DROP COLUMN note;' >migrations/0004_m4.sql
sqlgen compat
exits 1
holds messages "$err" "migrations/0004_m4.sql:2:1: error: migration 4 says 'compatible with 2', and breaks the program of version 3: expected 'column tasks.note TEXT', found none"
sqlgen compat --released 2
exits 1
holds output "$out" "the program of version 2 on today's schema: does not run, broken by 4"

claim "a query whose result may be what it was not is broken by that"
project 'CREATE TABLE a (id INTEGER PRIMARY KEY, x INTEGER NOT NULL);
CREATE VIEW v AS SELECT id, x FROM a;' 'DROP VIEW v;
CREATE VIEW v AS SELECT id, nullif(x, 0) AS x FROM a;' <<'SQL'
-- name: xs :many
SELECT x AS "x: int64" FROM v;
SQL
sqlgen compat
exits 1
holds messages "$err" "migrations/0002_m2.sql:1:1: error: 'xs.x' of version 1: it may be NULL, which was not so"

claim "settings for what was not there yet do no harm, and what cannot be told is said"
project "$tasks" 'ALTER TABLE tasks ADD COLUMN born TEXT;' </dev/null
printf '[column tasks.born]\ntype = text\n' >sqlgen.ini
sqlgen compat
exits 0
equal output "$(printf '%s\n' "$out" | sed q)" "version 1 m1: runs on today's schema"
echo 'CREATE TABLE users (id INTEGER PRIMARY KEY); CREATE TABLE user (id INTEGER PRIMARY KEY);' >migrations/0001_m1.sql
echo 'DROP TABLE user;' >migrations/0002_m2.sql
rm sqlgen.ini
sqlgen compat
exits 0
holds output "$out" "version 1 m1: there is no program of it: table 'users' would be 'user' in C"
rm migrations/0002_m2.sql
sqlgen compat
exits 1
holds messages "$err" "error: table 'users' would be 'user' in C"

claim "JSON has the versions, the needs and all that was ever relied on"
project "$tasks" 'ALTER TABLE tasks DROP COLUMN note;' <<'SQL'
-- name: titles :many
SELECT title FROM tasks;
SQL
sqlgen compat --json -q
exits 1
true_that python3 - "$work/out" <<'PY'
import json, sys
found = json.load(open(sys.argv[1]))
assert found["versions"][0]["broken_by"] == "2" and found["versions"][1]["broken_by"] is None
assert found["queries"] == [{"name": "titles", "needs": "1"}]
get = [item for item in found["reliances"] if item["name"] == "get_task"]
assert [(item["since"], item["until"], item["broken_by"]) for item in get] == [("1", "1", "2"), ("2", "2", None)], get
assert get[0]["line"] == 1 and get[0]["path"] == "migrations/0002_m2.sql"
PY
sqlgen compat --json -q --released 1
exits 1
true_that python3 -c 'import json, sys; f = json.load(open(sys.argv[1])); assert f["released"] == "1" and f["broken_by"] == "2" and f["missing"] == []' "$work/out"

claim "the task queue: what is there breaks nothing; a column that goes breaks every program that has it"
cp -r "$examples/taskqueue/." .
sqlgen compat
exits 0
lacks output "$out" "broken"
echo 'DROP INDEX idx_tasks_session; ALTER TABLE tasks DROP COLUMN session_id;' >migrations/0011_no_session.sql
sqlgen compat --released 10
exits 1
holds messages "$err" "migrations/0011_no_session.sql:1:31: error: the program of version 10 does not open it: expected 'column tasks.session_id TEXT', found none"
sqlgen compat --released 4
exits 1
holds output "$out" "the program of version 4 on today's schema: could run, but refuses it"

claim "the training log: its own rebuild broke the programs before it"
cp -r "$examples/traininglog/." .
sqlgen compat
exits 0
holds output "$out" "version 4 notes: broken by 5 kind
version 5 kind: runs on today's schema"
echo 'ALTER TABLE sessions RENAME COLUMN body_weight TO weight;' >migrations/0007_weight.sql
sqlgen compat
exits 1
holds output "$out" "version 6 effort: broken by 7 weight"
holds messages "$err" "of version 6: no such column: body_weight"

claim "the deadlines: a column that became NOT NULL, and a table that goes"
cp -r "$examples/deadlines/." .
sqlgen compat --released 20240520100000
exits 1
holds messages "$err" "court_not_null.sql:21:1: error: the program of version 20240520100000 does not open it: expected 'column deadlines.court TEXT', found 'column deadlines.court TEXT NOT NULL'"
echo 'DROP TABLE reminders;' >migrations/20240701000000_no_reminders.sql
sqlgen compat
exits 1
holds messages "$err" "no_reminders.sql:1:1: error: the program of version 20240603100000 does not open it: expected 'table reminders', found none"

claim "wrong use is told"
project "$tasks" </dev/null
sqlgen compat --released 9
exits 2
holds messages "$err" "no version '9': expected one of 1"
sqlgen compat
exits 0

summary
