#!/bin/sh
# Builds everything against the newest SQLite in a folder of its own, and runs the tests there.
# Usage: newest.sh SOURCE_ROOT
set -eu
root=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir sqlite
sh "$root/tests/amalgamation.sh" sqlite
gcc -O1 -DSQLITE_ENABLE_FTS4 -DSQLITE_ENABLE_FTS5 -DSQLITE_ENABLE_RTREE -DSQLITE_ENABLE_COLUMN_METADATA -c sqlite/sqlite3.c -o sqlite/sqlite3.o
ar rc sqlite/libsqlite3.a sqlite/sqlite3.o
version=$(sed -n 's/^#define SQLITE_VERSION  *"\(.*\)"/\1/p' sqlite/sqlite3.h)
cat >sqlite/sqlite3.pc <<EOF
Name: SQLite
Description: the newest amalgamation
Version: $version
Cflags: -I$work/sqlite
Libs: -L$work/sqlite -lsqlite3 -lpthread -ldl -lm
EOF
export PKG_CONFIG_PATH="$work/sqlite" CPATH="$work/sqlite" LIBRARY_PATH="$work/sqlite"
export SQLITE_LIBS="-lsqlite3 -lpthread -ldl -lm"
meson setup build "$root" >/dev/null
ninja -C build --quiet
echo "SQLite $version"
meson test -C build --no-rebuild --print-errorlogs --no-suite long --no-suite examples
