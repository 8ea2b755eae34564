#!/bin/sh
# sqlgen rollback. Usage: rollback.sh SQLGEN
. "$(dirname "$0")/claims.sh"

history() {
	sqlite3 a.db 'SELECT coalesce(group_concat(version), "none") FROM sqlgen_migrations'
}

tables() {
	sqlite3 a.db "SELECT coalesce(group_concat(name), 'none') FROM (SELECT name FROM sqlite_master
		WHERE type = 'table' AND name NOT LIKE 'sqlgen%' ORDER BY name)"
}

backups() {
	ls | grep -c 'a\.db\..*\.backup'
}

# Three of them, the last two with a reference, all on a database.
three_migrations() {
	two_migrations
	echo 'CREATE TABLE notes (id INTEGER PRIMARY KEY, task INTEGER REFERENCES tasks (id));' >migrations/0003_notes.sql
	echo 'DROP TABLE tasks;' >migrations/0001_init.down.sql
	echo 'DROP TABLE users;' >migrations/0002_users.down.sql
	echo 'DROP TABLE notes;' >migrations/0003_notes.down.sql
	sqlgen migrate a.db -q
}

claim "the last one alone, explained, backed up and reported"
three_migrations
sqlgen rollback a.db --yes
exits 0
equal output "$(echo "$out" | sed 's/to a.db.*/to a.db/')" "3 notes will be undone by migrations/0003_notes.down.sql
backed up to a.db
undone 3 notes"
equal history "$(history)" 1,2
equal tables "$(tables)" tasks,users
equal backups "$(backups)" 1
equal "history of the backup" "$(sqlite3 a.db.*.backup 'SELECT count(*) FROM sqlgen_migrations')" 3
sqlgen migrate a.db
exits 0
equal output "$(echo "$out" | sed 's/ (.*//')" "applied 0003_notes"

claim "to a version, however it is written, and to 0"
three_migrations
sqlgen rollback a.db --to 0001 -y
exits 0
equal output "$(echo "$out" | grep undone | tail -2)" "undone 3 notes
undone 2 users"
equal history "$(history)" 1
sqlgen rollback a.db --to 1 -y
exits 0
equal output "$out" "nothing to undo"
sqlgen rollback a.db --to 0 -y
exits 0
equal history "$(history)" none
equal tables "$(tables)" none
sqlgen rollback a.db -y
exits 0
equal output "$out" "nothing to undo"
sqlgen rollback a.db --to 7 -y
exits 2
holds messages "$err" "a.db: error: expected a version that is applied to it, or 0 to undo all, found '7'"
sqlgen rollback none.db -y
exits 5
true_that test ! -e none.db

claim "without a terminal it does not ask, and changes nothing"
three_migrations
before=$(sha256sum a.db)
sqlgen rollback a.db
exits 2
holds output "$out" "3 notes will be undone by"
holds messages "$err" "expected a terminal to ask on, or '--yes', found neither: nothing was changed"
equal "the file" "$(sha256sum a.db)" "$before"
equal backups "$(backups)" 0
sqlgen rollback a.db --json
exits 2
holds json "$out" '"reason": "usage"'
holds json "$out" "nothing was changed"
sqlgen rollback a.db --json --yes --backup=/proc
exits 5
holds json "$out" '"lost": []'
holds json "$out" '"reason": "disk"'
equal "the file" "$(sha256sum a.db)" "$before"

claim "on a terminal it asks"
three_migrations
for answer in $(on_terminal n race y); do
	if [ $answer = race ]; then
		echo 'CREATE TABLE more (a);' >migrations/0004_more.sql
		echo 'DROP TABLE more;' >migrations/0004_more.down.sql
	fi
	python3 - "$sqlgen_path" $answer <<'PY' >"$work/out"
import os, pty, subprocess, sys
pid, fd = pty.fork()
if pid == 0:
    os.execv(sys.argv[1], [sys.argv[1], 'rollback', 'a.db'])
try:
    while True:
        data = os.read(fd, 1024)
        if not data:
            break
        os.write(1, data)
        if b'[y/N]' in data:
            if sys.argv[2] == 'race':
                subprocess.call([sys.argv[1], 'migrate', 'a.db', '-q'])
            os.write(fd, b'n\n' if sys.argv[2] == 'n' else b'y\n')
except OSError:
    pass
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
PY
	status=$?
	holds question "$(cat "$work/out")" "Undo 1 migration of a.db? [y/N]"
	case $answer in
	n) equal "exit status of n" $status 1; equal history "$(history)" 1,2,3 ;;
	race) equal "exit status when others migrated meanwhile" $status 3; equal history "$(history)" 1,2,3,4 ;;
	y) equal "exit status of y" $status 0; equal history "$(history)" 1,2,3 ;;
	esac
