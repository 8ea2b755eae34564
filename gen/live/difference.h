#ifndef SQLGEN_DIFFERENCE_H
#define SQLGEN_DIFFERENCE_H

#include <stddef.h>

#include "live/inventory.h"

struct json;
struct text;

/* What one schema has and another has not, or has in another way. */
struct change {
	const struct item *before, *after; /* NULL: it was added, or removed */
};

struct difference {
	struct change *items; /* in the order of the inventories */
	size_t count;
};

/* The inventories must outlive it. */
void difference_find(struct difference *difference, const struct inventory *before,
		     const struct inventory *after, struct arena *arena);

/* "added", "removed" or "changed". */
const char *change_word(const struct change *change);
/* "column tasks.title: TEXT, was INTEGER": of foreign origin. */
const char *change_sentence(const struct change *change, struct arena *arena);

/* The members of an object that is open. */
void change_to_json(const struct change *change, struct json *json);
/* A list of objects. */
void difference_to_json(const struct difference *difference, struct json *json, const char *name);

#endif
