#ifndef SQLGEN_STATEMENT_LIST_H
#define SQLGEN_STATEMENT_LIST_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct diag;
struct migrations;
struct text;

/*
 * The migrations as single statements, each migration's with the row that the runner would write
 * into the history, for those who replicate statements and cannot run a runner. Own BEGIN and
 * COMMIT are left out, as the runner passes over them; the row tells the time at which it is run, a
 * duration of 0, and the SQLite that runs it.
 */
struct listed_migration {
	const struct migration *migration;
	const char **statements; /* without ';' at the end; the last is the history's */
	size_t count;
};

struct statement_list {
	struct listed_migration *items;
	size_t count;
};

/* Replays all of them; false if that failed, which was told. Warns of a hook: it is C, and in no
 * list. */
bool statement_list_make(struct statement_list *list, struct migrations *migrations,
			 struct arena *arena, struct diag *diag);

/* Those from first on: as SQL, with a comment before each migration, or as JSON. */
void statement_list_to_sql(const struct statement_list *list, size_t first, struct text *out);
void statement_list_to_json(const struct statement_list *list, size_t first, struct text *out);

#endif
