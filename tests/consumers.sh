#!/bin/sh
# Installs sqlgen into a folder and builds tests/consumers from there, as projects outside this tree do: by make,
# CMake and meson, each from clean with -j8, then with nothing to do, then after a change. With "long" also by meson as
# a subproject from a wrap, and by all of them for armhf, whose programs run under qemu; and with Debian packages, which
# are built for that.
#
# usage: consumers.sh SQLGEN SOURCE_ROOT [long]

if [ $# -lt 2 ]; then
	echo "usage: consumers.sh SQLGEN SOURCE_ROOT [long]" >&2
	exit 2
fi

build=$(cd "$(dirname "$1")" && pwd)
source=$(cd "$2" && pwd)
top=$(mktemp -d) || exit 1
trap 'rm -rf "$top"' EXIT
trap 'exit 1' HUP INT TERM

LC_ALL=C
export LC_ALL
unset MAKEFLAGS MAKELEVEL MFLAGS CFLAGS CPPFLAGS LDFLAGS DESTDIR

native_turns=1
[ "${3-}" != long ] || native_turns="1 2 3"
passed=0
failed=0
log=$top/log
path=$PATH
name=installed

pass() {
	passed=$((passed + 1))
}

# fail TEXT: prints it, and the end of the log of what ran last.
fail() {
	failed=$((failed + 1))
	echo "$name: $1" >&2
	tail -n 20 "$log" | sed 's/^/    /' >&2
}

# check TEXT COMMAND...: the command must succeed.
check() {
	text=$1
	shift
	if "$@" >"$log" 2>&1; then pass; else fail "$text"; fi
}

# move_prefix TREE: the .pc files of a tree that DESTDIR put together name the place where it is.
move_prefix() {
	find "$1" -name '*.pc' -exec sed -i "s|^prefix=\(.*\)|prefix=$1\1|" {} +
}

# What is installed, the build's own paths in none of it.
check_installed() {
	check "cannot be installed" env DESTDIR="$top/root" meson install -C "$build" --no-rebuild
	prefix=$top/root$(meson introspect "$build" --buildoptions | python3 -c '
import json, sys
print(next(option["value"] for option in json.load(sys.stdin) if option["name"] == "prefix"))')
	for file in bin/sqlgen include/sqlgen.h share/sqlgen/sqlgen.mk share/pkgconfig/sqlgen.pc \
		share/cmake/sqlgen/sqlgen-config.cmake share/cmake/sqlgen/sqlgen-config-version.cmake \
		share/bash-completion/completions/sqlgen share/zsh/site-functions/_sqlgen \
		share/fish/vendor_completions.d/sqlgen.fish share/man/man1/sqlgen.1 share/man/man1/sqlgen-lint.1 \
		share/man/man1/sqlgen-check.1 share/man/man1/sqlgen-compat.1 share/man/man1/sqlgen-docs.1 \
		share/man/man1/sqlgen-migrate.1 share/man/man3/sqlgen.3 share/man/man5/sqlgen.ini.5 share/man/man5/sqlgen-sql.5; do
		check "no $file" test -s "$prefix/$file"
	done
	find "$top/root" ! -type d ! -path "$prefix/*" >"$log"
	if [ ! -s "$log" ]; then pass; else fail "files outside of $prefix"; fi
	library=$(find "$prefix" -name libsqlgen.a)
	check "no libsqlgen.a" test -s "$library"
	check "not beside libsqlgen.a: pkgconfig/sqlgen_runtime.pc" test -s "$(dirname "$library")/pkgconfig/sqlgen_runtime.pc"
	if find "$top/root" -type f ! -name '*.a' ! -name sqlgen -exec grep -lF -e "$source" -e "$build" {} + >"$log"; then
		fail "a path of the build"
	else
		pass
	fi
	move_prefix "$top/root"
}

# All that the library defines for others is called sqlgen_, and a shared library that holds it exports none of it.
check_symbols() {
	nm -g --defined-only "$library" | awk 'NF == 3 && $3 !~ /^sqlgen_/' >"$log"
	if [ ! -s "$log" ]; then pass; else fail "symbols that are not called sqlgen_"; fi
	echo 'int plugin(void); int sqlgen_verify(void *); int plugin(void) { return sqlgen_verify(0); }' >"$top/plugin.c"
	check "a shared library cannot hold it" cc -shared -fPIC -o "$top/plugin.so" "$top/plugin.c" \
		-Wl,--whole-archive "$library" -Wl,--no-whole-archive $(pkg-config --libs sqlite3)
	nm -gD --defined-only "$top/plugin.so" >"$log"
	if grep -q ' plugin$' "$log" && ! grep -q sqlgen_ "$log"; then pass; else fail "exported symbols"; fi
}

# The tool counts its runs.
count_runs() {
	calls=$top/calls
	: >"$calls"
	mv "$prefix/bin/sqlgen" "$prefix/bin/sqlgen-itself"
	cat >"$prefix/bin/sqlgen" <<SH
#!/bin/sh
echo run >>'$calls'
exec '$prefix/bin/sqlgen-itself' "\$@"
SH
	chmod +x "$prefix/bin/sqlgen"
}

# What $prefix and $library name is what the build tools find.
use_installed() {
	count_runs
	PKG_CONFIG_PATH=$prefix/share/pkgconfig:$(dirname "$library")/pkgconfig
	export PKG_CONFIG_PATH
	PATH=$prefix/bin:$path
}

runs() {
	wc -l <"$calls"
}

# The build tools. Each works in a copy of tests/consumers.

configure() {
	case $tool in
	make) mkdir -p out ;;
	meson) meson setup $options out . ;;
	ninja) cmake -G Ninja $options -B out ;;
	makefiles) cmake -G 'Unix Makefiles' $options -B out ;;
	esac
}

