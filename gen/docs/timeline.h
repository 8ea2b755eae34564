#ifndef SQLGEN_TIMELINE_H
#define SQLGEN_TIMELINE_H

struct arena;
struct document;
struct value;
struct writing;

/*
 * Sets "timeline": the versions that make, change or drop tables, and a row for each table that there
 * ever was, with a cell for each of these versions.
 */
void timeline_values(struct value *root, const struct document *document, const struct writing *writing,
		     struct arena *arena);

#endif
