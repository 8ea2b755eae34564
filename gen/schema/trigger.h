#ifndef SQLGEN_TRIGGER_H
#define SQLGEN_TRIGGER_H

#include <stdbool.h>

struct arena;
struct catalog;
struct diag;
struct replay;
struct schema;
struct table;

/* The triggers of a table or view, out of their text. */
void triggers_inspect(struct table *table, const struct replay *replay,
		      const struct catalog *catalog, struct arena *arena);

/*
 * SQLite looks into a trigger only when its table is written to, so each such statement is
 * prepared. A trigger that keeps one from it is a warning. The database is the same afterwards.
 */
bool triggers_check(const struct schema *schema, const struct replay *replay, struct arena *arena,
		    struct diag *diag);

#endif
