#ifndef SQLGEN_VERSION_VALUES_H
#define SQLGEN_VERSION_VALUES_H

#include <stddef.h>

struct arena;
struct document;
struct value;
struct writing;

/* Sets what templates ask of one version: the migration, what it changes, what it does to rows, its SQL. */
void version_values(struct value *record, const struct document *document, const struct writing *writing,
		    size_t index, struct arena *arena);

#endif
