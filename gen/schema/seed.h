#ifndef SQLGEN_SEED_H
#define SQLGEN_SEED_H

#include <stdbool.h>
#include <stddef.h>

#include <sqlite3.h>

struct arena;

/*
 * Rows for an ordinary table that has none, such as a database in use may hold: the first without
 * NULL, the second with NULL wherever a column takes it, the third like the first except where a
 * key keeps them apart. The values of a row are one number in all columns and tables, so that
 * foreign keys find their parents, and valid JSON, a date and a time too; a CHECK that lists values
 * gets those.
 */

/* SEED_ROWS: it has rows now. SEED_LOOSE: they do not keep its CHECKs. SEED_NONE: it has none, or
 * had some. */
enum seed { SEED_NONE, SEED_ROWS, SEED_LOOSE };
enum seed seed_table(sqlite3 *handle, const char *table, struct arena *arena);

/* Takes all rows out of all ordinary tables; no trigger runs. */
void seed_empty(sqlite3 *handle, struct arena *arena);

/* The ordinary tables of "main" but not the runner's, sorted by name_compare. */
struct table_names {
	const char **items;
	size_t count;
};
struct table_names seed_tables(sqlite3 *handle, struct arena *arena);
/* Where it is in names.items; NULL if it is none of them. */
const char **table_names_find(const struct table_names *names, const char *name);

#endif
