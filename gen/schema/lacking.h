#ifndef SQLGEN_LACKING_H
#define SQLGEN_LACKING_H

#include <stdbool.h>
#include <stddef.h>

#include "input/declaration.h"

struct arena;

/* What SQLite lacks by its own message: a function, collation, tokenizer or module of the program.
 */
struct lacking {
	enum declaration_kind kind;
	const char *name;
	bool is_miscounted; /* a function that is there, with another number of arguments */
};

/* False if the message is about something else. statement is the one that failed. */
bool lacking_find(struct lacking *lacking, const char *message, const char *statement,
		  struct arena *arena);

/* Where in the statement it is named: offset, unless SQLite gave none but the statement's start. */
size_t lacking_offset(const struct lacking *lacking, const char *statement, size_t offset);

/* One line after the other of sqlgen.ini that declare it as it is used in the statement. */
const char *const *lacking_lines(size_t *count, const struct lacking *lacking,
				 const char *statement, size_t offset, struct arena *arena);

/* Does a module come with SQLite, unless it was built without it? */
bool lacking_is_option(const struct lacking *lacking);

#endif
