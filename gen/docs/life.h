#ifndef SQLGEN_LIFE_H
#define SQLGEN_LIFE_H

#include <stdbool.h>
#include <stddef.h>

#include "live/difference.h"
#include "live/inventory.h"

struct arena;

/* When something of a schema came to be, and what became of it. Versions count from 0. */
enum event_kind { EVENT_MADE, EVENT_CHANGED, EVENT_RENAMED, EVENT_DROPPED };
struct event {
	enum event_kind kind;
	size_t version;
	const char *name; /* that it had behind it */
};
struct life {
	enum item_kind kind;
	const char *table, *name;  /* the last ones */
	size_t made, changed;      /* changed: made, if it never was */
	bool is_dropped;
	const char *description;   /* the last that a comment gave; NULL: none */
	struct event *events;      /* of a table: each version that it changed in */
	size_t event_count;
};

/* A table or column that has another name behind a migration. */
struct renaming {
	const char *table;      /* behind it */
	const char *from, *to;  /* of the table, if column is false */
	bool is_column;
};

/* All that is in the schema after a migration, each with its life. */
struct lives {
	struct inventory inventory;
	struct life **of_items; /* one for each */
	struct life **tables;   /* every table that there ever was, in the order of their making */
	size_t table_count;
};

/*
 * Goes on by one version: after is the schema then. What has a new name goes on living. difference
 * gets what changed beside names.
 */
void lives_go_on(struct lives *lives, struct difference *difference, const struct inventory *after,
		 const struct renaming *renamings, size_t renaming_count, size_t version, struct arena *arena);

/* NULL if there is no such thing now; name "" of tables, views and keys. */
struct life *lives_find(const struct lives *lives, enum item_kind kind, const char *table, const char *name);
/* The same of an index or trigger, whose name says which it is. */
struct life *lives_find_named(const struct lives *lives, enum item_kind kind, const char *name);

#endif
