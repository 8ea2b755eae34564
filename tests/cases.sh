#!/bin/sh
# One case: generate from <case>/migrations (and queries, sqlgen.ini), then
#   expect/error       the messages, if it must fail (exit status 1, nothing written)
#   expect/db.[ch]     what must come out, where the case shows the shape of the code
#   main.c, expect/output   a program against it: what it prints; run under ASan and UBSan, and under valgrind
# and whatever comes out compiles without a warning under every compiler that is here.
# Usage: cases.sh SQLGEN CASE [--bless]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
sqlgen=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
case=$(cd "$2" && pwd) bless=${3-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -R "$case/migrations" "$work/"
[ ! -d "$case/queries" ] || cp -R "$case/queries" "$work/"
[ ! -f "$case/sqlgen.ini" ] || cp "$case/sqlgen.ini" "$work/"
cd "$work"
. "$here/compilers.sh"

# Compares a result with what is expected, or makes it the expectation.
expect() {
	if [ "$bless" = --bless ]; then
		mkdir -p "$case/expect"
		cp "$1" "$case/expect/$2"
	else
		diff -u "$case/expect/$2" "$1"
	fi
}

status=0
"$sqlgen" generate --output out >/dev/null 2>stderr || status=$?
if [ -f "$case/expect/error" ]; then
	[ "$status" -eq 1 ] || { echo "exit status $status, expected 1"; cat stderr; exit 1; }
	[ ! -e out ] || { echo "something was written although there were errors"; exit 1; }
	expect stderr error
	exit 0
fi
if [ "$status" -ne 0 ]; then
	cat stderr
	exit 1
fi
if [ -f "$case/expect/warnings" ]; then
	expect stderr warnings
elif [ -s stderr ]; then
	echo "unexpected messages:"
	cat stderr
	exit 1
fi
name=$(sed -n 's/^name *= *//p' "$case/sqlgen.ini" 2>/dev/null | head -n 1)
name=${name:-db}
if [ -f "$case/expect/db.h" ]; then
	expect out/db.h db.h
	expect out/db.c db.c
fi

sqlite=${SQLITE_LIBS--lsqlite3}
# What coverage.sh asks: only that the program runs.
if [ -n "${RUNTIME-}" ]; then
	[ -f "$case/main.c" ] || exit 0
	compile gcc -std=c11 -D_POSIX_C_SOURCE=200809L -Iout "$case/main.c" out/$name.c $RUNTIME $sqlite -o plain
	./plain >output
	expect output output
	exit 0
fi

compile_c out/$name.c c99 c2x
compile_c out/sqlgen.c c11
compile gcc -std=c11 -O2 $strict_c -c out/sqlgen.c -o compiled.o
compile_header out/$name.h c++11 c++20

[ -f "$case/main.c" ] || exit 0
compile gcc -std=c11 -D_POSIX_C_SOURCE=200809L -g -fsanitize=address,undefined -fno-sanitize-recover=all -Iout \
	-Wall -Wextra -Werror "$case/main.c" out/$name.c out/sqlgen.c $sqlite -o sanitized
compile gcc -std=c11 -D_POSIX_C_SOURCE=200809L -g -O1 -Iout "$case/main.c" out/$name.c out/sqlgen.c $sqlite -o plain
./sanitized >output || { echo "the program failed:"; cat output; exit 1; }
expect output output
valgrind -q --error-exitcode=9 --leak-check=full --errors-for-leak-kinds=definite,possible ./plain >output2
cmp output output2
