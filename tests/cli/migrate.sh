#!/bin/sh
# new, migrate and status, on real databases. Usage: migrate.sh SQLGEN
. "$(dirname "$0")/claims.sh"

claim "new makes the next file of the convention, and never replaces one"
sqlgen new init
exits 0
equal output "$out" "migrations/0001_init.sql"
echo 'CREATE TABLE t (id INTEGER PRIMARY KEY);' >migrations/0001_init.sql
sqlgen new "Add users, addEmail!"
equal output "$out" "migrations/0002_add_users_add_email.sql"
equal "lines in it" "$(grep -vc '^--' migrations/0002_add_users_add_email.sql)" 0
sqlgen new third --down
exits 0
equal output "$(echo "$out" | tr '\n' ' ')" "migrations/0003_third.sql migrations/0003_third.down.sql "
sqlgen new '?!'
exits 2
holds messages "$err" "expected a name with letters or digits, found '?!'"

claim "new goes on in the convention of the directory"
mkdir -p deep/sql
echo 'SELECT 1;' >deep/sql/000007_a.up.sql
echo 'SELECT 1;' >deep/sql/000007_a.down.sql
sqlgen new b --migrations deep/sql
equal output "$(echo "$out" | tr '\n' ' ')" "deep/sql/000008_b.up.sql deep/sql/000008_b.down.sql "
sqlgen new c --migrations made/for/this
equal output "$out" "made/for/this/0001_c.sql"
sqlgen new c --migrations timed --convention sqlx
exits 0
equal "the version's length" "$(expr "$out" : 'timed/[0-9]*_c')" 22

claim "new writes the marks of the convention, and the folder"
mkdir goose diesel prisma
printf -- '-- +goose Up\nCREATE TABLE t (a);\n-- +goose Down\nDROP TABLE t;\n' >goose/00001_a.sql
sqlgen new b --migrations goose
equal output "$out" "goose/00002_b.sql"
equal text "$(cat goose/00002_b.sql)" "-- +goose Up

-- +goose Down"
mkdir diesel/2024-01-31-000000_a && echo 'SELECT 1;' >diesel/2024-01-31-000000_a/up.sql
sqlgen new b --migrations diesel
exits 0
equal lines "$(echo "$out" | sed 's/20[0-9][0-9]-[0-9-]*_b/T_b/')" "diesel/T_b/up.sql
diesel/T_b/down.sql"
mkdir prisma/20240131000000_a && echo 'SELECT 1;' >prisma/20240131000000_a/migration.sql
sqlgen new b --migrations prisma
exits 1
holds messages "$err" "the next migration of prisma is made by its own tool"
mkdir -p sqitch/deploy && printf '%%project=p\n\na 2024-01-01T00:00:00Z A <a@b.c>\n' >sqitch/sqitch.plan
echo 'SELECT 1;' >sqitch/deploy/a.sql
sqlgen new b --migrations sqitch
exits 1
holds messages "$err" "the next migration of sqitch is made by its own tool"
mkdir sqldelight && echo 'SELECT 1;' >sqldelight/1.sqm
sqlgen new b --migrations sqldelight
exits 1
holds messages "$err" "of sqldelight is made by its own tool or by hand: files are named '1.sqm'"

claim "status names the convention, and -v what was passed over"
mkdir goose
echo '-- +goose Up' | tee goose/1_a.sql >goose/2_b.sql
echo notes >goose/README.md
sqlgen status --migrations goose
equal output "$out" "2 migrations in goose (goose)"
sqlgen status --migrations goose -v
holds messages "$err" "passed over goose/README.md"

claim "a schema is a project of one version"
mkdir schema goose
echo '-- +goose Up' >goose/1_a.sql
echo 'CREATE TABLE a (b)' >schema/z.sql
echo 'CREATE INDEX i ON a(b)' >schema/a.sql
sqlgen schema --schema schema/z.sql --schema schema --format sql
exits 0
holds output "$out" "CREATE INDEX i"
printf '[generate]\nschema = schema/z.sql, schema/a.sql\n' >sqlgen.ini
sqlgen status
equal output "$out" "1 migration in schema (schema)"
sqlgen status --migrations goose
equal output "$out" "1 migration in goose (goose)"
sqlgen status --migrations goose --schema schema/z.sql
exits 1
holds messages "$err" "expected '--migrations' or '--schema', found both"
echo 'CREATE VIEW v AS SELECT x' >schema/b.sql; echo 'CREATE TABLE z (' >schema/c.sql
sqlgen schema --schema schema/z.sql --schema schema/c.sql
exits 1
holds messages "$err" "schema/c.sql:1:"
rm sqlgen.ini

