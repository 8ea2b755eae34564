#!/bin/sh
# verify and diff, on databases that are whole, changed, damaged and hostile. Usage: verify.sh SQLGEN
. "$(dirname "$0")/claims.sh"

# What a directory holds, to the byte.
state() {
	find . -type f | sort | xargs sha256sum
}

claim "a database that is as it should be"
two_migrations
sqlgen migrate a.db
before=$(state)
sqlgen verify a.db
exits 0
equal output "$out" "integrity, foreign keys: ok
history: 2 applied, 0 pending
schema: as the migrations make it"
equal "files afterwards" "$(state)" "$before"
sqlgen verify a.db -q
exits 0
equal "output of -q" "$out" ""
sqlgen verify a.db --json
exits 0
true_that sh -c 'echo "$1" | python3 -m json.tool >/dev/null' - "$out"

claim "pending migrations are no drift: the schema is compared at the version the file has"
two_migrations
sqlgen migrate a.db --to 1
sqlgen verify a.db
exits 0
holds output "$out" "history: 1 applied, 1 pending"

claim "drift is told in both directions, by meaning"
two_migrations
sqlgen migrate a.db
sqlite3 a.db 'CREATE INDEX extra ON users(name); ALTER TABLE tasks ADD COLUMN note TEXT; DROP TABLE users;
	CREATE TABLE Users ("id" INTEGER /* the same */ PRIMARY KEY, name VARCHAR(10) NOT NULL)'
sqlgen verify a.db
exits 3
holds output "$out" "drift: only in the database: column tasks.note: TEXT"
lacks output "$out" sers
sqlite3 a.db 'DROP TABLE users; CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)'
sqlgen verify a.db
exits 3
holds output "$out" "drift: column users.name: TEXT, was TEXT NOT NULL in the migrations"
sqlite3 a.db 'DROP TABLE users'
sqlgen verify a.db --json
exits 3
holds output "$out" '"change": "removed"'

claim "rows without their parent, and damage, are worse than drift"
mkdir migrations
echo 'CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES p);
CREATE INDEX i ON c(p);' >migrations/1_a.sql
sqlgen migrate a.db
sqlite3 a.db 'INSERT INTO c VALUES (7); CREATE TABLE more (a)'
sqlgen verify a.db
exits 1
holds output "$out" "foreign key: row 1 of 'c': expected a row of 'p' for its p, found none"
holds output "$out" "drift: only in the database: table more"
sqlite3 a.db "DELETE FROM c; INSERT INTO p VALUES (1); INSERT INTO c VALUES (1);
	PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = 'CREATE INDEX i ON c(p DESC, p)' WHERE name = 'i'"
sqlgen verify a.db
exits 1
holds output "$out" "damage: "
head -c 5000 /dev/urandom >b.db
sqlgen verify b.db
exits 1
holds messages "$err" "b.db: error: cannot read the database: file is not a database"
sqlgen verify none.db
exits 5
holds messages "$err" "none.db: error: cannot read the database: there is no such file"

claim "rows that a CHECK does not allow are damage, though SQLite drops the CHECKs of what it may only read"
mkdir migrations
echo "CREATE TABLE t (a TEXT CHECK (a <> 'bad' -- never
), b INT CHECK (b IS NULL OR b));" >migrations/1_a.sql
sqlgen migrate a.db
sqlite3 a.db "INSERT INTO t VALUES (NULL, NULL), ('good', 1)"
sqlgen verify a.db
exits 0
sqlite3 a.db "PRAGMA ignore_check_constraints = ON; INSERT INTO t VALUES ('bad', 1), ('good', 0), ('good', 0)"
sqlgen verify a.db
exits 1
holds output "$out" "damage: rows of 't' that fail CHECK (a <> 'bad'"
holds output "$out" "damage: rows of 't' that fail CHECK (b IS NULL OR b): 2"

claim "a CHECK that SQLite would not have let in is not run"
two_migrations
sqlgen migrate a.db
sqlite3 a.db "PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = replace(sql, 'title TEXT',
	'title TEXT CHECK ((WITH RECURSIVE c AS (SELECT 1 AS n UNION ALL SELECT 1 FROM c) SELECT count(*) FROM c))')
	WHERE name = 'tasks'"
sqlgen verify a.db
holds output "$out$err" "not checked: table 'tasks'"

claim "a forged or foreign history is told"
two_migrations
sqlgen migrate a.db
sqlite3 a.db "UPDATE sqlgen_migrations SET checksum = 'x' WHERE version = '2'"
sqlgen verify a.db
exits 3
holds output "$out" "history: 2 users is edited"
sqlite3 a.db "DELETE FROM sqlgen_migrations; INSERT INTO sqlgen_migrations (version, name, checksum, applied_at, duration, sqlite_version)
	VALUES ('9', 'new', 'x', 'now', 0, '3')"
