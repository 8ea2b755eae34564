#!/bin/sh
# A database that grows beyond 1 GiB, where SQLite leaves out the page with its locks: the command that migrates it is
# killed ten times and more on the way. Usage: large.sh SQLGEN
set -eu
sqlgen=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
count=60 limit=1073741824

sqlite3 db "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; CREATE TABLE big (a);
INSERT INTO big VALUES (zeroblob(500000000)), (zeroblob(500000000)), (zeroblob(60000000))" >said
[ "$(wc -c <db)" -lt "$limit" ] || { echo "expected a file below 1 GiB to begin with"; exit 1; }
mkdir migrations
for i in $(seq 1 "$count"); do
	echo "CREATE TABLE t$i (id INTEGER PRIMARY KEY, a BLOB);
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30)
INSERT INTO t$i SELECT i, randomblob(20000) FROM n;" >"migrations/$(printf %04d "$i")_t.sql"
done

# check ACKNOWLEDGED: as many versions as were reported, or more, each whole and no other table.
check() {
	done=$(sqlite3 db "SELECT count(*) FROM sqlgen_migrations" 2>/dev/null || echo 0)
	[ "$done" -ge "$1" ] || { echo "expected $1 versions, which were reported, found $done"; exit 1; }
	[ "$(sqlite3 db "SELECT count(*) FROM sqlite_master WHERE name GLOB 't[0-9]*'")" -eq "$done" ] ||
		{ echo "expected $done tables, found others"; exit 1; }
	for i in $(seq 1 "$done"); do
		echo "SELECT count(*) FROM t$i WHERE length(a) = 20000;"
	done | sqlite3 db | while read -r rows; do
		[ "$rows" -eq 30 ] || { echo "expected 30 rows, found $rows"; exit 1; }
	done
}

kills=0 acknowledged=0
while [ "$acknowledged" -lt "$count" ]; do
	"$sqlgen" migrate db >reported 2>said &
	process=$!
	[ "$kills" -ge 20 ] || sleep "0.0$((kills * 7 % 10))$((kills * 3 % 10))"
	[ "$kills" -ge 20 ] || kill -KILL "$process" 2>/dev/null || true
	wait "$process" 2>/dev/null || true
	reported=$(grep -c '^applied' reported || true)
	acknowledged=$((acknowledged + reported))
	check "$acknowledged"
	acknowledged=$done
	kills=$((kills + 1))
	[ "$kills" -le 25 ] || { cat said; exit 1; }
done
[ "$(wc -c <db)" -gt "$limit" ] || { echo "expected a file above 1 GiB in the end"; exit 1; }
[ "$(sqlite3 db "PRAGMA integrity_check")" = ok ] || { echo "expected integrity_check to say ok"; exit 1; }
echo "$kills runs, $(wc -c <db) bytes"
[ "$kills" -ge 10 ] || { echo "expected ten runs that are killed, found $kills"; exit 1; }
