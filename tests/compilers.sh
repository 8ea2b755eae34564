# What generated code is compiled with, for cases.sh and matrix.sh to read.
strict="-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wcast-qual -Wundef -Wwrite-strings -Wcast-align -Wformat=2
-Wvla -Werror"
strict_c="$strict -Wstrict-prototypes -Wmissing-prototypes"

compile() {
	echo "compile: $*"
	"$@"
}

# compile_c FILE STANDARD ...: by every C compiler that is here.
compile_c() {
	file=$1
	shift
	for std in "$@"; do
		compile gcc -std="$std" $strict_c -c "$file" -o compiled.o
		compile clang -std="$std" $strict_c -c "$file" -o compiled.o
		# sqlite3.h is not musl's own; it stands behind its headers.
		! command -v musl-gcc >/dev/null ||
			compile musl-gcc -std="$std" $strict_c -idirafter /usr/include -c "$file" -o compiled.o
		! command -v tcc >/dev/null || compile tcc -std="$std" -Wall -Wwrite-strings -Werror -c "$file" -o compiled.o
	done
}

# compile_header FILE STANDARD ...: as C++.
compile_header() {
	echo "#include \"$1\"" >header.cc
	shift
	for std in "$@"; do
		compile g++ -std="$std" -I. $strict -Wold-style-cast -fsyntax-only header.cc
		compile clang++ -std="$std" -I. $strict -Wold-style-cast -fsyntax-only header.cc
	done
}