build() {
	case $tool in
	make) make -j8 $options ;;
	meson) ninja -j8 -C out ;;
	ninja | makefiles) cmake --build out -j8 ;;
	esac
}

clean() {
	case $tool in
	make) make -j8 clean $options ;;
	meson) ninja -C out -t clean ;;
	ninja | makefiles) cmake --build out --target clean ;;
	esac
}

# Where program is.
place() {
	case $tool in
	make) echo "./$1" ;;
	*) echo "out/$1" ;;
	esac
}

# Building again runs nothing and writes nothing.
check_idle() {
	before=$(runs)
	sleep 0.05
	touch "$top/stamp"
	check "$1 fails" build
	case $tool in
	meson | ninja) if grep -q 'ninja: no work to do' "$log"; then pass; else fail "$1 did something"; fi ;;
	esac
	if [ "$(runs)" -eq "$before" ]; then pass; else fail "$1 ran sqlgen"; fi
	find . -type f \( -name '*.[choa]' -o -name carries -o -name linked \) -newer "$top/stamp" >"$log"
	if [ ! -s "$log" ]; then pass; else fail "$1 wrote files"; fi
}

# check_output BITS
check_output() {
	for program in carries linked; do
		check "$program fails" sh -c "$run $(place $program) >'$top/output'"
		if [ "$(cat "$top/output")" = "$1 bits: mean 22.0" ]; then
			pass
		else
			cp "$top/output" "$log"
			fail "$program: expected $1 bits: mean 22.0"
		fi
	done
}

# expect_runs TEXT: each of the two layers is made anew. The tool of a subproject is not counted.
expect_runs() {
	if [ "$(runs)" -eq $((before + counted)) ]; then pass; else fail "$1: sqlgen ran $(($(runs) - before)) times"; fi
}

# has_column NAME: the header of the first layer has it.
has_column() {
	find . -name db.h -exec cat {} + | grep -q "$1;"
}

# A migration is new, edited, gone; the programs that use a column that is gone are not built.
check_change() {
	before=$(runs)
	echo 'ALTER TABLE readings ADD COLUMN taken_at TEXT;' >"$top/saved"
	mv "$top/saved" migrations/0002_taken_at.sql
	check "a new migration: the build fails" build
	expect_runs "a new migration"
	check "a new migration: not in the header" has_column taken_at
	check_idle "building after a new migration"
	before=$(runs)
	echo 'ALTER TABLE readings ADD COLUMN seen_at TEXT;' >migrations/0002_taken_at.sql
	check "an edited migration: the build fails" build
	expect_runs "an edited migration"
	check "an edited migration: not in the header" has_column seen_at
	check_idle "building after an edited migration"
	echo 'ALTER TABLE readings DROP COLUMN value;' >migrations/0003_no_value.sql
	if build >"$log" 2>&1; then fail "the program is built without its column"; else pass; fi
	rm migrations/000[23]*
	check "after that: the build fails" build
	if has_column seen_at; then fail "a migration that is gone: still in the header"; else pass; fi
	check_idle "building after a migration is gone"
}

# consume TOOL OPTIONS: a project by a build tool, several times from clean.
consume() {
	tool=$1
	options=$2
	mkdir -p "$top/$name"
	cp -R "$source/tests/consumers/." "$top/$name"
	cd "$top/$name" || exit 1
	check "cannot be configured" configure
	check "cannot be built" build
	check_idle "building again"
	for turn in $turns; do
		check "cannot be cleaned" clean
		check "$turn: cannot be built from clean" build
	done
	check_output "$bits"
	check_change
}

native() {
	name=$1
	run=
	bits=$(getconf LONG_BIT)
	counted=2
	turns=$native_turns
	consume "$1" "$2"
}

check_installed
check_symbols
use_installed

native make ""
native meson ""
native ninja "-DCMAKE_PREFIX_PATH=$prefix"
if [ "${3-}" = long ]; then
	native makefiles "-DCMAKE_PREFIX_PATH=$prefix"
	. "$source/tests/consumers/long.sh"
	. "$source/tests/consumers/debian.sh"
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
