#!/bin/sh
# The command line itself: verbs, options, help, output that cannot be written. Usage: usage.sh SQLGEN
. "$(dirname "$0")/claims.sh"

verbs="generate describe explain new migrate status docs schema dump templates"

claim "without a verb there is a short help, and it is wrong use"
sqlgen
exits 2
holds messages "$err" "usage: sqlgen VERB"
equal output "$out" ""

claim "help is output, for all and for each verb"
for words in --help -h help; do
	sqlgen $words
	exits 0
	holds "$words" "$out" "usage: sqlgen VERB"
	holds "$words" "$out" "examples:"
done
for verb in $verbs; do
	sqlgen help
	holds "the list" "$out" "  $verb "
	sqlgen help "$verb"
	exits 0
	holds "$verb" "$out" "usage: sqlgen $verb"
	holds "$verb" "$out" "examples:"
	by_help=$out
	sqlgen "$verb" --help
	exits 0
	equal "$verb --help" "$out" "$by_help"
done

claim "versions are those of sqlgen and of SQLite"
sqlgen --version
exits 0
holds output "$out" "(linked)"
holds output "$out" "(headers)"
equal "first word" "${out%% *}" sqlgen
by_option=$out
sqlgen version
equal verb "$out" "$by_option"

claim "a misspelt verb or option is told with the right one"
sqlgen generat
exits 2
equal messages "$err" "sqlgen: error: unknown verb 'generat': did you mean 'generate'?"
sqlgen frobnicate
exits 2
holds messages "$err" "unknown verb 'frobnicate': 'sqlgen help' lists them"
sqlgen help staus
exits 2
holds messages "$err" "did you mean 'status'?"
sqlgen generate --outptu x
exits 2
holds messages "$err" "unknown option '--outptu': did you mean '--output'?"
sqlgen generate --xyzzyplugh
exits 2
equal messages "$err" "sqlgen: error: unknown option '--xyzzyplugh'"
sqlgen generate -z
exits 2
holds messages "$err" "unknown option '-z'"

claim "help is there for help and version, too"
sqlgen help help
exits 0
holds output "$out" "usage: sqlgen help [VERB]"
sqlgen help version
exits 0
holds output "$out" "usage: sqlgen version"

claim "an option before the verb is told where it belongs"
sqlgen --check generate
exits 2
equal messages "$err" "sqlgen: error: expected a verb, found '--check':\
 options stand behind the verb, as in 'sqlgen generate --check'"
sqlgen -x
exits 2
equal messages "$err" "sqlgen: error: expected a verb, found '-x': 'sqlgen help' lists them"

claim "options that contradict each other are wrong use"
two_migrations
while IFS='|' read -r words message; do
	# shellcheck disable=SC2086
	sqlgen $words
	exits 2
	equal "$words" "$err" "sqlgen: error: $message"
done <<'ROWS'
schema --json --format sql|expected one of '--json' and '--format sql', found both
templates --force|expected '--export DIR' with '--force', found nothing
migrate :memory:|expected a file, found ':memory:': a database in memory would be gone with this command
status file::memory:|expected a file, found 'file::memory:': a database in memory would be gone with this command
ROWS
sqlgen schema --json --format json
exits 0

claim "a configuration that is a link to nothing is not passed over"
two_migrations
ln -s nothing sqlgen.ini
sqlgen schema
exits 1
equal messages "$err" "sqlgen.ini: error: cannot open the file: No such file or directory"

claim "values are checked before anything is read"
while IFS='|' read -r words message; do
	# shellcheck disable=SC2086
	sqlgen $words
	exits 2
	holds "$words" "$err" "$message"
