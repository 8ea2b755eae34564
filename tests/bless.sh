#!/bin/sh
# Makes what comes out now the expectation of every case; a reviewer reads it as a diff. Usage: bless.sh SQLGEN CASES
set -eu
for case in "$2"/*/; do
	sh "$(dirname "$0")/cases.sh" "$1" "${case%/}" --bless >/dev/null || echo "not blessed: $case"
done
