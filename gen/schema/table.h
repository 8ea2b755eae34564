#ifndef SQLGEN_TABLE_H
#define SQLGEN_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "schema/schema.h"

/* What a schema and its tables have under a name, which SQLite takes in any case. */

/* Of the word that PRAGMA table_list has for it. */
enum table_kind table_kind_of(const char *type);
/* Order by name, of two const struct table *: for qsort and bsearch. */
int table_compare(const void *a, const void *b);
/* NULL: no table or view is called so. */
const struct table *table_find(const struct schema *schema, const char *name);
/* The index of a column; column_count if there is none of that name. */
size_t table_column(const struct table *table, const char *name);
/* NULL if there is none of that name. */
const struct column *table_find_column(const struct table *table, const char *name);
/* Has it one of this kind and text? */
bool table_has_constraint(const struct table *table, const struct constraint *constraint);
/* Is the column, by its index, part of a foreign key? */
bool table_refers_by(const struct table *table, size_t column);

#endif
