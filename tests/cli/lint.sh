#!/bin/sh
# lint: how findings are printed, chosen, allowed, and what the exit status says. The rules themselves: tests/lint.
# Usage: lint.sh SQLGEN
. "$(dirname "$0")/claims.sh"

# Two migrations: a warning and a note in the first, an error in the second.
project() {
	mkdir migrations
	echo 'CREATE TABLE a (id TEXT PRIMARY KEY, b TEXT);
CREATE TABLE log (line TEXT);' >migrations/0001_init.sql
	echo 'DROP TABLE log;' >migrations/0002_drop.sql
}

claim "findings are printed as a compiler warns, and errors are exit status 1"
project
sqlgen lint
exits 1
holds messages "$err" "migrations/0001_init.sql:1:17: warning: 'a.id' is in the primary key and takes NULL, any number of times; add NOT NULL [nullable-pk]
    1 | CREATE TABLE a (id TEXT PRIMARY KEY, b TEXT);
      |                 ^"
holds messages "$err" "migrations/0002_drop.sql:1:1: error: table 'log' is dropped"
holds messages "$err" "[drop-table]"
equal output "$out" ""

claim "warnings are no error, unless it is said"
project
rm migrations/0002_drop.sql
sqlgen lint
exits 0
sqlgen lint -Werror
exits 1
holds messages "$err" "error: 'a.id' is in the primary key"
holds messages "$err" "note: table 'log' has no primary key"
sqlgen lint -Werror=nullable-pk
exits 1
sqlgen lint -W error=no-primary-key
exits 1
sqlgen lint -Werror=nullable-pk -Wno-nullable-pk
exits 0
lacks messages "$err" nullable-pk
sqlgen lint -Wno-such
exits 2
holds messages "$err" "unknown rule 'such': 'sqlgen lint --list' lists them"
sqlgen lint -Wnullable-p
exits 2
holds messages "$err" "unknown rule 'nullable-p': did you mean 'nullable-pk'?"
sqlgen lint -W
exits 2
holds messages "$err" "expected WORD behind '-W', found nothing"

claim "sqlgen.ini sets rules, and the command line after it"
project
printf '[lint]\nnullable-pk = error\ndrop-table = off\n' >sqlgen.ini
sqlgen lint
exits 1
holds messages "$err" "error: 'a.id' is in the primary key"
lacks messages "$err" drop-table
sqlgen lint -Wnullable-pk
exits 0
printf '[lint]\nnullable-pks = error\n' >sqlgen.ini
sqlgen lint
exits 1
holds messages "$err" "sqlgen.ini:2:1: error: unknown rule 'nullable-pks': did you mean 'nullable-pk'?"
printf '[lint]\nnullable-pk = never\n' >sqlgen.ini
sqlgen lint
holds messages "$err" "sqlgen.ini:2:15: error: expected off, note, warning or error for 'nullable-pk', found 'never'"

claim "--since looks at what is behind a version"
project
sqlgen lint --since 1
exits 1
lacks messages "$err" 0001_init
sqlgen lint --since 2
exits 0
equal messages "$err" ""
sqlgen lint --since 3
exits 2
holds messages "$err" "no version '3': expected one of 1, 2"

claim "what fails before the version of --since is told, for nothing behind it was looked at"
project
echo 'SELEC;' >>migrations/0001_init.sql
sqlgen lint --since 1
exits 1
holds messages "$err" 'migrations/0001_init.sql:'
holds messages "$err" 'near "SELEC": syntax error'
lacks messages "$err" nullable-pk
sqlgen lint --since 1 --json
exits 1
holds json "$out" 'near \"SELEC\": syntax error'
printf 'SELECT 1;\0' >migrations/0001_init.sql
sqlgen lint --since 1
exits 1
holds messages "$err" nul-byte

claim "what is allowed with a reason is not told, and generate takes the words"
project
sed -i '1i -- sqlgen: allow nullable-pk adopted as it is' migrations/0001_init.sql
sed -i '1i -- sqlgen: allow drop-table: nothing was ever in it' migrations/0002_drop.sql
sqlgen lint -Werror
exits 0
lacks messages "$err" nullable-pk
lacks messages "$err" drop-table
sqlgen generate --output out
exits 0
echo '-- sqlgen: allow destructve
SELECT 1;' >migrations/0003_slip.sql
sqlgen generate --output out
exits 1
holds messages "$err" "found 'allow destructve'"

