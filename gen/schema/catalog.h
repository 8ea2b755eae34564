#ifndef SQLGEN_CATALOG_H
#define SQLGEN_CATALOG_H

#include <stdbool.h>
#include <stddef.h>

#include <sqlite3.h>

struct arena;
struct diag;

/* A row of sqlite_schema (https://sqlite.org/schematab.html). */
struct catalog_entry {
	const char *type; /* "table", "view", "index", "trigger" */
	const char *name;
	const char *table; /* of an index or trigger; of others their own name */
	const char *sql;   /* NULL for the indexes of constraints */
};

/* The whole of sqlite_schema, sorted by type, table and name. */
struct catalog {
	struct catalog_entry *entries;
	size_t count;
};

bool catalog_read(struct catalog *catalog, sqlite3 *handle, struct arena *arena, struct diag *diag);

/* The entries of this type that belong to a table, sorted by name; *count may become 0. */
const struct catalog_entry *catalog_find(size_t *count, const struct catalog *catalog,
					 const char *type, const char *table);

#endif
