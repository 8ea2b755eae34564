#!/bin/sh
# Names and texts that could break out of the generated C: T01-T18 of the cases of hostile input that the shared
# cases of tests/cases/names do not show. What comes out compiles strictly. Usage: names.sh SQLGEN
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../cli/claims.sh"

strict="-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Wcast-qual -Wundef -Wwrite-strings
-Wcomment -Wformat=2 -Woverlength-strings -Werror"

# layer: generates from what stands on standard input, and compiles it with and without trigraphs
layer() {
	mkdir -p migrations
	cat >migrations/0001_names.sql
	sqlgen generate
	exits 0
	equal messages "$err" ""
	true_that gcc -std=c99 $strict -fsyntax-only db.c
	true_that gcc -std=gnu17 -trigraphs $strict -Wtrigraphs -fsyntax-only db.c
	true_that clang -std=c11 $strict -fsyntax-only db.c
	echo '#include "db.h"' >header.cc
	true_that g++ -std=c++11 -Wall -Wextra -Wpedantic -Wshadow -Werror -fsyntax-only header.cc
}

# refused MESSAGE: what stands on standard input must be refused so, at a place
refused() {
	mkdir -p migrations
	rm -f db.h
	cat >migrations/0001_names.sql
	sqlgen generate
	exits 1
	holds messages "$err" "migrations/0001_names.sql:"
	holds messages "$err" "error: $1"
	true_that [ ! -e db.h ]
}

claim "T01, T02: comment marks in names, comments, labels and defaults stay where they are"
layer <<'SQL'
-- */ #error out of the comment
/* // \
   /* again */
CREATE TABLE "a*/b" (id INTEGER PRIMARY KEY, "*/ int x; /*" TEXT DEFAULT '*/ #error',
  "// \" TEXT NOT NULL CHECK ("// \" IN ('*/', '/*', '//')));
CREATE TABLE "/*" ("*" TEXT PRIMARY KEY NOT NULL, "a/" TEXT UNIQUE);
SQL

claim "T03, T04: trigraphs and spliced lines are none"
layer <<'SQL'
CREATE TABLE "q??/" (id INTEGER PRIMARY KEY, "b\
c" TEXT DEFAULT 'x??/
y\
z', "?" TEXT DEFAULT '???/' UNIQUE, "e??'??)" TEXT NOT NULL CHECK ("e??'??)" IN ('??/', '\')));
SQL

claim "T05: conversions of printf are text, also in messages"
layer <<'SQL'
CREATE TABLE "%s%n" (id INTEGER PRIMARY KEY, "%d" INTEGER UNIQUE, "%" TEXT NOT NULL CHECK ("%" IN ('%s', '%n%n')));
SQL
refused "column '%s%n%s.%n%s' would be 'n_s' in C" <<'SQL'
CREATE TABLE "%s%n%s" (id INTEGER PRIMARY KEY, "%n %s" TEXT, "%n%s" TEXT);
SQL

claim "T06: a line of the preprocessor in a name is none"
layer <<'SQL'
CREATE TABLE "t
#define int char
" (id INTEGER PRIMARY KEY, "c
#error
" TEXT UNIQUE DEFAULT '
#error
');
SQL

claim "T08: a name that is no UTF-8 is refused or told, never written as it is"
mkdir migrations
printf 'CREATE TABLE "caf\351" (id INTEGER PRIMARY KEY, "\355\240\200" TEXT UNIQUE);' >migrations/0001_bytes.sql
sqlgen generate
holds messages "$err" "0001_bytes.sql:1:18: "
true_that [ "$status" -le 1 ]
[ "$status" -eq 1 ] || equal "bytes beyond ASCII" "$(LC_ALL=C grep -c '[^ -~	]' db.h db.c | grep -v ':0$')" ""

claim "T09: marks that reorder or hide text are no part of a name; in comments and texts they are harmless"
for mark in '\342\200\256' '\342\201\246' '\342\200\213' '\342\200\215'; do
	printf "CREATE TABLE t (id INTEGER PRIMARY KEY, \"a${mark}b\" TEXT);" >sql
	refused "expected letters that can be seen in a name, found U+20" <sql
done
printf '%b\n' '-- \0342\0200\0256 reordered \0342\0201\0246' \
	'CREATE TABLE "\0350\0241\0250" (id INTEGER PRIMARY KEY, "\0320\0260dmin" TEXT DEFAULT '"'\0342\0200\0256'"',' \
	'"\0303\0251" TEXT UNIQUE, "e\0314\0201" TEXT UNIQUE);' >sql
layer <sql
equal "bytes beyond ASCII" "$(LC_ALL=C grep -c '[^ -~	]' db.h db.c | grep -v ':0$')" ""
mv migrations/0001_names.sql "migrations/0002_$(printf '\342\200\256')x.sql"
sqlgen generate
lacks messages "$err$out" "$(printf '\342\200\256')"
[ "$status" -ne 0 ] || equal "bytes beyond ASCII" "$(LC_ALL=C grep -c '[^ -~	]' db.h db.c | grep -v ':0$')" ""

claim "T11: a statement of 13 kB is split or written as bytes"
awk 'BEGIN {
	printf "CREATE TABLE wide (id INTEGER PRIMARY KEY"
	for (i = 0; i < 400; i++)
		printf ", a_column_with_a_rather_long_name_%d TEXT", i
	print ");"
}' >sql
layer <sql

