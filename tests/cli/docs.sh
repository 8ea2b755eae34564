#!/bin/sh
# docs: the files it writes, what is in them, and that names and comments are only ever text. Usage: docs.sh SQLGEN
. "$(dirname "$0")/claims.sh"

project() {
	mkdir migrations
	cat >migrations/0001_init.sql <<'SQL'
-- Who may come in.

-- People with an account.
CREATE TABLE users (
  id    INTEGER PRIMARY KEY,
  name  TEXT NOT NULL, -- as they sign
  role  TEXT NOT NULL DEFAULT 'guest' CHECK (role IN ('guest', 'admin'))
);
INSERT INTO users (name) VALUES ('root'), ('nobody');
SQL
	cat >migrations/0002_tasks.sql <<'SQL'
CREATE TABLE tasks (id INTEGER PRIMARY KEY, owner INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE);
-- for those who look for their own
CREATE INDEX tasks_owner ON tasks (owner);
ALTER TABLE users ADD COLUMN mail TEXT;
UPDATE users SET mail = name || '@example.org';
SQL
	echo 'DROP TABLE tasks;' >migrations/0002_tasks.down.sql
}

claim "the documents are written to docs, and not touched where nothing changed"
project
sqlgen docs
exits 0
holds output "$out" "wrote docs/MIGRATIONS.md"
holds output "$out" "wrote docs/database.md"
sqlgen docs
exits 0
equal output "$out" ""

claim "the page has the picture and the history, and needs nothing beside it"
project
echo 'DROP TABLE tasks;' >migrations/0003_drop.sql
sqlgen docs -q
holds there "$(cat docs/index.html)" '<td class="changed"><a href="#version_2" title="changed in 2"><span class="unseen">changed</span></a></td
><td class="there"></td'
holds gone "$(cat docs/index.html)" '<th scope="row" class="gone">tasks</th
><td class="none"></td'
rm migrations/0003_drop.sql
sqlgen docs -q --title 'Tom & Ann'
page=$(cat docs/index.html)
holds title "$page" '<title>Tom &amp; Ann</title>'
holds box "$page" '<a class="box" id="box_table_users" href="#table_users"><title>users</title>'
holds line "$page" '<g class="wire of_table_tasks of_table_users"><title>tasks.owner refers to users</title>'
holds foot "$page" '<use href="#many" transform="translate('
holds bars "$page" '<use href="#one" transform="translate('
holds made "$page" '<td class="made"><a href="#version_1" title="made in 1">'
holds changed "$page" '<td class="changed"><a href="#version_2" title="changed in 2">'
holds keyword "$page" '<span class="keyword">CREATE TABLE'
holds policy "$page" "content=\"default-src 'none'; style-src 'unsafe-inline'\""
for part in '<script' 'http://' 'src=' '@import' 'url('; do
	lacks "$part" "$(grep -v 'xmlns=' docs/index.html)" "$part"
done
sqlgen docs -q --page schema.html
exits 0
true_that test -f docs/schema.html
sqlgen docs --page ../schema.html
exits 2

claim "a nullable foreign key leads to one or none, a unique one comes from at most one, a table may lead to itself"
mkdir migrations
echo 'CREATE TABLE a (id INTEGER PRIMARY KEY, up INT REFERENCES a);
CREATE TABLE b (id INTEGER PRIMARY KEY REFERENCES a);' >migrations/0001_init.sql
sqlgen docs -q
page=$(cat docs/index.html)
holds itself "$page" '<title>a.up refers to a</title>'
equal optional "$(grep -c 'use href="#maybe" transform' docs/index.html)" 1
equal single "$(grep -c 'use href="#single" transform' docs/index.html)" 1

claim "of many tables the picture has only keys, and of none there is none"
mkdir migrations
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do
	echo "CREATE TABLE t$i (id INTEGER PRIMARY KEY, a, b, c INT REFERENCES t1);"
done >migrations/0001_init.sql
sqlgen docs -q
holds left "$(cat docs/index.html)" '>and 2 more</text>'
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do
	echo "DROP TABLE t$i;"
done >migrations/0002_drop.sql
sqlgen docs -q
exits 0
lacks picture "$(cat docs/index.html)" '<svg class="picture"'
holds dropped "$(cat docs/index.html)" '<td class="dropped"><a href="#version_2"'

