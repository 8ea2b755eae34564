#!/bin/sh
# rehearse, and the backups of migrate. Usage: rehearse.sh SQLGEN
. "$(dirname "$0")/claims.sh"

state() {
	find . -type f | sort | xargs sha256sum
}

# A database with rows at version 2, and a migration that loses some of them.
lossy_project() {
	two_migrations
	sqlgen migrate a.db -q
	sqlite3 a.db "INSERT INTO tasks (title) VALUES ('a'), ('b'); INSERT INTO users (name) VALUES ('x')"
	echo "ALTER TABLE tasks ADD COLUMN due TEXT; UPDATE tasks SET due = 'now';" >migrations/0003_due.sql
	echo 'DROP TABLE users; ALTER TABLE tasks DROP COLUMN title;' >migrations/0004_less.sql
}

claim "rehearse says what each migration would do, and changes nothing"
lossy_project
mkdir tmp
TMPDIR=$PWD/tmp
export TMPDIR
before=$(state)
sqlgen rehearse a.db
exits 1
equal output "$(echo "$out" | sed 's/: [0-9]* ms, [1-9][0-9]* steps/: N ms, N steps/')" "3 due: N ms, N steps
  added column tasks.due: TEXT
  rows of tasks: 2 before, 2 after
  rows of users: 1 before, 1 after
4 less: N ms, N steps
  removed column tasks.title
  removed table users
  removed column users.id
  removed column users.name
  removed primary key users
  rows of tasks: 2 before, 2 after
  rows of users: 1 before, the table is gone
lost: table users, which holds 1 row
lost: column tasks.title, which holds 2 values
integrity, foreign keys: ok before, ok after
a.db is as it was"
equal "files afterwards" "$(state)" "$before"
sqlgen rehearse a.db --json
exits 1
true_that sh -c 'echo "$1" | python3 -m json.tool >/dev/null' - "$out"
holds output "$out" '"before": 1,
          "after": null'
equal "left behind" "$(ls tmp)" ""
unset TMPDIR

claim "what is renamed or carried over is not lost, as migrate would not refuse it"
two_migrations
sqlgen migrate a.db -q
sqlite3 a.db "INSERT INTO tasks (title) VALUES ('a'), ('b'); INSERT INTO users (name) VALUES ('x')"
echo 'ALTER TABLE users RENAME TO people; ALTER TABLE people RENAME COLUMN name TO full_name;' >migrations/0003_people.sql
echo "ALTER TABLE tasks ADD COLUMN text TEXT; UPDATE tasks SET text = title; ALTER TABLE tasks DROP COLUMN title;
ALTER TABLE people ADD COLUMN state TEXT DEFAULT 'new';" >migrations/0004_text.sql
echo 'ALTER TABLE people DROP COLUMN state;' >migrations/0005_no_state.sql
sqlgen rehearse a.db
exits 0
lacks output "$out" lost:
sqlgen rehearse a.db --json
exits 0
holds output "$out" '"lost": []'
echo 'DROP TABLE people;' >migrations/0006_none.sql
sqlgen rehearse a.db --json
exits 1
holds output "$out" '"lost": [
    {
      "version": "6",
      "table": "people",
      "column": null,
      "count": 1
    }
  ]'
echo 'DROP TABLE people; SELEC' >migrations/0006_none.sql
sqlgen rehearse a.db
exits 1
lacks output "$out" lost:
sqlgen migrate a.db --to 5
exits 0

claim "what runs again is rehearsed where it has changed"
mkdir migrations
echo 'CREATE TABLE t (a);' >migrations/V1__t.sql
echo 'DROP VIEW IF EXISTS v; CREATE VIEW v AS SELECT a FROM t;' >migrations/R__v.sql
echo 'DROP VIEW IF EXISTS w; CREATE VIEW w AS SELECT a FROM t;' >migrations/R__w.sql
sqlgen migrate a.db -q
echo 'CREATE TABLE u (a);' >migrations/V2__u.sql
echo 'DROP VIEW IF EXISTS w; CREATE VIEW w AS SELECT a, 2 FROM t;' >migrations/R__w.sql
sqlgen rehearse a.db
exits 0
equal "what was rehearsed" "$(echo "$out" | grep -o '^[^ ].*: [0-9]* ms' | sed 's/:.*//')" "2 u
R__w w"

