#!/bin/sh
# Runs a fuzz target under libFuzzer, starting from the inputs that are kept; one that fails is left as crash-… here.
# Usage: fuzz.sh SOURCE_ROOT TARGET SECONDS   (TARGET: parse or c)
set -eu
root=$1
target=$2
seconds=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/found"
case $target in
parse) sources="$root/tests/grammar/write.c $root/gen/sql/*.c" ;;
c) sources="$root/gen/c/*.c $root/gen/check/call.c $root/gen/check/handover.c" ;;
esac
# shellcheck disable=SC2086
clang -std=c11 -D_POSIX_C_SOURCE=200809L -O1 -g -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all \
	-I"$root/gen" -I"$root/tests" -o "$work/fuzz" "$root/tests/fuzz/fuzz_$target.c" $sources \
	"$root"/gen/base/arena.c "$root"/gen/base/memory.c "$root"/gen/base/text.c "$root"/gen/base/utf8.c \
	"$root"/gen/base/map.c "$root"/gen/base/file.c "$root"/gen/base/diag.c "$root"/gen/base/escape.c \
	"$root"/gen/base/excerpt.c
nice "$work/fuzz" -max_total_time="$seconds" -timeout=10 -max_len=4096 -dict="$root/tests/fuzz/$target.dict" \
	-print_final_stats=1 "$work/found" "$root/tests/fuzz/$target"
