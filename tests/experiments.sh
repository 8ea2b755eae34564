#!/bin/sh
# What goes wrong with migration runners, tried on ours, and on dbmate (npm) and sqitch (Debian) where they are
# installed: (a) a migration fails halfway, (b) two run at once, (c) kill -9, (d) a parent table is rebuilt, (e) an
# applied file is edited, (f) an applied file is missing. Prints a table; only ours can fail.
# Usage: experiments.sh SQLGEN   (DBMATE: the program, if it is not to be fetched)
. "$(dirname "$0")/cli/claims.sh"

races=12
export SQITCH_FULLNAME=Someone SQITCH_EMAIL=someone@example.org

if [ -z "${DBMATE-}" ]; then
	mkdir "$work/npm"
	(cd "$work/npm" && npm install --silent --no-audit --no-fund dbmate) >"$work/npm.log" 2>&1 ||
		tail -n 3 "$work/npm.log"
	# The program itself: what npm puts beside it starts it in a process of its own, which a kill does not reach.
	DBMATE=$(find "$work/npm/node_modules/@dbmate" -type f -name dbmate 2>/dev/null | head -n 1)
fi
tools=sqlgen
if [ -x "$DBMATE" ]; then tools="$tools dbmate"; else echo "not tried: dbmate, which is not installed"; fi
if command -v sqitch >/dev/null; then tools="$tools sqitch"; else echo "not tried: sqitch, which is not installed"; fi

slow='INSERT INTO b WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 4000000) SELECT max(i) FROM n;'

# begins TOOL: a directory without migrations
begins() {
	tool=$1
	claim "$experiment with $tool"
	mkdir m
	[ "$tool" != sqitch ] || (cd m && sqitch init zoo --engine sqlite) >log 2>&1
}

# writes NUMBER SQL: a migration; one of that number is replaced
writes() {
	case $tool in
	sqlgen) echo "$2" >"m/000$1_m.sql" ;;
	dbmate) printf -- '-- migrate:up\n%s\n-- migrate:down\nDROP TABLE IF EXISTS undone_%s;\n' "$2" "$1" >"m/2024010$1000000_m.sql" ;;
	sqitch)
		[ -e "m/deploy/m$1.sql" ] || (cd m && sqitch add "m$1" -n "m$1") >>log 2>&1
		echo "$2" >"m/deploy/m$1.sql" ;;
	esac
}

# Takes a migration's file away.
loses() {
	case $tool in
	sqlgen) rm m/000"$1"_m.sql ;;
	dbmate) rm m/2024010"$1"000000_m.sql ;;
	sqitch) rm "m/deploy/m$1.sql"; sed -i "/^m$1 /d" m/sqitch.plan ;;
	esac
}

# What migrates is the process itself, so that a kill meets it.
start() {
	case $tool in
	sqlgen) exec "$sqlgen_path" migrate a.db --migrations m ;;
	dbmate) DATABASE_URL="sqlite:a.db$dbmate_settings" exec "$DBMATE" -d m --no-dump-schema up ;;
	sqitch) cd m && exec sqitch deploy db:sqlite:../a.db ;;
	esac
}
dbmate_settings=

migrates() {
	status=0
	(start) >out 2>err || status=$?
}

asks() {
	sqlite3 -cmd '.timeout 60000' a.db "$1" 2>/dev/null || echo none
}

# How often is migration 2 in the history?
recorded() {
	case $tool in
	sqlgen) asks "SELECT count(*) FROM sqlgen_migrations WHERE version = '2'" ;;
	dbmate) asks "SELECT count(*) FROM schema_migrations WHERE version = '20240102000000'" ;;
	sqitch) sqlite3 sqitch.db "SELECT count(*) FROM changes WHERE change = 'm2'" 2>/dev/null || echo 0 ;;
	esac
}

# What migration 2 has left: its table, the row it put into a, and its row in the history.
left() {
	table=$(asks "SELECT count(*) FROM sqlite_master WHERE name = 'b'")
	echo "table $table row $(asks 'SELECT count(*) FROM a WHERE x = 2') recorded $(recorded)"
}

# says OUTCOME: of this tool and experiment
says() {
	echo "$tool	$1" >>"$work/$experiment"
}

first='CREATE TABLE a (x INTEGER);'
second="CREATE TABLE b (x INTEGER); INSERT INTO a VALUES (2);"

experiment=a
for tool in $tools; do
	begins "$tool"
	writes 1 "$first"
	migrates
	writes 2 "$second INSERT INTO nosuch VALUES (1);"
	writes 3 'CREATE TABLE c (x INTEGER);'
	migrates
	halted=$status
	halfway=$(left)
	writes 2 "$second"
	migrates
	says "exit $halted; $halfway; mended: exit $status, $(left)"
	[ "$tool" = sqlgen ] || continue
	equal "exit status" "$halted" 1
	equal "what is left" "$halfway" "table 0 row 0 recorded 0"
	equal "mended" "$status, $(left)" "0, table 1 row 1 recorded 1"
	equal tables "$(asks "SELECT group_concat(name) FROM (SELECT name FROM sqlite_master WHERE length(name) = 1
		ORDER BY name)")" a,b,c
done

