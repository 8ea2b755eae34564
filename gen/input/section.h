#ifndef SQLGEN_SECTION_H
#define SQLGEN_SECTION_H

#include <stdbool.h>
#include <stddef.h>

#include "input/source.h"

struct arena;
struct diag;

/* How a tool marks, in one file, what goes up and what goes down: a row of the table here. */
struct marking;

/* The row of a convention, which must have one. */
const struct marking *section_marking(const char *convention);
const char *section_convention(const struct marking *marking);

/* Have both the same marks? */
bool section_is_like(const struct marking *a, const struct marking *b);

/* The marking of which a text has the first mark, and where; NULL if it has none. */
const struct marking *section_find(size_t *at, const struct source *source);

/* The parts of a file. What stands between two pieces of a part is blank in it, so that lines and
 * columns stay. */
struct section {
	struct source up, down; /* size 0: there is none */
	bool has_down;          /* a statement, that is; comments are none */
	bool no_transaction;
};

/*
 * Parts a text. SQL before the first mark is an error, except where the convention takes it for
 * up. A statement that ends with its section, without ';', is given one.
 */
bool section_read(struct section *section, const struct source *source,
		  const struct marking *marking, struct arena *arena, struct diag *diag);

/* Drizzle's "--> statement-breakpoint" ends a statement too; text is changed in place. */
void section_end_at_breakpoints(char *text, size_t size);

#endif