sqlgen verify a.db
exits 6
sqlite3 a.db 'ALTER TABLE sqlgen_migrations RENAME TO old; CREATE VIEW sqlgen_migrations AS SELECT 1'
sqlgen verify a.db
exits 1
holds messages "$err" "found something else of that name"

claim "a write-ahead log is read through a copy, and stays as it is"
two_migrations
sqlgen migrate a.db
python3 - <<'PY'
import os, sqlite3
c = sqlite3.connect('a.db')
c.execute('PRAGMA journal_mode=WAL')
c.execute('CREATE TABLE unsynced (a)')
c.commit()
os._exit(0)
PY
true_that test -s a.db-wal
before=$(state)
mkdir tmp
TMPDIR=$PWD/tmp
export TMPDIR
sqlgen verify a.db
unset TMPDIR
exits 3
holds output "$out" "only in the database: table unsynced"
equal "left behind" "$(ls tmp)" ""
rmdir tmp
equal "files afterwards" "$(state)" "$before"

claim "42: a directory that may not be written to, as somebody else, is enough to verify a database in WAL mode"
if [ "$(id -u)" -ne 0 ] || ! command -v setpriv >/dev/null; then
	echo "not tested: another user's directory, which needs root and setpriv"
else
	two_migrations
	sqlgen migrate a.db -q
	sqlite3 a.db 'PRAGMA journal_mode=WAL; INSERT INTO tasks (title) VALUES (1)' >/dev/null
	chmod 755 "$work" "$work/in" && chmod 644 a.db && chmod 555 .
	cp "$sqlgen_path" "$work/sqlgen" && chmod 755 "$work/sqlgen"
	before=$(state)
	for verb in verify status; do
		status=0
		(cd "$work/in" && TMPDIR=/tmp setpriv --reuid=65534 --regid=65534 --clear-groups "$work/sqlgen" $verb a.db) \
			>"$work/out" 2>"$work/err" </dev/null || status=$?
		err=$(cat "$work/err")
		exits 0
	done
	equal "the directory" "$(state)" "$before"
	chmod 755 .
	rm "$work/sqlgen"
fi

claim "a hot journal is not played back in place, and one that names another file is refused"
two_migrations
sqlgen migrate a.db
python3 - <<'PY'
import os, sqlite3
c = sqlite3.connect('a.db', isolation_level=None)
c.execute('PRAGMA cache_size=1')
c.execute('PRAGMA cache_spill=1')
c.execute('BEGIN')
for i in range(3000):
    c.execute('INSERT INTO tasks (title) VALUES (?)', ('x' * 100,))
os._exit(0)
PY
true_that test -s a.db-journal
before=$(state)
sqlgen verify a.db
exits 0
equal "files afterwards" "$(state)" "$before"
touch victim
printf '%s\0\0\0\0\331\325\005\371\040\241\143\327' "$PWD/victim" >>a.db-journal
before=$(state)
sqlgen verify a.db
exits 5
holds messages "$err" "its journal belongs to a transaction over several files"
equal "files afterwards" "$(state)" "$before"

claim "names that hurt do not reach a terminal, and nothing in the file is executed"
two_migrations
sqlgen migrate a.db
sqlite3 a.db "CREATE TABLE \"a$(printf '\033')[2J\" (b); CREATE VIEW v AS SELECT load_extension('x');
	CREATE TRIGGER t AFTER INSERT ON tasks BEGIN SELECT load_extension('y'); END"
sqlgen verify a.db
exits 3
holds output "$out" "<U+001B>[2J"
lacks output "$out" "$(printf '\033')"

claim "what only the program has keeps a table from being checked, not the others"
mkdir migrations
echo 'CREATE TABLE t (a COLLATE mine UNIQUE); CREATE TABLE u (b);' >migrations/1_a.sql
echo '[collation mine]' >sqlgen.ini
python3 - <<'PY'
import sqlite3
c = sqlite3.connect('a.db')
c.create_collation('mine', lambda a, b: (a > b) - (a < b))
c.execute('CREATE TABLE t (a COLLATE mine UNIQUE)')
c.execute('CREATE TABLE u (b)')
PY
sqlgen verify a.db
holds output "$out" "not checked: table 't': no such collation sequence: mine"
lacks output "$out" "'u'"
sqlgen diff latest a.db
exits 0

claim "the content's digest is that of the rows, however they are stored"
mkdir migrations
echo 'CREATE TABLE t (a TEXT PRIMARY KEY, b, c);' >migrations/1_a.sql
sqlite3 a.db "CREATE TABLE t (a TEXT PRIMARY KEY, b, c); INSERT INTO t VALUES ('x', 1, x'00'), ('y', 1.0, NULL)"
sqlite3 b.db "PRAGMA page_size = 512; CREATE TABLE t (c, a TEXT PRIMARY KEY, b);
	INSERT INTO t VALUES (NULL, 'y', 1.0), (x'00', 'x', 1); CREATE INDEX i ON t(b)"
