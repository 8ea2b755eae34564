#!/bin/sh
# baseline, mark and repair. Usage: history.sh SQLGEN
. "$(dirname "$0")/claims.sh"

backups() {
	ls | grep -c 'a\.db\..*\.backup'
}

claim "baseline: a database made in another way goes on from a version"
two_migrations
echo 'CREATE TABLE more (a);' >migrations/0003_more.sql
sqlite3 a.db "$(cat migrations/0001_init.sql migrations/0002_users.sql); CREATE TABLE of_others (a)"
sqlgen baseline a.db 2
exits 2
holds messages "$err" "expected a terminal to ask on, or '--yes', found neither: nothing was changed"
equal tables "$(sqlite3 a.db "SELECT count(*) FROM sqlite_master WHERE name LIKE 'sqlgen%'")" 0
equal backups "$(backups)" 0
sqlgen baseline a.db 2 --yes
exits 0
holds output "$out" "1 init will count as applied, without being run
2 users will count as applied, without being run
backed up to a.db."
equal backups "$(backups)" 1
sqlgen migrate a.db
exits 0
equal output "$(echo "$out" | sed 's/ (.*//')" "applied 0003_more"
sqlgen baseline a.db 2 --yes
exits 1
holds messages "$err" "expected a database without a history, found one with 3 migrations"

claim "migrate points to baseline where the first migration makes what is there"
two_migrations
sqlite3 a.db "$(cat migrations/0001_init.sql)"
sqlgen migrate a.db
exits 1
holds messages "$err" "migrations/0001_init.sql:1:14: error: table tasks already exists"
holds messages "$err" "a.db: note: it has no history; if it was made in another way, 'sqlgen baseline a.db VERSION' gives it"
sqlgen baseline a.db 1 --yes
sqlgen baseline a.db 1 --yes
exits 1
holds messages "$err" "found one with 1 migration:"
sqlite3 a.db 'CREATE TABLE users (a)'
sqlgen migrate a.db
exits 1
lacks messages "$err" note
echo 'CREATE TABLE tasks (a);' >>migrations/0001_init.sql
sqlgen migrate new.db
exits 1
lacks messages "$err" note

claim "baseline: what the schema lacks is told, and nothing is changed"
two_migrations
sqlite3 a.db 'CREATE TABLE tasks (id INTEGER PRIMARY KEY, title TEXT)'
before=$(sha256sum a.db)
sqlgen baseline a.db 2 --yes
exits 3
holds messages "$err" "it is not what the migrations up to '2' make: expected column tasks.title: TEXT NOT NULL, was TEXT"
holds messages "$err" "expected table users, found none"
equal "the file" "$(sha256sum a.db)" "$before"
sqlgen baseline a.db 9 --yes
exits 2
sqlgen baseline none.db 1 --yes
exits 5

claim "mark: what was done by hand counts as applied, one after the other"
two_migrations
echo 'CREATE TABLE more (a);' >migrations/0003_more.sql
sqlgen migrate a.db --to 1 -q
sqlgen mark a.db 3 --yes
exits 1
holds messages "$err" "expected the next version that is pending, found '3'"
sqlgen mark a.db 2 --yes --json --backup=kept
exits 0
true_that sh -c 'echo "$1" | python3 -m json.tool >/dev/null' - "$(echo "$out" | sed -n '/^{/,$p')"
holds output "$out" '"amendment": "add"'
equal backups "$(ls kept | wc -l)" 1
equal history "$(sqlite3 a.db 'SELECT group_concat(version) FROM sqlgen_migrations')" 1,2
equal tables "$(sqlite3 a.db "SELECT count(*) FROM sqlite_master WHERE name = 'users'")" 0
sqlgen verify a.db
exits 3
sqlgen mark a.db 2 --yes
exits 1
holds messages "$err" "version '2' is applied already"

