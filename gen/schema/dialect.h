#ifndef SQLGEN_DIALECT_H
#define SQLGEN_DIALECT_H

#include <stddef.h>

/* Text that is no SQL of SQLite's: another database's, a template's, a program's. */
struct dialect {
	const char *what;   /* "PostgreSQL's cast '::'" */
	const char *remedy; /* "SQLite has CAST(x AS type)" */
};

/* What SQLite complains of in message, at offset in the statement; NULL: not that we know. */
const struct dialect *dialect_find(const char *message, const char *statement, size_t offset);

#endif
