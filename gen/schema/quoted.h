#ifndef SQLGEN_QUOTED_H
#define SQLGEN_QUOTED_H

#include <stddef.h>

#include <sqlite3.h>

struct arena;
struct diag;
struct migration;

/*
 * Strings in double quotes: a name in double quotes that is no column is taken for a string, so
 * that a misspelt column becomes a constant. https://sqlite.org/quirks.html
 */

struct quoted_string {
	size_t offset; /* in the text */
	const char *name;
};

/*
 * Those of a statement that SQLite takes; at most room of them. Returns how many. The database is
 * not changed.
 */
size_t quoted_find(struct quoted_string *strings, size_t room, sqlite3 *handle, const char *text, size_t length,
		   struct arena *arena);

/* Warns of those in the statement at offset, which has not run yet; the database is not changed. */
void quoted_check(sqlite3 *handle, const struct migration *migration, size_t offset,
		  struct arena *arena, struct diag *diag);

/* While refused, they are names that are not found. */
void quoted_refuse(sqlite3 *handle);
void quoted_allow(sqlite3 *handle);

#endif
