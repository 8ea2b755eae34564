#!/bin/sh
# The text of migrations, as it comes: rows 46-56 of the survey of migration runners that are about bytes and
# lines; the others are in tests/unit/test_pitfalls.c. Usage: text.sh SQLGEN
. "$(dirname "$0")/../cli/claims.sh"

# migration FORMAT: a migration that printf writes
migration() {
	mkdir -p migrations
	printf -- "$1" >migrations/0001_text.sql
	sqlgen schema --migrations migrations
}

claim "48: a comment that is never closed hides what follows"
migration 'CREATE TABLE t(a);\n/* CREATE TABLE u(a);\n'
exits 1
holds messages "$err" "0001_text.sql:2:1: error: "

claim "49: a NUL byte ends what SQLite reads"
migration 'CREATE TABLE t(a);\n\000CREATE TABLE u(a);\n'
exits 1
holds messages "$err" "0001_text.sql:2:1: error: expected text in UTF-8, found a NUL byte"

claim "50: a byte-order mark is no part of the text, UTF-16 is refused by name"
migration '\357\273\277-- sqlgen: no transaction\nCREATE TABLE t(a);\nVACUUM;\n'
exits 0
holds output "$out" "CREATE TABLE t"
migration '\377\376C\000R\000'
exits 1
holds messages "$err" "0001_text.sql:1:1: error: expected text in UTF-8, found UTF-16"

claim "51: CRLF ends a line; CR alone would make a comment of everything"
migration '-- c\r\nCREATE TABLE t(a);\r\n'
exits 0
holds output "$out" "CREATE TABLE t"
equal messages "$err" ""
migration '-- c\rCREATE TABLE t(a);\r'
exits 1
holds messages "$err" "0001_text.sql:1:"

claim "52: bytes that are not UTF-8 are stored as they are, and told"
migration "CREATE TABLE t(a);\nINSERT INTO t VALUES ('caf\351');\n"
exits 0
holds messages "$err" "0001_text.sql:2:27: warning: "
holds messages "$err" "0xE9"
migration 'CREATE TABLE\302\240t(a);\n'
exits 1
holds messages "$err" "0001_text.sql:1:"
holds messages "$err" "U+00A0"

claim "54: a command of the shell is no SQL"
migration 'CREATE TABLE t(a);\n.read other.sql\n'
exits 1
holds messages "$err" "0001_text.sql:2:1: error: "
holds messages "$err" "shell"
migration 'CREATE TABLE t(a);\n.shell touch stolen\n'
exits 1
true_that [ ! -e stolen ]

claim "55, 56: a large file is read in time that grows as it does"
mkdir migrations
large() {
	awk -v count="$1" 'BEGIN {
		print "CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT NOT NULL, b REAL);"
		for (i = 0; i < count; i++)
			print "INSERT INTO t VALUES(" i ", '"'"'name number " i ", with some text'"'"', " i ".5);"
	}' >migrations/0001_large.sql
	began=$(date +%s%N)
	sqlgen schema
	exits 0
	milliseconds=$((($(date +%s%N) - began) / 1000000))
}
large 20000
small=$milliseconds
large 160000
[ "$milliseconds" -le $((8 * small * 3 + 500)) ] ||
	fail "eight times the text: expected at most $((8 * small * 3 + 500)) ms, found $milliseconds ms"

summary
