#!/bin/sh
# Builds everything and runs the tests: as built for use, then the tests of the tool and of the runtime again under
# ASan and UBSan. The last line is "N passed, N failed".
# Usage: tests/run.sh [--long] (--long adds what takes more than a few minutes)
set -eu
cd "$(dirname "$0")/.."
build=${BUILD_DIR-build}
passed=0
failed=0

# The number behind a word in the summary of meson test.
count() {
	sed -n "s/^$1: *\([0-9]*\).*/\1/p" "$log" | tail -n 1
}

# Runs meson test in a build directory and adds up what it says.
run_tests() {
	status=0
	meson test -C "$@" --no-rebuild --print-errorlogs >"$log" 2>&1 || status=$?
	cat "$log"
	failures=$(($(count Fail) + $(count Timeout) + $(count 'Unexpected Pass')))
	[ "$status" -eq 0 ] || [ "$failures" -gt 0 ] || failures=1
	passed=$((passed + $(count Ok)))
	failed=$((failed + failures))
}

if [ "${1-}" = --long ]; then
	sh tests/packages.sh long
else
	sh tests/packages.sh tests
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
[ -d "$build" ] || said=$(meson setup "$build") || { echo "$said"; rm -rf "$build"; exit 1; }
ninja -C "$build" --quiet
[ -d "$build/sanitized" ] ||
	said=$(meson setup "$build/sanitized" -Db_sanitize=address,undefined -Db_lundef=false) ||
	{ echo "$said"; exit 1; }
ninja -C "$build/sanitized" --quiet

if [ "${1-}" = --long ]; then
	run_tests "$build"
else
	run_tests "$build" --no-suite long
fi
run_tests "$build/sanitized" --suite unit --suite behave --suite cli --suite hostile

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
