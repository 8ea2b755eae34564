#ifndef SQLGEN_NEAREST_H
#define SQLGEN_NEAREST_H

#include <stddef.h>

#include <sqlite3.h>

struct arena;

/*
 * The table or column that a name which SQLite does not find may mean, by its message ("no such
 * column: tasks.titel"): columns are those of the tables that the statement names. NULL: none.
 */
const char *nearest_name(const char *message, const char *sql, size_t length, sqlite3 *handle,
			 struct arena *arena);

/*
 * Where in the statement a name stands that SQLite does not find, and gives no place of; else where
 * the statement's first token does.
 */
size_t nearest_offset(const char *message, const char *sql, size_t length, struct arena *arena);

#endif