claim "new begins in a directory that is there, too"
mkdir migrations
echo notes >migrations/README.md
sqlgen new init
exits 0
equal output "$out" "migrations/0001_init.sql"
rm -r migrations
echo >migrations
sqlgen new init
exits 1
holds messages "$err" "migrations: error: "

claim "migrate makes the database, and says what it did"
two_migrations
sqlgen migrate a.db
exits 0
equal output "$(echo "$out" | sed 's/([0-9]* ms)/(N ms)/')" "applied 0001_init (N ms)
applied 0002_users (N ms)"
equal messages "$err" ""
sqlgen migrate a.db
exits 0
equal "the second time" "$out" "nothing to apply"
sqlgen migrate a.db -q
equal "-q" "$out" ""
equal journal "$(sqlite3 a.db 'PRAGMA journal_mode')" delete
equal history "$(sqlite3 a.db 'SELECT group_concat(version) FROM sqlgen_migrations')" 1,2

claim "where each migration is a folder, that is what was applied"
for each in diesel/2024-01-31-000000_init/up rusqlite/1-init/up prisma/20240131000000_init/migration; do
	mkdir -p "${each%/*}"
	echo 'CREATE TABLE t (a);' >"$each.sql"
	sqlgen migrate "${each%%/*}.db" --migrations "${each%%/*}"
	folder=${each%/*}
	equal output "${out% (*}" "applied ${folder#*/}"
done

claim "what only the program has is not made up on a real database"
mkdir migrations
echo 'CREATE TABLE t (a TEXT); INSERT INTO t VALUES (make_uid());' >migrations/0001_init.sql
sqlgen migrate a.db
exits 1
holds messages "$err" "migrations/0001_init.sql:1:48: error: no such function: make_uid"
holds messages "$err" "sqlgen.ini: note: [function make_uid]"
holds messages "$err" "sqlgen.ini: note: arguments = 0"
printf '[function make_uid]\narguments = 0\n' >sqlgen.ini
sqlgen generate --output out
exits 0
sqlgen migrate a.db
exits 1
holds messages "$err" "sqlgen.ini:1:2: note: it is declared here, but only the program has it"
equal tables "$(sqlite3 a.db "SELECT count(*) FROM sqlite_master WHERE name = 't'")" 0

claim "the journal mode stays WAL where it is WAL"
two_migrations
sqlite3 a.db 'PRAGMA journal_mode=WAL; CREATE TABLE other (a)' >/dev/null
sqlgen migrate a.db -q
exits 0
equal journal "$(sqlite3 a.db 'PRAGMA journal_mode')" wal

claim "migrate stops after the version that is asked for, and does not go back"
two_migrations
sqlgen migrate a.db --to 0001
exits 0
lacks output "$out" users
sqlgen status a.db
exits 0
holds status "$out" "a.db: 1 applied, 1 pending"
sqlgen migrate a.db --to 2
exits 0
sqlgen migrate a.db --to 1
exits 6
equal messages "$err" "a.db: error: the database is at version '2' already, beyond '1'"
sqlgen migrate a.db --to 3
exits 2
equal messages "$err" "sqlgen: error: no version '3': expected one of 1, 2"

claim "a dry run prints the SQL and makes nothing"
two_migrations
sqlgen migrate a.db --dry-run
exits 0
holds output "$out" "-- migrations/0001_init.sql
CREATE TABLE tasks ("
holds output "$out" "-- migrations/0002_users.sql"
equal files "$(ls)" migrations
sqlgen migrate a.db --to 1 -q
sqlgen migrate a.db -n
lacks output "$out" "CREATE TABLE tasks"
holds output "$out" "CREATE TABLE users"
sqlgen migrate a.db -n --to 1
equal "nothing pending" "$out" ""

claim "status never makes the database"
two_migrations
sqlgen status
exits 0
equal output "$out" "2 migrations in migrations (native)"
sqlgen status a.db
exits 0
holds output "$out" "a.db: no such file, every migration is pending"
equal "pending ones" "$(echo "$out" | grep -c ^pending)" 2
sqlgen status a.db --json
exits 0
holds json "$out" '"database_exists": false'
holds json "$out" '"state": "pending"'
equal files "$(ls)" migrations

claim "status says where numbers and names disagree on the order"
mkdir flyway
echo 'CREATE TABLE t (a);' >flyway/V1__t.sql
echo 'DROP VIEW IF EXISTS v; CREATE VIEW v AS SELECT a FROM t;' >flyway/R__v.sql
sqlgen status --migrations flyway
equal "of what runs again" "$out" "2 migrations in flyway (flyway)"
two_migrations
sqlgen status --json
holds json "$out" '"order_differs": null'
mv migrations/0001_init.sql migrations/2_init.sql
mv migrations/0002_users.sql migrations/10_users.sql
sqlgen status
exits 0
equal output "$out" "2 migrations in migrations (native)
they run in the order of their numbers: migrations/10_users.sql comes after migrations/2_init.sql, unlike by name"
sqlgen status --json
holds json "$out" '"order_differs": {
    "runs_by": "number",
    "first": "migrations/2_init.sql",
    "second": "migrations/10_users.sql"
  }'