claim "repair: edited and missing ones agree with the files afterwards"
two_migrations
echo 'CREATE TABLE more (a);' >migrations/0003_more.sql
sqlgen migrate a.db -q
sqlgen repair a.db
exits 0
equal output "$out" "nothing to change"
equal backups "$(backups)" 0
echo '-- edited' >>migrations/0001_init.sql
rm migrations/0002_users.sql
sqlgen status a.db
exits 3
sqlgen repair a.db </dev/null
exits 2
sqlgen repair a.db -y
exits 0
holds output "$out" "1 init will have the checksum and the down script that its file has now
2 users will no longer count as applied"
equal backups "$(backups)" 1
sqlgen status a.db
exits 0
rm migrations/0003_more.sql
sqlgen repair a.db -y
exits 6
echo 'SELECT 1;' >migrations/0002_late.sql
echo 'CREATE TABLE more (a);' >migrations/0003_more.sql
sqlgen repair a.db -y
exits 3
holds messages "$err" "it was skipped, which this does not mend"

claim "repair: what undoes a migration, and what it is compatible with, is that of its file"
two_migrations
echo 'DROP TABLE users;' >migrations/0002_users.down.sql
sqlgen migrate a.db -q
echo 'DROP TABLE IF EXISTS users;' >migrations/0002_users.down.sql
sqlgen repair a.db -y
exits 0
holds output "$out" "2 users will have the checksum and the down script that its file has now"
lacks output "$out" "1 init"
equal down "$(sqlite3 a.db "SELECT down FROM sqlgen_migrations WHERE version = '2'")" 'DROP TABLE IF EXISTS users;'
sqlgen repair a.db -y
equal output "$out" "nothing to change"
{ echo '-- sqlgen: compatible with 1'; cat migrations/0002_users.sql; } >edited
mv edited migrations/0002_users.sql
sqlgen repair a.db -y
exits 0
rm migrations/0002_users.down.sql
sqlgen repair a.db -y
equal output "$out" "nothing to change"
equal "compatible with" "$(sqlite3 a.db "SELECT compatible_with FROM sqlgen_migrations WHERE version = '2'")" 1
rm migrations/0002*
sqlgen rollback a.db -y
exits 0
equal tables "$(sqlite3 a.db "SELECT count(*) FROM sqlite_master WHERE name = 'users'")" 0

claim "a locked database is status 4, and nothing is changed"
two_migrations
sqlgen migrate a.db --to 1 -q
python3 - "$sqlgen_path" <<'PY' 2>"$work/err"
import sqlite3, subprocess, sys
c = sqlite3.connect('a.db', isolation_level=None)
c.execute('BEGIN IMMEDIATE')
sys.exit(subprocess.call([sys.argv[1], 'mark', 'a.db', '2', '-y'], stdout=subprocess.DEVNULL))
PY
equal "exit status" $? 4
equal history "$(sqlite3 a.db 'SELECT group_concat(version) FROM sqlgen_migrations')" 1

claim "on a terminal it asks"
two_migrations
sqlgen migrate a.db --to 1 -q
answers=$(on_terminal n y)
for answer in $answers; do
	python3 - "$sqlgen_path" $answer <<'PY' >"$work/out"
import os, pty, sys
def read(fd):
    data = os.read(fd, 1024)
    if b'[y/N]' in data:
        os.write(fd, sys.argv[2].encode() + b'\n')
    return data
sys.stdin = open(os.devnull)
pid, fd = pty.fork()
if pid == 0:
    os.execv(sys.argv[1], [sys.argv[1], 'mark', 'a.db', '2'])
try:
    while True:
        data = read(fd)
        if not data:
            break
        os.write(1, data)
except OSError:
    pass
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
PY
	status=$?
	case $answer in
	n) equal "exit status of n" $status 1 && holds output "$(cat "$work/out")" "nothing was changed" ;;
	y) equal "exit status of y" $status 0 ;;
	esac
done
[ -z "$answers" ] || equal history "$(sqlite3 a.db 'SELECT group_concat(version) FROM sqlgen_migrations')" 1,2

summary