experiment=b
for tool in $tools; do
	losers=0
	doubles=0
	sum=0
	for i in $(seq 0 "$races"); do
		begins "$tool"
		writes 1 "$first"
		migrates
		if [ "$i" = 0 ]; then writes 2 "$second $slow"; else writes 2 "$second"; fi
		writes 3 'CREATE TABLE c (x INTEGER);'
		(start) >out1 2>err1 &
		one=$!
		(start) >out2 2>err2 &
		other=$!
		for process in $one $other; do
			wait "$process" || losers=$((losers + 1))
		done
		case $(left) in
		'table 1 row 1 recorded 1') sum=$((sum + 1)) ;;
		*row\ [2-9]* | *recorded\ [2-9]*) doubles=$((doubles + 1)) ;;
		esac
	done
	says "of $((races + 1)) races $losers with a process that failed, $doubles applied twice, $sum applied once"
	[ "$tool" = sqlgen ] || continue
	equal "processes that failed" "$losers" 0
	equal "applied once" "$sum" $((races + 1))
done

experiment=c
for tool in $tools; do
	partial=0
	stuck=0
	killed=0
	kills=$([ "$tool" = sqlgen ] && echo 30 || echo 10)
	for i in $(seq 1 "$kills"); do
		begins "$tool"
		writes 1 "$first"
		migrates
		writes 2 "$second $slow"
		(start) >out 2>err &
		process=$!
		sleep "0.$(printf %03d $((i * 997 % 1000)))"
		! kill -9 "$process" 2>/dev/null || killed=$((killed + 1))
		wait "$process" 2>/dev/null
		case $(left) in
		'table 0 row 0 recorded 0' | 'table 1 row 1 recorded 1') ;;
		*) partial=$((partial + 1)) ;;
		esac
		migrates
		[ "$status, $(left)" = '0, table 1 row 1 recorded 1' ] || stuck=$((stuck + 1))
	done
	says "of $kills runs $killed killed, $partial at no boundary, $stuck where the next run does not mend it"
	[ "$tool" = sqlgen ] || continue
	true_that test "$killed" -gt 0
	equal "at no boundary" "$partial" 0
	equal "not mended" "$stuck" 0
done

experiment=d
dbmate_settings='?_foreign_keys=on'
for tool in $tools; do
	begins "$tool"
	# The shell that sqitch runs has foreign keys off by default.
	on=$([ "$tool" = sqitch ] && echo 'PRAGMA foreign_keys = ON;')
	writes 1 'CREATE TABLE a (x INTEGER PRIMARY KEY); CREATE TABLE child (x INTEGER REFERENCES a ON DELETE CASCADE);
INSERT INTO a VALUES (1), (2), (3); INSERT INTO child VALUES (1), (2), (3);'
	migrates
	before=$(asks 'SELECT count(*) FROM child')
	writes 2 "$on CREATE TABLE new (x INTEGER PRIMARY KEY, note TEXT); INSERT INTO new (x) SELECT x FROM a; DROP TABLE a;
ALTER TABLE new RENAME TO a;"
	migrates
	says "exit $status; children $before before, $(asks 'SELECT count(*) FROM child') after"
	[ "$tool" = sqlgen ] || continue
	equal "exit status" "$status" 0
	equal children "$before, $(asks 'SELECT count(*) FROM child')" "3, 3"
	equal parents "$(asks 'SELECT count(note IS NULL) FROM a')" 3
done
dbmate_settings=

experiment=e
for tool in $tools; do
	begins "$tool"
	writes 1 "$first"
	migrates
	writes 1 'CREATE TABLE a (x TEXT);'
	writes 2 "$second"
	migrates
	says "exit $status; $(left)"
	[ "$tool" = sqlgen ] || continue
	equal "exit status" "$status" 3
	equal "what is left" "$(left)" "table 0 row 0 recorded 0"
	holds messages "$(cat err)" "m/0001_m.sql: error: "
done

# Undoes the last migration.
undoes() {
	status=0
	case $tool in
	sqlgen) "$sqlgen_path" rollback a.db --migrations m --yes ;;
	dbmate) DATABASE_URL=sqlite:a.db "$DBMATE" -d m --no-dump-schema down ;;
	sqitch) (cd m && sqitch revert -y --to @HEAD^ db:sqlite:../a.db) ;;
	esac >out 2>err || status=$?
}

experiment=f
for tool in $tools; do
	begins "$tool"
	writes 1 "$first"
	writes 2 "$second"
	[ "$tool" != sqlgen ] || echo 'DROP TABLE b; DELETE FROM a WHERE x = 2;' >m/0002_m.down.sql
	[ "$tool" != sqitch ] || echo 'DROP TABLE b; DELETE FROM a WHERE x = 2;' >m/revert/m2.sql
	migrates
	loses 2
	[ "$tool" != sqlgen ] || rm m/0002_m.down.sql
	migrates
	again=$status
	undoes
	says "exit $again; rollback: exit $status, $(left)"
	[ "$tool" = sqlgen ] || continue
	equal "exit status" "$again" 6
	equal "undone by what the history has kept" "$status, $(left)" "0, table 0 row 0 recorded 0"
done

echo
echo "| tool | (a) fails halfway | (b) two at once | (c) kill -9 | (d) rebuild with foreign keys on | (e) edited | (f) missing |"
echo "| --- | --- | --- | --- | --- | --- | --- |"
for tool in $tools; do
	printf '| %s' "$tool"
	for experiment in a b c d e f; do
		printf ' | %s' "$(sed -n "s/^$tool	//p" "$work/$experiment")"
	done
	echo ' |'
done
echo
summary