claim "a failing statement is shown in the file, and nothing of its migration stays"
two_migrations
sqlgen migrate a.db -q
printf '\357\273\277CREATE TABLE more (a);\n\n  INSERT INTO users (nme) VALUES (1);\n' >migrations/0003_more.sql
sqlgen migrate a.db
exits 1
equal output "$out" ""
holds messages "$err" "migrations/0003_more.sql:3:"
holds messages "$err" "has no column named nme"
holds messages "$err" "    3 |   INSERT INTO users (nme) VALUES (1);"
equal tables "$(sqlite3 a.db "SELECT count(*) FROM sqlite_master WHERE name = 'more'")" 0
sqlgen migrate a.db --json
exits 1
holds json "$out" '"reason": "statement"'
holds json "$out" '"line": 3'
holds json "$out" '"applied": []'

claim "what a migration outside a transaction has done before it failed stays, and that is said"
two_migrations
sqlgen migrate a.db -q
printf -- '-- sqlgen: no transaction\nCREATE TABLE third (a);\nSELEC;\n' >migrations/0003_third.sql
sqlgen migrate a.db
exits 1
equal messages "$err" 'migrations/0003_third.sql:3:1: error: near "SELEC": syntax error
    3 | SELEC;
      | ^
migrations/0003_third.sql: note: it runs outside a transaction: what its statements before this one have done stays'
equal "the table" "$(sqlite3 a.db 'SELECT count(*) FROM third')" 0

claim "what was applied before a failure is said"
two_migrations
sqlgen migrate a.db -q --to 1
echo 'INSERT INTO nosuch VALUES (1);' >migrations/0003_bad.sql
sqlgen migrate a.db
exits 1
equal output "$(echo "$out" | sed 's/([0-9]* ms)/(N ms)/')" "applied 0002_users (N ms)"
sqlgen status a.db
holds status "$out" "a.db: 2 applied, 1 pending"

claim "migrate --json says what was applied, what it changed by meaning, and what is pending"
two_migrations
echo "-- sqlgen: if missing
ALTER TABLE tasks ADD COLUMN due TEXT NOT NULL DEFAULT 'now';
INSERT INTO tasks (title) VALUES ('a'), ('b'); UPDATE tasks SET due = 'later';" >migrations/0003_due.sql
sqlgen migrate a.db --json --to 1
exits 0
holds json "$out" '"name": "title",
          "before": null,
          "after": {
            "definition": "TEXT NOT NULL",
            "type": "TEXT",
            "nullable": false,
            "default": null
          },
          "was_there": false'
holds json "$out" '"rows": 0'
holds json "$out" '"pending": [
    {
      "version": "2",
      "name": "users"
    },'
holds json "$out" '"backup": null,
  "stopped": null'
sqlite3 a.db "ALTER TABLE tasks ADD COLUMN due TEXT NOT NULL DEFAULT 'now'"
sqlgen migrate a.db --json
exits 0
true_that sh -c 'echo "$1" | python3 -m json.tool >/dev/null' - "$out"
equal "what was there" "$(echo "$out" | grep -c '"was_there": true')" 1
equal rows "$(echo "$out" | sed -n 's/ *"rows": \(.*\),/\1/p' | tr '\n' ' ')" "0 4 "

