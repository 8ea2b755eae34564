#ifndef SQLGEN_ORIGIN_H
#define SQLGEN_ORIGIN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"

struct arena;
struct migration;
struct origin;

struct traced_column {
	const char *name;
	struct place place;
};

/* A table, view, index or trigger that exists at some point of the migrations. */
struct traced {
	const char *name;
	const char *table; /* of an index or trigger; else NULL */
	bool is_trigger;
	struct place place;
	struct traced_column *columns;
	size_t column_count;
};

/* What the text of migrations makes, by name. Zeroed: nothing yet. */
struct trace {
	struct traced *items;
	size_t count;
};

/*
 * Follows CREATE, ALTER TABLE and DROP through a migration that ran without error. A rename keeps
 * the place, so that a rebuilt table's is where its replacement was created. Temporary objects are
 * passed over.
 */
void trace_migration(struct trace *trace, const struct migration *migration, struct arena *arena,
		     const struct diag *diag);

/* All of them as origins, in the order of origin_compare. */
struct origin *trace_origins(size_t *count, const struct trace *trace, struct arena *arena);

/* By is_trigger, name and column, as names are compared. The arguments are struct origin. */
int origin_compare(const void *a, const void *b);

#endif
