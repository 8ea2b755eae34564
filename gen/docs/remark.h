#ifndef SQLGEN_REMARK_H
#define SQLGEN_REMARK_H

#include <stddef.h>

#include "base/diag.h"

struct arena;
struct migration;

/*
 * What the comments of a migration say of its objects. A comment describes the object whose CREATE
 * it stands directly before, the column it stands before or behind, and at the head of the file the
 * migration itself. What tools write for themselves ("+goose Up", "CreateTable") describes nothing.
 */
struct remark {
	struct place place; /* of the name of the object, or of the column */
	const char *text;   /* lines; a paragraph ends with an empty one */
};
struct remarks {
	const char *head; /* NULL: none */
	struct remark *items;
	size_t count;
};

void remarks_read(struct remarks *remarks, const struct migration *migration, struct arena *arena,
		  const struct diag *diag);

/* NULL: there is none at this place. */
const char *remarks_find(const struct remarks *remarks, struct place place);

#endif
