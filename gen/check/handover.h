#ifndef SQLGEN_CHECK_HANDOVER_H
#define SQLGEN_CHECK_HANDOVER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/map.h"

struct arena;
struct c_source;

enum { HANDOVER_NONE = 99 };

/* A function that is given SQL, and which of its arguments, from 0, is what. */
struct handover {
	const char *name;
	size_t sql, size, statement, tail; /* HANDOVER_NONE: it has none */
	bool is_many;                      /* it runs all statements of the text */
	bool is_format; /* the text is made of a format and what stands behind it */
	bool is_given;  /* it is SQLite's own, or configured: what the C tells is no matter */
	const struct c_source *source; /* the only file that means this one; NULL: all */
	const struct handover *next;   /* of the same name */
};

struct handovers {
	struct map names;
	const char **words; /* what a file must hold one of to be of interest */
	size_t word_count;
};

/* SQLite's own, and those of "db_exec:2, run:1:format", NULL: none, with the argument counted
 * from 1. */
void handovers_init(struct handovers *handovers, const char *configured, struct arena *arena);

/* Adds one; false: it was there. */
bool handovers_add(struct handovers *handovers, const struct handover *handover,
		   struct arena *arena);

/* What a file means by this name; NULL: none. */
const struct handover *handovers_find(const struct handovers *handovers, const char *name,
				      size_t length, const struct c_source *source);

#endif
