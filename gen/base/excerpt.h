#ifndef SQLGEN_EXCERPT_H
#define SQLGEN_EXCERPT_H

#include <stdbool.h>
#include <stddef.h>

struct text;

enum { EXCERPT_WIDTH = 120 };

/* A line of source, as a message shows it. */
struct excerpt {
	const char *line; /* without its line end */
	size_t length;
	unsigned number;
	unsigned column; /* of the caret, in bytes from 1; 0: no caret */
	const char *caret_colour,
		*plain_colour; /* what a terminal wants around the caret; "" for none */
};

/*
 * Adds the line and a caret below it, as gcc does: "    3 | CREATE …", "      | ^". Text is
 * escaped, tabs are kept in both lines. Of a line wider than EXCERPT_WIDTH columns only what stands
 * around the caret is shown, with "..." where it was cut.
 */
void excerpt_add(struct text *out, const struct excerpt *excerpt);

#endif
