#ifndef SQLGEN_C_CONSTANT_H
#define SQLGEN_C_CONSTANT_H

#include <stdbool.h>
#include <stddef.h>

#include "c/string.h"

struct arena;
struct c_function;
struct c_program;
struct c_source;

/* An expression in a function: its tokens from one index up to another. */
struct c_expression {
	struct c_program *program;
	struct c_source *source;
	const struct c_function *function; /* NULL: outside */
	size_t from, to;
};

/*
 * The strings that an expression may be: of literals, macros, conditions (a ? b : c), variables and
 * tables of them.
 */
struct c_constants {
	struct c_string *items;
	size_t count;
	bool is_complete; /* false: it may be something else, too */
	/* Of texts that are made of formats, what stands before something that is not known. */
	struct c_string *beginnings;
	size_t beginning_count;
	/* The parameter of the function that it is instead; C_TOKEN_END: none. is_format: what is
	 * made of it. */
	struct c_token parameter;
	bool is_format;
};

void c_constants_read(struct c_constants *constants, const struct c_expression *expression,
		      struct arena *arena);

/*
 * The texts that a format, which is constants, and its arguments, as many as there are, make; what
 * is not certain is left out.
 */
void c_constants_format(struct c_constants *constants, const struct c_expression *arguments,
			size_t count, struct arena *arena);

/* The number that an expression is: a literal, or a macro of one; false: it is not known. */
bool c_constant_number(long long *number, const struct c_expression *expression,
		       struct arena *arena);

#endif
