#!/bin/bash
# corpus.sh SQLGEN OUTDIR [ID ...]
#
# Generates, compiles, links and runs the data layer of every directory of a folder of real migrations, compares the schema
# (and the number of rows a migration inserted, and user_version) with ID.expected.db, and prints a Markdown table.
# Exit status 0 if every row is as expected.
#
# CORPUS=DIR   the folder: result.tsv (id, convention, commit, migrations), ID/, ID.expected.db, or ID.refused: a pattern of the message
# DIRS=DIR     take the migrations from DIR/ID, the rest from CORPUS (e.g. the directories with everything in them)
# JOBS=N       in parallel; default 2 (the times are truer with 1)
# FULL=1       also C99, C17 and C2x, C++14, 17 and 20, -O2
# SAN=1        the program is built with address and undefined-behaviour sanitizers
# ID.args      words to add to the command line of generate; ID.needs: functions the program must bring (stubs here)
set -u -o pipefail
export LC_ALL=C


here=$(cd "$(dirname "$0")" && pwd)
corpus=${CORPUS:?say CORPUS=DIR, the folder with the directories}
dirs=${DIRS:-$corpus}
warn="-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Werror"
schema_query="SELECT type, name, tbl_name, replace(replace(sql, char(13), ''), char(10), ' ') FROM sqlite_master
	WHERE name NOT LIKE 'sqlite_%' AND tbl_name <> 'sqlgen_migrations' ORDER BY type, name;"

shell() { # DB SQL…
	sqlite3 -init /dev/null -batch -bail "$@" 2>&1
}

one_line() { # the first line that says what is wrong (or the first), cut, safe inside a Markdown table
	{ grep -m 1 -E '(error|Error|ERROR)' "$1" || grep -m 1 -v '^[[:space:]]*$' "$1"; } |
		sed -e "s#$outdir/##g" -e "s#$corpus/##g" -e "s#$dirs/##g" -e 's/|/\\|/g' | cut -c1-220
}

differ() { # WHAT, with two listings on descriptors 3 and 4: says the first lines that differ
	local lines
	lines=$(diff /dev/fd/3 /dev/fd/4) && return 1
	printf '%s' "$lines" >"$out/build/$1.diff"
	{ printf '%s: expected and found differ in ' "$1"; printf '%s\n' "$lines" | grep '^[<>]' | head -n 4 | tr '\n\t' '  '; } >"$log"
}

# The number of rows of every plain table, as one text.
row_counts() { # DB
	local query
	query=$(shell "$1" "SELECT coalesce(group_concat('SELECT ''' || replace(name, '''', '''''') || ''', count(*) FROM \"'
		|| replace(name, '\"', '\"\"') || '\"', ' UNION ALL ') || ' ORDER BY 1', 'SELECT 0')
		FROM (SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'
		AND name NOT LIKE 'sqlite_%' AND name <> 'sqlgen_migrations' ORDER BY name LIMIT 400);") || return 1
	shell "$1" "$query"
}

# Each step leaves its complaint in $log and returns non-zero.
generate() {
	local begin
	begin=$(date +%s%N)
	log=$out/build/generate.log
	timeout 120 "$sqlgen" generate "${args[@]}" --output "$out" >"$log" 2>&1 </dev/null
	status=$?
	echo $((($(date +%s%N) - begin) / 1000000)) >"$out/build/took"
	[ $status = 0 ] && log=$out/build/log
	return $status
}

untouched() { # a second generate must not touch the files
	local before after
	before=$(cd "$out" && stat -c '%n %y' db.c db.h sqlgen.c sqlgen.h)
	sleep 0.02
	timeout 120 "$sqlgen" generate "${args[@]}" --output "$out" >"$log" 2>&1 </dev/null || return 1
	after=$(cd "$out" && stat -c '%n %y' db.c db.h sqlgen.c sqlgen.h)
	[ "$before" = "$after" ] || { echo "a second generate touched the files" >"$log"; return 1; }
}