claim "a file without tables has nothing to lose"
two_migrations
echo 'INSERT INTO users (name) VALUES (1);' >migrations/0003_fill.sql
echo 'DROP TABLE users;' >migrations/0004_less.sql
: >a.db
sqlgen rehearse a.db
exits 0
lacks output "$out" lost:

claim "a migration that fails on these rows fails in the rehearsal, at its place"
two_migrations
sqlgen migrate a.db -q
sqlite3 a.db "INSERT INTO tasks (title) VALUES ('a'), ('a')"
echo 'CREATE UNIQUE INDEX i ON tasks(title);' >migrations/0003_unique.sql
mkdir tmp
before=$(state)
TMPDIR=$PWD/tmp "$sqlgen_path" rehearse a.db >"$work/out" 2>"$work/err"
equal "exit status" $? 1
holds messages "$(cat "$work/err")" "migrations/0003_unique.sql:1:1: error: UNIQUE constraint failed: tasks.title"
holds output "$(cat "$work/out")" "nothing was applied"
equal "left behind" "$(ls tmp)" ""
equal "files afterwards" "$(state)" "$before"

claim "nothing pending, no file, a history that does not fit, no room"
two_migrations
sqlgen migrate a.db -q
sqlgen rehearse a.db
exits 0
holds output "$out" "nothing was applied"
sqlgen rehearse none.db
exits 5
TMPDIR=/nonexistent "$sqlgen_path" rehearse a.db >"$work/out" 2>"$work/err"
equal "exit status" $? 5
holds messages "$(cat "$work/err")" "cannot make a temporary directory"
echo '-- edited' >>migrations/0001_init.sql
sqlgen rehearse a.db
exits 3
rm migrations/0002_users.sql
sqlite3 a.db 'DELETE FROM sqlgen_migrations WHERE version = 1'
sqlgen rehearse a.db
exits 6

claim "a write-ahead log is rehearsed on, too, and not touched"
lossy_project
python3 - <<'PY'
import os, sqlite3
c = sqlite3.connect('a.db')
c.execute('PRAGMA journal_mode=WAL')
c.execute("INSERT INTO tasks (title) VALUES ('in the log')")
c.commit()
os._exit(0)
PY
rm -f a.db-shm
before=$(state)
sqlgen rehearse a.db
holds output "$out" "rows of tasks: 3 before, 3 after"
equal "files afterwards" "$(state)" "$before"

claim "Ctrl-C ends a rehearsal at once, and the copy is gone"
two_migrations
sqlgen migrate a.db -q
echo 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) INSERT INTO tasks (title)
SELECT i FROM n WHERE i < 0;' >migrations/0003_endless.sql
mkdir tmp
TMPDIR=$PWD/tmp "$sqlgen_path" rehearse a.db >"$work/out" 2>"$work/err" &
child=$!
sleep 1
kill -TERM $child
wait $child
equal "exit status" $? 130
holds messages "$(cat "$work/err")" "a.db: error: interrupted: the copy is removed, and a.db is as it was"
equal "left behind" "$(ls tmp)" ""

claim "migrate --backup copies first, only if something is pending, and keeps so many"
two_migrations
sqlgen migrate a.db --backup
exits 0
equal "backups of a new file" "$(ls | grep -c backup)" 0
sqlgen migrate a.db --backup
equal "with nothing to do" "$(ls | grep -c backup)" 0
for i in 3 4 5 6; do
	echo "CREATE TABLE t$i (a);" >migrations/000${i}_t.sql
	sqlgen migrate a.db --backup=old/backups --keep 2
	exits 0
