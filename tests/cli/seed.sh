#!/bin/sh
# seed, on real databases. Usage: seed.sh SQLGEN
. "$(dirname "$0")/claims.sh"

seeded_project() {
	two_migrations
	mkdir seeds
	echo "INSERT INTO users (name) VALUES ('b');" >seeds/02_more.sql
	echo "INSERT INTO users (id, name) VALUES (1, 'a') ON CONFLICT (id) DO UPDATE SET name = excluded.name;" \
		>seeds/01_first.sql
	echo notes >seeds/README.md
	sqlgen migrate a.db -q
}

names() {
	sqlite3 a.db 'SELECT group_concat(name) FROM (SELECT name FROM users ORDER BY id)'
}

claim "seeds run in the order of their names, each once"
seeded_project
sqlgen seed a.db
exits 0
equal output "$out" "seeded seeds/01_first.sql
seeded seeds/02_more.sql"
equal rows "$(names)" a,b
sqlgen seed a.db
exits 0
equal output "$out" "nothing to seed"
equal rows "$(names)" a,b

claim "a changed one runs again, and another line end is no change"
seeded_project
sqlgen seed a.db -q
printf "INSERT INTO users (name) VALUES ('b');\r\n" >seeds/02_more.sql
sed -i "s/'a'/'c'/" seeds/01_first.sql
sqlgen seed a.db --json
exits 0
equal rows "$(names)" c,b
equal run "$(echo "$out" | grep -c true)" 1
sqlgen verify a.db
exits 0
sqlgen status a.db
exits 0

claim "if one fails none has run, and the place is told"
seeded_project
printf "\n  INSERT INTO nowhere VALUES (1);\n" >seeds/03_bad.sql
sqlgen seed a.db
exits 1
holds messages "$err" "seeds/03_bad.sql:2:3: error: no such table: nowhere"
equal rows "$(names)" ""
echo "COMMIT; ROLLBACK;" >seeds/03_bad.sql
sqlgen seed a.db
exits 1
equal rows "$(names)" ""
echo "ATTACH 'b.db' AS b;" >seeds/03_bad.sql
sqlgen seed a.db
exits 1
true_that test ! -e b.db

claim "foreign keys are enforced"
mkdir migrations seeds
echo 'CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES p);' >migrations/1_a.sql
echo 'INSERT INTO c VALUES (7);' >seeds/a.sql
sqlgen migrate a.db -q
sqlgen seed a.db
exits 1
holds messages "$err" "seeds/a.sql:1:1: error: FOREIGN KEY constraint failed"

claim "what is pending, busy, missing or not there"
seeded_project
echo 'CREATE TABLE more (a);' >migrations/0003_more.sql
sqlgen seed a.db
exits 1
holds messages "$err" "found 1 pending: run 'sqlgen migrate a.db' first"
sqlgen seed none.db
exits 5
sqlgen seed a.db --seeds nowhere
exits 1
holds messages "$err" "nowhere: error: cannot open the directory"
echo '-- edited' >>migrations/0001_init.sql
sqlgen seed a.db
exits 3

summary
