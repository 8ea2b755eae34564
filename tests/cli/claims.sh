# What the tests of the command are made of; to be sourced. Each works in a directory of its own, which is
# empty at the start of every claim. The first argument is the sqlgen to test.
set -u
[ $# -ge 1 ] || { echo "usage: $0 SQLGEN" >&2; exit 2; }
case $1 in
/*) sqlgen_path=$1 ;;
*) sqlgen_path=$PWD/$1 ;;
esac
[ -x "$sqlgen_path" ] || { echo "$0: expected a program, found '$1'" >&2; exit 2; }
work=$(mktemp -d) || exit 1
trap 'cd /; chmod -R u+w "$work" 2>/dev/null; rm -rf "$work"' EXIT
passed=0
failed=0
claim=
unset NO_COLOR
LC_ALL=C
TZ=UTC
export LC_ALL TZ

# Begins a claim: what follows is about it.
claim() {
	claim=$1
	cd "$work" || exit 1
	chmod -R u+w "$work" 2>/dev/null
	rm -rf "$work/in"
	mkdir "$work/in"
	cd "$work/in" || exit 1
}

# Runs sqlgen; its output is in $out, messages in $err, the exit status in $status.
sqlgen() {
	status=0
	"$sqlgen_path" "$@" >"$work/out" 2>"$work/err" </dev/null || status=$?
	out=$(cat "$work/out")
	err=$(cat "$work/err")
}

pass() {
	passed=$((passed + 1))
}

fail() {
	failed=$((failed + 1))
	printf 'FAILED: %s: %s\n' "$claim" "$1" >&2
}

# equal WHAT FOUND EXPECTED
equal() {
	if [ "$2" = "$3" ]; then
		pass
	else
		fail "$1: expected '$3', found '$2'"
	fi
}

# holds WHAT TEXT PART: the part stands in the text
holds() {
	case $2 in
	*"$3"*) pass ;;
	*) fail "$1: expected '$3' in '$2'" ;;
	esac
}

# lacks WHAT TEXT PART
lacks() {
	case $2 in
	*"$3"*) fail "$1: expected no '$3' in '$2'" ;;
	*) pass ;;
	esac
}

# exits STATUS
exits() {
	if [ "$status" -eq "$1" ]; then
		pass
	else
		fail "exit status: expected $1, found $status, with '$err'"
	fi
}

# Is this command true?
true_that() {
	if "$@"; then
		pass
	else
		fail "expected '$*'"
	fi
}

# A project of two migrations.
two_migrations() {
	mkdir migrations
	cat >migrations/0001_init.sql <<'SQL'
CREATE TABLE tasks (
  id    INTEGER PRIMARY KEY,
  title TEXT NOT NULL
);
SQL
	echo 'CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);' >migrations/0002_users.sql
}

summary() {
	echo "$passed passed, $failed failed"
	[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
	exit
}

# The words given, where a pseudo-terminal is to be had; a bare chroot has none.
on_terminal() {
	! python3 -c 'import os; os.openpty()' 2>/dev/null || echo "$@"
}