compile_c() { # COMPILER FLAGS
	local file
	for file in db sqlgen; do
		# shellcheck disable=SC2086
		$1 $2 $warn -I"$out" -c "$out/$file.c" -o "$out/build/$1-$file.o" >"$log" 2>&1 || return 1
	done
}

include_cxx() { # COMPILER STANDARD
	printf '#include "db.h"\nint main() { struct db db; (void)sizeof db; return 0; }\n' >"$out/build/include.cc"
	$1 -std="$2" -Wall -Wextra -Wpedantic -Werror -fsyntax-only -I"$out" "$out/build/include.cc" >"$log" 2>&1
}

link_program() {
	local stubs=() sanitize="" objects="$out/build/gcc-db.o $out/build/gcc-sqlgen.o"
	[ -f "$corpus/$id.needs" ] && stubs=("-DSTUBS=$(sed 's/.*/"&"/' "$corpus/$id.needs" | paste -sd,)")
	if [ -n "${SAN:-}" ]; then
		sanitize="-g -fsanitize=address,undefined -fno-sanitize-recover=all"
		objects="$out/db.c $out/sqlgen.c"
	fi
	# shellcheck disable=SC2086
	gcc -std=c11 $sanitize $warn ${stubs[@]+"${stubs[@]}"} -I"$out" "$here/corpus.c" $objects -lsqlite3 \
		-o "$out/build/main" >"$log" 2>&1
}

run_fresh() {
	rm -f "$out/build/test.db" "$out/build/test.db-wal" "$out/build/test.db-shm"
	timeout 120 "$out/build/main" "$out/build/test.db" >"$log" 2>&1
}

same_schema() {
	local expected=$corpus/$id.expected.db found=$out/build/test.db rows
	differ schema 3< <(shell -readonly "$expected" "$schema_query") 4< <(shell "$found" "$schema_query") && return 1
	differ rows 3< <(row_counts "$expected") 4< <(row_counts "$found") && return 1
	differ user_version 3< <(shell "$expected" 'PRAGMA user_version;') 4< <(shell "$found" 'PRAGMA user_version;') && return 1
	rows=$(shell "$found" 'SELECT count(*) FROM sqlgen_migrations;')
	[ "$rows" = "$count" ] || { echo "the history has not $count rows but $rows" >"$log"; return 1; }
}

run_again() {
	local before after
	before=$(shell "$out/build/test.db" .dump | sha256sum)
	timeout 120 "$out/build/main" "$out/build/test.db" >"$log" 2>&1 || return 1
	after=$(shell "$out/build/test.db" .dump | sha256sum)
	[ "$before" = "$after" ] || { echo "the second run changed the database" >"$log"; return 1; }
}

full() {
	local std
	for std in c99 c17 c2x; do compile_c gcc "-std=$std" && compile_c clang "-std=$std" || return 1; done
	compile_c gcc "-std=c11 -O2" || return 1
	for std in c++14 c++17 c++20; do include_cxx g++ $std && include_cxx clang++ $std || return 1; done
}

# What went wrong with generate: an expected refusal names what the file ID.refused (or ID.needs) says.
judge_refusal() {
	local pattern=""
	[ "$status" -ge 124 ] && { echo "FAILED generate: killed or timed out ($status)"; return; }
	[ -f "$corpus/$id.refused" ] && pattern=$(head -n 1 "$corpus/$id.refused")
	if [ -n "$pattern" ] && [ "$status" = 1 ] && grep -q -i -- "$pattern" "$log"; then
		echo "refused, as it must be: $(one_line "$log")"
	elif [ -f "$corpus/$id.needs" ] && [ "$status" = 1 ] && grep -q -i -w -f "$corpus/$id.needs" "$log"; then
		echo "needs a function, and says so: $(one_line "$log")"
	else
		echo "FAILED generate ($status): $(one_line "$log")"
	fi
}

