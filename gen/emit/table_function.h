#ifndef SQLGEN_TABLE_FUNCTION_H
#define SQLGEN_TABLE_FUNCTION_H

struct arena;
struct c_table;
struct map;

/* Which functions a table has. They are called in this order. */

/* Those that write, and whether a row can be told by its key; the shape is known. */
void table_functions_choose(struct c_table *table);
/* Those that find rows by a unique key, a foreign key, an index or a space; the fields are known. */
void table_functions_add(struct c_table *table, struct arena *arena);
/* Leaves out those that queries replace: query_names as in struct model. */
void table_functions_replace(struct c_table *table, const struct map *query_names, struct arena *arena);

#endif
