#ifndef SQLGEN_DOCS_HISTORY_H
#define SQLGEN_DOCS_HISTORY_H

#include <stdbool.h>
#include <stddef.h>

#include "docs/life.h"
#include "live/writes.h"
#include "live/difference.h"

struct arena;
struct diag;
struct migration;
struct migrations;

/* A table that a migration drops with its rows, or a column with its values: not copied before. */
struct lost {
	const char *table, *column; /* column NULL: the whole table */
};

/* A table that is new, with its columns in the order of their declaration. */
struct made_table {
	const char *name;
	const char **columns;
	size_t column_count;
};

/* One migration, and what it does. */
struct version {
	const struct migration *migration;
	const char *description; /* NULL: none */
	struct difference difference; /* beside the renamings */
	struct renaming *renamings;
	size_t renaming_count;
	struct made_table *made;
	size_t made_count;
	const char **rebuilt;    /* tables that were made anew and kept their name, sorted */
	size_t rebuilt_count;
	struct writes writes;
	struct lost *lost;
	size_t lost_count;
};

/* All versions, and the lives of what there is at the end. */
struct history {
	struct version *versions;
	size_t count;
	struct lives lives;
};

/*
 * Replays the migrations one by one in memory. A failure is told; that the whole runs is known
 * before.
 */
bool history_read(struct history *history, struct migrations *migrations, struct arena *arena, struct diag *diag);

#endif
