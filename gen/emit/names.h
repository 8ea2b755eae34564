#ifndef SQLGEN_NAMES_H
#define SQLGEN_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"

struct arena;

/*
 * The names of one scope and where each comes from: two that are equal are an error with both
 * places.
 */
struct names {
	struct name *items;
	size_t count;
	size_t *slots; /* internal: a hash table of 1-based indices */
	size_t slot_count;
};

/*
 * Takes a name. what says whose it is ("table 'users'"), remedy is the line of sqlgen.ini that
 * would mend a clash ("[table users] struct = …"). False, after an error, if it is taken.
 */
bool names_take(struct names *names, const char *name, const char *what, const char *remedy,
		struct place place, struct arena *arena, struct diag *diag);

/* Is it taken? */
bool names_has(const struct names *names, const char *name);

#endif