claim "an edited migration is status 3"
two_migrations
sqlgen migrate a.db -q
echo '-- more' >>migrations/0001_init.sql
sqlgen status a.db
exits 3
holds status "$out" "edited   1  init"
holds status "$out" "restore the file"
sqlgen migrate a.db
exits 3
holds messages "$err" "migrations/0001_init.sql: error: "
sqlgen migrate a.db --dry-run
exits 3
sqlgen migrate a.db --json
exits 3
holds json "$out" '"reason": "edited"'

claim "a migration that would lose what this database holds is refused, with the place and what to write"
two_migrations
sqlgen migrate a.db -q
printf 'SELECT 1;\n  DROP TABLE users;\n' >migrations/0003_drop.sql
sqlgen generate --output out
exits 0
holds messages "$err" "migrations/0003_drop.sql:2:3: warning: table 'users' is dropped"
sqlgen migrate b.db
exits 0
sqlite3 a.db "INSERT INTO users (name) VALUES ('x')"
sqlgen migrate a.db
exits 1
holds messages "$err" "migrations/0003_drop.sql:2:3: error: it would lose 'users', which has 1 row,"
equal rows "$(sqlite3 a.db 'SELECT count(*) FROM users')" 1
sqlgen migrate a.db --json
holds json "$out" '"reason": "data-loss"'
printf '[migration 03]\nallow = destructive\n' >sqlgen.ini
sqlgen generate --output out
equal messages "$err" ""
true_that grep -q 'flags = SQLGEN_ALLOW_LOSS' out/db.c
sqlgen migrate a.db
exits 0
printf '[migration 4]\nallow = destructive\n' >sqlgen.ini
sqlgen status
exits 1
holds messages "$err" "sqlgen.ini:2:1: error: there is no migration '4'"

claim "a hook is the program's: the command stops before it, but not on a new file"
two_migrations
sqlgen migrate a.db -q
echo 'ALTER TABLE users ADD COLUMN born TEXT;' >migrations/0003_born.sql
printf -- '-- sqlgen: hook\nALTER TABLE users ADD COLUMN age INTEGER;\n' >migrations/0004_age.sql
sqlgen generate --output out
exits 0
true_that grep -q 'int db_hook_4(sqlite3 \*handle);' out/db.h
sqlgen migrate a.db
exits 1
holds output "$out" "applied 0003_born"
holds messages "$err" "migrations/0004_age.sql: error: it calls a hook, which only the program has"
sqlgen status a.db
holds status "$out" "a.db: 3 applied, 1 pending"
sqlgen migrate new.db
exits 0

claim "a repeatable migration runs again when it has changed"
mkdir migrations
echo 'CREATE TABLE t (a);' >migrations/V1__init.sql
echo 'DROP VIEW IF EXISTS v; CREATE VIEW v AS SELECT a FROM t;' >migrations/R__v.sql
sqlgen migrate a.db -q
exits 0
sqlgen migrate a.db
equal output "$out" "nothing to apply"
echo 'DROP VIEW IF EXISTS v; CREATE VIEW v AS SELECT a, 1 AS b FROM t;' >migrations/R__v.sql
echo 'CREATE TABLE u (a);' >migrations/V2__more.sql
sqlgen status a.db
exits 0
holds status "$out" "a.db: 1 applied, 2 pending"
sqlgen migrate a.db
exits 0
equal output "$(echo "$out" | sed 's/([0-9]* ms)/(N ms)/')" "applied V2__more (N ms)
applied R__v (N ms)"
equal columns "$(sqlite3 a.db "SELECT count(*) FROM pragma_table_info('v')")" 2

claim "what runs again is no version that --to would go back from"
mkdir migrations
echo 'CREATE TABLE t (a);' >migrations/V1__init.sql
echo 'DROP VIEW IF EXISTS v; CREATE VIEW v AS SELECT a FROM t;' >migrations/R__v.sql
sqlgen migrate a.db -q
echo 'CREATE TABLE u (a);' >migrations/V2__more.sql
echo 'CREATE TABLE w (a);' >migrations/V3__last.sql
sqlgen migrate a.db --to 1
exits 0
equal output "$out" "nothing to apply"
sqlgen migrate a.db --to 2
exits 0
equal output "${out% (*}" "applied V2__more"
sqlgen migrate a.db --to 1
exits 6
holds messages "$err" "the database is at version '2' already, beyond '1'"
sqlgen migrate a.db
exits 0
equal output "${out% (*}" "applied V3__last"

