#ifndef SQLGEN_CHECK_COMPLAINT_H
#define SQLGEN_CHECK_COMPLAINT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "c/string.h"

struct arena;

/* What is to be said of a place in C. */
struct complaint {
	enum severity severity;
	const char *rule; /* NULL: none */
	struct c_position position;
	const char *message;
	const char *advice; /* told as a note; NULL: none */
	struct c_position
		user;    /* where a text that stands elsewhere is used; source NULL: nowhere else */
	const char *use; /* what happens there: "given to 'sqlite3_exec' here" */
	struct place place; /* of position, once it was told */
};

struct complaints {
	struct complaint *items;
	size_t count;
};

/*
 * Adds one, unless the same was said of the same place. False: a comment on its line, on the line
 * of its use, or on the line before one of these, says "sqlgen: ignore".
 */
bool complaints_add(struct complaints *complaints, const struct complaint *complaint,
		    struct arena *arena);

/* Tells them in the order of files and of their text. */
void complaints_tell(struct complaints *complaints, struct arena *arena, struct diag *diag);

#endif
