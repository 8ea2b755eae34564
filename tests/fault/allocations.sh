#!/bin/sh
# Every allocation of every generated function fails. The trials are rendered from the same schema as the functions;
# a function that none of them calls is a failure too. Usage: allocations.sh SQLGEN [MOST]
set -eu
sqlgen=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

generate="$sqlgen generate -q --config $here/sqlgen.ini --migrations $here/migrations"
$generate --queries "$here/queries" --output layer
$generate --output trials --runtime none --templates "$here/templates"
mv trials/db.c trials/tables.c
mv trials/db.h trials/rows.h
for source in layer/db.c ${RUNTIME-layer/sqlgen.c} trials/tables.c "$here/connection.c" "$here/queries.c" \
	"$here/allocations.c"; do
	case $source in
	*.c) ;;
	*) continue ;;
	esac
	gcc -std=c11 -D_POSIX_C_SOURCE=200809L -g -O1 ${CFLAGS-} -Wall -Wextra -Werror -Ilayer -Itrials -I"$here" -I"$here/../unit" \
		-c "$source" -o "$(basename "$source" .c).o"
done

# new_ only fills a struct.
nm db.o | sed -n 's/.* T //p' | grep -v '^new_' | sort >functions
nm -u tables.o connection.o queries.o allocations.o | sed -n 's/.* U //p' | sort -u >called
comm -23 functions called >uncalled
if [ -s uncalled ]; then
	echo "no trial in tests/fault calls:"
	cat uncalled
	exit 1
fi

gcc ${CFLAGS-} -Wl,--wrap=malloc,--wrap=realloc,--wrap=free ./*.o ${RUNTIME-} ${SQLITE_LIBS--lsqlite3} -o allocations
./allocations "${2-0}"