claim "an older command gets on with a database whose newer migrations say so"
two_migrations
printf -- '-- sqlgen: compatible with 0002\nALTER TABLE users ADD COLUMN born TEXT;\n' >migrations/0003_born.sql
sqlgen migrate a.db -q
rm migrations/0003_born.sql
sqlgen migrate a.db
exits 0
equal output "$out" "nothing to apply"
rm migrations/0002_users.sql
sqlgen migrate a.db
exits 6

claim "line ends make no edit"
two_migrations
sqlgen migrate a.db -q
sed 's/$/\r/' migrations/0001_init.sql >crlf && mv crlf migrations/0001_init.sql
sqlgen status a.db
exits 0

claim "a missing migration is status 3"
two_migrations
echo 'CREATE TABLE third (a);' >migrations/0003_third.sql
sqlgen migrate a.db -q
rm migrations/0002_users.sql
sqlgen status a.db
exits 3
holds status "$out" "missing  2  users"
sqlgen migrate a.db
exits 3
holds messages "$err" "a.db: error: "

claim "one that was given a later number, or whose file is gone, makes no database newer"
two_migrations
sqlgen migrate a.db -q
mv migrations/0002_users.sql migrations/0003_users.sql
sqlgen status a.db
exits 3
holds status "$out" "missing  2  users"
holds status "$out" "pending  3  users"
sqlgen migrate a.db
exits 3
holds messages "$err" "a.db: error: migration 2 (users) was applied to this database, but is not among the program's, whose last is 3 (users): bring its file back, under that version"
sqlgen migrate a.db --json
holds output "$out" '"reason": "missing"'
sqlgen verify a.db
exits 3
sqlgen rehearse a.db
exits 3
sqlgen repair a.db --yes
exits 0
sqlgen mark a.db 3 --yes
exits 0
sqlgen verify a.db
exits 0
mv migrations/0003_users.sql migrations/0002_users.sql
sqlgen status a.db
exits 6

claim "a migration before one that is applied is status 3"
two_migrations
mv migrations/0002_users.sql migrations/0003_users.sql
sqlgen migrate a.db -q
echo 'CREATE TABLE second (a);' >migrations/0002_second.sql
sqlgen status a.db
exits 3
holds status "$out" "skipped  2  second"
sqlgen migrate a.db
exits 3

claim "a newer database is status 6, and stays as it is"
two_migrations
sqlgen migrate a.db -q
rm migrations/0002_users.sql
before=$(cksum <a.db)
sqlgen status a.db
exits 6
holds status "$out" "newer    2  users"
sqlgen migrate a.db
exits 6
holds messages "$err" "a.db: error: "
equal "the file" "$(cksum <a.db)" "$before"

claim "a locked database is status 4, after the wait that is asked for"
two_migrations
sqlite3 a.db 'CREATE TABLE other (a)'
mkfifo talk
sqlite3 a.db <talk >/dev/null &
holder=$!
exec 3>talk
printf '.timeout 5000\nBEGIN EXCLUSIVE;\n' >&3
tries=0
while [ "$tries" -lt 50 ] && sqlite3 a.db 'BEGIN IMMEDIATE; ROLLBACK' 2>/dev/null; do
	tries=$((tries + 1))
	sleep 0.1
done
sqlgen migrate a.db --wait 0
exits 4
holds messages "$err" "a.db: error: "
sqlgen migrate a.db --wait 0 --json
exits 4
holds json "$out" '"reason": "busy"'
exec 3>&-
wait "$holder"
sqlgen migrate a.db -q
exits 0

claim "what is no database is told, and not changed"
two_migrations
echo 'this is no database, but a text that is longer than the header of one: it goes on and on and on' >a.db
before=$(cksum <a.db)
sqlgen status a.db
exits 1
holds messages "$err" "a.db: error: "
sqlgen migrate a.db
exits 1
equal "the file" "$(cksum <a.db)" "$before"

claim "a database that cannot be opened or written is not blamed on a migration"
two_migrations
sqlgen migrate no/such/a.db
exits 5
equal messages "$err" "no/such/a.db: error: unable to open database file: there is no directory 'no/such'"
sqlgen migrate no/such/a.db --json
holds json "$out" '"reason": "disk"'
holds json "$out" "\"message\": \"unable to open database file: there is no directory 'no/such'\""
echo >text
sqlgen migrate text/a.db
exits 5
holds messages "$err" "'text' is no directory"
sqlgen migrate a.db -q --to 1
sqlgen migrate 'file:a.db?mode=ro'
exits 5
equal messages "$err" \
	"file:a.db?mode=ro: error: migration 2 (users): attempt to write a readonly database"
