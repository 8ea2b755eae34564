#ifndef SQLGEN_SQL_WRITE_H
#define SQLGEN_SQL_WRITE_H

#include "sqlgen.h"

struct arena;
struct c_table;
struct function;

/*
 * A statement that writes a row, as the runtime makes it of a table. function: that of an upsert by
 * other columns than the primary key; else NULL.
 */
char *sql_write(const struct c_table *table, enum sqlgen_write write, const struct function *function,
		struct arena *arena);

/* "uuid": what such an upsert looks for. */
char *sql_target(const struct c_table *table, const struct function *function, struct arena *arena);

#endif
