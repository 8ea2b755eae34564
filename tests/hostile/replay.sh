#!/bin/sh
# Migrations that mean harm, or are made to cost: T24-T38 of the cases of hostile input. Each T*.sql is one
# migration; its first comments say how it must end:
#   -- error: TEXT     exit status 1, and TEXT is in the message
#   -- warning: TEXT   exit status 0, and TEXT is in the messages
#   -- passes: …       exit status 0, and nothing is said
# T24 is in tests/unit/test_replay.c. Usage: replay.sh SQLGEN
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../cli/claims.sh"

# Replays migrations/ with a limit on time and, unless a sanitizer needs more, on memory.
seconds=60
generate() {
	began=$(date +%s)
	sqlgen generate --dry-run
	true_that [ $(($(date +%s) - began)) -le $seconds ]
	[ "$status" -le 1 ] || fail "exit status $status: expected a message and no crash: $err"
	equal "what is written" "$(ls -A)" migrations
}

for file in "$here"/T*.sql; do
	claim "$(basename "$file" .sql)"
	mkdir migrations
	cp "$file" migrations/0001_hostile.sql
	generate
	end=$(sed -n 's/^-- \(error\|warning\|passes\): .*/\1/p' "$file" | head -n 1)
	text=$(sed -n 's/^-- \(error\|warning\|passes\): //p' "$file" | head -n 1)
	case $end in
	error)
		exits 1
		holds messages "$err" "$text"
		;;
	warning)
		exits 0
		holds messages "$err" "$text"
		;;
	passes)
		exits 0
		equal messages "$err" ""
		;;
	*) fail "expected '-- error:', '-- warning:' or '-- passes:' in $file" ;;
	esac
done

claim "T25: what is no regular file of reasonable size is refused before it is read"
mkdir migrations
mkfifo migrations/0001_pipe.sql
generate
exits 1
holds messages "$err" "0001_pipe.sql"
rm migrations/0001_pipe.sql
ln -s /dev/zero migrations/0001_zero.sql
generate
exits 1
holds messages "$err" "0001_zero.sql"
rm migrations/0001_zero.sql
mkdir migrations/0001_folder.sql
generate
exits 1
holds messages "$err" "0001_folder.sql"
rmdir migrations/0001_folder.sql
dd if=/dev/null of=migrations/0001_sparse.sql bs=1 seek=5000000000 2>/dev/null
generate
exits 1
holds messages "$err" "expected at most 67108864 bytes, found 5000000000"

# repeat COUNT TEXT
repeat() {
	awk -v count="$1" -v text="$2" 'BEGIN { for (i = 0; i < count; i++) printf "%s", text }'
}

claim "T26: what is deep is told, and does not crash"
mkdir migrations
{
	printf 'SELECT '
	repeat 5000 '('
	printf 1
	repeat 5000 ')'
} >migrations/0001_deep.sql
generate
exits 1
holds messages "$err" "0001_deep.sql:1:1: error: "
{
	printf 'CREATE TABLE t(a CHECK '
	repeat 5000 '('
	printf 1
	repeat 5000 ')'
	printf ');'
} >migrations/0001_deep.sql
generate
exits 1
{
	printf 'SELECT '
	repeat 50000 'NOT '
	printf '1;'
} >migrations/0001_deep.sql
generate
exits 1

claim "T27: 2,000 columns are what SQLite takes"
mkdir migrations
awk 'BEGIN { printf "CREATE TABLE t(c0"; for (i = 1; i < 2000; i++) printf ", c" i; print ");" }' \
	>migrations/0001_wide.sql
generate
exits 0
equal messages "$err" ""
awk 'BEGIN { printf "CREATE TABLE t(c0"; for (i = 1; i < 2001; i++) printf ", c" i; print ");" }' \
	>migrations/0001_wide.sql
generate
exits 1
holds messages "$err" "1:1: error: too many columns on t"

summary