sqlgen migrate 'file:a.db?mode=ro' --json
holds json "$out" '"reason": "disk"'
holds json "$out" '"message": "migration 2 (users): attempt to write a readonly database"'
lacks json "$out" '"line"'
if [ "$(id -u)" -ne 0 ]; then
	chmod a-w a.db
	sqlgen migrate a.db
	exits 5
	holds messages "$err" "attempt to write a readonly database: 'a.db': Permission denied"
	chmod u+w a.db
	chmod a-r a.db
	sqlgen status a.db
	exits 5
	holds messages "$err" "unable to open database file: 'a.db': Permission denied"
fi

claim "a URI of a file that is not there yet is read as a name is"
two_migrations
printf -- '-- sqlgen: allow destructive\nDROP TABLE users;\n' >migrations/0003_less.sql
sqlgen status file:a.db
exits 0
holds status "$out" "pending  1  init"
true_that test ! -e a.db
sqlgen migrate file:a.db --to 2
exits 0
sqlgen migrate file:a.db
exits 0
holds output "$out" "backed up to "
sqlgen migrate file:b.db --backup
exits 0
sqlgen migrate file:no/such.db --backup
exits 5

claim "what is no file is told before it is opened"
two_migrations
mkfifo pipe
for verb in migrate "migrate --dry-run" status; do
	for row in "pipe|a FIFO" "/dev/null|a device" "migrations|a directory"; do
		path=${row%|*}
		# shellcheck disable=SC2086
		status=0
		timeout 5 "$sqlgen_path" $verb "$path" >/dev/null 2>"$work/err" || status=$?
		err=$(cat "$work/err")
		exits 1
		equal "$verb $path" "$err" "$path: error: expected a database, found ${row#*|}"
	done
done

claim "names out of a database cannot act on a terminal"
two_migrations
sqlgen migrate a.db -q
sqlite3 a.db "INSERT INTO sqlgen_migrations (version, name, checksum, applied_at, duration, sqlite_version)
 VALUES (char(27) || '[2J' || char(10) || 'applied', 'x' || char(13), '', 'y' || char(155), 0, '')"
sqlgen status a.db
exits 6
lacks output "$out" "$(printf '\033')"
lacks output "$out" "$(printf '\r')"
equal "lines that begin with applied" "$(echo "$out" | grep -c ^applied)" 2
sqlgen status a.db --json
lacks json "$out" "$(printf '\033')"
sqlgen migrate a.db
exits 6
lacks messages "$err" "$(printf '\033')"

claim "an interrupt rolls back the migration that runs"
two_migrations
sqlgen migrate a.db -q
cat >migrations/0003_long.sql <<'SQL'
CREATE TABLE numbers (n);
WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c)
INSERT INTO numbers SELECT n FROM c WHERE n < 0;
SQL
"$sqlgen_path" migrate a.db >"$work/out" 2>"$work/err" &
runner=$!
sleep 1
kill -TERM "$runner"
status=0
wait "$runner" || status=$?
err=$(cat "$work/err")
exits 130
holds messages "$err" "interrupted"
equal tables "$(sqlite3 a.db "SELECT count(*) FROM sqlite_master WHERE name = 'numbers'")" 0
sqlgen status a.db
holds status "$out" "a.db: 2 applied, 1 pending"

claim "several processes may migrate at once"
two_migrations
for i in 1 2 3 4 5 6 7 8; do
	"$sqlgen_path" migrate a.db -q 2>>errors || echo "$i" >>failures &
done
wait
equal failures "$(cat failures errors 2>/dev/null)" ""
equal history "$(sqlite3 a.db 'SELECT group_concat(version) FROM sqlgen_migrations')" 1,2

claim "a full disk is status 5, and leaves the database as it was"
two_migrations
sqlgen migrate a.db -q
cat >migrations/0003_large.sql <<'SQL'
CREATE TABLE large (a);
INSERT INTO large SELECT zeroblob(4000) FROM (SELECT 1 FROM pragma_function_list a, pragma_function_list b LIMIT 2000);
SQL
status=0
(ulimit -f 100; "$sqlgen_path" migrate a.db) >"$work/out" 2>"$work/err" || status=$?
err=$(cat "$work/err")
exits 5
sqlgen status a.db
exits 0
holds status "$out" "a.db: 2 applied, 1 pending"
sqlgen migrate a.db -q
exits 0

summary
