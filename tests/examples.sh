#!/bin/sh
# Builds and runs the examples as a user would, each with its own build tool, then edits their
# migrations and expects the compiler to find what no longer fits.
#
# usage: examples.sh SQLGEN RUNTIME_DIR
#
# examples/<example>/*.sql and *.expect: a migration after which main.c must not compile; the first
#     line of .expect is part of the line of main.c at which it fails, the second a pattern (grep -E)
#     for the compiler's message
# examples/<example>/{upgrade,rebuild}.sql and .txt: rows of a database at the version in the first
#     line ("-- at 2"), and what the program says of them after the migrations
# examples/unrelated.sql: a migration that changes nothing for main.c

if [ $# -ne 2 ]; then
	echo "usage: examples.sh SQLGEN RUNTIME_DIR" >&2
	exit 2
fi

absolute() {
	(cd "$(dirname "$1")" && printf '%s/%s\n' "$(pwd)" "$(basename "$1")")
}

here=$(cd "$(dirname "$0")" && pwd)
real=$(absolute "$1")
runtime=$(absolute "$2")
top=$(mktemp -d) || exit 1
trap 'rm -rf "$top"' EXIT
trap 'exit 1' HUP INT TERM

LC_ALL=C
export LC_ALL
unset MAKEFLAGS MAKELEVEL MFLAGS CFLAGS CPPFLAGS LDFLAGS

passed=0
failed=0
log=$top/log

# sqlgen in the PATH counts its runs.
mkdir "$top/bin"
calls=$top/calls
: >"$calls"
cat >"$top/bin/sqlgen" <<EOF
#!/bin/sh
echo run >>'$calls'
exec '$real' "\$@"
EOF
chmod +x "$top/bin/sqlgen"
PATH=$top/bin:$PATH
export PATH

pass() {
	passed=$((passed + 1))
}

# fail TEXT: prints it, and the log of what ran last.
fail() {
	failed=$((failed + 1))
	echo "$name: $1" >&2
	sed 's/^/    /' "$log" >&2
}

# check TEXT COMMAND...: the command must succeed.
check() {
	text=$1
	shift
	if "$@" >"$log" 2>&1; then pass; else fail "$text"; fi
}

same() {
	diff -u "$1" "$2"
}

runs() {
	wc -l <"$calls"
}

# The build tools. Each of them works in the example's directory.

configure() {
	case $tool in
	make) ;;
	meson) meson setup build ;;
	ninja) cmake -G Ninja -B build ;;
	makefiles) cmake -G 'Unix Makefiles' -B build ;;
	esac
}

build() {
	case $tool in
	make) make ;;
	meson) ninja -C build ;;
	ninja | makefiles) cmake --build build ;;
	esac
}

# What a build has made, but for the build tool's own notes.
products() {
	find . -type f \( -name '*.[cho]' -o -name "$example" \) | grep -v CMakeFiles/3 | sort
}

# is_fresh STAMP: nothing that was built is newer.
is_fresh() {
	products | while read -r file; do
		find "$file" -newer "$1"
	done >"$top/newer"
	test ! -s "$top/newer" || { cat "$top/newer" && false; }
}

# Building again runs nothing and writes nothing.
check_idle() {
	before=$(runs)
	sleep 0.05
	touch "$top/stamp"
	check "$1 fails" build
	if [ "$(runs)" -eq "$before" ]; then pass; else fail "$1 ran sqlgen"; fi
	check "$1 wrote files" is_fresh "$top/stamp"
}

run() {
	"./$program" "$1" >"$top/output"
}

check_output() {
	check "$2: the program fails" run "$1"
	check "$2: other output than expected" same "$3" "$top/output"
}

# fails_at EXPECT: does the log have an error with that message at that line of main.c?
fails_at() {
	fragment=$(sed -n 1p "$1")
	message=$(sed -n 2p "$1")
	grep 'main\.c:[0-9]*:[0-9]*: error: ' "$log" | grep -E "$message" |
		sed 's/.*main\.c:\([0-9]*\):.*/\1/' | while read -r line; do
		sed -n "${line}p" main.c
	done | grep -qF "$fragment"
}