done

claim "--dry-run prints the SQL, newest first"
three_migrations
before=$(sha256sum a.db)
sqlgen rollback a.db --to 1 --dry-run
exits 0
equal output "$out" "-- migrations/0003_notes.down.sql
DROP TABLE notes;

-- migrations/0002_users.down.sql
DROP TABLE users;"
equal "the file" "$(sha256sum a.db)" "$before"

claim "files that are gone: the history has kept the down scripts"
three_migrations
rm migrations/0002* migrations/0003*
sqlgen rollback a.db --to 1 -y
exits 0
holds output "$out" "3 notes will be undone by the down script that the history has kept"
equal history "$(history)" 1
equal tables "$(tables)" tasks

claim "a down script that was mended since goes before the one of the history"
three_migrations
echo 'DROP TABLE notes; CREATE TABLE mended (a);' >migrations/0003_notes.down.sql
sqlgen rollback a.db -y
exits 0
equal tables "$(tables)" mended,tasks,users

claim "one without a down script is named, and nothing is begun"
three_migrations
rm migrations/0002_users.down.sql
sqlite3 a.db "UPDATE sqlgen_migrations SET down = NULL WHERE version = '2'"
sqlgen rollback a.db --to 0 -y
exits 1
holds messages "$err" "migrations/0002_users.sql: error: migration 2 (users) cannot be undone: expected a down script"
equal history "$(history)" 1,2,3
equal backups "$(backups)" 0
sqlgen rollback a.db --to 2 -y
exits 0

claim "one that fails in the middle: its place, and nothing is changed, not even by those before it"
three_migrations
printf 'CREATE TABLE half (a);\n\nDROP TABLE nowhere;\n' >migrations/0002_users.down.sql
before=$(sha256sum a.db)
sqlgen rollback a.db --to 1 -y
exits 1
holds messages "$err" "migrations/0002_users.down.sql:3:1: error: no such table: nowhere"
holds messages "$err" "that was on a copy: nothing was changed"
equal "the file" "$(sha256sum a.db)" "$before"
sqlgen rollback a.db --to 1 -y --json
exits 1
holds output "$out" '"reason": "statement"'
holds output "$out" '"line": 3'

claim "what would be lost is told and refused, unless it is allowed"
three_migrations
echo 'ALTER TABLE tasks ADD COLUMN owner TEXT;' >migrations/0004_owner.sql
echo 'ALTER TABLE tasks DROP COLUMN owner;' >migrations/0004_owner.down.sql
sqlgen migrate a.db -q
sqlite3 a.db "INSERT INTO tasks VALUES (1, 'a', 'me'), (2, 'b', NULL); INSERT INTO users VALUES (1, 'me'), (2, 'you')"
before=$(sha256sum a.db)
sqlgen rollback a.db --to 1 -y
exits 1
holds output "$out" "lost: tasks.owner, which holds 1 value
lost: users, which has 2 rows"
holds messages "$err" "migrations/0002_users.down.sql:1:1: error: it would lose users, which has 2 rows"
holds messages "$err" "or give '--allow-loss'"
equal "the file" "$(sha256sum a.db)" "$before"
sqlgen rollback a.db --to 1 -y --json
exits 1
holds output "$out" '"reason": "data-loss"'
sqlgen rollback a.db --to 1 -y --allow-loss --json --backup=kept --keep 1
exits 0
true_that sh -c 'printf "%s" "$1" | python3 -m json.tool >/dev/null' - "$out"
holds output "$out" '"column": "owner",
      "count": 1'
holds output "$out" '"undone": 3'
holds output "$out" '"stopped": null'
equal backups "$(ls kept | wc -l)" 1
equal rows "$(sqlite3 a.db 'SELECT count(*) FROM tasks')" 2

claim "what was copied before is not lost"
three_migrations
sqlite3 a.db "INSERT INTO users VALUES (1, 'me')"
echo 'INSERT INTO tasks SELECT id, name FROM users; DROP TABLE users;' >migrations/0002_users.down.sql
sqlgen rollback a.db --to 1 -y
exits 0
equal rows "$(sqlite3 a.db 'SELECT title FROM tasks')" me

claim "foreign keys: a rebuild does not cascade, and rows without their parent are refused"
three_migrations
echo 'CREATE TABLE parts (id INTEGER PRIMARY KEY, note INTEGER REFERENCES notes (id) ON DELETE CASCADE);' \
	>migrations/0004_parts.sql
