#!/bin/sh
# generate, schema, dump and templates. Usage: generate.sh SQLGEN
. "$(dirname "$0")/claims.sh"

claim "generate writes the files and says so; unchanged ones are not touched"
two_migrations
sqlgen generate
exits 0
equal messages "$err" ""
equal output "$(echo "$out" | sort | tr '\n' ' ')" "wrote db.c wrote db.d wrote db.h wrote sqlgen.c wrote sqlgen.h "
touch -t 200001010000 db.c db.h db.d
sqlgen generate
exits 0
equal "output the second time" "$out" ""
equal "files that were touched" "$(find . -newermt 2001-01-01 -name 'db.*')" "./db.d"
sqlgen generate --verbose
holds output "$out" "unchanged db.c"

claim "the generated C compiles"
two_migrations
sqlgen generate --output src/db --name store --prefix app_
exits 0
true_that cc -std=c99 -Wall -Wextra -Werror -c -o store.o src/db/store.c
true_that cc -std=c99 -Wall -Wextra -Werror -c -o sqlgen.o src/db/sqlgen.c
holds header "$(cat src/db/store.h)" "app_insert_task"

claim "check writes nothing and exits with 1 while a file would change"
two_migrations
sqlgen generate --check
exits 1
holds output "$out" "would change db.h"
equal files "$(ls)" migrations
sqlgen generate -q
equal "output of -q" "$out" ""
rm db.d
sqlgen generate --check
exits 0
equal output "$out" ""
equal "the depfile" "$(ls db.d 2>/dev/null)" ""
echo 'ALTER TABLE users ADD COLUMN email TEXT;' >migrations/0003_email.sql
sqlgen generate --check
exits 1
lacks output "$out" "sqlgen.c"
sqlgen generate --dry-run
exits 0
holds output "$out" "would write db.c"
lacks "the file" "$(cat db.h)" email

claim "after an error nothing is written, and the error has a place"
two_migrations
sqlgen generate
before=$(cat db.h)
printf 'CREATE TABLE x (a);\n  INSERT INTO y VALUES (1, 2;\n' >migrations/0003_x.sql
sqlgen generate
exits 1
equal output "$out" ""
holds messages "$err" "migrations/0003_x.sql:2:29: error: "
holds messages "$err" "^"
equal header "$(cat db.h)" "$before"
sqlgen schema
exits 1
equal "schema's output" "$out" ""
sqlgen schema --at 2
exits 0

claim "five warnings of a kind are shown, and how many more there are; all where that is asked for"
mkdir migrations
for i in $(seq 1 25); do echo >migrations/$i.sql; done
sqlgen generate --dry-run
exits 0
equal warnings "$(echo "$err" | grep -c 'warning:')" 5
equal "the last line" "$(echo "$err" | tail -n 1)" "sqlgen: 20 more warnings: '--verbose' shows all"
sqlgen generate --dry-run -v
equal "all warnings" "$(echo "$err" | grep -c 'warning:')" 25
lacks messages "$err" "more warnings"
sqlgen generate --dry-run -q
equal "messages of -q" "$err" ""

claim "a large migration is not tried with rows, and -v says so"
two_migrations
{ head -c 4200000 /dev/zero | tr '\0' ' '; echo 'ALTER TABLE users ADD COLUMN x DEFAULT (1 + 1);'; } >migrations/0003_x.sql
sqlgen generate --dry-run
exits 0
equal messages "$err" ""
sqlgen generate --dry-run --verbose
exits 0
holds messages "$err" "migrations/0003_x.sql: note: not tried with rows: it has more than 4 MB"

claim "sqlgen.ini is read, paths are relative to it, and options go before it"
mkdir conf
(cd conf && two_migrations)
printf '[generate]\noutput = out\nname = store\n' >conf/sqlgen.ini
sqlgen generate --config conf/sqlgen.ini
exits 0
holds output "$out" "wrote conf/out/store.h"
sqlgen generate --config conf/sqlgen.ini --output here --name other --runtime none
exits 0
equal files "$(ls here | tr '\n' ' ')" "other.c other.d other.h "
printf '[generate]\nnmae = store\n' >conf/sqlgen.ini
sqlgen generate --config conf/sqlgen.ini
exits 1
holds messages "$err" "conf/sqlgen.ini:2:1: error: "

