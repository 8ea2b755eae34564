#ifndef SQLGEN_RENAMED_H
#define SQLGEN_RENAMED_H

#include <stddef.h>

#include "docs/life.h"

struct arena;

/*
 * What there was before a migration, as it is called behind it: an item with its table, column and
 * text under the new names, if after has it so; else as it was.
 */
struct item renamed_item(const struct item *item, const struct renaming *renamings, size_t count,
			 const struct inventory *after, struct arena *arena);

#endif
