#!/bin/sh
# The runtime in many threads, under TSan; then with a global variable that all of them write, which TSan must notice:
# each sleeps between two writes, since SQLite's own mutexes order those that lie before and behind them.
# Usage: threads.sh SOURCE_ROOT ROUNDS
set -eu
root=$1
rounds=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# build NAME FILE ...: against the runtime, whose transaction.c may be another
build() {
	name=$1
	shift
	gcc -std=c11 -D_POSIX_C_SOURCE=200809L -g -O1 -fsanitize=thread -I"$root/runtime" -I"$root/tests/unit" \
		-I"$root/tests/behave" "$root/tests/fault/threads.c" "$@" ${SQLITE_LIBS--lsqlite3} -lpthread -o "$work/$name"
}

build threads "$root"/runtime/*.c
TSAN_OPTIONS=halt_on_error=1 "$work/threads" "$rounds"

{
	echo "#include <time.h>"
	echo "static volatile int begun;"
	awk '{ print } /^sqlgen_begin\(/ { is_there = 1 } is_there && /^{/ { print "\tbegun++; nanosleep(&(struct timespec){ 0, 1000000 }, NULL); begun++;"; is_there = 0 }' \
		"$root/runtime/transaction.c"
} >"$work/transaction.c"
others=$(ls "$root"/runtime/*.c | grep -v /transaction.c)
build control "$work/transaction.c" $others
if TSAN_OPTIONS=halt_on_error=1 "$work/control" 20 >"$work/said" 2>&1; then
	echo "expected TSan to notice a global that threads share, found that it does not"
	exit 1
fi
grep -q "data race" "$work/said"
echo "control: $(grep -m 1 '#0' "$work/said" | sed 's/^ *//')"
