#ifndef SQLGEN_ADDITION_H
#define SQLGEN_ADDITION_H

#include <stdbool.h>
#include <stddef.h>

#include <sqlite3.h>

#include "base/map.h"
#include "schema/limit.h"

struct arena;
struct diag;
struct migrations;

/*
 * ALTER TABLE … ADD COLUMN without SQLite's square law: each makes SQLite read its whole schema
 * again. Here SQLite adds the column in a database of its own that has only this table, so that all
 * its checks are made; the text that comes of it is put into sqlite_schema, and the schema is read
 * again only before a statement that may look at such a table. Afterwards the database is the
 * same, the schema's version included.
 *
 * Only what is provably the same is done so: an ordinary table without rows or triggers, a column
 * without expressions. What SQLite refuses is left to it, and series that ask for changes(), which
 * counts one more here.
 */
struct additions {
	sqlite3 *handle;
	const struct migrations *migrations;
	sqlite3 *scratch; /* the database with one table; NULL: not needed yet */
	struct limit limit;
	struct map tables; /* those that SQLite has not read again, by name in small letters */
	int count;         /* columns that they have got */
	bool is_off;
	bool has_failed; /* SQLite could not read its schema again: it must not go on */
	struct arena *arena;
	struct diag *diag;
};

/* Both must outlive it. */
void additions_init(struct additions *additions, sqlite3 *handle,
		    const struct migrations *migrations, struct arena *arena, struct diag *diag);

/*
 * Called before each statement: the one at offset of this migration is about to run. Returns its
 * length if it has been done and must not run, else 0: then SQLite knows all that it may ask for.
 */
size_t additions_do(struct additions *additions, size_t index, size_t offset);

/* Has SQLite read its schema again, if it must. False if that has failed, now or before. */
bool additions_settle(struct additions *additions);
void additions_finish(struct additions *additions);

#endif
