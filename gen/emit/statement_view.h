#ifndef SQLGEN_STATEMENT_VIEW_H
#define SQLGEN_STATEMENT_VIEW_H

#include <stddef.h>

struct arena;
struct value;

/* What the functions of tables and those of queries are made of, as templates see it. */

/* The statements of all functions, in the order of their slots, and those too long for a literal. */
struct statement_lists {
	struct value *all, *long_ones;
};

/* A text as lines, or as bytes under the name of constant, of which long_ones is told. */
void text_view(struct value *record, const char *constant, const char *text, struct value *long_ones,
	       struct arena *arena);

/* The slot of the statement of a function; all is told of it. */
void slot_view(struct value *record, const char *name, const char *sql, struct value *all,
	       struct arena *arena);

/*
 * Both: the text, under the name of "sql_" and that of the function, is without what the runtime puts
 * before it, which may be NULL.
 */
void statement_view(struct value *record, const char *name, const char *before, const char *text,
		    const struct statement_lists *lists, struct arena *arena);

/*
 * Adds one to the text of a parameter list, on a line of its own where the last one would grow too
 * long. before is the length of what stands before the list.
 */
const char *parameters_add(const char *parameters, size_t before, const char *declaration,
			   struct arena *arena);

#endif
