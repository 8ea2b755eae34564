#!/bin/sh
# Databases that the real tools have made are adopted: dbmate, knex and Drizzle from npm, sqitch and Django where they
# are installed. Each applies two migrations; sqlgen goes on with a third, and refuses once the schema is another.
# Usage: adopt.sh SQLGEN   (ADOPT_MODULES: a node_modules that has dbmate, knex, drizzle-orm and better-sqlite3)
. "$(dirname "$0")/cli/claims.sh"

wanted="dbmate knex drizzle-orm better-sqlite3"
modules=${ADOPT_MODULES-}
tested=0

if [ -z "$modules" ]; then
	mkdir "$work/npm"
	# shellcheck disable=SC2086
	(cd "$work/npm" && npm install --silent --no-audit --no-fund $wanted) >"$work/npm.log" 2>&1 ||
		{ echo "npm cannot install $wanted:"; tail -n 5 "$work/npm.log"; }
	modules=$work/npm/node_modules
fi

# skips TOOL PATH: says so if the path is not there
skips() {
	[ ! -e "$2" ] || return 1
	echo "not tested: $1, which is not installed"
}

first='CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL);'
second='CREATE TABLE pets (id INTEGER PRIMARY KEY, owner INTEGER REFERENCES people (id));
CREATE INDEX pets_owner ON pets (owner);'
third='ALTER TABLE pets ADD COLUMN kind TEXT;'

# adopts TOOL TABLE [FILE]: two migrations in a.db, three in m; the table is in FILE
adopts() {
	tested=$((tested + 1))
	cp a.db other.db
	theirs=$(sqlite3 "${3-a.db}" "SELECT * FROM $2")
	sqlgen status a.db --migrations m
	exits 0
	holds status "$out" "a.db: 2 applied, 1 pending"
	holds status "$out" "to be adopted from $1: 2 migrations"
	sqlgen migrate a.db --migrations m
	exits 0
	equal messages "$err" ""
	holds output "$out" "adopted from $1: 2 migrations"
	equal "their history" "$(sqlite3 "${3-a.db}" "SELECT * FROM $2")" "$theirs"
	equal "our history" "$(sqlite3 a.db 'SELECT count(*), count(adopted_from) FROM sqlgen_migrations')" "3|2"
	sqlgen migrate a.db --migrations m
	equal "the second time" "$out" "nothing to apply"
	sqlite3 other.db 'PRAGMA foreign_keys = OFF; ALTER TABLE people RENAME COLUMN name TO title'
	before=$(cksum <other.db)
	sqlgen migrate other.db --migrations m
	exits 3
	holds messages "$err" "the schema is not what the migrations make that $1 has applied: expected 'column people.name"
	equal "what was refused" "$(cksum <other.db)" "$before"
}

claim "dbmate"
if ! skips dbmate "$modules/.bin/dbmate"; then
	mkdir m
	printf -- '-- migrate:up\n%s\n-- migrate:down\n' "$first" >m/20240101000000_people.sql
	printf -- '-- migrate:up\n%s\n-- migrate:down\n' "$second" >m/20240102000000_pets.sql
	DATABASE_URL=sqlite:a.db "$modules/.bin/dbmate" -d m --no-dump-schema up >log 2>&1 || cat log
	printf -- '-- migrate:up\n%s\n-- migrate:down\n' "$third" >m/20240103000000_kind.sql
	adopts dbmate schema_migrations
fi

claim "knex"
if ! skips knex "$modules/knex"; then
	mkdir js m
	cat >js/20240101000000_people.js <<'JS'
exports.up = (knex) => knex.schema.createTable('people', (t) => { t.increments(); t.string('name').notNullable(); });
exports.down = () => {};
JS
	cat >js/20240102000000_pets.js <<'JS'
exports.up = (knex) => knex.schema.createTable('pets', (t) => {
	t.increments(); t.integer('owner').references('people.id').index('pets_owner'); });
exports.down = () => {};
JS
	cat >up.js <<'JS'
