#ifndef SQLGEN_TABLE_ITEMS_H
#define SQLGEN_TABLE_ITEMS_H

#include <stdbool.h>

#include <sqlite3.h>

#include "live/inventory.h"

/* What one table adds to the inventory: itself, columns, keys, checks, indexes. */
struct live_table {
	sqlite3 *handle;
	const char *name, *sql;
	bool is_strict, is_without_rowid;
};

bool table_items_read(struct inventory *inventory, const struct live_table *table, struct arena *arena,
		      struct diag *diag);

/* For those who read it. */
void inventory_add(struct inventory *inventory, const struct item *item, struct arena *arena);

#endif