judge() {
	generate || { judge_refusal; return; }
	[ -f "$corpus/$id.expected.db" ] || { echo "FAILED: accepted, but SQLite 3.40.1 refuses it: $(cat "$corpus/$id.refused" 2>/dev/null)"; return; }
	local step
	# shellcheck disable=SC2016
	for step in 'compile_c gcc -std=c11' 'compile_c clang -std=c11' 'include_cxx g++ c++11' 'include_cxx clang++ c++11' \
		link_program run_fresh same_schema run_again untouched ${FULL:+full}; do
		$step || { echo "FAILED $step: $(one_line "$log")"; return; }
	done
	grep -q -i 'warning' "$out/build/generate.log" && { echo "ok ($(grep -c -i 'warning:' "$out/build/generate.log") warnings)"; return; }
	echo ok
}

# What generate reads: the directory, with the words of ID.args; where those say --schema, these files as one version.
set_args() {
	args=()
	[ -f "$corpus/$id.args" ] && read -r -a args <"$corpus/$id.args"
	if [[ " ${args[*]-} " == *" --schema "* ]]; then
		count=1
	else
		args=(--migrations "$dirs/$id" ${args[@]+"${args[@]}"})
	fi
}

sweep_one() { # ID CONVENTION MIGRATIONS
	id=$1 convention=$2 count=$3
	out=$outdir/$id
	rm -rf "$out"
	mkdir -p "$out/build"
	set_args
	local result tables="–" lines="–"
	[ -f "$corpus/$id.expected.db" ] && tables=$(shell -readonly "$corpus/$id.expected.db" \
		"SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%';")
	result=$(judge)
	[ -f "$out/db.c" ] && lines=$(cat "$out/db.c" "$out/db.h" | wc -l)
	printf '| %s | %s | %s | %s | %s | %s | %s |\n' "$id" "$convention" "$count" "$tables" "$lines" \
		"$(cat "$out/build/took")" "$result" >"$outdir/$id.row"
	printf '%s: %s\n' "$id" "$result" >&2
}

# The rows of list.tsv whose migrations are here, with their number, as ID CONVENTION NUMBER.
listing() {
	local id convention number rest
	while IFS=$'\t' read -r id convention rest number _; do
		[ -d "$dirs/$id" ] && printf '%s\t%s\t%s\n' "$id" "$convention" "$number"
	done <"$corpus/result.tsv"
}

main() {
	[ $# -ge 2 ] || { echo "usage: CORPUS=DIR corpus.sh SQLGEN OUTDIR [ID ...]" >&2; exit 2; }
	sqlgen=$(readlink -f "$1")
	mkdir -p "$2" || exit 2
	outdir=$(cd "$2" && pwd)
	[ -x "$sqlgen" ] || { echo "corpus.sh: '$1' cannot be executed" >&2; exit 2; }
	shift 2
	local id convention number wanted="$*" failed
	rm -f "$outdir"/*.row
	while IFS=$'\t' read -r id convention number; do
		[ -z "$wanted" ] || [[ " $wanted " == *" $id "* ]] || continue
		sweep_one "$id" "$convention" "$number" &
		while [ "$(jobs -rp | wc -l)" -ge "${JOBS:-2}" ]; do wait -n; done
	done < <(listing)
	wait
	echo '| directory | convention | migrations | tables | lines of db.[ch] | generate, ms | result |'
	echo '|---|---|--:|--:|--:|--:|---|'
	listing | cut -f1 | while read -r id; do cat "$outdir/$id.row" 2>/dev/null; done
	failed=$(cat "$outdir"/*.row | grep -c '| FAILED')
	echo
	echo "$(cat "$outdir"/*.row | wc -l) directories: $(cat "$outdir"/*.row | grep -c '| ok') ok," \
		"$(cat "$outdir"/*.row | grep -c '| refused') refused as they must be," \
		"$(cat "$outdir"/*.row | grep -c '| needs') need a function and say so, $failed failed"
	[ "$failed" = 0 ]
}

main "$@"
