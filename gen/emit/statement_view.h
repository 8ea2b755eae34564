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

/*
 * A statement: its slot, and its text as lines, or as bytes under the name of constant. Both are
 * without what the runtime puts before and behind, which may be NULL.
 */
void statement_view(struct value *record, const char *slot_of, const char *before, const char *text,
		    const char *behind, const struct statement_lists *lists, struct arena *arena);

/*
 * Adds one to the text of a parameter list, on a line of its own where the last one would grow too
 * long. before is the length of what stands before the list.
 */
const char *parameters_add(const char *parameters, size_t before, const char *declaration,
			   struct arena *arena);

#endif
