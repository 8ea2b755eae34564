#!/bin/sh
# On a machine of 32 bits, on one that is big-endian, and with musl, sqlgen writes the same bytes as here, and the
# programs of the cases print the same. Usage: machines.sh SQLGEN EMBEDDED.C SOURCE_ROOT
set -eu
sqlgen=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
embedded=$(cd "$(dirname "$2")" && pwd)/$(basename "$2")
root=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
sh "$root/tests/amalgamation.sh" "$work"
posix="-std=c11 -D_POSIX_C_SOURCE=200809L"

# build CC: SQLite and sqlgen itself.
build() {
	$1 -O1 -w -DSQLITE_ENABLE_FTS4 -DSQLITE_ENABLE_FTS5 -DSQLITE_ENABLE_RTREE -DSQLITE_ENABLE_COLUMN_METADATA \
		-DSQLITE_OMIT_LOAD_EXTENSION -c sqlite3.c -o sqlite3.o
	sources=$(find "$root"/gen "$root"/runtime -name '*.c' ! -name embed.c)
	$1 $posix -O1 -Wall -Wextra -Werror '-DSQLGEN_VERSION="0"' -I. -I"$root/gen" -I"$root/runtime" \
		$sources "$embedded" sqlite3.o -static -lm -o sqlgen
}

# generate SQLGEN DIR: what it writes, or what it says.
generate() {
	rm -rf "$2" db.d
	$1 generate --output "$2" --name db >said 2>&1 || true
	mkdir -p "$2"
	mv said "$2/"
	rm -f "$2/db.d"
}

# run_case CC RUN CASE: in a folder of its own.
run_case() {
	case=$3
	rm -rf case
	mkdir case
	cd case
	cp -R "$case/migrations" .
	[ ! -d "$case/queries" ] || cp -R "$case/queries" .
	[ ! -f "$case/sqlgen.ini" ] || cp "$case/sqlgen.ini" .
	generate "$sqlgen" here
	generate "$2 ../sqlgen" there
	sed -i 's/there\//here\//' there/said
	diff -r here there
	if [ -f "$case/main.c" ]; then
		name=$(sed -n 's/^name *= *//p' "$case/sqlgen.ini" 2>/dev/null | head -n 1)
		[ -z "$name" ] || cp there/db.h "there/$name.h"
		$1 $posix -O1 -Wall -Wextra -Werror -I.. -Ithere "$case/main.c" there/db.c there/sqlgen.c ../sqlite3.o \
			-static -lm -o program
		$2 ./program >output
		diff -u "$case/expect/output" output
	fi
	cd ..
}

while read -r cc run; do
	echo "$cc $run"
	build "$cc"
	count=0
	for case in "$root"/tests/cases/*/; do
		run_case "$cc" "$run" "${case%/}"
		count=$((count + 1))
	done
	echo "$count cases"
done <<EOT
i686-linux-gnu-gcc
s390x-linux-gnu-gcc qemu-s390x-static
musl-gcc
EOT
