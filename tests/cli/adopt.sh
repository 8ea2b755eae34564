#!/bin/sh
# status and migrate on databases that other tools have migrated. Usage: adopt.sh SQLGEN
. "$(dirname "$0")/claims.sh"

# The two migrations of the project, and what dbmate would have left of the first.
by_dbmate() {
	two_migrations
	sqlite3 a.db <migrations/0001_init.sql
	sqlite3 a.db 'CREATE TABLE schema_migrations (version varchar(128) primary key);
		INSERT INTO schema_migrations VALUES (1)'
}

claim "status says what migrate will adopt, and then what it has"
by_dbmate
before=$(cksum <a.db)
sqlgen status a.db
exits 0
equal output "$(echo "$out" | sed 's/, [0-9]* bytes//' | tail -n +2)" "a.db: 1 applied, 1 pending
to be adopted from dbmate: 1 migration
applied  1  init
pending  2  users"
equal "the file" "$(cksum <a.db)" "$before"
sqlgen migrate a.db
exits 0
holds output "$out" "adopted from dbmate: 1 migration"
holds output "$out" "applied 0002_users"
sqlgen status a.db
exits 0
holds output "$out" "
adopted from dbmate: 1 migration
applied  1  init  20"
equal "their table" "$(sqlite3 a.db 'SELECT * FROM schema_migrations')" 1

claim "verify: the tool's own table is no drift, before and after it is adopted; others are"
by_dbmate
sqlgen verify a.db
exits 0
holds output "$out" "schema: as the migrations make it"
sqlgen migrate a.db -q
sqlgen verify a.db
exits 0
lacks output "$out" "schema_migrations"
sqlite3 a.db 'CREATE TABLE goose_db_version (id); ALTER TABLE users ADD COLUMN more'
sqlgen verify a.db
exits 3
holds output "$out" "drift: only in the database: table goose_db_version"
holds output "$out" "drift: only in the database: column users.more"
lacks output "$out" "schema_migrations"

claim "json names the tool"
by_dbmate
sqlgen status a.db --json
exits 0
holds json "$out" '"adopted": {
    "from": "dbmate",
    "count": 1
  }'
sqlgen migrate a.db --json --to 1
exits 0
holds json "$out" '"from": "dbmate"'
holds json "$out" '"applied": []'
holds json "$out" '"version": "2"'

claim "a dry run has only what is pending behind what will be adopted"
by_dbmate
sqlgen migrate a.db --dry-run
exits 0
lacks output "$out" "CREATE TABLE tasks"
holds output "$out" "CREATE TABLE users"
sqlite3 a.db <migrations/0002_users.sql
sqlite3 a.db 'INSERT INTO schema_migrations VALUES (2)'
sqlgen migrate a.db --to 1
exits 6
equal messages "$err" "a.db: error: the database is at version '2' already, beyond '1'"

claim "a schema that is not what was applied is status 3"
by_dbmate
sqlite3 a.db 'ALTER TABLE tasks DROP COLUMN title'
for verb in status migrate "migrate --dry-run"; do
	# shellcheck disable=SC2086
	sqlgen $verb a.db
	exits 3
	equal messages "$err" "a.db: error: the schema is not what the migrations make that dbmate has applied: expected \
'column tasks.title TEXT NOT NULL', found none; expected 'required tasks(title)', found 'required tasks()'; alter \
the database or the files until it is"
done
sqlgen migrate a.db --json
exits 3
holds json "$out" '"reason": "adoption"'
sqlgen migrate a.db --adopt none
exits 1
holds messages "$err" "table tasks already exists"

claim "a database that is ahead is status 6"
by_dbmate
sqlite3 a.db "INSERT INTO schema_migrations VALUES (2), (3)"
sqlgen status a.db
exits 6
holds messages "$err" "a.db: error: dbmate has applied '3', which is not among the program's migrations: update"
sqlgen migrate a.db
exits 6

claim "rollback does not say that there is nothing to undo where status shows what another tool has applied"
by_dbmate
sqlgen rollback a.db --yes
exits 1
equal messages "$err" "a.db: error: what is applied to it is in the history of dbmate only: 'sqlgen migrate a.db' takes that over first"
sqlgen rollback a.db --to 1 --yes --json
exits 1
holds json "$out" '"reason": "failed"'

claim "--adopt chooses"
by_dbmate
sqlite3 a.db 'PRAGMA user_version = 2; CREATE TABLE d1_migrations (id INTEGER PRIMARY KEY, name TEXT, applied_at);
	INSERT INTO d1_migrations (name) VALUES ("0001_init.sql")'
sqlgen migrate a.db
exits 3
equal messages "$err" "a.db: error: both dbmate and d1 have migrated this database: say which to adopt, by '--adopt' or options.adopt"
for each in nosuch goos dbmatex ''; do
	sqlgen migrate a.db --adopt "$each"
	exits 2
	sqlgen migrate new.db --adopt "$each"
	exits 2
	true_that test ! -e new.db
done
sqlgen status a.db --adopt nosuch
exits 2
holds messages "$err" "expected goose, dbmate, "
holds messages "$err" " or none for '--adopt', found 'nosuch'"
for each in rehearse verify; do
	sqlgen "$each" a.db
	exits 3
	sqlgen "$each" a.db --adopt d1
	lacks messages "$err" "say which"
done
sqlgen rehearse a.db --adopt d1
exits 0
holds output "$out" "added table users"
sqlgen status a.db --adopt d1
exits 0
holds output "$out" "to be adopted from d1: 1 migration"
sqlite3 a.db <migrations/0002_users.sql
sqlgen migrate a.db --adopt user_version
exits 0
equal output "$out" "adopted from user_version: 2 migrations"

claim "what only the program has is stood in for where schemas are compared"
two_migrations
echo 'CREATE TABLE t (a TEXT); INSERT INTO t VALUES (make_uid());' >migrations/0001_init.sql
printf '[function make_uid]\narguments = 0\n' >sqlgen.ini
sqlite3 a.db 'CREATE TABLE t (a TEXT); CREATE TABLE schema_migrations (version varchar(128) primary key);
	INSERT INTO schema_migrations VALUES (1)'
sqlgen status a.db
exits 0
sqlgen migrate a.db
exits 0

claim "the program knows the convention of its migrations"
two_migrations
sqlgen generate --output out
exits 0
lacks "the layer" "$(cat out/db.c)" ".convention"
mkdir m m/1-init
cp migrations/0001_init.sql m/1-init/up.sql
sqlgen generate --output out --migrations m
exits 0
holds "the layer" "$(cat out/db.c)" '.convention = "rusqlite",'
sqlite3 a.db <m/1-init/up.sql
sqlite3 a.db 'PRAGMA user_version = 1'
sqlgen migrate a.db --migrations m
exits 0
equal output "$out" "adopted from rusqlite: 1 migration"

summary
