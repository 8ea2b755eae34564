#ifndef SQLGEN_LIMIT_H
#define SQLGEN_LIMIT_H

#include <stdbool.h>

#include <sqlite3.h>

/*
 * What a replay may use: the text of a migration is anyone's who may open a pull request. Steps,
 * values, depth and memory have an end, no file is written (not even a temporary one), nothing is
 * loaded. https://sqlite.org/security.html
 */
struct limit {
	int calls_left;
};

/*
 * A step is one instruction of SQLite's virtual machine; the megabytes are those of the database.
 */
enum { LIMIT_MILLION_STEPS = 100, LIMIT_VALUE_SIZE = 64 * 1024 * 1024, LIMIT_MEGABYTES = 256 };

/* For as long as handle works; limit must not move until limit_lift. */
void limit_set(struct limit *limit, sqlite3 *handle, int million_steps);
void limit_lift(sqlite3 *handle);

/* Of all of SQLite in this process: a database in memory is not bounded by a disk. */
void limit_memory(bool is_limited);

/* Did the steps come to their end? */
bool limit_is_reached(const struct limit *limit);

#endif