digest() {
	sqlgen verify "$1" --content
	echo "$out" | sed -n 's/^content: //p'
}
one=$(digest a.db)
equal "the digest's length" ${#one} 64
equal "of the same rows" "$(digest b.db)" "$one"
sqlite3 b.db 'UPDATE t SET b = 1 WHERE a = '"'y'"
true_that test "$(digest b.db)" != "$one"
sqlite3 a.db "UPDATE t SET b = '1'"
one=$(digest a.db)
sqlite3 a.db "UPDATE t SET b = x'31'"
true_that test "$(digest a.db)" != "$one"

claim "diff compares versions, directories and databases"
two_migrations
sqlgen migrate a.db
sqlgen diff latest a.db
exits 0
equal output "$out" ""
sqlgen diff 1 latest
exits 1
equal output "$out" "added   table users
added   column users.id: INTEGER NOT NULL
added   column users.name: TEXT NOT NULL
added   primary key users: (id)"
cp -r migrations other
echo "ALTER TABLE tasks ADD COLUMN due TEXT DEFAULT 'now';
CREATE INDEX tasks_due ON tasks (due) WHERE due IS NOT NULL; DROP TABLE users;
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT UNIQUE CHECK (name <> ''), boss REFERENCES users ON DELETE CASCADE);
CREATE TRIGGER t AFTER INSERT ON users BEGIN SELECT 1; END; CREATE VIEW v AS SELECT 1 AS one;" >other/0003_more.sql
sqlgen diff migrations other
exits 1
equal output "$out" "added   column tasks.due: TEXT DEFAULT 'now'
added   index tasks_due on tasks: ( due ) where due is not null
added   column users.boss
changed column users.name: TEXT, was TEXT NOT NULL
added   unique users (name)
added   foreign key users (boss): REFERENCES users(id) ON DELETE CASCADE
added   check users (name <> '')
added   trigger t on users
added   view v"
sqlgen diff other a.db --json
exits 1
holds output "$out" '"change": "removed"'
true_that sh -c 'echo "$1" | python3 -m json.tool >/dev/null' - "$out"
sqlgen diff 1 7
exits 2
holds messages "$err" "no version '7': expected one of 1, 2"
sqlgen diff 1
exits 2

claim "a view that is another one is said to be"
two_migrations
echo 'CREATE VIEW v AS SELECT title FROM tasks;' >migrations/0003_v.sql
sqlgen migrate a.db -q
sqlite3 a.db 'DROP VIEW v; CREATE VIEW v AS SELECT id FROM tasks'
sqlgen verify a.db
exits 3
holds output "$out" "drift: view v is not the one of the migrations"

claim "what the migrations are warned of is not told where databases are compared"
two_migrations
sqlgen migrate a.db -q
echo 'CREATE UNIQUE INDEX once ON users(name);' >migrations/0003_once.sql
sqlgen generate --output out
holds messages "$err" "warning: "
sqlgen migrate a.db -q
for words in 'diff 2 3' 'diff 3 a.db' 'diff a.db migrations' 'verify a.db'; do
	# shellcheck disable=SC2086
	sqlgen $words
	equal messages "$err" ""
done

claim "T39: whatever byte of a file is another one, verify ends, says so, and writes nothing"
two_migrations
echo "CREATE VIRTUAL TABLE f USING fts5 (a); CREATE VIEW v AS SELECT * FROM users; CREATE TABLE g (a, b AS (a + 1));" \
	>migrations/0003_more.sql
sqlgen migrate a.db -q
sqlite3 a.db "INSERT INTO users VALUES (1, 'a'); INSERT INTO f VALUES ('one two'); INSERT INTO g VALUES (1)"
odd=0
for seed in $(seq 1 60); do
	python3 - "$seed" <<'PY'
import random, sys
random.seed(int(sys.argv[1]))
data = bytearray(open('a.db', 'rb').read())
for _ in range(random.choice((1, 1, 4, 40))):
    page = random.randrange(len(data) // 4096) * 4096
    data[page + random.choice((random.randrange(4096), random.randrange(120)))] = random.randrange(256)
open('b.db', 'wb').write(data)
PY
	before=$(cksum <b.db)
	sqlgen verify b.db
	case $status in
	0) ;;
	1 | 3 | 5 | 6) odd=$((odd + 1)) ;;
	*) fail "seed $seed: expected an answer, found status $status, with '$err'" ;;
	esac
	equal "the file of seed $seed" "$(cksum <b.db)" "$before"
done
true_that test "$odd" -gt 10

claim "a URI names the file that is read, and nothing is made where there is none"
two_migrations
sqlgen migrate "a b.db" -q
for verb in verify rehearse; do
	sqlgen $verb "file:a%20b.db?mode=rw"
	exits 0
	sqlgen $verb "file:none.db"
	exits 5
	holds messages "$err" "file:none.db: error: cannot read the database: there is no such file"
done
equal files "$(ls)" "a b.db
migrations"

summary
