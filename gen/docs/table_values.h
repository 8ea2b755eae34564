#ifndef SQLGEN_TABLE_VALUES_H
#define SQLGEN_TABLE_VALUES_H

#include <stddef.h>

struct arena;
struct document;
struct value;
struct writing;

/* Sets what templates ask of one table or view: columns, keys, indexes, checks, triggers, its SQL. */
void table_values(struct value *record, const struct document *document, const struct writing *writing,
		  size_t index, struct arena *arena);

#endif
