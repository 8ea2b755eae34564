#ifndef SQLGEN_CHECK_REGISTERED_H
#define SQLGEN_CHECK_REGISTERED_H

#include <stddef.h>

#include <sqlite3.h>

struct arena;
struct c_program;
struct diag;

/*
 * Functions, collations and modules that the C registers with SQLite itself, by calls with a
 * literal name: registers what stands in for them.
 */
void registered_find(struct c_program *program, sqlite3 *handle, struct arena *arena,
		     struct diag *diag);

/* If a statement was refused as it needs one that is not known: the lines of sqlgen.ini that
 * declare it; else NULL. */
const char *registered_advice(const char *message, const char *sql, size_t length,
			      struct arena *arena);

#endif
