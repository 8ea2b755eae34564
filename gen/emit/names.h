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
	unsigned *slots; /* internal: a hash table of 1-based indices */
	size_t slot_count;
};

/*
 * Takes a name. what says whose it is ("table 'users'"), remedy is the line of sqlgen.ini that
 * would mend a clash ("[table users] struct = …"). False, after an error, if it is taken. The texts
 * must live as long as names.
 */
bool names_take(struct names *names, const char *name, const char *what, const char *remedy,
		struct place place, struct diag *diag);

/* The lines of sqlgen.ini that name a table or a column: "[table users] struct = …". setting is what is set. */
char *names_table_remedy(const char *table, const char *setting, struct arena *arena);
char *names_column_remedy(const char *table, const char *column, const char *setting, struct arena *arena);

/* Is it taken? */
bool names_has(const struct names *names, const char *name);

/* A note that says whose a name is that is taken, and where. */
void names_tell_owner(const struct names *names, const char *name, struct diag *diag);

void names_finish(struct names *names);

#endif
