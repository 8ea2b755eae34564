#ifndef SQLGEN_SNAPSHOT_H
#define SQLGEN_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>

#include <sqlite3.h>

struct arena;
struct diag;
struct table;

/*
 * The schema "main" at one moment of a replay. Of struct table it has what the pragmas say: no
 * places, no values of defaults, no constraints, no columns of views. What did not change since the
 * one before is the same pointer.
 */
struct snapshot {
	const struct table **tables; /* and views and virtual tables; sorted by name_compare */
	size_t count;
	const char **shadows; /* what virtual tables keep their rows in */
	size_t shadow_count;
};

/* before NULL: there is none. False after a message. */
bool snapshot_read(struct snapshot *snapshot, const struct snapshot *before, sqlite3 *handle,
		   struct arena *arena, struct diag *diag);

/* A table or view; NULL if there is none of this name. */
const struct table *snapshot_find(const struct snapshot *snapshot, const char *name);
/* The table that has an index, or a trigger, of this name; NULL. */
const struct table *snapshot_find_index(const struct snapshot *snapshot, const char *name);
const struct table *snapshot_find_trigger(const struct snapshot *snapshot, const char *name);

#endif
