#ifndef SQLGEN_KEY_H
#define SQLGEN_KEY_H

#include <stdbool.h>

struct arena;
struct catalog;
struct diag;
struct replay;
struct table;

/* The indexes of a table and, as they tell it, its rowid alias. The columns are known. */
bool keys_inspect(struct table *table, const struct replay *replay, const struct catalog *catalog,
		  struct arena *arena, struct diag *diag);

#endif
