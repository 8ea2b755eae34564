#ifndef SQLGEN_APPLICATION_H
#define SQLGEN_APPLICATION_H

#include <stdbool.h>
#include <stddef.h>

#include <sqlite3.h>

struct arena;
struct declaration;
struct diag;

/*
 * Registers stand-ins for what the user's program registers: functions that give NULL, or always a
 * value of the declared class; collations that compare as BINARY; tokenizers that split as
 * unicode61 does (for fts3 and fts4 as simple does); modules whose tables are empty. What SQLite
 * itself has under such a name stays. items and arena must outlive handle.
 */
bool application_register(sqlite3 *handle, const struct declaration *items, size_t count,
			  struct arena *arena, struct diag *diag);

#endif
