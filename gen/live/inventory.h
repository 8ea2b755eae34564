#ifndef SQLGEN_INVENTORY_H
#define SQLGEN_INVENTORY_H

#include <stdbool.h>
#include <stddef.h>

#include <sqlite3.h>

struct arena;
struct diag;

enum item_kind {
	ITEM_TABLE,
	ITEM_VIEW,
	ITEM_COLUMN,
	ITEM_KEY,
	ITEM_UNIQUE, /* a UNIQUE constraint, or an index that is one */
	ITEM_FOREIGN_KEY,
	ITEM_CHECK,
	ITEM_INDEX, /* any other */
	ITEM_TRIGGER
};

/* Something that a schema has. */
struct item {
	enum item_kind kind;
	const char *table;      /* what it is of; of tables and views their own name */
	const char *name;       /* "title", "idx_title", "(a, b)"; "" of tables, views and keys */
	const char *definition; /* what else is to be said, as SQL has it; "" if nothing */
	const char *meaning;    /* means the same if and only if it is the same */
	/* of a column */
	const char *type;         /* as declared */
	bool is_nullable;
	const char *default_text; /* NULL: none */
};

/*
 * All that a database's schema has, sorted by table, kind and name. Without sqlite_*, what virtual tables keep for themselves, and what the
 * runner and the seeds keep. Names are as SQLite
 * spells them; spelling of names, types, blanks and comments has no meaning.
 */
struct inventory {
	struct item *items;
	size_t count;
};

/* Of "main". A failure is told. */
bool inventory_read(struct inventory *inventory, sqlite3 *handle, struct arena *arena, struct diag *diag);

/* "table", "foreign key". */
const char *item_kind_name(enum item_kind kind);
/* Is it the same thing, whatever it is like? Like strcmp. */
int item_compare(const struct item *a, const struct item *b);
/* "column tasks.title": of foreign origin. */
const char *item_title(const struct item *item, struct arena *arena);

#endif