claim "T12: keywords and macros get a '_', and nothing else"
layer <<'SQL'
CREATE TABLE class (id INTEGER PRIMARY KEY, "int" INTEGER UNIQUE, linux TEXT UNIQUE, errno INTEGER, st_atime INTEGER,
  "NULL" TEXT, I TEXT, bool TEXT, typeof TEXT, stat TEXT, tm TEXT);
CREATE TABLE stat (id INTEGER PRIMARY KEY);
CREATE TABLE time_t (id INTEGER PRIMARY KEY);
CREATE TABLE modules (id INTEGER PRIMARY KEY);
SQL
for part in "struct class_ {" "int64_t int_;" "*linux_;" "errno_;" "st_atime_;" "*null;" "*i;" "*bool_;" "*typeof_;" \
	"*stat;" "*tm;" "struct stat_ {" "struct time_t_ {" "int delete_module("; do
	holds db.h "$(cat db.h)" "$part"
done
refused "table 'file_ranges' would be 'copy_file_range' in C, which is libc's; name it in sqlgen.ini: [table file_ranges] struct = " <<'SQL'
CREATE TABLE file_ranges (id INTEGER PRIMARY KEY);
SQL

# mend VALUE: writes the line of sqlgen.ini that the first message gives
mend() {
	sed -n 's/.*in sqlgen.ini: \(\[.*\]\) \([a-z]*\) = .*/\1\n\2 = '"$1"'/p' "$work/err" | head -n 2 >>sqlgen.ini
}

claim "T13: two names that are one in C are told with both places, and the line that mends it does"
cat >sql <<'SQL'
CREATE TABLE "a ""b"" [c].d
" (id INTEGER PRIMARY KEY,
  "x-y" TEXT,
  "x
y" TEXT,
  "]" TEXT, "" TEXT);
CREATE TABLE a_b_c_d (id INTEGER PRIMARY KEY);
SQL
refused "column 'a \"b\" [c].d<U+000A>.x<U+000A>y' would be 'x_y' in C, which column " <sql
holds messages "$err" 'in sqlgen.ini: [column "a ""b"" [c].d<U+000A>"."x<U+000A>y"] name = '
holds messages "$err" "0001_names.sql:3:3: note: column "
mend line
refused "column 'a \"b\" [c].d<U+000A>.' would be 'empty' in C, which column " <sql
mend nothing
refused "table 'a_b_c_d' would be 'list_a_b_c_d' in C, which table " <sql
mend other
layer <sql
holds db.h "$(cat db.h)" "const char *line;"
holds db.h "$(cat db.h)" "struct other {"
rm sqlgen.ini
cat >sql <<'SQL'
CREATE TABLE a (id INTEGER PRIMARY KEY, b_c TEXT UNIQUE);
CREATE TABLE a_by_b_c (id INTEGER PRIMARY KEY);
SQL
refused "table 'a_by_b_c' would be 'get_a_by_b_c' in C, which " <sql
mend other
layer <sql
rm sqlgen.ini
cat >sql <<'SQL'
CREATE TABLE atomic (id INTEGER PRIMARY KEY, bool TEXT CHECK (bool IN ('a', 'b')));
CREATE TABLE atomic_bools (id INTEGER PRIMARY KEY);
SQL
refused "table 'atomic_bools' would be 'atomic_bool_' in C, which the enum of column 'atomic.bool' is already" <sql
mend other
layer <sql

claim "T14: no name is one that C, C++ or the runtime reserve"
layer <<'SQL'
CREATE TABLE _Foo (_id INTEGER PRIMARY KEY, a__b TEXT UNIQUE, __c TEXT UNIQUE, "2nd" TEXT UNIQUE, str_x TEXT UNIQUE,
  sqlgen_bind_text TEXT UNIQUE, sqlite3_open TEXT UNIQUE, "" TEXT UNIQUE);
CREATE TABLE "1st" (id INTEGER PRIMARY KEY);
SQL
equal "reserved names" "$(grep -v '"\|__cplusplus\|A row of' db.h | grep -nE '\b(_[A-Z_]|[a-z0-9]+__)')" ""
refused "table 'sqlgen_things' would be 'sqlgen_thing' in C, and such names are the runtime's or sqlite3's" <<'SQL'
CREATE TABLE sqlgen_things (id INTEGER PRIMARY KEY);
SQL
sqlgen generate --prefix sqlgen_
exits 1
holds messages "$err" "error: expected a prefix of your own, found 'sqlgen_'"
sqlgen generate --prefix sqlite3_
exits 1