claim "what cannot be typed is said and left out, and the rest is there"
mkdir migrations
printf 'CREATE TABLE tasks(id INTEGER PRIMARY KEY, x REFERENCES gone);\nCREATE VIEW dead AS SELECT z FROM tasks;\n' \
	>migrations/1_init.sql
sqlgen generate
exits 0
holds messages "$err" "1_init.sql:2:13: warning: view 'dead' cannot be read: no such column: z"
holds messages "$err" "warning: 'tasks.x' references 'gone': expected a table, found none"
holds header "$(cat db.h)" "int list_tasks("
equal "what is left out" "$(grep -ci dead db.h)" 0

claim "what broke a query is said"
mkdir migrations queries
cat >migrations/1_init.sql <<'SQL'
CREATE TABLE tasks(id INTEGER PRIMARY KEY, title TEXT, note TEXT);
CREATE TABLE tags(name TEXT);
SQL
cat >migrations/2_rebuild.sql <<'SQL'
-- sqlgen: allow destructive
CREATE TABLE "new"(id INTEGER PRIMARY KEY, note TEXT);
INSERT INTO "new" SELECT id, note FROM tasks;
  DROP TABLE tasks;
ALTER TABLE "new" RENAME TO tasks;
SQL
printf -- '-- sqlgen: allow destructive\nDROP TABLE tags; CREATE TABLE later(a);\n' >migrations/3_tags.sql
cat >queries/q.sql <<'SQL'
-- name: titles :many
SELECT id,
  title FROM tasks;
-- name: tags :many
SELECT name FROM tags;
-- name: never :many
SELECT missing FROM tasks;
SQL
sqlgen generate
exits 1
equal messages "$(grep ':' "$work/err")" "queries/q.sql:3:3: error: no such column: title
migrations/2_rebuild.sql:4:3: note: this migration broke it
queries/q.sql:5:18: error: no such table: tags: did you mean 'tasks'?
migrations/3_tags.sql:2:1: note: this migration broke it
queries/q.sql:7:8: error: no such column: missing"

claim "a declared type means the same in small letters"
mkdir migrations
echo "CREATE TABLE t(id integer primary key, b boolean not null, d datetime not null default current_timestamp,
	v varchar(36), f Double, z blob, e text check (e in ('a', 'b')));" >migrations/1_init.sql
sqlgen generate
exits 0
for field in "bool b;" "const char \*d;" "const char \*v;" "double f;" "struct sqlgen_blob z;" "enum t_e e;"; do
	equal "$field" "$(grep -c "^	$field" db.h)" 1
done

claim "a file that cannot be written is status 5, and leaves the others"
two_migrations
mkdir db.c
sqlgen generate
exits 5
holds messages "$err" "db.c"
equal "files" "$(ls | tr '\n' ' ')" "db.c migrations "

claim "make runs it when a migration comes, changes or goes, and else not"
two_migrations
cat >Makefile <<MAKE
db.d: migrations
	@$sqlgen_path generate -q && echo ran
