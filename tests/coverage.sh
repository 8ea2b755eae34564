#!/bin/sh
# Lines and branches of runtime/ that the tests run, by gcov, and what none of them runs: of the runtime by itself, of
# generated layers, which are tied to the same library here, of the command, and while memory and I/O fail. Processes
# that are split off or killed are not counted. Usage: tests/coverage.sh [BUILD_DIR]
set -eu
cd "$(dirname "$0")/.."
build=${1-build-coverage}
[ -d "$build" ] || meson setup "$build" -Db_coverage=true -Doptimization=0 >/dev/null
ninja -C "$build" --quiet
find "$build" -name '*.gcda' -delete
RUNTIME="$(cd "$build" && pwd)/libsqlgen-native.a --coverage"
export RUNTIME
# run ARGUMENT ...: of meson test
run() {
	CC="cc --coverage" meson test -C "$build" --no-rebuild --num-processes 2 --timeout-multiplier 4 "$@" >/dev/null || {
		echo "tests fail: see $build/meson-logs/testlog.txt"
		exit 1
	}
}
run --suite behave --suite cases
run cli-migrate cli-rollback cli-adopt cli-verify cli-rehearse cli-history
run runtime_memory-long allocations-fault fault-io fault-powerloss fault-keys
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
objects=$(cd "$build" && pwd)/libsqlgen-native.a.p
# Sources are named as seen from there.
cd "$build"
gcov --branch-probabilities --object-directory "$objects" "$objects"/runtime_*.gcno >/dev/null 2>&1
mv ./*.c.gcov "$work"
rm -f ./*.gcov
cd "$work"

# In a .gcov file: "   count:  line:text", ##### for no count; "branch  N taken M%" or "never executed" below it.
for report in *.c.gcov; do
	awk -F: '
	FNR == 1 { name = FILENAME; sub(/.gcov$/, "", name) }
	/^ *[0-9#=*]+\*?: *[0-9]+:/ {
		count = $1; gsub(/ /, "", count); line = $2 + 0
		lines++
		if (count ~ /^[#=]/) { lost++; print name ":" line ": not run: " $3 >>"uncovered" }
	}
	/^branch/ {
		branches++
		if ($0 ~ /taken 0%|never executed/) {
			lost_branches++
			if ($0 ~ /taken 0%/) print name ":" line ": a branch not taken" >>"uncovered"
		}
	}
	END { printf "%s %d %d %d %d\n", name, lines, lost, branches, lost_branches }' "$report" >>files
done
sort -u uncovered 2>/dev/null || true
awk '{ lines += $2; lost += $3; branches += $4; lost_branches += $5
	printf "%-20s %5.1f %% of %4d lines, %5.1f %% of %4d branches\n", $1, 100 - 100 * $3 / ($2 ? $2 : 1), $2,
		100 - 100 * $5 / ($4 ? $4 : 1), $4 }
	END { printf "%-20s %5.1f %% of %4d lines, %5.1f %% of %4d branches\n", "runtime", 100 - 100 * lost / lines, lines,
		100 - 100 * lost_branches / branches, branches }' files
