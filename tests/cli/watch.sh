#!/bin/sh
# "generate --watch", driven as an editor does it. Nothing here depends on how long something takes: what is to come is
# waited for. Usage: watch.sh SQLGEN
. "$(dirname "$0")/claims.sh"
watching=
trap 'kill "$watching" 2>/dev/null; cd /; rm -rf "$work"' EXIT

# watch OPTION...: begins it, and waits for its first round.
watch() {
	: >"$work/err"
	"$sqlgen_path" generate --watch "$@" >"$work/out" 2>"$work/err" </dev/null &
	watching=$!
	rounds=0
	round
}

# Waits for the end of one more round; what was said from there on is in $said.
round() {
	before=$(wc -l <"$work/err")
	rounds=$((rounds + 1))
	turn=0
	until [ "$(grep -c 'waiting for changes' "$work/err")" -ge "$rounds" ]; do
		turn=$((turn + 1))
		if [ "$turn" -gt 600 ] || ! kill -0 "$watching" 2>/dev/null; then
			fail "expected round $rounds, found '$(cat "$work/err")'"
			break
		fi
		sleep 0.05
	done
	said=$(tail -n "+$((before + 1))" "$work/err")
}

# Waits for a round that ends so; other rounds may be before it.
until_said() {
	turn=0
	until tail -n 1 "$work/err" | grep -qF "$1"; do
		turn=$((turn + 1))
		if [ "$turn" -gt 600 ]; then
			fail "expected '$1' at the end, found '$(cat "$work/err")'"
			return
		fi
		sleep 0.05
	done
	pass
	rounds=$(grep -c 'waiting for changes' "$work/err")
}

# What is changed is waited for, so that a change is not taken together with the one before it.
settle() {
	sleep 0.3
	rounds=$(grep -c 'waiting for changes' "$work/err")
}

# ends SIGNAL STATUS: a shell's background job is begun with SIGINT ignored, so it may have to be sent again.
ends() {
	turn=0
	while kill "-$1" "$watching" 2>/dev/null && [ "$turn" -lt 300 ]; do
		turn=$((turn + 1))
		sleep 0.1
	done
	status=0
	wait "$watching" || status=$?
	err=$(cat "$work/err")
	exits "$2"
}

# As an editor that does not write into the file itself.
save() {
	cat >"$1.saved"
	mv "$1.saved" "$1"
}

claim "errors are shown as they come and go"
two_migrations
watch --output src
equal first "$said" "sqlgen: no errors; waiting for changes"
holds written "$(cat "$work/out")" "wrote src/db.c"
echo 'CREATE TABEL notes (id INTEGER PRIMARY KEY);' >migrations/0003_notes.sql
until_said "1 error"
holds error "$(cat "$work/err")" 'migrations/0003_notes.sql:1:8: error: near "TABEL": syntax error'
settle
printf '\n' >>migrations/0003_notes.sql
until_said "still 1 error"
equal "once" "$(grep -c 0003_notes "$work/err")" 1
true_that test ! -s src/notes.h
lacks "no such table" "$(cat src/db.h)" "struct note"
echo 'CREATE TABLE notes (id INTEGER PRIMARY KEY);' | save migrations/0003_notes.sql
until_said "no errors"
holds "the table" "$(cat src/db.h)" "struct note"
rm migrations/0003_notes.sql
settle
until_said "no errors"
turn=0
while grep -q "struct note" src/db.h && [ "$turn" -lt 300 ]; do turn=$((turn + 1)); sleep 0.1; done
lacks "the table is gone" "$(cat src/db.h)" "struct note"
ends INT 130

claim "a configuration that comes, is wrong, and goes"
two_migrations
watch
printf '[generate]\nname = store\nnosuch = 1\n' | save sqlgen.ini
until_said "1 error"
holds place "$(cat "$work/err")" "sqlgen.ini:3:1: error: "
printf '[generate]\nname = store\n' >sqlgen.ini
until_said "no errors"
true_that test -s store.h
rm store.h db.h
rm sqlgen.ini
round
true_that test -s db.h
true_that test ! -e store.h
ends TERM 130

claim "directories that vanish and come back, and what they are in"
mkdir -p sql
cd sql || exit 1
two_migrations
mkdir queries
printf -- '-- name: titles :many\nSELECT title FROM tasks;\n' >queries/tasks.sql
cd ..
watch --migrations sql/migrations --queries sql/queries
mv sql elsewhere
until_said "1 error"
holds vanished "$(cat "$work/err")" "sql/migrations: error: "
settle
mv elsewhere sql
until_said "no errors"
settle
printf -- '-- name: titles :many\nSELECT titel FROM tasks;\n' >sql/queries/tasks.sql
until_said "1 error"
holds query "$(cat "$work/err")" "sql/queries/tasks.sql:2:8: error: no such column: titel"
rm -r sql/queries
until_said "1 error"
settle
mkdir sql/queries
until_said "no errors"
ends INT 130

