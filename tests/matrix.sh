#!/bin/sh
# Every layer of the cases under every compiler and standard that it is promised for, and under the linters.
# Usage: matrix.sh SQLGEN CASES
set -eu
here=$(cd "$(dirname "$0")" && pwd)
sqlgen=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
cases=$(cd "$2" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$here/compilers.sh"

# Two arguments of one type are the interface of SQLite and of any table that has two such columns.
tidy="-*,bugprone-*,cert-*,-bugprone-easily-swappable-parameters"
# Declarations stand at the head of their function.
lint() {
	compile clang-tidy --quiet --checks="$tidy" --warnings-as-errors='*' "$1" -- -std=c11
	compile cppcheck --quiet --error-exitcode=1 --enable=warning,style,performance,portability \
		--suppress=variableScope --suppress=unusedStructMember --std=c11 "$1"
}

# Neither stdio nor anything else beyond memory and strings: what an object needs but SQLite and the runtime.
needs_only() {
	compile gcc -std=c11 -O0 -ffreestanding -fno-pie -c "$1" -o needs.o
	nm -u needs.o | sed -n 's/.* U //p' | grep -Ev "^(sqlite3_|sqlgen_|$2)" >beyond || return 0
	echo "$1 needs:"
	cat beyond
	return 1
}

count=0
runtime=
for case in "$cases"/*/; do
	name=$(basename "$case")
	[ ! -f "$case/expect/error" ] || continue
	mkdir "$name"
	cp -R "$case/migrations" "$name/"
	[ ! -d "$case/queries" ] || cp -R "$case/queries" "$name/"
	[ ! -f "$case/sqlgen.ini" ] || cp "$case/sqlgen.ini" "$name/"
	(cd "$name" && "$sqlgen" generate -q --output . --name db 2>/dev/null)
	compile_c "$name/db.c" c99 c11 c17 c2x
	compile_header "$name/db.h" c++11 c++14 c++17 c++20
	lint "$name/db.c"
	needs_only "$name/db.c" '(malloc|free|mem(cmp|cpy|move|set)|str(cmp|len)|([a-z]+_)?db_hook_.*)$'
	[ -z "$runtime" ] || cmp "$runtime" "$name/sqlgen.c"
	runtime=$name/sqlgen.c
	count=$((count + 1))
done
compile_c "$runtime" c99 c11 c17 c2x
compile_header "${runtime%c}h" c++11 c++14 c++17 c++20
lint "$runtime"
needs_only "$runtime" '(malloc|realloc|free|mem(chr|cmp|cpy|move|set)|str(chr|cmp|cspn|len|ncmp|rchr|spn|str)|qsort)$'
echo "$count layers"
[ "$count" -gt 0 ]