claim "JSON has every finding, and SARIF those that are allowed too"
project
sed -i '1i -- sqlgen: allow drop-table: nothing was ever in it' migrations/0002_drop.sql
printf -- '-- Größe\nCREATE TABLE "Größe" (ä TEXT PRIMARY KEY);\n' >'migrations/0003_größe 1.sql'
sqlgen lint --json
exits 0
true_that python3 -c '
import json, sys
found = json.load(open(sys.argv[1]))["findings"]
assert [f["rule"] for f in found] == ["nullable-pk", "nullable-pk"], found
assert found[1]["line"] == 2 and found[1]["column"] == 25 and found[1]["fix"] == "add NOT NULL", found
' "$work/out"
sqlgen lint --sarif
exits 0
true_that python3 - "$work/out" <<'PYTHON'
import json, sys
log = json.load(open(sys.argv[1]))
assert log["version"] == "2.1.0" and log["$schema"].endswith("sarif-2.1.0.json")
assert set(log) == {"$schema", "version", "runs"} and len(log["runs"]) == 1
run = log["runs"][0]
assert set(run) == {"tool", "columnKind", "results"} and run["columnKind"] == "unicodeCodePoints"
driver = run["tool"]["driver"]
assert driver["name"] == "sqlgen" and driver["version"]
ids = [rule["id"] for rule in driver["rules"]]
assert len(ids) == len(set(ids)) > 40
for rule in driver["rules"]:
    assert rule["shortDescription"]["text"]
    assert rule["defaultConfiguration"]["level"] in ("note", "warning", "error")
for result in run["results"]:
    assert ids[result["ruleIndex"]] == result["ruleId"]
    assert result["level"] in ("note", "warning", "error") and result["message"]["text"]
    for location in result["locations"]:
        physical = location["physicalLocation"]
        assert all(ord(c) < 128 and c not in ' "<>' for c in physical["artifactLocation"]["uri"])
        region = physical.get("region", {})
        assert all(region.get(key, 1) >= 1 for key in ("startLine", "startColumn"))
    for suppression in result.get("suppressions", []):
        assert suppression["kind"] in ("inSource", "external") and suppression["justification"]
allowed = [r["ruleId"] for r in run["results"] if r.get("suppressions")]
assert allowed == ["drop-table"], allowed
last = run["results"][-1]["locations"][0]["physicalLocation"]
assert last["artifactLocation"]["uri"] == "migrations/0003_gr%C3%B6%C3%9Fe%201.sql", last
assert last["region"] == {"startLine": 2, "startColumn": 23}, last
PYTHON
sqlgen lint --json --sarif
exits 2

claim "a migration that fails is a finding, and what stands before it is looked at"
project
echo 'CREATE INDEX i ON nowhere (a);' >migrations/0003_wrong.sql
sqlgen lint
exits 1
holds messages "$err" "migrations/0003_wrong.sql:1:1"
holds messages "$err" "no such table: main.nowhere [invalid]"
holds messages "$err" "[drop-table]"

claim "what fails cannot be allowed: the exit status says that not all was seen"
project
printf -- '-- sqlgen: allow invalid: so it is\nCREATE INDEX i ON nowhere (a);\n' >migrations/0003_wrong.sql
sqlgen lint -Wno-drop-table -Wno-drop-column
exits 1

claim "the first of a kind are shown, and all with -v"
mkdir migrations
for i in 1 2 3 4 5 6 7; do echo "CREATE TABLE t$i (id TEXT PRIMARY KEY);"; done >migrations/0001_init.sql
sqlgen lint
equal shown "$(printf '%s\n' "$err" | grep -c nullable-pk)" 5
holds messages "$err" "sqlgen: 2 more warnings: '--verbose' shows all"
sqlgen lint -v
equal shown "$(printf '%s\n' "$err" | grep -c nullable-pk)" 7
sqlgen lint -q
equal messages "$err" ""

claim "the rules are listed"
sqlgen lint --list
exits 0
holds rules "$out" "drop-table                 error    a table is dropped"

summary
