#ifndef SQLGEN_TABLE_H
#define SQLGEN_TABLE_H

#include <stddef.h>

struct schema;
struct table;

/* What a schema has under a name, which SQLite takes in any case. */

/* NULL: no table or view is called so. */
const struct table *table_find(const struct schema *schema, const char *name);
/* The index of a column; column_count if there is none of that name. */
size_t table_column(const struct table *table, const char *name);

#endif