done <<'ROWS'
generate --output|expected DIR behind '--output', found nothing
generate --output=|expected DIR for '--output', found ''
generate --check=yes|expected no value for '--check', found 'yes'
generate --prefix 1x|expected a C identifier that begins with a letter for '--prefix', found '1x'
generate --prefix _x|expected a C identifier
generate --name ../x|expected a file's name of letters
generate --name -x|expected a file's name of letters
generate --runtime inside|expected beside, system or none for '--runtime', found 'inside'
generate --convention rails|numbered or schema for '--convention', found 'rails'
schema --format yaml|expected sql, json or text for '--format', found 'yaml'
schema --format s|expected sql, json or text for '--format', found 's'
migrate --wait soon a.db|expected 0 to 86400 seconds for '--wait', found 'soon'
migrate --wait 99999 a.db|expected 0 to 86400 seconds
migrate|expected DB behind 'migrate', found nothing
migrate a.db b.db|expected nothing more behind 'migrate', found 'b.db'
new|expected NAME behind 'new', found nothing
generate x|expected nothing more behind 'generate', found 'x'
ROWS
sqlgen migrate ""
exits 2
holds messages "$err" "expected DB behind 'migrate', found ''"
equal "files that were made" "$(ls)" ""

claim "options have two forms, the last one counts, and -- ends them"
two_migrations
sqlgen schema --at=1
equal "--at=1" "$(echo "$out" | grep -c CREATE)" 1
sqlgen schema --at 1 --at 2
equal "--at 2" "$(echo "$out" | grep -c CREATE)" 2
sqlgen status -- -x.db
exits 0
holds output "$out" "-x.db: no such file"
sqlgen generate -nq
exits 0
equal "-nq" "$out" ""

claim "what a terminal would act on is shown, not sent"
esc=$(printf '\033[2J')
sqlgen generate "--config=$esc"
exits 1
lacks messages "$err" "$esc"
holds messages "$err" "<U+001B>[2J"
sqlgen "$esc"
lacks messages "$err" "$esc"

claim "a missing project is told"
sqlgen generate
exits 1
holds messages "$err" "migrations: error: "
sqlgen generate --config none.ini
exits 1
holds messages "$err" "none.ini: error: "

claim "output that cannot be written is told by the exit status"
two_migrations
if [ -w /dev/full ]; then
	status=0
	"$sqlgen_path" schema >/dev/full 2>"$work/err" || status=$?
	exits 74
	holds messages "$(cat "$work/err")" "cannot write to standard output"
fi
status=0
"$sqlgen_path" schema >&- 2>"$work/err" || status=$?
exits 74
{
	sleep 1
	status=0
	"$sqlgen_path" dump 2>"$work/err" || status=$?
	echo "$status" >"$work/status"
} | true
equal "a reader that went away" "$(cat "$work/status")" 74
status=0
"$sqlgen_path" migrate a.db >&- 2>/dev/null || status=$?
exits 74
sqlgen status a.db
holds "the database is whole" "$out" "2 applied, 0 pending"

claim "with --json what fails before there is an answer is JSON too"
two_migrations
mkdir seeds
printf 'SELECT 1;\n  INSERT INTO nowhere VALUES (1);\n' >seeds/1.sql
sqlgen migrate a.db -q
sqlgen seed a.db --json
exits 1
equal json "$out" '{
  "stopped": {
    "reason": "failed",
    "message": "no such table: nowhere",
    "path": "seeds/1.sql",
    "line": 2,
    "column": 3
  }
}'
echo '-- edited' >>migrations/0001_init.sql
sqlgen seed a.db --json
exits 3
holds json "$out" '"reason": "drift"'
for words in 'migrate no/such/a.db' 'migrate a.db --to 9' 'migrate a.db --to 1' 'migrate a.db --backup=/dev/null/x' \
	'rollback none.db' 'rollback a.db --to 9' 'rehearse none.db' 'seed none.db' 'verify none.db' \
	'diff none.db a.db' 'diff 1 9' 'baseline none.db 1' 'mark a.db 9' 'repair none.db' 'describe none.sql' 'schema --at 9' \
	'check none.c' 'compat --config none.ini' 'lint --config none.ini'; do
	# shellcheck disable=SC2086
	sqlgen $words --json
	true_that test "$status" -gt 0
	true_that sh -c 'printf "%s" "$1" | python3 -c "import json, sys; json.load(sys.stdin)"' "$words" "$out"
done

claim "in a log that has both, what was printed before an error stands before it"
two_migrations
sqlgen migrate a.db -q
echo '-- edited' >>migrations/0001_init.sql
equal log "$("$sqlgen_path" repair a.db 2>&1 </dev/null)" "1 init will have the checksum and the down script that its file has now
sqlgen: error: expected a terminal to ask on, or '--yes', found neither: nothing was changed"

summary