db.c db.h sqlgen.c sqlgen.h: db.d ;
-include db.d
MAKE
settle() {
	touch -t 200001010000 migrations/* migrations db.d
}
touch -t 200001010000 migrations/* migrations
equal first "$(make -s db.c 2>&1)" ran
equal again "$(make -s db.c 2>&1 | grep -c ran)" 0
settle
touch migrations/0001_init.sql
equal changed "$(make -s db.c 2>&1)" ran
equal settled "$(make -s db.c 2>&1 | grep -c ran)" 0
settle
echo 'CREATE TABLE third (a);' >migrations/0003_third.sql
equal "one more" "$(make -s db.c 2>&1)" ran
settle
rm migrations/0002_users.sql
equal gone "$(make -s db.c 2>&1)" ran
lacks "the header" "$(cat db.h)" users

claim "a migration from the future does not make make run for ever"
two_migrations
cat >Makefile <<MAKE
db.d: migrations
	@$sqlgen_path generate -q && echo ran
db.c db.h sqlgen.c sqlgen.h: db.d
	@test -f \$@ || $sqlgen_path generate -q
-include db.d
MAKE
touch -t 203001010000 migrations/0001_init.sql
equal first "$(timeout 20 make -s db.c 2>/dev/null)" ran
equal again "$(timeout 20 make -s db.c 2>/dev/null)" ""
rm db.c
equal "a deleted file" "$(timeout 20 make -s db.c 2>/dev/null; ls db.c)" db.c

claim "names that a depfile cannot carry are warned of"
mkdir 'a(b)'
echo 'CREATE TABLE t (a);' >'a(b)/1_t.sql'
sqlgen generate --migrations 'a(b)'
exits 0
holds messages "$err" "[depfile-name]"

claim "a full disk leaves what was there"
two_migrations
sqlgen generate -q
mkdir before
cp db.* sqlgen.* before
for i in 1 2 3 4 5 6 7 8 9; do
	echo "CREATE TABLE more_$i (a, b, c, d, e, f);"
done >migrations/0003_more.sql
status=0
(ulimit -f 16; "$sqlgen_path" generate) >"$work/out" 2>"$work/err" || status=$?
true_that test "$status" -ne 0
holds messages "$(cat "$work/err")" "File too large"
true_that test -z "$(for file in before/*; do cmp "$file" "$(basename "$file")" 2>&1; done)"
equal "files beside" "$(ls)" "$(printf 'before\ndb.c\ndb.d\ndb.h\nmigrations\nsqlgen.c\nsqlgen.h')"
sqlgen generate -q
exits 0

claim "the same input gives the same bytes, wherever it is"
mkdir a b
(cd a && two_migrations && "$sqlgen_path" generate -q)
(cd b && two_migrations && LC_ALL=C.UTF-8 TZ=Asia/Tokyo "$sqlgen_path" generate -q)
true_that diff -r a b

claim "schema prints SQL that makes the same schema, JSON and text"
two_migrations
sqlgen schema
exits 0
echo "$out" >schema.sql
sqlgen schema --format json
holds json "$out" '"tables": ['
by_format=$out
sqlgen schema --json
equal "--json" "$out" "$by_format"
sqlgen schema --format text
holds text "$out" "table tasks"
sqlgen schema --at 0001 --format text
lacks "version 1" "$out" users
mkdir other
cp schema.sql other/0001_all.sql
sqlgen schema --migrations other
equal "the schema of the schema" "$out" "$(cat schema.sql)"
sqlgen schema --at 7
exits 2
equal messages "$err" "sqlgen: error: no version '7': expected one of 1, 2"

claim "dump prints what templates see"
two_migrations
sqlgen dump --prefix app_
exits 0
holds json "$out" '"p": "app_"'

claim "templates are listed, written out, and not overwritten"
sqlgen templates
exits 0
holds output "$out" "db.h.tmpl"
sqlgen templates --export mine
exits 0
holds output "$out" "wrote mine/db.h.tmpl"
echo '// mine' >mine/db.h.tmpl
sqlgen templates --export mine
exits 1
holds messages "$err" "mine/db.h.tmpl: error: is there already: --force replaces it"
equal "the file" "$(cat mine/db.h.tmpl)" "// mine"
two_migrations
rm mine/db.c.tmpl
sqlgen generate --templates mine
exits 0
equal header "$(cat db.h)" "// mine"
holds source "$(cat db.c)" "insert_task"
echo >mine/db.hh.tmpl
sqlgen generate --templates mine
exits 1
holds messages "$err" "unknown template 'db.hh.tmpl': expected db.h.tmpl, db.c.tmpl"
rm mine/db.hh.tmpl
printf 'x\n@for t in tabels\n@end\n' >mine/db.h.tmpl
sqlgen generate --templates mine
exits 1
holds messages "$err" "mine/db.h.tmpl:2:11: error: unknown name 'tabels' in 'tabels'"
sqlgen templates --export mine --force
exits 0
sqlgen generate --templates mine --output x
equal "with the exported ones" "$err" ""
sqlgen generate --output y
rm -f x/db.d y/db.d
true_that diff -r x y

summary
