#!/bin/sh
# A cross build configures: the tool for the build machine, the runtime for the host. Usage: cross.sh SOURCE_ROOT
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/cross.ini" <<'EOF'
[binaries]
c = 'gcc'
ar = 'ar'
strip = 'strip'
pkgconfig = 'pkg-config'
[host_machine]
system = 'linux'
cpu_family = 'x86'
cpu = 'i686'
endian = 'little'
EOF
meson setup "$work/build" "$1" --cross-file "$work/cross.ini" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
# What is built for the host goes to libsqlgen.a, what is built for this machine beside it under another name.
ninja -C "$work/build" -t targets all | grep -q '^libsqlgen.a:'
ninja -C "$work/build" -t targets all | grep -q '^libsqlgen-native.a:'
