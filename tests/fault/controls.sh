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

# control NAME PROGRAM FILE OLD NEW [ARGUMENT ...]: FILE of the runtime with its first OLD as NEW; what else the
# linker needs is taken from the library.
control() {
	OLD=$4 NEW=$5 awk '{
		at = done ? 0 : index($0, ENVIRON["OLD"])
		if (at) {
			$0 = substr($0, 1, at - 1) ENVIRON["NEW"] substr($0, at + length(ENVIRON["OLD"]))
			done = 1
		}
		print
	} END { exit !done }' "$root/runtime/$3" >"$work/$3" || {
		echo "$1: expected '$4' in runtime/$3, found that it is gone: mend tests/fault/controls.sh"
		failed=1
		return
	}
	${CC-cc} -std=c11 -D_POSIX_C_SOURCE=200809L -g -I"$root/runtime" -I"$root/tests/unit" \
		-I"$root/tests/behave" -I"$here" "$here/fault_$2.c" "$work/$3" "$harness" "$runtime" \
		${SQLITE_LIBS--lsqlite3} -o "$work/$1"
	name=$1
	program=$2
	shift 5
	if caught=$("$work/$name" --control "$@" 2>&1); then
		echo "$name: caught: $caught"
	else
		echo "$name: expected fault_$program to notice, found: $caught"
		failed=1
	fi
}

control synchronous-off powerloss run.c 'SYNCHRONOUS_EXTRA = 3' 'SYNCHRONOUS_EXTRA = 0'
control synchronous-full powerloss run.c 'SYNCHRONOUS_EXTRA = 3' 'SYNCHRONOUS_EXTRA = 2'
control deferred-begin race migrate.c '"BEGIN IMMEDIATE"' '"BEGIN"'
control no-wal-retry race open.c '} while (sqlgen_wait_more(&wait, rc))' '} while (0)' --case 1 --damage 5
control foreign-keys-on keys run.c 'SQLITE_DBCONFIG_ENABLE_FKEY, 0' 'SQLITE_DBCONFIG_ENABLE_FKEY, 1'
control history-outside kill migrate.c 'rc = sqlgen_history_add(' \
	'sqlite3_exec(run->connection->handle, "COMMIT; BEGIN", NULL, NULL, NULL), rc = sqlgen_history_add('
control no-second-look io migrate.c '*are_there = rc == SQLITE_OK && plan.next >= end' '*are_there = false'
control no-second-look-back io rollback.c '*is_done = rc == SQLITE_OK' '*is_done = false' --case 8
control adoption-in-parts kill adopt.c 'i > 0);' \
	'i > 0), sqlite3_exec(connection->handle, "COMMIT; BEGIN", NULL, NULL, NULL);' --case 12
control hook-outside kill run.c 'guard.is_inside = true;' \
	'guard.is_inside = true, sqlite3_exec(handle, "COMMIT; BEGIN", NULL, NULL, NULL);' --case 10
control leak memory plan.c 'sqlite3_free(comparison.is_applied)' '(void)0'
control missing-finalize memory history.c 'sqlite3_finalize(stmt)' '(void)0'
control no-checksum flips plan.c 'strcmp(comparison->schema->migrations[i].checksum, applied->checksum) != 0' 'false'
exit "$failed"