# The next migration's file name, beyond all that an example has.
next() {
	case $example in
	deadlines) echo "migrations/20991231000000_$1.sql" ;;
	*) echo "migrations/9999_$1.sql" ;;
	esac
}

# add FILE NAME: saves it as editors do, so that the directory is newer than the file. If it were older, ninja
# before 1.12 would run sqlgen once more: it knows of the file only after the run.
add() {
	cp "$1" "$top/saved"
	mv "$top/saved" "$(next "$2")"
}

check_edit() {
	edit=$(basename "$1" .sql)
	add "$1" "$edit"
	if build >"$log" 2>&1; then
		fail "$edit: the program still builds"
	elif fails_at "${1%.sql}.expect"; then
		pass
	else
		fail "$edit: not the expected error, $(cat "${1%.sql}.expect")"
	fi
	rm "$(next "$edit")"
}

check_unrelated() {
	before=$(runs)
	add "$here/examples/unrelated.sql" unrelated
	check "a new migration: the build fails" build
	if [ "$(runs)" -eq $((before + 1)) ]; then pass; else fail "a new migration: sqlgen did not run once"; fi
	check "a new migration: not in db.h" grep -q 'insert_holiday(' "$generated/db.h"
	check_idle "building after a new migration"
	check_output new.db "with a new migration" expected.txt
	check_output old.db "on a file from before a new migration" expected.txt
	rm "$(next unrelated)"
}

# A file beside the migrations makes sqlgen run, and the compiler not.
check_note() {
	check "without the new migration: the build fails" build
	before=$(runs)
	sleep 0.05
	touch "$top/stamp"
	echo 'The sixth one took all night.' >migrations/README
	check "a note beside the migrations: the build fails" build
	if [ "$(runs)" -eq $((before + 1)) ]; then pass; else fail "a note beside the migrations: sqlgen did not run once"; fi
	check "a note beside the migrations: the build wrote files" is_fresh "$top/stamp"
	rm migrations/README
}

# check_schema TABLES INDEXES: how many there are, but for SQLite's and sqlgen's own.
check_schema() {
	sqlite3 old.db "SELECT count(*) FILTER (WHERE type = 'table'), count(*) FILTER (WHERE type = 'index')
		FROM sqlite_master WHERE name NOT LIKE 'sqlite%' AND name <> 'sqlgen_migrations'" >"$log"
	if [ "$(cat "$log")" = "$1|$2" ]; then pass; else fail "expected $1 tables and $2 indexes"; fi
}

# A database at an earlier version, with rows, is migrated when the program opens it.
check_upgrade() {
	from=$(basename "$1" .sql)
	version=$(sed -n '1s/-- at //p' "$1")
	rm -f "$from.db"
	check "$from: cannot migrate to $version" sqlgen migrate "$from.db" --to "$version"
	check "$from: cannot insert" sqlite3 -bail "$from.db" ".read $1"
	check_output "$from.db" "$from" "${1%.sql}.txt"
	check_output "$from.db" "$from, again" "${1%.sql}.txt"
}

begin() {
	example=$1
	tool=$2
	program=$3
	generated=$(dirname "$program")
	name="$example ($tool)"
	mkdir -p "$top/$tool"
	cp -R "$here/../examples/$example" "$top/$tool"
	cd "$top/$tool/$example" || exit 1
	check "cannot be configured" configure
	check "cannot be built" build
	check "the runtime beside is not the runtime" cmp "$generated/sqlgen.h" "$runtime/sqlgen.h"
	check_idle "building again"
	check_output old.db "a new file" expected.txt
	check_output old.db "the same file" expected.txt
}

finish() {
	for sql in "$here/examples/$example"/*.expect; do
		check_edit "${sql%.expect}.sql"
	done
	check "after the edits: cannot be built" build
	check_output edits.db "after the edits" expected.txt
	for txt in "$here/examples/$example"/*.txt; do
		check_upgrade "${txt%.txt}.sql"
	done
	check_unrelated
	check_note
}

begin taskqueue make taskqueue
check_schema 10 33
finish
begin traininglog meson build/traininglog
finish
begin deadlines ninja build/deadlines
finish
begin deadlines makefiles build/deadlines
check_unrelated
check_note

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
