#!/bin/sh
# Positive controls: the runner is broken on purpose, one promise at a time, and a fault program must notice.
# Usage: controls.sh SOURCE_ROOT RUNTIME_LIBRARY HARNESS_LIBRARY
set -eu
root=$1
runtime=$2
harness=$3
here=$root/tests/fault
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# control NAME PROGRAM WORDS FILE OLD NEW [ARGUMENT ...]: FILE of the runtime with its first OLD as NEW; what else the
# linker needs is taken from the library. WORDS are in what is said then: it is caught for what it is.
control() {
	OLD=$5 NEW=$6 awk '{
		at = done ? 0 : index($0, ENVIRON["OLD"])
		if (at) {
			$0 = substr($0, 1, at - 1) ENVIRON["NEW"] substr($0, at + length(ENVIRON["OLD"]))
			done = 1
		}
		print
	} END { exit !done }' "$root/runtime/$4" >"$work/$4" || {
		echo "$1: expected '$5' in runtime/$4, found that it is gone: mend tests/fault/controls.sh"
		failed=1
		return
	}
	${CC-cc} -std=c11 -D_POSIX_C_SOURCE=200809L -g -I"$root/runtime" -I"$root/tests/unit" \
		-I"$root/tests/behave" -I"$here" "$here/fault_$2.c" "$work/$4" "$harness" "$runtime" \
		${SQLITE_LIBS--lsqlite3} -o "$work/$1"
	name=$1
	program=$2
	words=$3
	shift 6
	if caught=$("$work/$name" --control "$@" 2>&1) && [ -z "${caught##*"$words"*}" ]; then
		echo "$caught" | grep -m 1 -F "$words"
	else
		echo "$name: expected fault_$program to say '$words', found: $caught"
		failed=1
	fi
}

control synchronous-off powerloss 'malformed' run.c 'SYNCHRONOUS_EXTRA = 3' 'SYNCHRONOUS_EXTRA = 0'
control synchronous-full powerloss 'steps, which were reported as done' run.c 'SYNCHRONOUS_EXTRA = 3' 'SYNCHRONOUS_EXTRA = 2'
control synchronous-off-for-long soak 'which were reported as done' run.c 'SYNCHRONOUS_EXTRA = 3' 'SYNCHRONOUS_EXTRA = 0'
control deferred-begin race 'database is locked' migrate.c '"BEGIN IMMEDIATE"' '"BEGIN"'
control no-wal-retry race 'expected the run to wait for the other' open.c '} while (sqlgen_wait_more(&wait, rc))' '} while (0)' --case 1 --damage 5
control foreign-keys-on keys 'FOREIGN KEY constraint failed' run.c 'SQLITE_DBCONFIG_ENABLE_FKEY, 0' 'SQLITE_DBCONFIG_ENABLE_FKEY, 1'
control history-outside kill 'expected the schema and rows of version' migrate.c 'rc = sqlgen_history_add(' \
	'sqlite3_exec(run->connection->handle, "COMMIT; BEGIN", NULL, NULL, NULL), rc = sqlgen_history_add('
control no-second-look io 'steps to be reported' migrate.c '*are_there = rc == SQLITE_OK && plan.next >= end' '*are_there = false'
control no-second-look-back io 'steps to be reported' rollback.c '*is_done = rc == SQLITE_OK' '*is_done = false' --case 8
control adoption-in-parts kill 'expected the history to be that of the migrations' adopt.c 'i > 0);' \
	'i > 0), sqlite3_exec(connection->handle, "COMMIT; BEGIN", NULL, NULL, NULL);' --case 12
control hook-outside kill 'expected the schema and rows of version' run.c 'guard.is_inside = true;' \
	'guard.is_inside = true, sqlite3_exec(handle, "COMMIT; BEGIN", NULL, NULL, NULL);' --case 10
control leak memory 'expected every allocation to be freed' plan.c 'sqlite3_free(comparison.is_applied)' '(void)0'
control missing-finalize memory 'unfinalized statements' history.c 'sqlite3_finalize(stmt)' '(void)0'
control no-checksum flips 'expected a history that is not ours to be refused' plan.c 'strcmp(comparison->schema->migrations[i].checksum, applied->checksum) != 0' 'false'
exit "$failed"