claim "a directory that is new, and what comes into it later"
mkdir -p migrations/0001_init
echo 'CREATE TABLE tasks (id INTEGER PRIMARY KEY);' >migrations/0001_init/up.sql
watch --convention diesel
mkdir migrations/0002_notes
settle
echo 'CREATE TABLE notes (x' >migrations/0002_notes/up.sql
until_said "1 error"
holds place "$(cat "$work/err")" "migrations/0002_notes/up.sql:1:"
echo 'CREATE TABLE notes (x);' | save migrations/0002_notes/up.sql
until_said "no errors"
holds header "$(cat db.h)" "struct note"
ends INT 130

claim "templates, and files that links lead to"
two_migrations
mkdir templates shared
mv migrations/0002_users.sql shared/users.sql
ln -s ../shared/users.sql migrations/0002_users.sql
"$sqlgen_path" templates --export all >/dev/null
watch --templates templates
sed 's/^#ifndef/\/* ours *\/\n&/' all/db.h.tmpl >templates/db.h.tmpl
until_said "no errors"
turn=0
until grep -q '/\* ours \*/' db.h || [ "$turn" -gt 300 ]; do turn=$((turn + 1)); sleep 0.1; done
holds header "$(cat db.h)" '/* ours */'
echo '@for x in' >>templates/db.h.tmpl
until_said "1 error"
rm templates/db.h.tmpl
until_said "no errors"
settle
echo 'CREATE TABLE users (id INTEGER PRIMARY KEY, nick TEXT NOT' >shared/users.sql
until_said "1 error"
echo 'CREATE TABLE users (id INTEGER PRIMARY KEY, nick TEXT NOT NULL);' | save shared/users.sql
until_said "no errors"
holds header "$(cat db.h)" "nick"
ends INT 130

claim "many changes one after the other are few rounds: before each it is quiet for 50 ms"
two_migrations
watch
start=$(date +%s%3N)
for number in 3 4 5 6 7 8 9; do
	for digit in 0 1 2 3 4 5 6 7 8 9; do
		echo "CREATE TABLE t$number$digit (id INTEGER PRIMARY KEY);" >"migrations/$number${digit}_t.sql"
		sleep 0.01
	done
done
turn=0
until grep -q 'struct t99' db.h || [ "$turn" -gt 300 ]; do turn=$((turn + 1)); sleep 0.1; done
holds "the last" "$(cat db.h)" "struct t99"
finish=$(date +%s%3N)
settle
true_that test $((rounds * 100)) -lt $((finish - start + 300))
ends INT 130

claim "what it writes into a directory that it reads does not count"
two_migrations
printf -- '-- name: titles :many\nSELECT title FROM tasks;\n' >titles.sql
watch --queries . --cache images
settle
before=$rounds
sleep 0.5
equal rounds "$(grep -c 'waiting for changes' "$work/err")" "$before"
touch .titles.sql.swp titles.sql~ db.c
sleep 0.3
equal "an editor's files" "$(grep -c 'waiting for changes' "$work/err")" "$before"
printf -- '-- name: titles :many\nSELECT x FROM tasks;\n' >titles.sql
until_said "1 error"
ends INT 130

claim "with --quiet only errors, and that they are gone"
two_migrations
"$sqlgen_path" generate --watch --quiet >"$work/out" 2>"$work/err" </dev/null &
watching=$!
turn=0
until [ -s db.d ] || [ "$turn" -gt 300 ]; do turn=$((turn + 1)); sleep 0.1; done
sleep 0.2
echo 'x' >migrations/0003_x.sql
until_said "1 error"
rm migrations/0003_x.sql
until_said "no errors"
equal output "$(cat "$work/out")" ""
equal lines "$(wc -l <"$work/err")" 5
ends INT 130

claim "--dry-run writes nothing, --check is for one run"
two_migrations
sqlgen generate --watch --check
exits 2
equal message "$err" "sqlgen: error: expected '--check' or '--watch', found both"
watch --dry-run
holds output "$(cat "$work/out")" "would write db.c"
true_that test ! -e db.c
ends INT 130

claim "it ends when nobody reads what it says"
two_migrations
{
	"$sqlgen_path" generate --watch 2>&1
	echo "status $?" >"$work/ended"
} | head -n 1 >"$work/out" &
turn=0
until [ -s "$work/ended" ] || [ "$turn" -gt 300 ]; do
	turn=$((turn + 1))
	echo "-- $turn" >>migrations/0002_users.sql
	sleep 0.1
done
equal ended "$(cat "$work/ended")" "status 74"

# Of a sanitized build, the sanitizer itself says at the end of each claim above whether something was lost.
if [ -r /proc/self/statm ] && ! grep -q __asan_init "$sqlgen_path"; then
	claim "rounds leave no memory behind"
	two_migrations
	watch
	pages() {
		cut -d ' ' -f 2 "/proc/$watching/statm"
	}
	for number in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25; do
		[ "$number" -ne 5 ] || early=$(pages)
		echo "CREATE TABLE users (id INTEGER PRIMARY KEY, n$number TEXT);" | save migrations/0002_users.sql
		round
	done
	late=$(pages)
	[ "$late" -lt $((early + 100)) ] && pass || fail "expected about $early pages, found $late"
	ends INT 130
fi

summary
