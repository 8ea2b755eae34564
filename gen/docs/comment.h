#ifndef SQLGEN_COMMENT_H
#define SQLGEN_COMMENT_H

#include <stdbool.h>

struct arena;
struct text;
struct token;

/*
 * Adds what a comment says as lines to those that are there: without its marks, frames of dashes,
 * stars at the begin of lines, and words that a tool wrote for itself.
 */
void comment_add(struct text *lines, const struct token *comment);

/* What was added, without empty lines at its ends; NULL if nothing was. Finishes lines. */
const char *comment_keep(struct text *lines, struct arena *arena);

#endif
