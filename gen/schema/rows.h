#ifndef SQLGEN_ROWS_H
#define SQLGEN_ROWS_H

#include <stdbool.h>

#include <sqlite3.h>

struct arena;
struct diag;

/* The rows of one question to the replayed database, to which SQLite must know the answer. */
struct rows {
	sqlite3 *handle;
	sqlite3_stmt *stmt;
	int rc;
	struct diag *diag;
};

/*
 * format is sqlite3_mprintf's: %Q for a text, "%w" for a name. A failure is told to diag, here or
 * by rows_close, which is called if and only if rows_open returned true.
 */
bool rows_open(struct rows *rows, sqlite3 *handle, struct diag *diag, const char *format, ...);
bool rows_next(struct rows *rows);
bool rows_close(struct rows *rows);

/* A column of the row, counted from 0. NULL for SQL NULL; else a copy in arena. */
char *rows_text(const struct rows *rows, int column, struct arena *arena);
int rows_int(const struct rows *rows, int column);

#endif
