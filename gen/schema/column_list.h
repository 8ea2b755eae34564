#ifndef SQLGEN_COLUMN_LIST_H
#define SQLGEN_COLUMN_LIST_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct column_list;
struct table;

/* Columns of a table, in the order of a key, of an index or of a reference. */

/* column: its index in the table. */
bool column_list_has(const struct column_list *list, size_t column);
/* Has the other table columns of all these names? */
bool column_list_is_in(const struct column_list *list, const struct table *table,
		       const struct table *other);
/* Do both name the same columns, in the same order? */
bool column_list_matches(const struct column_list *list, const struct table *table,
			 const struct column_list *other_list, const struct table *other);
/* "a, b" */
char *column_list_names(const struct column_list *list, const struct table *table,
			struct arena *arena);
/* The same as SQL spells them: a, "group" */
char *column_list_sql(const struct column_list *list, const struct table *table,
		      struct arena *arena);

#endif
