#ifndef SQLGEN_C_FLOW_H
#define SQLGEN_C_FLOW_H

#include <stdbool.h>
#include <stddef.h>

#include "c/source.h"

struct arena;

/*
 * What happens before what in a function, by its text alone: what stands in the same block, and not
 * behind an if, has happened.
 */

/* Has the statement at token a been executed whenever the one at token at is, which stands behind
 * it? */
bool c_flow_passes(const struct c_source *source, size_t a, size_t at);

/* "name = …;": the tokens of the value. */
struct c_assignment {
	size_t name_at, from, to;
	bool is_array;    /* name[…] = */
	bool is_constant; /* its declaration says const */
};

/* The values that a variable of a function may have at a token. */
struct c_assignments {
	struct c_assignment *items;
	size_t count;
	bool is_declared; /* in the function: as a parameter, or in its body */
	bool is_parameter;
	bool is_complete; /* false: it may have another value, too */
};

void c_flow_assignments(struct c_assignments *assignments, const struct c_source *source,
			const struct c_function *function, size_t at, const struct c_token *name,
			struct arena *arena);

#endif
