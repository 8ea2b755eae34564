#!/bin/sh
# The schema, and the migrations as single statements. Usage: schema.sh SQLGEN
. "$(dirname "$0")/claims.sh"

# Runs the list of $out in the shell, a statement at a time, into app.db.
run_list() {
	rm -f app.db
	printf '%s\n' "$out" | sqlite3 -bail app.db || fail "the shell refuses the list"
}

claim "the list makes the database that the runner makes, and its history"
two_migrations
printf 'BEGIN;\nALTER TABLE users ADD COLUMN mail TEXT; -- of late\nCOMMIT;\nUPDATE users SET mail = %s -- all' "'a;b'" \
	>migrations/0003_mail.sql
cat >migrations/0004_log.sql <<'SQL'
-- sqlgen: no transaction
CREATE TRIGGER noted AFTER INSERT ON users BEGIN SELECT 1; SELECT 2; END;
SQL
sqlgen schema --plan
exits 0
lacks "own transactions" "$out" COMMIT
holds "heading" "$out" "-- 4 log: not in a transaction"
run_list
sqlgen migrate made.db -q
exits 0
sqlgen diff app.db made.db
exits 0
sqlgen status app.db
exits 0
holds "history" "$out" "4 applied, 0 pending"
rows="SELECT version, name, checksum, down, compatible_with, is_repeatable FROM sqlgen_migrations"
equal "rows" "$(sqlite3 app.db "$rows")" "$(sqlite3 made.db "$rows")"

claim "JSON holds each statement by itself, without the sign at its end"
two_migrations
sqlgen schema --plan --json --since 1
exits 0
equal "statements" "$(printf '%s' "$out" | python3 -c '
import json, sys
for migration in json.load(sys.stdin)["migrations"]:
    print(migration["version"], migration["transaction"], migration["hook"], len(migration["statements"]))
    print(migration["statements"][0])')" "2 True False 2
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL)"

claim "a statement ends with its last word, however its file ends"
two_migrations
printf 'CREATE TABLE w (a)\r\n\t;  ;\nCREATE TABLE x (a)\n\n' >migrations/0003_w.sql
sqlgen schema --plan --json --since 2
exits 0
equal "statements" "$(printf '%s' "$out" | python3 -c '
import json, sys
print(json.load(sys.stdin)["migrations"][0]["statements"][:2])')" "['CREATE TABLE w (a)', 'CREATE TABLE x (a)']"

claim "a part of the versions, and none"
two_migrations
sqlgen schema --plan --at 1
exits 0
lacks "the second" "$out" users
sqlgen schema --plan --since 2
exits 0
equal output "$out" ""
sqlgen schema --plan --since 3
exits 2
holds messages "$err" "no version '3'"

claim "a hook is told, as no list has it"
two_migrations
sed -i '1i-- sqlgen: hook' migrations/0002_users.sql
sqlgen schema --plan
exits 0
holds messages "$err" "migrations/0002_users.sql: warning: its hook is C"

claim "options that do not go together are wrong use"
two_migrations
sqlgen schema --since 1
exits 2
holds messages "$err" "expected '--plan' with '--since'"
sqlgen schema --plan --format text
exits 2
holds messages "$err" "found '--format text'"
sqlgen schema --json --format sql
exits 2
holds messages "$err" "expected one of '--json' and '--format sql', found both"

summary
