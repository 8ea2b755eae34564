#ifndef SQLGEN_C_EXPAND_H
#define SQLGEN_C_EXPAND_H

#include <stdbool.h>
#include <stddef.h>

#include "c/string.h"
#include "c/token.h"

struct arena;
struct c_program;
struct c_source;

/* A token, and where it is written: its text may be made by '#' or '##'. */
struct c_word {
	struct c_token token;
	struct c_position from;
};

struct c_words {
	struct c_word *items;
	size_t count;
};

/* What is to be expanded: tokens of a source, of one branch of each condition among them. */
struct c_extract {
	struct c_program *program;
	struct c_source *source;
	size_t from, to;
	size_t branch; /* the last one where there are fewer */
};

/*
 * The tokens with the macros among them replaced, as C23 6.10.5 says, as far as that is needed for
 * constants: the result of a macro is not joined with what follows it. branches: how many the
 * condition with the most of them has, at least 1. False: it has no end.
 */
bool c_expand(struct c_words *words, size_t *branches, const struct c_extract *extract,
	      struct arena *arena);

#endif