done
holds output "$out" "backed up to old/backups/a.db."
equal "kept" "$(ls old/backups | wc -l)" 2
newest=old/backups/$(ls old/backups | tail -1)
equal "what it holds" "$(sqlite3 "$newest" 'SELECT max(id) FROM sqlgen_migrations')" 5
touch old/backups/a.db.notes.backup
echo "CREATE TABLE t7 (a);" >migrations/0007_t.sql
sqlgen migrate a.db --backup=old/backups --keep 1 --json
exits 0
holds output "$out" '"backup": "old/backups/a.db.'
equal "kept" "$(ls old/backups | wc -l)" 2
true_that test -e old/backups/a.db.notes.backup
echo "CREATE TABLE t8 (a);" >migrations/0008_t.sql
sqlgen migrate a.db --keep 1
exits 2
: >file
sqlgen migrate a.db --backup=file/x
exits 5
equal "tables" "$(sqlite3 a.db "SELECT count(*) FROM sqlite_master WHERE name = 't8'")" 0
sqlgen migrate a.db --backup= --keep 0
exits 2

# killed MODE: a process that was killed while it wrote to a.db, some of it to the disk already
killed() {
	python3 - "$1" <<'PY'
import os, sqlite3, sys
c = sqlite3.connect('a.db', isolation_level=None)
c.execute('PRAGMA journal_mode=' + sys.argv[1])
c.execute('WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 3000) '
          "INSERT INTO tasks (title) SELECT 'good' || zeroblob(50) FROM n")
c.execute('PRAGMA cache_size=1')
c.execute('PRAGMA cache_spill=1')
c.execute('BEGIN')
c.execute("UPDATE tasks SET title = 'bad' || zeroblob(51)")
os._exit(0)
PY
}

# good FILE: how many rows are as they were committed
good() {
	sqlite3 "$1" "SELECT count(*) FROM tasks WHERE title LIKE 'good%'" 2>&1
}

claim "before a migration that may lose something migrate copies without being asked"
two_migrations
printf -- '-- sqlgen: allow destructive\nDROP TABLE users;\n' >migrations/0003_less.sql
sqlgen migrate new.db
equal "backups of a new file" "$(ls | grep -c backup)" 0
: >empty.db
sqlgen migrate empty.db
equal "backups of an empty file" "$(ls | grep -c backup)" 0
sqlgen migrate a.db --to 2
equal "before it is its turn" "$(ls | grep -c backup)" 0
sqlite3 a.db "INSERT INTO users (name) VALUES ('x')"
sqlgen migrate a.db --dry-run
equal "backups of a dry run" "$(ls | grep -c backup)" 0
sqlgen migrate a.db
exits 0
holds output "$out" "backed up to a.db."
equal "rows in it" "$(sqlite3 a.db.*.backup 'SELECT count(*) FROM users')" 1
sqlgen migrate a.db
equal "with nothing to do" "$(ls | grep -c backup)" 1
rm a.db*
sqlgen migrate a.db --to 2 -q
printf 'DROP TABLE users;\n' >migrations/0003_less.sql
printf '[migration 3]\nallow = destructive\n' >sqlgen.ini
sqlgen migrate a.db --json
exits 0
holds output "$out" '"backup": "a.db.'
echo '-- edited' >>migrations/0001_init.sql
sqlgen migrate a.db
exits 3
holds messages "$err" "migration 1 (init) was changed after it was applied"

claim "--wait is for the backup, too"
two_migrations
sqlgen migrate a.db --to 1
python3 - "$sqlgen_path" <<'PY'
import sqlite3, subprocess, sys, threading
holder = sqlite3.connect('a.db', isolation_level=None, check_same_thread=False)
for wait, held, expected in ('9', 6, 0), ('0', 6, 4):
    holder.execute('BEGIN EXCLUSIVE')
    end = threading.Timer(held, lambda: holder.execute('COMMIT'))
    end.start()
    status = subprocess.run([sys.argv[1], 'migrate', 'a.db', '--backup', '--wait', wait], capture_output=True).returncode
    is_held = end.is_alive()
    end.join()
    if status != expected or is_held != (expected == 4):
        sys.exit(f'--wait {wait}: status {status}')
