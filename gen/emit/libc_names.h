#ifndef SQLGEN_LIBC_NAMES_H
#define SQLGEN_LIBC_NAMES_H

#include <stddef.h>

/*
 * Names that the headers of ISO C, POSIX and glibc (_GNU_SOURCE) have already, of those that
 * generated code could be given. `tests/hostile/headers.py update` adds those of its machine.
 */
struct name_list {
	const char *const *items; /* sorted as strcmp does */
	size_t count;
};

extern const struct name_list libc_macros, libc_tags, libc_functions, libc_constants;
/* Functions of ISO C and POSIX that a query could be named like, and main: libc_callables.c. */
extern const struct name_list libc_callables;

#endif
