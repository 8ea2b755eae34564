#!/bin/sh
# The cache of generate. Usage: cache.sh SQLGEN
. "$(dirname "$0")/claims.sh"

claim "with a cache everything is as without one, cold and warm"
two_migrations
sqlgen generate -q --output plain
sqlgen generate -q --output cold --cache images
exits 0
equal messages "$err" ""
equal images "$(ls images | wc -l | tr -d ' ')" 2
sqlgen generate -q --output warm --cache images
exits 0
for file in db.h db.c; do
	true_that cmp "plain/$file" "cold/$file"
	true_that cmp "plain/$file" "warm/$file"
done

claim "a new migration goes on from the image, and an edited one from before it"
two_migrations
sqlgen generate -q --cache images
echo 'ALTER TABLE users ADD COLUMN email TEXT;' >migrations/0003_email.sql
sqlgen generate -q --cache images
exits 0
holds header "$(cat db.h)" "const char *email;"
echo 'ALTER TABLE users ADD COLUMN mail TEXT;' >migrations/0003_email.sql
sqlgen generate -q --cache images
exits 0
holds header "$(cat db.h)" "const char *mail;"
lacks header "$(cat db.h)" "email"
cp db.c with.c
sqlgen generate -q
true_that cmp db.c with.c

claim "what was warned of is warned of again"
mkdir migrations
echo 'CREATE TABLE a (b TEXT, c TEXT DEFAULT "d");' >migrations/0001_a.sql
echo 'CREATE UNIQUE INDEX u ON a (b);' >migrations/0002_u.sql
echo 'INSERT INTO a (b) VALUES ("e");' >migrations/0003_e.sql
sqlgen generate
warned=$err
holds warnings "$warned" "migrations/0003_e.sql:1:27: warning: "
for run in cold warm; do
	sqlgen generate --cache images
	equal "warnings of a $run run" "$err" "$warned"
done

claim "errors behind an image have their place"
two_migrations
sqlgen generate -q --cache images
echo 'ALTER TABLE nothere ADD COLUMN email TEXT;' >migrations/0003_email.sql
sqlgen generate -q --cache images
exits 1
holds messages "$err" "migrations/0003_email.sql:1:1: error: "

claim "what a migration needs of a temporary table is not lost"
mkdir migrations
echo 'CREATE TABLE a (b TEXT); CREATE TEMP TABLE t AS SELECT 1 AS c;' >migrations/0001_a.sql
echo 'CREATE TABLE d AS SELECT c FROM t;' >migrations/0002_d.sql
echo 'CREATE TABLE e (f TEXT);' >migrations/0003_e.sql
sqlgen generate -q --cache images
exits 0
sqlgen generate -q --cache images
exits 0
echo 'CREATE TABLE g AS SELECT c FROM t;' >migrations/0004_g.sql
sqlgen generate -q --cache images
exits 0
equal messages "$err" ""

claim "a damaged image, and files of others, are passed over"
two_migrations
sqlgen generate -q --cache images
cp db.c before.c
for image in images/*; do
	dd if=/dev/zero of="$image" bs=1 seek=300 count=40 conv=notrunc 2>/dev/null
done
echo mine >images/notes.txt
sqlgen generate -q --cache images
exits 0
equal messages "$err" ""
true_that cmp db.c before.c
equal "the file of others" "$(cat images/notes.txt)" mine

claim "a cache that cannot be written is a warning"
two_migrations
echo >images
sqlgen generate --cache images
exits 0
holds messages "$err" "cannot keep an image of the schema"
equal "how many" "$(echo "$err" | grep -c 'warning:')" 1

claim "sqlgen.ini names the cache, beside itself"
mkdir project
cd project || exit 1
two_migrations
printf '[generate]\ncache = build/images\n' >sqlgen.ini
cd ..
sqlgen generate -q --config project/sqlgen.ini
exits 0
equal images "$(ls project/build/images | wc -l | tr -d ' ')" 2

summary
