#ifndef SQLGEN_TABLE_VIEW_H
#define SQLGEN_TABLE_VIEW_H

#include <stddef.h>

struct arena;
struct c_table;
struct project;
struct value;

/*
 * Sets what templates ask of one table. Its statements are added to statements, those that are too
 * long for a literal to long_statements too.
 */
void table_view(struct value *record, const struct c_table *table, const struct project *project,
		struct value *statements, struct value *long_statements, struct arena *arena);

#endif
