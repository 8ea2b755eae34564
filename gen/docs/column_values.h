#ifndef SQLGEN_COLUMN_VALUES_H
#define SQLGEN_COLUMN_VALUES_H

struct arena;
struct column;
struct document;
struct table;
struct value;
struct writing;

/* Sets what templates ask of one column. */
void column_values(struct value *record, const struct document *document, const struct writing *writing,
		   const struct table *table, const struct column *column, struct arena *arena);

#endif
