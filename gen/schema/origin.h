#ifndef SQLGEN_ORIGIN_H
#define SQLGEN_ORIGIN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "base/map.h"

struct arena;
struct migration;
struct origin;

struct traced_column {
	const char *name;
	struct place place;
};

/* A table, view, index or trigger. */
struct traced {
	const char *name;
	bool is_trigger, is_dropped;
	struct place place;
	struct traced_column *columns;
	size_t column_count;
	struct traced *owned; /* the indexes and triggers that go with it, linked by next_owned */
	struct traced *next_owned;
};

/* What the text of migrations makes. Zeroed: nothing yet. */
struct trace {
	struct traced **items; /* dropped ones too */
	size_t count;
	struct map objects, triggers; /* those that exist, by name in lower case */
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
