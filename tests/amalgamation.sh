#!/bin/sh
# Puts the newest sqlite3.c and sqlite3.h, those of npm's better-sqlite3 package, into DIR.
# Usage: amalgamation.sh DIR   (SQLITE3_AMALGAMATION: a folder that has them, instead of npm's)
set -eu
source=${SQLITE3_AMALGAMATION-}
cd "$1"
if [ -z "$source" ]; then
	npm pack --silent better-sqlite3 >/dev/null
	tar xzf better-sqlite3-*.tgz
	source=package/deps/sqlite3
fi
cp "$source/sqlite3.c" "$source/sqlite3.h" .
