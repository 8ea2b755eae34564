#!/bin/sh
# Rows as JSON: random ones, into buffers of every size under ASan, are byte for byte what Python's
# json writes of the same database.
# Usage: json.sh SQLGEN [ROWS [SEED]]
set -eu
sqlgen=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
here=$(cd "$(dirname "$0")" && pwd)/json
rows=${2-300} seed=${3-1}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir migrations
cp "$here/1_rows.sql" migrations/
cp "$here/sqlgen.ini" .
"$sqlgen" generate --output out >/dev/null
sqlite=${SQLITE_LIBS--lsqlite3}
cc -std=c11 -g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -Iout -Wall -Wextra -Werror \
	"$here/main.c" out/db.c ${RUNTIME-out/sqlgen.c} $sqlite -o program
./program rows.db >/dev/null
echo "seed $seed"
python3 "$here/check.py" fill rows.db "$rows" "$seed"
./program rows.db >output
python3 "$here/check.py" compare rows.db output