const knex = require('knex')({ client: 'better-sqlite3', connection: { filename: 'a.db' }, useNullAsDefault: true });
knex.migrate.latest({ directory: './js' }).then(() => knex.destroy());
JS
	NODE_PATH=$modules node up.js >log 2>&1 || cat log
	echo "$first" | sed 's/PRIMARY KEY/NOT NULL PRIMARY KEY/' >m/20240101000000_people.sql
	echo "$second" | sed 's/PRIMARY KEY/NOT NULL PRIMARY KEY/' >m/20240102000000_pets.sql
	echo "$third" >m/20240103000000_kind.sql
	adopts knex knex_migrations
fi

claim "Drizzle"
if ! skips Drizzle "$modules/drizzle-orm"; then
	mkdir -p m/meta
	echo "$first" >m/0000_people.sql
	echo "$second" | sed 's/;$/;--> statement-breakpoint/' | sed '$s/-->.*//' >m/0001_pets.sql
	entry='{"idx": %s, "version": "6", "when": 170406720%s000, "tag": "%s", "breakpoints": true}'
	{
		printf '{"version": "7", "dialect": "sqlite", "entries": ['
		# shellcheck disable=SC2059
		printf "$entry, $entry" 0 0 0000_people 1 1 0001_pets
	} >journal
	echo ']}' | cat journal - >m/meta/_journal.json
	cat >up.js <<'JS'
const { drizzle } = require('drizzle-orm/better-sqlite3');
const { migrate } = require('drizzle-orm/better-sqlite3/migrator');
migrate(drizzle(require('better-sqlite3')('a.db')), { migrationsFolder: './m' });
JS
	NODE_PATH=$modules node up.js >log 2>&1 || cat log
	echo "$third" >m/0002_kind.sql
	# shellcheck disable=SC2059
	printf ", $entry]}" 2 2 0002_kind | cat journal - >m/meta/_journal.json
	adopts drizzle __drizzle_migrations
fi

claim "sqitch"
if ! skips sqitch "$(command -v sqitch)"; then
	mkdir m
	(
		cd m || exit 1
		SQITCH_FULLNAME=Someone SQITCH_EMAIL=someone@example.org
		export SQITCH_FULLNAME SQITCH_EMAIL
		sqitch init zoo --engine sqlite
		sqitch add people -n people
		sqitch add pets -n pets
		echo "$first" >deploy/people.sql
		echo "$second" >deploy/pets.sql
		sqitch deploy db:sqlite:../a.db
		sqitch add kind -n kind
		echo "$third" >deploy/kind.sql
	) >log 2>&1 || cat log
	adopts sqitch:zoo changes sqitch.db
fi

claim "Django"
if ! skips Django "$(command -v django-admin)"; then
	mkdir -p zoo/migrations m
	touch zoo/__init__.py zoo/migrations/__init__.py
	cat >settings.py <<'PY'
SECRET_KEY = 'x'
DEFAULT_AUTO_FIELD = 'django.db.models.AutoField'
INSTALLED_APPS = ['django.contrib.contenttypes', 'django.contrib.auth', 'django.contrib.sessions', 'zoo']
DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': 'a.db'}}
PY
	cat >zoo/models.py <<'PY'
from django.db import models
class Person(models.Model):
    name = models.TextField()
    class Meta: db_table = 'people'
PY
	PYTHONPATH=. DJANGO_SETTINGS_MODULE=settings
	export PYTHONPATH DJANGO_SETTINGS_MODULE
	django-admin makemigrations zoo -n people >log 2>&1 || cat log
	cat >>zoo/models.py <<'PY'
class Pet(models.Model):
    owner = models.ForeignKey(Person, null=True, on_delete=models.CASCADE)
    class Meta: db_table = 'pets'
PY
	django-admin makemigrations zoo -n pets >log 2>&1 || cat log
	django-admin migrate >log 2>&1 || cat log
	django-admin sqlmigrate zoo 0001 >m/0001_people.sql
	django-admin sqlmigrate zoo 0002 >m/0002_pets.sql
	echo "$third" >m/0003_kind.sql
	adopts django:zoo django_migrations
fi

if [ "$tested" -eq 0 ]; then
	echo "none of the tools is here"
	exit 77
fi
summary
