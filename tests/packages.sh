#!/bin/sh
# Sees to it that the programs and files named by the first argument are here: on Debian as root they are
# installed, elsewhere it says what is missing. Usage: packages.sh example|tests|long
set -eu

example="gcc:build-essential make:build-essential pkg-config:pkg-config meson:meson ninja:ninja-build"
tests="$example clang:clang g++:build-essential clang++:clang tcc:tcc valgrind:valgrind cmake:cmake
sqlite3:sqlite3 mandoc:mandoc python3:python3"
long="$tests npm:npm clang-tidy:clang-tidy cppcheck:cppcheck musl-gcc:musl-tools
i686-linux-gnu-gcc:gcc-i686-linux-gnu /usr/i686-linux-gnu/include/stdio.h:libc6-dev-i386-cross
arm-linux-gnueabihf-gcc:gcc-arm-linux-gnueabihf
/usr/arm-linux-gnueabihf/include/stdio.h:libc6-dev-armhf-cross qemu-arm-static:qemu-user-static
s390x-linux-gnu-gcc:gcc-s390x-linux-gnu /usr/s390x-linux-gnu/include/stdio.h:libc6-dev-s390x-cross
qemu-s390x-static:qemu-user-static sqitch:sqitch /usr/share/doc/libdbd-sqlite3-perl:libdbd-sqlite3-perl
django-admin:python3-django zsh:zsh fish:fish dpkg-buildpackage:dpkg-dev dh:debhelper lintian:lintian"

case ${1-} in
example) wanted=$example ;;
tests) wanted=$tests ;;
long) wanted=$long ;;
*) echo "usage: packages.sh example|tests|long" >&2; exit 2 ;;
esac

missing=
for row in $wanted; do
	command -v "${row%%:*}" >/dev/null 2>&1 || [ -e "${row%%:*}" ] || missing="$missing ${row##*:}"
done
pkg-config --exists 'sqlite3 >= 3.38' 2>/dev/null || missing="$missing libsqlite3-dev"
[ -n "$missing" ] || exit 0
missing=$(printf '%s\n' $missing | sort -u | tr '\n' ' ')

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
	echo "missing packages (by their Debian names): $missing" >&2
	echo "install them, e.g. with: sudo apt-get install $missing" >&2
	exit 1
fi
echo "installing $missing"
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
