#ifndef SQLGEN_GUARDED_H
#define SQLGEN_GUARDED_H

#include <stdbool.h>

#include <sqlite3.h>

struct arena;
struct diag;

/*
 * A database file that may come from anyone, opened to be read: nothing in it is executed, and
 * nothing is written to it or beside it (https://sqlite.org/security.html). Triggers, views and
 * functions that are not harmless are off. A file with a journal or write-ahead log beside it is
 * copied first, and the copy recovered; it is gone from its directory as soon as it is open.
 */

/*
 * Returns SQLite's code, and tells diag what failed: SQLITE_BUSY if the file was being written
 * while it was copied, SQLITE_NOTADB if it is none.
 */
int guarded_open(sqlite3 **handle, const char *path, struct arena *arena, struct diag *diag);

#endif