echo 'SELECT 1;' >migrations/0005_rebuilt.sql
echo 'CREATE TABLE new (id INTEGER PRIMARY KEY, task INTEGER); INSERT INTO new SELECT id, task FROM notes;
DROP TABLE notes; ALTER TABLE new RENAME TO notes;' >migrations/0005_rebuilt.down.sql
echo 'SELECT 1;' >migrations/0006_orphans.sql
echo 'DELETE FROM notes;' >migrations/0006_orphans.down.sql
sqlgen migrate a.db -q
sqlite3 a.db "INSERT INTO tasks VALUES (1, 'a'); INSERT INTO notes VALUES (1, 1); INSERT INTO parts VALUES (1, 1)"
sqlgen rollback a.db -y
exits 1
holds messages "$err" "migrations/0006_orphans.down.sql: error:"
holds messages "$err" "parts"
equal rows "$(sqlite3 a.db 'SELECT count(*) FROM notes')" 1
echo 'SELECT 1;' >migrations/0006_orphans.down.sql
sqlgen rollback a.db --to 4 -y
exits 0
equal rows "$(sqlite3 a.db 'SELECT count(*) FROM parts')" 1

claim "the down scripts of other tools' conventions"
for tool in golang-migrate diesel goose dbmate; do
	rm -rf migrations a.db*
	mkdir migrations
	case $tool in
	golang-migrate)
		echo 'CREATE TABLE a (x);' >migrations/1_a.up.sql
		echo 'DROP TABLE a;' >migrations/1_a.down.sql
		down='migrations/1_a.down.sql' ;;
	diesel)
		mkdir migrations/2024-01-01-000000_a
		echo 'CREATE TABLE a (x);' >migrations/2024-01-01-000000_a/up.sql
		echo 'DROP TABLE a;' >migrations/2024-01-01-000000_a/down.sql
		down='migrations/2024-01-01-000000_a/down.sql' ;;
	goose)
		printf -- '-- +goose Up\nCREATE TABLE a (x);\n-- +goose Down\nDROP TABLE a;\n' >migrations/00001_a.sql
		down='migrations/00001_a.sql' ;;
	dbmate)
		printf -- '-- migrate:up\nCREATE TABLE a (x);\n-- migrate:down\nDROP TABLE a;\n' >migrations/1_a.sql
		down='migrations/1_a.sql' ;;
	esac
	sqlgen migrate a.db -q
	exits 0
	equal "tables of $tool" "$(tables)" a
	sqlite3 a.db 'INSERT INTO a VALUES (1)'
	sqlgen rollback a.db -y
	exits 1
	line=1
	case $tool in goose | dbmate) line=4 ;; esac
	holds "messages of $tool" "$err" "$down:$line:1: error: it would lose a, which has 1 row,"
	sqlgen rollback a.db -y --allow-loss
	exits 0
	holds "output of $tool" "$out" "will be undone by $down"
	equal "tables of $tool" "$(tables)" none
done

claim "Ctrl-C: on the copy, and when one of two is undone"
three_migrations
echo 'DROP TABLE users; WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 8000000) SELECT max(i) FROM n;' \
	>migrations/0002_users.down.sql
"$sqlgen_path" rollback a.db --to 1 --yes >"$work/out" 2>"$work/err" &
sleep 0.5
kill -s TERM $!
wait $!
equal "exit status" $? 130
holds messages "$(cat "$work/err")" "interrupted: nothing was changed"
equal history "$(history)" 1,2,3
"$sqlgen_path" rollback a.db --to 1 --yes >"$work/out" 2>"$work/err" &
until grep -q 'undone 3' "$work/out"; do sleep 0.1; done
kill -s TERM $!
wait $!
equal "exit status" $? 130
holds messages "$(cat "$work/err")" "interrupted: the migrations that were not reported as undone are applied"
equal history "$(history)" 1,2
equal tables "$(tables)" tasks,users

claim "a locked database is status 4, and nothing is changed"
three_migrations
python3 - "$sqlgen_path" <<'PY' 2>"$work/err"
import sqlite3, subprocess, sys
c = sqlite3.connect('a.db', isolation_level=None)
c.execute('BEGIN IMMEDIATE')
sys.exit(subprocess.call([sys.argv[1], 'rollback', 'a.db', '-y', '--wait', '0'], stdout=subprocess.DEVNULL))
PY
equal "exit status" $? 4
equal history "$(history)" 1,2,3

summary
