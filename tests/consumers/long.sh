# Read by tests/consumers.sh, whose functions these use.

# sqlgen as a subproject, fetched as the wrap says; nothing of it is installed.
subproject() {
	name="subproject $1"
	version=$(sed -n "s/^ *version: '\(.*\)',/\1/p" "$source/meson.build" | head -n 1)
	mkdir -p "$top/$name/subprojects" "$top/archive/sqlgen-$version"
	for file in meson.build meson_options.txt LICENSE gen templates runtime; do
		cp -R "$source/$file" "$top/archive/sqlgen-$version"
	done
	archive=$top/archive/sqlgen-$version.tar.xz
	tar -C "$top/archive" -cJf "$archive" "sqlgen-$version"
	sed "s|@version@|$version|; s|@url@|file://$archive|; s|@sha256@|$(sha256sum <"$archive" | cut -d ' ' -f 1)|" \
		"$source/gen/cli/packaging/sqlgen.wrap.in" >"$top/$name/subprojects/sqlgen.wrap"
	sed -i "s|@version@|$version|" "$top/$name/subprojects/sqlgen.wrap"
	counted=0
	turns=1 # each builds the tool, too
	consume meson "--wrap-mode=forcefallback $2"
	check "linked with another runtime" test -s "$(find "$top/$name/out/subprojects" -name libsqlgen.a)"
}

# SQLite for armhf, in a folder of its own as a cross build has it.
cross_sqlite() {
	name="SQLite for armhf"
	sysroot=$top/sysroot
	mkdir -p "$sysroot/usr/lib/pkgconfig" "$sysroot/usr/include"
	check "no amalgamation" sh "$source/tests/amalgamation.sh" "$sysroot/usr/include"
	check "cannot be compiled" arm-linux-gnueabihf-gcc -O1 -w -DSQLITE_OMIT_LOAD_EXTENSION \
		-c "$sysroot/usr/include/sqlite3.c" -o "$top/sqlite3.o"
	check "no library" arm-linux-gnueabihf-ar rcs "$sysroot/usr/lib/libsqlite3.a" "$top/sqlite3.o"
	cat >"$sysroot/usr/lib/pkgconfig/sqlite3.pc" <<PC
prefix=$sysroot/usr
Name: SQLite
Description: SQL database engine
Version: $(sed -n 's/^#define SQLITE_VERSION *"\(.*\)"/\1/p' "$sysroot/usr/include/sqlite3.h")
Libs: -L\${prefix}/lib -lsqlite3 -lm
Cflags: -I\${prefix}/include
PC
	printf '#!/bin/sh\nPKG_CONFIG_PATH= PKG_CONFIG_LIBDIR=%s exec pkg-config "$@"\n' \
		"$sysroot/usr/lib/pkgconfig" >"$top/arm-pkg-config"
	chmod +x "$top/arm-pkg-config"
	cat >"$top/arm.ini" <<INI
[binaries]
c = 'arm-linux-gnueabihf-gcc'
ar = 'arm-linux-gnueabihf-ar'
strip = 'arm-linux-gnueabihf-strip'
pkgconfig = '$top/arm-pkg-config'
[host_machine]
system = 'linux'
cpu_family = 'arm'
cpu = 'armv7hl'
endian = 'little'
INI
	cat >"$top/arm.cmake" <<CMAKE
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR armv7l)
set(CMAKE_C_COMPILER arm-linux-gnueabihf-gcc)
set(CMAKE_FIND_ROOT_PATH $sysroot)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
CMAKE
}

# A cross build of sqlgen installs the runtime for the other machine, and no tool that would not run here.
cross_runtime() {
	name="the runtime for armhf"
	check "cannot be configured" meson setup "$top/arm-build" "$source" --cross-file "$top/arm.ini" \
		--prefix /usr --libdir lib
	check "cannot be built" ninja -C "$top/arm-build" libsqlgen.a
	(cd "$sysroot/usr" && find . -type f) | sort >"$top/before"
	check "cannot be installed" env DESTDIR="$sysroot" meson install -C "$top/arm-build" --no-rebuild
	(cd "$sysroot/usr" && find . -type f) | sort | comm -13 "$top/before" - >"$log"
	if [ "$(tr '\n' ' ' <"$log")" = "./include/sqlgen.h ./lib/libsqlgen.a ./lib/pkgconfig/sqlgen_runtime.pc ./share/man/man3/sqlgen.3 " ]; then
		pass
	else
		fail "other files than the runtime's"
	fi
	sed -i "s|^prefix=.*|prefix=$sysroot/usr|" "$sysroot/usr/lib/pkgconfig/sqlgen_runtime.pc"
}

cross() {
	name="armhf $1"
	run="qemu-arm-static -L /usr/arm-linux-gnueabihf"
	bits=32
	counted=2
	turns="1 2 3"
	consume "$1" "$2"
}

run=
bits=$(getconf LONG_BIT)
subproject native ""
cross_sqlite
cross_runtime
cross make "CC=arm-linux-gnueabihf-gcc PKG_CONFIG=$top/arm-pkg-config PKG_CONFIG_FOR_BUILD=pkg-config"
cross ninja "--toolchain $top/arm.cmake -Dsqlgen_DIR=$prefix/share/cmake/sqlgen"
cross meson "--cross-file $top/arm.ini"
run="qemu-arm-static -L /usr/arm-linux-gnueabihf"
bits=32
subproject armhf "--cross-file $top/arm.ini"
