#ifndef SQLGEN_EXPLAIN_H
#define SQLGEN_EXPLAIN_H

#include <stddef.h>

#include "base/diag.h"

struct arena;
struct migrations;

/* A statement of a migration that SQLite refused. */
struct failure {
	const char *message; /* SQLite's */
	const struct migrations *migrations;
	size_t migration; /* in it */
	size_t offset;    /* in its text */
};

/*
 * Tells diag of it, and what is known beyond SQLite's message: the version that has what is
 * lacking, the database whose SQL this is, the lines of sqlgen.ini that declare what the program
 * registers.
 */
void explain_failure(const struct failure *failure, struct arena *arena, struct diag *diag);

#endif
