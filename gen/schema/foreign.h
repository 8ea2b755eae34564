#ifndef SQLGEN_FOREIGN_H
#define SQLGEN_FOREIGN_H

#include <stdbool.h>

#include <sqlite3.h>

struct arena;
struct diag;
struct replay;
struct schema;
struct table;

/* Those of one table, as they are written: whose columns are known. */
bool foreign_keys_read(struct table *table, sqlite3 *handle, struct arena *arena, struct diag *diag);

/*
 * The foreign keys of all tables, whose columns and indexes are known. A parent that SQLite would
 * not accept (https://sqlite.org/foreignkeys.html#fk_indexes) makes the key dangling, and is a
 * warning.
 */
bool foreign_keys_inspect(struct schema *schema, const struct replay *replay, struct arena *arena,
			  struct diag *diag);

#endif
