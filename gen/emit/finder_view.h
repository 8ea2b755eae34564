#ifndef SQLGEN_FINDER_VIEW_H
#define SQLGEN_FINDER_VIEW_H

struct arena;
struct c_table;
struct statement_lists;
struct value;

/*
 * Sets what templates ask of the functions that find rows of a table, by key, index or text, and of
 * delete_, which finds its row as get_ does. select: what their statements begin with.
 */
void finder_view(struct value *record, const struct c_table *table, const char *prefix, const char *select,
		 const struct statement_lists *lists, struct arena *arena);

#endif
