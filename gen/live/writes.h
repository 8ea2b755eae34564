#ifndef SQLGEN_WRITES_H
#define SQLGEN_WRITES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sqlite3.h>

struct arena;
struct diag;
struct migrations;

enum write_kind { WRITE_INSERT, WRITE_UPDATE, WRITE_DELETE };

/* What statements of a migration do to the rows of one table, as SQLite's authorizer tells it. */
struct write {
	enum write_kind kind;
	const char *table;
	const char **columns; /* that an UPDATE sets */
	size_t column_count;
	const char **sources; /* the other tables that are read, sorted */
	size_t source_count;
	const char *trigger;  /* that did it; NULL: the statement itself */
	int64_t rows;         /* written where no table is read; else 0 */
	size_t offset;        /* of the first such statement, in the migration's text */
};
struct writes {
	struct write *items; /* in the order of the statements */
	size_t count;
	bool is_incomplete;  /* a statement could not be tried */
};

/*
 * Runs the migration of this index on a copy of handle, which has those before it. handle is not
 * changed. A migration without INSERT, REPLACE, UPDATE, DELETE and CREATE TABLE … AS costs nothing.
 */
void writes_read(struct writes *writes, sqlite3 *handle, const struct migrations *migrations, size_t index,
		 struct arena *arena, struct diag *diag);

#endif
