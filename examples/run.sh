#!/bin/sh
# Builds sqlgen, then an example with it, and runs that on a fresh database. Usage: examples/run.sh [taskqueue]
set -eu
cd "$(dirname "$0")/.."
build=$PWD/${BUILD_DIR-build}
example=${1-taskqueue}

sh tests/packages.sh example
[ -d "$build" ] || said=$(meson setup "$build") || { echo "$said"; rm -rf "$build"; exit 1; }
ninja -C "$build" --quiet sqlgen
work=$build/example-$example
rm -rf "$work"
cp -R "examples/$example" "$work"
echo "sqlgen reads examples/$example/migrations, cc compiles what it writes, and the program runs:"
make -C "$work" SQLGEN="$build/sqlgen" --no-print-directory
cd "$work"
"./$example" "$example.db"
