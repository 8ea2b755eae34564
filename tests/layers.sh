#!/bin/sh
# Fails if a stage includes a header of a stage that it must not know.
# The rows are those of the design: each stage, and whom it may include.
set -u
cd "$(dirname "$0")/.." || exit 1

allowed() {
	case $1 in
	base) echo base ;;
	sql) echo base sql ;;
	input) echo base sql input ;;
	schema) echo base sql input schema runtime ;;
	live) echo base sql input schema runtime private live ;;
	query) echo base sql input schema query ;;
	lint) echo base sql input schema live query lint ;;
	c) echo base c ;;
	check) echo base sql input schema c check ;;
	template) echo base template ;;
	emit) echo base sql input schema query template emit runtime ;;
	docs) echo base sql input schema live query template emit docs runtime ;;
	compat) echo base sql input schema query template emit compat runtime private ;;
	cli) echo base sql input schema live query lint c check compat template emit docs cli runtime ;;
	*) echo ;;
	esac
}

breaches=0
complain() {
	echo "$1" >&2
	breaches=$((breaches + 1))
}

for folder in gen/*/; do
	stage=$(basename "$folder")
	may=$(allowed "$stage")
	[ -n "$may" ] || complain "$folder: a stage that has no row in tests/layers.sh"
	for file in "$folder"*.c "$folder"*.h; do
		[ -e "$file" ] || continue
		for included in $(sed -n 's/^#include "\(.*\)"/\1/p' "$file"); do
			case $included in
			*/*) from=${included%%/*} ;;
			sqlgen.h) from=runtime ;;
			private.h) from=private ;;
			*) from=unknown ;;
			esac
			case " $may " in
			*" $from "*) ;;
			*) complain "$file: $stage must not include \"$included\"" ;;
			esac
		done
		# The database is opened by schema, and by live (and by the verbs that are given one), files are touched by base.
		case $stage in
		schema | live | query | cli) ;;
		*) grep -n 'sqlite3_open' "$file" && complain "$file: $stage must not open a database" ;;
		esac
		case $file in
		gen/base/* | gen/cli/* | gen/template/embed.c) ;;
		*) grep -nE '\b(fopen|open|printf|fprintf|exit)\(' "$file" | grep -v 'attribute' &&
			complain "$file: files, output and exit belong to base" ;;
		esac
	done
done

for file in runtime/*; do
	for included in $(sed -n 's/^#include ["<]\(.*\)[">]/\1/p' "$file"); do
		case $included in
		sqlgen.h | private.h | sqlite3.h | string.h | stdlib.h) ;;
		stdarg.h | stdbool.h | stddef.h | stdint.h | limits.h | float.h) ;;
		*) complain "$file: the runtime must not include $included" ;;
		esac
	done
	grep -nE '\b(exit|abort|printf|fprintf|puts)\(' "$file" && complain "$file: the runtime never prints or exits"
done

[ "$breaches" -eq 0 ]
