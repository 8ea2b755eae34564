#!/bin/sh
# describe, for people and for editors. Usage: describe.sh SQLGEN
. "$(dirname "$0")/claims.sh"

tasks() {
	mkdir migrations
	cat >migrations/0001_init.sql <<'SQL'
CREATE TABLE tasks (
  id        INTEGER PRIMARY KEY,
  title     TEXT NOT NULL,
  status    TEXT NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'done')),
  priority  REAL,
  is_urgent BOOLEAN NOT NULL DEFAULT 0,
  payload   BLOB,
  anything
);
SQL
}

# Runs sqlgen with a text on standard input.
describe() {
	status=0
	printf '%s' "$1" >"$work/typed"
	shift
	"$sqlgen_path" describe "$@" <"$work/typed" >"$work/out" 2>"$work/err" || status=$?
	out=$(cat "$work/out")
	err=$(cat "$work/err")
}

# The JSON on one line, without spaces.
flat() {
	printf '%s' "$out" | tr -d ' \n'
}

claim "a statement without a name is described as people read it"
tasks
describe 'SELECT t.id, title, priority, count(*) AS n FROM tasks t WHERE status IN (:states[]) AND priority > :least? LIMIT :most'
exits 0
equal output "$out" "statement
  parameters:
    const enum task_status *states  list, not NULL      tasks.status
    const double *least             optional, not NULL  tasks.priority
    int64_t most                    not NULL
  columns:
    int64_t id         can be NULL  tasks.id
    const char *title  can be NULL  tasks.title
    double priority    can be NULL  tasks.priority
    int64_t n          not NULL     an expression"

claim "the orders that a statement lists are an argument where they stand"
tasks
printf '[generate]\nprefix = app_\n' >sqlgen.ini
ordered='-- name: FindTasks :many
SELECT id FROM tasks WHERE id > :after ORDER BY
-- sqlgen: order newest
id DESC,
-- sqlgen: order title
title LIMIT :most'
describe "$ordered"
exits 0
equal output "$out" "FindTasks
  parameters:
    int64_t after                    not NULL  tasks.id
    enum app_find_tasks_order order  not NULL  newest, title
    int64_t most                     not NULL
  columns:
    int64_t id  not NULL  tasks.id"
describe "$ordered" --json
equal json "$(flat)" "{\"name\":\"FindTasks\",\"params\":[\
{\"name\":\"after\",\"type\":\"int64\",\"nullable\":false},\
{\"name\":\"order\",\"type\":\"enum\",\"nullable\":false},\
{\"name\":\"most\",\"type\":\"int64\",\"nullable\":false}],\"columns\":[\
{\"name\":\"id\",\"type\":\"int64\",\"nullable\":false,\"origin\":\"tasks.id\"}]}"

claim "JSON is an object of params and columns, with a word for each C type"
tasks
describe 'SELECT id, priority, title, payload, is_urgent, status, anything, 1 + :n AS e FROM tasks WHERE title = :title' --json
exits 0
equal json "$(flat)" "{\"params\":[\
{\"name\":\"n\",\"type\":\"int64\",\"nullable\":false},\
{\"name\":\"title\",\"type\":\"text\",\"nullable\":false}],\"columns\":[\
{\"name\":\"id\",\"type\":\"int64\",\"nullable\":false,\"origin\":\"tasks.id\"},\
{\"name\":\"priority\",\"type\":\"double\",\"nullable\":true,\"origin\":\"tasks.priority\"},\
{\"name\":\"title\",\"type\":\"text\",\"nullable\":false,\"origin\":\"tasks.title\"},\
{\"name\":\"payload\",\"type\":\"blob\",\"nullable\":true,\"origin\":\"tasks.payload\"},\
{\"name\":\"is_urgent\",\"type\":\"bool\",\"nullable\":false,\"origin\":\"tasks.is_urgent\"},\
{\"name\":\"status\",\"type\":\"enum\",\"nullable\":false,\"origin\":\"tasks.status\"},\
{\"name\":\"anything\",\"type\":\"value\",\"nullable\":true,\"origin\":\"tasks.anything\"},\
{\"name\":\"e\",\"type\":\"int64\",\"nullable\":false,\"origin\":null}]}"

claim "a file's queries have names, and several are a list"
tasks
cat >two.sql <<'SQL'
-- name: GetTask :one
SELECT title FROM tasks WHERE id = ?;
-- name: drop_tasks :exec
DELETE FROM tasks;
SQL
sqlgen describe two.sql --json
exits 0
equal json "$(flat)" "[{\"name\":\"GetTask\",\"params\":[{\"name\":\"id\",\"type\":\"int64\",\"nullable\":false}],\
\"columns\":[{\"name\":\"title\",\"type\":\"text\",\"nullable\":false,\"origin\":\"tasks.title\"}]},\
{\"name\":\"drop_tasks\",\"params\":[],\"columns\":[]}]"
sqlgen describe two.sql
equal output "$out" "GetTask
  parameters:
    int64_t id  not NULL  tasks.id
  columns:
    const char *title  not NULL  tasks.title
drop_tasks
  parameters: none
  columns: none"

claim "- is standard input, and so is nothing"
tasks
describe 'DELETE FROM tasks' -
exits 0
by_dash=$out
describe 'DELETE FROM tasks'
equal output "$out" "$by_dash"

claim "several statements without names are several; a name's statement is one"
tasks
describe 'SELECT id FROM tasks; SELECT title FROM tasks;'
exits 0
equal statements "$(echo "$out" | grep -c '^statement$')" 2
describe '-- name: a :many
SELECT id FROM tasks; SELECT title FROM tasks;'
exits 1
holds messages "$err" "<stdin>:2:23: error: expected one statement for 'a', found another"

claim "what SQLite refuses is told at its place, and in the answer"
tasks
describe 'SELECT id FROM tasks;
  SELECT nope FROM tasks' --json
exits 1
holds json "$out" '"message": "no such column: nope",
    "path": "<stdin>",
    "line": 2,
    "column": 10'
holds messages "$err" "<stdin>:2:10: error: no such column: nope"
describe ''
exits 1
holds messages "$err" "<stdin>: error: expected a statement, or named queries as '-- name: get_task :one', found none"
describe 'CREATE TABLE t (a)'
exits 1
holds messages "$err" "<stdin>:1:1: error: expected a query, found 'CREATE': the schema is changed by migrations"
sqlgen describe nowhere.sql
exits 1
holds messages "$err" "nowhere.sql: error: cannot open the file"
sqlgen describe a b
exits 2

summary