claim "61: what SQLite keeps beside the tables is no struct"
layer <<'SQL'
CREATE TABLE numbered (id INTEGER PRIMARY KEY AUTOINCREMENT, "Number" TEXT);
CREATE VIRTUAL TABLE words USING fts5(title, body);
CREATE VIRTUAL TABLE boxes USING rtree(id, low, high);
CREATE TEMP TABLE scratch (a);
SQL
equal structs "$(sed -n 's/^struct \([a-z_]*\) {$/\1/p' db.h | tr '\n' ' ')" \
	"db box box_columns box_cursor numbered numbered_columns numbered_cursor word word_columns word_cursor "

claim "T15: arguments that are named like locals, functions and texts of the source shadow nothing"
layer <<'SQL'
CREATE TABLE t (id INTEGER PRIMARY KEY, db TEXT NOT NULL UNIQUE, stmt TEXT NOT NULL UNIQUE, rc TEXT NOT NULL UNIQUE,
  "out" TEXT NOT NULL UNIQUE, self TEXT NOT NULL UNIQUE, call TEXT NOT NULL UNIQUE,
  row TEXT NOT NULL UNIQUE, copy TEXT NOT NULL UNIQUE, at TEXT NOT NULL UNIQUE, size TEXT NOT NULL UNIQUE,
  cursor TEXT NOT NULL, reader TEXT NOT NULL UNIQUE, db_migration_1 TEXT NOT NULL UNIQUE,
  db_migrations TEXT NOT NULL UNIQUE, db_fact_1 TEXT NOT NULL UNIQUE, db_schema TEXT NOT NULL UNIQUE,
  insert_t TEXT NOT NULL UNIQUE, t_cursor TEXT NOT NULL UNIQUE, malloc TEXT NOT NULL UNIQUE, count INTEGER UNIQUE);
CREATE INDEX i ON t (cursor, count);
CREATE TABLE tasks (id INTEGER PRIMARY KEY, status TEXT CHECK (status IN ('a', 'b')), task_status TEXT, task TEXT,
  task_cursor TEXT, sqlgen_blob BLOB, sqlgen_value, sqlgen_call INTEGER, sqlite3_stmt TEXT);
SQL

claim "T16, T17: no name of the schema makes a file's name"
layer <<'SQL'
CREATE TABLE "../../etc/x" (id INTEGER PRIMARY KEY);
CREATE TABLE CON (id INTEGER PRIMARY KEY);
CREATE TABLE "a/b" (id INTEGER PRIMARY KEY);
CREATE TABLE "-o" (id INTEGER PRIMARY KEY);
SQL
equal files "$(echo *)" "db.c db.d db.h header.cc migrations sqlgen.c sqlgen.h"

claim "T18: files with odd names are no options, and are quoted"
mkdir migrations
echo 'CREATE TABLE a (id INTEGER PRIMARY KEY);' >"migrations/-rf.sql"
sqlgen generate
lacks messages "$err" "option"
true_that [ "$status" -le 1 ]
mv ./migrations/-rf.sql "migrations/0001_$(printf 'a\033[2J')b.sql"
sqlgen generate
lacks messages "$err$out" "$(printf '\033')"
mv migrations/* "migrations/0001_a
b.sql"
sqlgen generate
true_that [ "$status" -le 1 ]
[ "$status" -eq 1 ] || true_that gcc -std=c99 $strict -fsyntax-only db.c

claim "tables, columns and labels named like all that libc and POSIX declare, before and behind their headers"
mkdir migrations
true_that python3 "$here/headers.py" schema .
sqlgen generate
exits 0
equal messages "$err" ""
python3 "$here/headers.py" include >all.h
printf '#include "all.h"\n#include "db.h"\n' >behind.c
printf '#include "db.h"\n#include "all.h"\n' >before.c
for order in before behind; do
	ln -s $order.c $order.cc
	for feature in -D_GNU_SOURCE -D_DEFAULT_SOURCE; do
		true_that gcc -std=c99 $feature -Wall -Wno-cpp -fsyntax-only -I. $order.c
		true_that gcc -std=gnu2x $feature -Wall -Wno-cpp -fsyntax-only -I. $order.c
		true_that clang -std=c17 $feature -Wall -Wno-'#warnings' -fsyntax-only -I. $order.c
	done
	true_that g++ -std=c++11 -Wall -Wno-cpp -fsyntax-only -I. $order.cc
	true_that clang++ -std=c++20 -Wall -Wno-'#warnings' -fsyntax-only -I. $order.cc
done

summary
