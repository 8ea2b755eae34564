#include "schema/rows.h"

#include <stdarg.h>

#include "base/arena.h"
#include "base/diag.h"

static bool
fail(struct rows *rows)
{
	diag_error(rows->diag, (struct place){ .path = NULL }, "cannot read the schema: %s",
		   sqlite3_errmsg(rows->handle));
	return false;
}

bool
rows_open(struct rows *rows, sqlite3 *handle, struct diag *diag, const char *format, ...)
{
	va_list arguments;
	char *sql;
	*rows = (struct rows){ .handle = handle, .rc = SQLITE_NOMEM, .diag = diag };
	va_start(arguments, format);
	sql = sqlite3_vmprintf(format, arguments);
	va_end(arguments);
	if (sql != NULL)
		rows->rc = sqlite3_prepare_v2(handle, sql, -1, &rows->stmt, NULL);
	sqlite3_free(sql);
	return rows->rc == SQLITE_OK || fail(rows);
}

bool
rows_next(struct rows *rows)
{
	rows->rc = sqlite3_step(rows->stmt);
	return rows->rc == SQLITE_ROW;
}

bool
rows_close(struct rows *rows)
{
	bool is_fine = rows->rc == SQLITE_DONE || rows->rc == SQLITE_ROW || fail(rows);
	sqlite3_finalize(rows->stmt);
	return is_fine;
}

char *
rows_text(const struct rows *rows, int column, struct arena *arena)
{
	const unsigned char *text = sqlite3_column_text(rows->stmt, column);
	if (text == NULL)
		return NULL;
	return arena_copy(arena, (const char *)text,
			  (size_t)sqlite3_column_bytes(rows->stmt, column));
}

int
rows_int(const struct rows *rows, int column)
{
	return sqlite3_column_int(rows->stmt, column);
}
