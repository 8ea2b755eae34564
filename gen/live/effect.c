#include "live/effect.h"

#include <stdlib.h>

#include "sqlgen.h"

bool
effects_read(struct difference *effects, sqlite3 *handle, const struct sqlgen_schema *schema, size_t first,
	     struct arena *arena, struct diag *diag)
{
	struct sqlgen_connection connection = { .handle = handle };
	struct sqlgen_options options = sqlgen_options_default();
	struct sqlgen_schema part = *schema;
	struct inventory before, after;

	if (!inventory_read(&before, handle, arena, diag))
		return false;
	for (size_t i = first; i < schema->migration_count; i++) {
		part.migration_count = i + 1;
		if (sqlgen_migrate(&connection, &part, &options, NULL) != SQLITE_OK ||
		    !inventory_read(&after, handle, arena, diag))
			return false;
		difference_find(&effects[i - first], &before, &after, arena);
		before = after;
	}
	return true;
}

static int
compare(const void *a, const void *b)
{
	return item_compare(a, b);
}

bool
change_was_there(const struct change *change, const struct inventory *inventory)
{
	return !change->before && inventory->count > 0 &&
	       bsearch(change->after, inventory->items, inventory->count, sizeof *inventory->items, compare);
}
