#ifndef SQLGEN_EFFECT_H
#define SQLGEN_EFFECT_H

#include <stdbool.h>
#include <stddef.h>

#include <sqlite3.h>

#include "live/difference.h"

struct arena;
struct diag;
struct sqlgen_schema;

/*
 * What migrations change in the schema, each by itself. handle is a database in memory that has
 * those before first; it gets the others one by one. effects has room for one each. False if one of
 * them fails there.
 */
bool effects_read(struct difference *effects, sqlite3 *handle, const struct sqlgen_schema *schema, size_t first,
		  struct arena *arena, struct diag *diag);

/* Is what a change adds among what was there? */
bool change_was_there(const struct change *change, const struct inventory *inventory);

#endif