PY
equal "waiting" $? 0

claim "several processes may start at once: each has its backup, and one of them migrates"
two_migrations
printf -- '-- sqlgen: allow destructive\nDROP TABLE users;\n' >migrations/0003_less.sql
sqlgen migrate a.db --to 2
sqlite3 a.db "INSERT INTO users (name) VALUES ('x')"
for i in 1 2 3 4 5 6; do
	"$sqlgen_path" migrate a.db --wait 30 >"out$i" 2>&1 &
done
wait
equal applied "$(cat out? | grep -c 'applied 0003_less')" 1
equal failed "$(cat out? | grep -c error)" 0
equal "left behind" "$(ls | grep -c unfinished)" 0
true_that test "$(ls | grep -c '\.backup$')" -eq "$(cat out? | grep -c 'backed up')"
equal "rows in the first" "$(sqlite3 "$(ls a.db.*.backup | head -1)" 'SELECT count(*) FROM users')" 1

claim "a name that another process has taken for its backup is left to it"
two_migrations
sqlgen migrate a.db --to 1
python3 - <<'PY'
import time
for second in range(3):
    stamp = time.strftime('%Y%m%d-%H%M%S', time.gmtime(time.time() + second))
    for millisecond in range(1000):
        open(f'a.db.{stamp}-{millisecond:03}.backup.unfinished', 'w').close()
PY
sqlgen migrate a.db --backup
exits 0
equal "of others" "$(ls | grep -c unfinished)" 3000
equal "ours" "$(ls | grep -c 'backup$')" 1

claim "a backup is for those who may read the database"
two_migrations
umask 022
for mode in 600 640 644 400; do
	rm -rf a.db*
	sqlgen migrate a.db --to 1
	chmod $mode a.db
	sqlgen migrate a.db --backup
	equal "who may read a backup of $mode" "$(stat -c %a a.db.*.backup)" "$(echo $mode | sed s/400/600/)"
done

claim "where there is no room for a copy or a backup, that place is named"
two_migrations
sqlgen migrate a.db --to 1
sqlite3 a.db "INSERT INTO tasks (title) VALUES (zeroblob(200000))"
mkdir tmp
for words in 'rehearse a.db' 'migrate a.db --backup=tmp'; do
	status=0
	# shellcheck disable=SC2086
	(ulimit -f 20; TMPDIR=$PWD/tmp "$sqlgen_path" $words) >"$work/out" 2>"$work/err" || status=$?
	err=$(cat "$work/err")
	exits 5
	holds messages "$err" "tmp'"
	equal "left behind" "$(ls tmp)" ""
done
holds messages "$err" "a.db: error: cannot back the database up to 'tmp': "

claim "a backup that cannot be made says where, and nothing is migrated"
two_migrations
sqlgen migrate a.db --to 1
sqlgen migrate a.db --backup=/proc
exits 5
holds messages "$err" "/proc/a.db."
holds messages "$err" "cannot make the file: "
sqlgen status a.db
holds output "$out" "1 applied, 1 pending"

claim "41: a backup is what was committed, though a journal lies beside the file, or the rows are in its log"
for mode in delete wal; do
	rm -rf migrations ./*.backup a.db*
	two_migrations
	sqlgen migrate a.db -q
	killed $mode
	mkdir naive
	cp a.db naive/a.db
	true_that test "$(good naive/a.db)" != 3000
	rm -r naive
	sqlgen status a.db
	exits 0
	echo 'CREATE TABLE t3 (a);' >migrations/0003_t.sql
	sqlgen migrate a.db --backup
	exits 0
	equal "rows of the backup in mode $mode" "$(good a.db.*.backup)" 3000
	equal "integrity" "$(sqlite3 a.db.*.backup 'PRAGMA integrity_check')" ok
	equal "rows of the database" "$(good a.db)" 3000
done

summary
