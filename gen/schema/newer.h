#ifndef SQLGEN_NEWER_H
#define SQLGEN_NEWER_H

#include <stddef.h>

/* Something that SQLite has from a version on. https://sqlite.org/changes.html */
struct newer {
	const char *what;  /* as it is written: "unixepoch", "RIGHT JOIN" */
	const char *where; /* "3.38" */
};

/*
 * Is what SQLite complains of in message, at offset in the statement, something that a version
 * after linked (as sqlite3_libversion_number) has? NULL: not that we know.
 */
const struct newer *newer_find(const char *message, const char *statement, size_t offset,
			       int linked);

/* A function that is not as old as SQLite 3.25, and the first version that has it, as a number. */
const struct newer *newer_find_function(const char *name, int *version);

#endif