claim "what a migration changes, does to rows, and its way back are told"
project
sqlgen docs -q
text=$(cat docs/MIGRATIONS.md)
holds description "$text" "Who may come in."
holds made 'x'"$text" "- makes table [\`tasks\`](database.md#table_tasks)
  with \`id\` and \`owner\`"
holds altered "$text" "- changes table [\`users\`](database.md#table_users)
  - added column \`mail\`: \`TEXT\`"
holds list "$text" "- [2 tasks](#version_2)"
holds rows "$text" "writes 2 rows into"
holds update "$text" "updates \`mail\` in rows of"
holds down "$text" "<summary>Way back</summary>

\`\`\`sql
DROP TABLE tasks;"
holds none "$text" "There is no way back."

claim "tables and columns are described, with their C type and the versions that they come from"
project
sqlgen docs -q
text=$(cat docs/database.md)
holds table "$text" "People with an account."
holds column "$text" "| \`name\` | \`TEXT\` |  |  |  | \`const char *name\` | [1](MIGRATIONS.md#version_1) | as they sign |"
holds enum "$text" "\`role\` is one of \`guest\`, \`admin\`"
holds key "$text" "Foreign key \`owner\` to [\`users\`](#table_users) (\`id\`)
  on delete \`CASCADE\`"
holds index "$text" "Index \`tasks_owner\` on \`(owner)\` (version [2](MIGRATIONS.md#version_2))
  — for those who look for their own"
holds struct "$text" "(\`struct user\`)
since version [1](MIGRATIONS.md#version_1), last changed in [2](MIGRATIONS.md#version_2)."
holds referred "$text" "Referred to by [\`tasks\`](#table_tasks)"

claim "a table or column that has another name is told so"
project
echo 'ALTER TABLE tasks RENAME TO jobs; ALTER TABLE users RENAME COLUMN mail TO email;' >migrations/0003_names.sql
sqlgen docs -q
holds table "$(cat docs/MIGRATIONS.md)" "- renames table \`tasks\` to [\`jobs\`](database.md#table_jobs)"
holds column "$(cat docs/MIGRATIONS.md)" "- changes table [\`users\`](database.md#table_users)
  - renamed column \`mail\` to \`email\`"
holds versions "$(cat docs/database.md)" "since version [2](MIGRATIONS.md#version_2), last changed in [3](MIGRATIONS.md#version_3)."
holds page "$(cat docs/index.html)" '<td class="renamed"><a href="#version_3"'

claim "--check writes nothing, and fails if a file would change"
project
sqlgen docs --check
exits 1
holds output "$out" "would change docs/database.md"
equal directory "$(ls)" migrations
sqlgen docs -q
sqlgen docs --check
exits 0
echo 'ALTER TABLE users ADD COLUMN age INT;' >migrations/0003_age.sql
sqlgen docs --check
exits 1
sqlgen docs --check --quiet
exits 1
equal output "$out" ""

claim "the documents are the same wherever sqlgen is called from"
project
sqlgen docs -q
mkdir elsewhere
cd elsewhere || exit 1
sqlgen docs -q --migrations ../migrations --output docs
exits 0
true_that cmp docs/MIGRATIONS.md ../docs/MIGRATIONS.md
true_that cmp docs/database.md ../docs/database.md
true_that cmp docs/index.html ../docs/index.html

claim "templates of one's own take the place of the built-in ones"
project
mkdir own
echo '${title}: ${table_count}' >own/database.md.tmpl
sqlgen docs -q --templates own --title 'My own'
exits 0
equal document "$(cat docs/database.md)" "My own: 2"
echo '${nothing}' >own/database.md.tmpl
sqlgen docs --templates own
exits 1
holds message "$err" "own/database.md.tmpl:1:3: error:"
equal document "$(cat docs/database.md)" "My own: 2"

claim "the picture as text for Mermaid and for Graphviz"
project
sqlgen docs --mermaid
exits 0
holds table "$out" 'table_users["users"] {'
holds relation "$out" 'table_users ||--o{ table_tasks : "owner"'
sqlgen docs --dot
exits 0
holds relation "$out" 'table_tasks -> table_users [arrowtail=crowodot, arrowhead=teetee, label="owner"];'
equal directory "$(ls)" migrations
sqlgen docs --dot --mermaid
exits 2

claim "the values that templates see, as JSON"
project
sqlgen docs --json
exits 0
holds title "$out" '"title": "Database"'
holds declaration "$out" '"c": "const char *name"'
holds picture "$out" '"child_name": "tasks"'
sqlgen docs --dot --json
exits 2
holds message "$err" "expected one of '--dot' and '--json', found both"

claim "names and comments are only ever text"
mkdir migrations
reversal=$(printf '\342\200\256') # U+202E, from which on text runs to the left
printf '%s\n\n' "-- </script><img src=x onerror=alert(1)> | \`code\` ]]> ${reversal}reversed" >migrations/0001_init.sql
cat >>migrations/0001_init.sql <<'SQL'
-- | a | b ``` <details>
-- # heading
CREATE TABLE "</script><b>|`""]}>" (
  "a|b" INTEGER PRIMARY KEY, -- <i>|`*x*
  "c`d" TEXT DEFAULT '```' CHECK ("c`d" IN ('<u>', '|', '')),
  "line
break" TEXT,
  "-->" TEXT REFERENCES "</script><b>|`""]}>"
);
SQL
sqlgen docs -q
exits 0
text=$(cat docs/*)
for part in '<script' '</script>"' '<img' '<b>' '<i>' "$reversal"; do
	lacks "$part" "$(grep -v -e '^CREATE' -e '^-- ' -e '^  "' docs/database.md docs/MIGRATIONS.md)" "$part"
done
for part in '<script' '<img' '<b>' '<i>' '<u>' "$reversal" 'onerror=alert(1)>'; do
	lacks "$part" "$(cat docs/index.html)" "$part"
done
holds fence "$(cat docs/MIGRATIONS.md)" '````sql'
holds heading "$(cat docs/database.md)" '## &lt;/script&gt;&lt;b&gt;\|\`"\]}&gt;'
holds cell "$(cat docs/database.md)" '| <code>a&#124;b</code> | `INTEGER` | key |  |  |'
sqlgen docs --mermaid
exits 0
holds mermaid "$out" '["#lt;/script#gt;#lt;b#gt;|#96;#quot;]#125;#gt;"] {'
sqlgen docs --dot
exits 0
holds dot "$out" '<b>&lt;/script&gt;&lt;b&gt;|`&quot;]}&gt;</b>'

claim "Mermaid takes pk, fk and uk for marks wherever they stand"
mkdir migrations
echo 'CREATE TABLE pk (pk INTEGER PRIMARY KEY, fk UK);' >migrations/0001_init.sql
sqlgen docs --mermaid
exits 0
holds columns "$out" '        INTEGER pk_ PK "pk"
        UK_ fk_ "fk"'

summary
