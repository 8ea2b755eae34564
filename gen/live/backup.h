#ifndef SQLGEN_BACKUP_H
#define SQLGEN_BACKUP_H

#include <stdbool.h>
#include <stddef.h>

#include <sqlite3.h>

struct arena;
struct diag;

/* Copies by SQLite's backup API: whole, whatever is in a journal or a write-ahead log. */

/*
 * Copies source into a new file. Returns SQLite's code; *message is its sentence then, in arena.
 * Waits up to milliseconds for others.
 */
int backup_copy(sqlite3 *source, const char *target, int milliseconds, const char **message, struct arena *arena);

/*
 * Copies the database at path to "app.db.20260131-120000-000.backup" in directory (NULL: beside it),
 * which is made if it is not there. The copy has its name only when all of it is on the disk. Then
 * the oldest of its kind beyond keep are removed (0: none). Failures are told; returns SQLite's code.
 */
int backup_write(const char **backup, const char *path, const char *directory, size_t keep, int milliseconds,
		 struct arena *arena, struct diag *diag);

#endif
