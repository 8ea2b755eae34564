#ifndef SQLGEN_COMPAT_DEMAND_H
#define SQLGEN_COMPAT_DEMAND_H

#include <stddef.h>

#include "base/diag.h"

struct arena;
struct schema;

/*
 * What a later schema asks of rows, or does with them, that an earlier program does not know of: it
 * still runs, but what it writes may be refused, and what it reads may be new to it.
 */
struct demand {
	size_t version; /* that brings it, counted from 1 */
	const char *table;
	const char *column;  /* that it is about, as far as it is about one; NULL */
	const char *message; /* "table 'tasks' has a new CHECK (…): …" */
	struct place place;
};

struct demands {
	struct demand *items;
	size_t count;
};

/* Adds what the tables of one schema have, and the same tables of the one before it have not. */
void demands_find(struct demands *demands, const struct schema *before, const struct schema *after,
		  size_t version, struct arena *arena);

#endif
