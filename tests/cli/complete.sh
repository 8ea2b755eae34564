#!/bin/sh
# What may come next on a command line, as the tool says it and as the shells show it. Usage: complete.sh SQLGEN
. "$(dirname "$0")/claims.sh"
packaging=$(cd "$(dirname "$0")/../../gen/cli/packaging" && pwd)
tests=$(cd "$(dirname "$0")" && pwd)
tab=$(printf '\t')

# completes EXPECTED WORD...: the words that are offered, without what they are.
completes() {
	expected=$1
	shift
	sqlgen complete "$@"
	exits 0
	equal messages "$err" ""
	equal "$*" "$(echo "$out" | cut -f 1 | tr '\n' ' ' | sed 's/ $//')" "$expected"
}

claim "the verbs are those of the help, with what it says of them"
sqlgen help
echo "$out" | sed -n '/^verbs:/,/^$/s/^  \([a-z]*\)  *\(.*\)/\1\t\2/p' >"$work/verbs"
sqlgen complete
equal verbs "$out" "$(cat "$work/verbs")"
sqlgen complete ""
equal "with an empty word" "$out" "$(cat "$work/verbs")"
completes "generate" gen
completes "describe diff docs dump" help d
sed -n 's/\t.*//p' "$work/verbs" >"$work/names"
true_that test "$(wc -l <"$work/names")" -gt 20

claim "the options of each verb are those of its help"
while read -r verb; do
	sqlgen help "$verb"
	echo "$out" | sed -n 's/^  \(-., \|    \)--\([a-z-]*\).*/--\2/p' | sort -u >"$work/options"
	sqlgen complete "$verb" --
	equal "$verb" "$(echo "$out" | cut -f 1 | sort)" "$(cat "$work/options")"
done <<VERBS
$(grep -vE '^(help|version|complete)$' "$work/names")
VERBS

claim "values are completed by what the option takes"
two_migrations
completes "beside" generate --runtime b
completes "sql json text" schema --format ""
completes "json" schema --format=j
completes "drizzle drizzle-folders" status --convention dr
completes ":directories" generate --output ""
completes ":directories" generate --output=x
completes ":files" status --config ""
completes ":directories" migrate --backup=
completes "" generate --name ""
completes "" lint --min-sqlite ""
completes "" generate --nosuch=

claim "operands are completed by their place, and options where there are none left"
two_migrations
completes ":files" migrate ""
completes ":files" migrate --backup ""
completes ":files" check a.c b.c ""
completes ":files" diff a.db ""
completes ":files" describe ""
completes "" new ""
completes "" nosuch ""
completes "" new -- --
completes "--prefix" dump --p
sqlgen complete dump ""
holds "options" "$out" "--prefix$tab"

claim "versions are those of the project that the line tells of"
two_migrations
completes "1 2" mark a.db ""
completes "2" schema --at 2
completes "2" migrate a.db --to=2
mv migrations elsewhere
completes "" schema --at ""
completes "1 2" schema --migrations elsewhere --at ""

claim "bash shows the same"
two_migrations
mkdir folder
echo >"a file.db"
cat >"$work/words.bash" <<'BASH'
. "$1"
shift
COMP_WORDS=("$@")
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_sqlgen "${COMP_WORDS[0]}"
printf '%s\n' "${COMPREPLY[@]}"
BASH
shown() {
	expected=$1
	shift
	equal "$*" "$(bash --norc "$work/words.bash" "$packaging/sqlgen.bash" "$sqlgen_path" "$@" | sort | tr '\n' '|')" "$expected"
}
shown "generate|" gen
shown "json|" schema --format = j
shown "json|sql|text|" schema --format =
shown "folder|" generate --output f
shown "folder|migrations|" generate --output =
shown "a file.db|" migrate a
shown "1|2|" mark x.db ""
shown "|" new ""

mkdir "$work/bin"
ln -s "$sqlgen_path" "$work/bin/sqlgen"
PATH=$work/bin:$PATH

# Zsh's own functions stand for themselves: which are called, and with what.
if command -v zsh >/dev/null 2>&1; then
	claim "zsh shows the same"
	two_migrations
	cat >"$work/words.zsh" <<'ZSH'
_call_program() { shift; eval "$*" }
compset() { print -r -- "compset $*" }
_files() { print -r -- "_files $*" }
_describe() { print -rl -- "${offered[@]}" }
completion=$1
shift
words=("$@")
CURRENT=$#words
. "$completion"
ZSH
	asked() {
		expected=$1
		shift
		equal "$*" "$(zsh -f "$work/words.zsh" "$packaging/_sqlgen" sqlgen "$@" | tr '\n' '|')" "$expected"
	}
	asked "generate:writes the C|" gen
	asked "compset -P 1 --*=|json:|" schema --format=j
	asked "_files -/|" generate --output ""
	asked "_files |" migrate ""
	asked "1:init|2:users|" mark 'a\ b.db' ""
fi

if command -v fish >/dev/null 2>&1; then
	claim "fish shows the same"
	two_migrations
	mkdir folder
	proposed() {
		equal "$2" "$(HOME=$work fish --no-config -c "source $packaging/sqlgen.fish; complete -C '$2'" | tr '\n' '|')" "$1"
	}
	proposed "generate${tab}writes the C|" "sqlgen gen"
	proposed "--format=json|" "sqlgen schema --format=j"
	proposed "folder/|" "sqlgen generate --output f"
	proposed "--output=folder/|" "sqlgen generate --output=f"
	proposed "1${tab}init|2${tab}users|" "sqlgen mark x.db "
fi

# typed SETUP LINE EXPECTED SHELL [ARGUMENT...]: what a tab makes of the line
typed() {
	true_that python3 "$tests/typed.py" "$@"
}

if [ -n "$(on_terminal yes)" ]; then
	claim "and so they do when it is typed into them"
	two_migrations
	echo >notes.db
	for row in "gen:sqlgen generate " "schema --format=j:--format=json" "migrate no:migrate notes.db"; do
		typed ". '$packaging/sqlgen.bash'" "sqlgen ${row%%:*}" "${row#*:}" bash --norc -i
		! command -v zsh >/dev/null 2>&1 ||
			typed "fpath=('$packaging' \$fpath); autoload -U compinit; compinit -u -D" "sqlgen ${row%%:*}" \
				"${row#*:}" zsh -f -i
		! command -v fish >/dev/null 2>&1 ||
			HOME=$work typed "source '$packaging/sqlgen.fish'" "sqlgen ${row%%:*}" "${row#*:}" fish --no-config -i
	done
fi

summary
