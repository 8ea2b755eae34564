#ifndef SQLGEN_SHAPE_H
#define SQLGEN_SHAPE_H

#include <stdbool.h>

#include "schema/schema.h"

struct arena;
struct diag;
struct project;

/* What generated code can do with a table, which a view or a module decides. */
enum shape {
	SHAPE_TABLE,
	SHAPE_VIEW,
	SHAPE_FTS5,   /* https://sqlite.org/fts5.html */
	SHAPE_FTS4,   /* and fts3: https://sqlite.org/fts3.html */
	SHAPE_RTREE,  /* and rtree_i32: https://sqlite.org/rtree.html */
	SHAPE_MODULE  /* any other */
};

enum shape shape_of(const struct table *table);

/*
 * A table as C sees it. Virtual tables have a rowid before their columns, which is their key, or an
 * id; of other modules, and of views, the key is what [table …] key names, and its columns are NOT
 * NULL. Tables are what they are. A key that cannot be is an error.
 */
const struct table *shape_build(const struct table *table, const struct project *project,
				struct arena *arena, struct diag *diag);

/* The coordinates of an R-tree: the columns behind its id, in pairs of least and greatest. */
struct column_list *shape_coordinates(const struct table *table, struct arena *arena);

bool shape_has_instead_of(const struct table *view, enum trigger_event event);

#endif
