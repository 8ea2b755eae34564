# Read by tests/consumers.sh, whose functions these use: the Debian package, and projects that are built with it.

# The tree as it is released, with its debian folder where dpkg-buildpackage wants it.
debian_source() {
	name="Debian source"
	work=$top/debian/sqlgen-$version
	mkdir -p "$work"
	for file in meson.build meson_options.txt LICENSE README.md gen templates runtime examples tests; do
		cp -R "$source/$file" "$work"
	done
	check "no archive" tar -C "$top/debian" -cJf "$top/debian/sqlgen_$version.orig.tar.xz" "sqlgen-$version"
	cp -R "$source/gen/cli/packaging/debian" "$work"
	check "another version in debian/changelog" grep -q "^sqlgen ($version-[0-9]*) " "$work/debian/changelog"
}

# The unit tests are not run once more.
debian_build() {
	name="Debian package"
	check "cannot be built" sh -c "cd '$work' && DEB_BUILD_OPTIONS='nocheck noautodbgsym' dpkg-buildpackage -us -uc"
	(cd "$top/debian" && lintian -i -E --pedantic --allow-root --fail-on none ./*.changes) >"$log" 2>&1 ||
		fail "lintian does not run"
	if [ ! -s "$log" ]; then pass; else fail "lintian has something to say"; fi
}

# Each installed file is in one of the packages, and in the right one.
debian_files() {
	for row in 'sqlgen /usr/bin/sqlgen' 'sqlgen /usr/share/man/man1/sqlgen.1.gz' \
		'sqlgen /usr/share/man/man3/sqlgen.3.gz' 'sqlgen /usr/share/pkgconfig/sqlgen.pc' \
		'sqlgen /usr/share/sqlgen/sqlgen.mk' 'sqlgen /usr/share/cmake/sqlgen/sqlgen-config.cmake' \
		'sqlgen /usr/share/bash-completion/completions/sqlgen' \
		'sqlgen /usr/share/zsh/vendor-completions/_sqlgen' \
		'sqlgen /usr/share/fish/vendor_completions.d/sqlgen.fish' \
		'libsqlgen-dev /usr/include/sqlgen.h' 'libsqlgen-dev /libsqlgen.a' \
		'libsqlgen-dev /pkgconfig/sqlgen_runtime.pc'; do
		dpkg-deb -c "$top/debian/${row%% *}"_*.deb >"$log"
		if grep -q "${row#* }\$" "$log"; then pass; else fail "${row%% *} has no ${row#* }"; fi
	done
	for package in sqlgen libsqlgen-dev; do
		check "$package cannot be unpacked" dpkg-deb -x "$top/debian/${package}"_*.deb "$top/debian/root"
	done
	(cd "$work/debian/tmp" && find . ! -type d) | sed 's|\(share/man/.*\)$|\1.gz|' | sort >"$top/before"
	(cd "$top/debian/root" && find . ! -type d) | sort | comm -23 "$top/before" - >"$log"
	if [ ! -s "$log" ]; then pass; else fail "files that are in no package"; fi
}

version=$(sed -n "s/^ *version: '\(.*\)',/\1/p" "$source/meson.build" | head -n 1)
debian_source
debian_build
debian_files
library=$(find "$top/debian/root" -name libsqlgen.a)
prefix=$top/debian/root/usr
move_prefix "$top/debian/root"
use_installed
rm -rf "$top/make" "$top/meson" "$top/ninja"
native make ""
native meson ""
native ninja "-DCMAKE_PREFIX_PATH=$prefix"
