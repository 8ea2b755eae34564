#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db.h"

/*
 * Rows that do not fit their columns, through queries and a view. For each column, and each value
 * that is put there: '=' where the row was read and is, bit for bit, what SQLite says, 'M' where it
 * is SQLITE_MISMATCH, '-' where SQLite does not store it; anything else is wrong. The rows before
 * and behind it must be read.
 */

static const char *const columns[] = {
	"n", "m", "r", "s", "b", "is_on", "kind", "level", "day", "x"
};
static const char *const values[] = {
	"NULL",  "1",  "2",    "4611686018427387905",     "1.5",     "1e300",
	"'abc'", "''", "'12'", "CAST(x'610062' AS TEXT)", "x'00ff'", "x''",
};
enum {
	COLUMNS = sizeof columns / sizeof *columns,
	VALUES = sizeof values / sizeof *values,
	BAD = 2
};

static struct db db;

/* Is a member what SQLite says of a column? */
static bool
is_null(sqlite3_stmt *stmt, int column)
{
	return sqlite3_column_type(stmt, column) == SQLITE_NULL;
}

static bool
same_int(sqlite3_stmt *stmt, int column, bool has, int64_t value)
{
	if (!has)
		return is_null(stmt, column);
	return sqlite3_column_type(stmt, column) == SQLITE_INTEGER &&
	       sqlite3_column_int64(stmt, column) == value;
}

static bool
same_double(sqlite3_stmt *stmt, int column, bool has, double value)
{
	int type = sqlite3_column_type(stmt, column);

	if (!has)
		return is_null(stmt, column);
	return (type == SQLITE_FLOAT || type == SQLITE_INTEGER) &&
	       !(sqlite3_column_double(stmt, column) < value) &&
	       !(sqlite3_column_double(stmt, column) > value);
}

static bool
same_bytes(sqlite3_stmt *stmt, int column, const void *data, size_t size)
{
	const void *stored = sqlite3_column_blob(stmt, column);

	return (size_t)sqlite3_column_bytes(stmt, column) == size &&
	       (size == 0 || memcmp(stored, data, size) == 0);
}

static bool
same_text(sqlite3_stmt *stmt, int column, const char *value)
{
	if (!value)
		return is_null(stmt, column);
	return sqlite3_column_type(stmt, column) == SQLITE_TEXT &&
	       same_bytes(stmt, column, value, strlen(value));
}

static bool
same_blob(sqlite3_stmt *stmt, int column, struct sqlgen_blob value)
{
	if (!value.data)
		return is_null(stmt, column);
	return sqlite3_column_type(stmt, column) == SQLITE_BLOB &&
	       same_bytes(stmt, column, value.data, value.size);
}

static bool
same_value(sqlite3_stmt *stmt, int column, struct sqlgen_value value)
{
	if (value.type == 0 || value.type == SQLITE_NULL)
		return is_null(stmt, column);
	if (value.type != sqlite3_column_type(stmt, column))
		return false;
	switch (value.type) {
	case SQLITE_INTEGER:
		return same_int(stmt, column, true, value.as.integer);
	case SQLITE_FLOAT:
		return same_double(stmt, column, true, value.as.real);
	case SQLITE_TEXT:
		return same_bytes(stmt, column, value.as.text.data, value.as.text.size);
	default:
		return same_bytes(stmt, column, value.as.blob.data, value.as.blob.size);
	}
}

/* What was made of an affinity that dates have is read as SQLite's text of it. */
static bool
same_date(sqlite3_stmt *stmt, int column, const char *value)
{
	const char *text = (const char *)sqlite3_column_text(stmt, column);

	return value && text ? strcmp(value, text) == 0 : !value && !text;
}

/* One row of a query beside what SQLite gives: its code, and SQLITE_ERROR where they differ. */
static int
try_stored(sqlite3_stmt *stmt)
{
	struct stored_row *row = NULL;
	int rc = stored(&db, BAD, &row);
	bool is_same =
		rc != SQLITE_OK ||
		(same_int(stmt, 0, true, row->n) && same_int(stmt, 1, row->has_m, row->m) &&
		 same_double(stmt, 2, true, row->r) && row->s && same_text(stmt, 3, row->s) &&
		 same_blob(stmt, 4, row->b) && same_int(stmt, 5, true, row->is_on) &&
		 same_text(stmt, 6, thing_kind_text(row->kind)) &&
		 same_int(stmt, 7, row->has_level, (int)row->level) &&
		 same_date(stmt, 8, row->day) && same_value(stmt, 9, row->x));

	free(row);
	return is_same ? rc : SQLITE_ERROR;
}

static int
try_changed(sqlite3_stmt *stmt)
{
	struct changed_row *row = NULL;
	int rc = changed(&db, BAD, &row);
	bool is_same =
		rc != SQLITE_OK ||
		(same_int(stmt, 0, true, row->n) && same_int(stmt, 1, row->has_m, row->m) &&
		 same_double(stmt, 2, true, row->r) && row->s && same_text(stmt, 3, row->s) &&
		 same_blob(stmt, 4, row->b) && same_int(stmt, 5, true, row->is_on) &&
		 same_text(stmt, 6, thing_kind_text(row->kind)) &&
		 same_int(stmt, 7, row->has_level, (int)row->level) &&
		 same_date(stmt, 8, row->day) && same_value(stmt, 9, row->x));

	free(row);
	return is_same ? rc : SQLITE_ERROR;
}

static int
try_embedded(sqlite3_stmt *stmt)
{
	struct embedded_row *row = NULL;
	int rc = embedded(&db, BAD, &row);
	const struct thing *thing = row ? &row->thing : NULL;
	bool is_same =
		rc != SQLITE_OK ||
		(same_int(stmt, 0, true, row->one) && same_int(stmt, 1, true, thing->id) &&
		 same_int(stmt, 2, true, thing->n) && same_int(stmt, 3, thing->has_m, thing->m) &&
		 same_double(stmt, 4, true, thing->r) && thing->s && same_text(stmt, 5, thing->s) &&
		 same_blob(stmt, 6, thing->b) && same_int(stmt, 7, true, thing->is_on) &&
		 same_text(stmt, 8, thing_kind_text(thing->kind)) &&
		 same_int(stmt, 9, thing->has_level, (int)thing->level) &&
		 same_date(stmt, 10, thing->day) && same_value(stmt, 11, thing->x));

	free(row);
	return is_same ? rc : SQLITE_ERROR;
}

static int
try_computed(sqlite3_stmt *stmt)
{
	struct computed_row *row = NULL;
	int rc = computed(&db, BAD, &row);
	bool is_same =
		rc != SQLITE_OK ||
		(same_int(stmt, 0, true, row->more) &&
		 same_int(stmt, 1, row->has_less, row->less) &&
		 same_double(stmt, 2, true, row->twice) && row->joined &&
		 same_text(stmt, 3, row->joined) && same_int(stmt, 4, row->has_size, row->size) &&
		 same_int(stmt, 5, true, row->is_off) && row->shout &&
		 same_text(stmt, 6, row->shout) && same_int(stmt, 7, true, row->level) &&
		 same_value(stmt, 8, row->day) && row->class_ && same_text(stmt, 9, row->class_) &&
		 same_int(stmt, 10, true, row->distance) &&
		 same_int(stmt, 11, row->has_most, row->most) && row->either &&
		 same_text(stmt, 12, row->either));

	free(row);
	return is_same ? rc : SQLITE_ERROR;
}

static int
try_told(sqlite3_stmt *stmt)
{
	struct told_row *row = NULL;
	int rc = told(&db, BAD, &row);
	bool is_same = rc != SQLITE_OK ||
		       (same_int(stmt, 0, true, row->m) && same_int(stmt, 1, row->has_x, row->x) &&
			row->s && same_text(stmt, 2, row->s) && same_double(stmt, 3, true, row->r));

	free(row);
	return is_same ? rc : SQLITE_ERROR;
}

static int
try_counted(sqlite3_stmt *stmt)
{
	struct counted_row *row = NULL;
	int rc = counted(&db, BAD, &row);
	bool is_same = rc != SQLITE_OK ||
		       (same_int(stmt, 0, true, row->total) && row->last &&
			same_text(stmt, 1, row->last) &&
			same_double(stmt, 2, row->has_mean, row->mean) && row->kinds &&
			same_text(stmt, 3, row->kinds) && same_double(stmt, 4, true, row->sum));

	free(row);
	return is_same ? rc : SQLITE_ERROR;
}

/* The second row of a cursor, which goes on behind it. */
static int
try_every(sqlite3_stmt *stmt)
{
	struct every_cursor cursor;
	int rc = every(&db, &cursor), second;

	if (rc != SQLITE_OK || every_cursor_next(&cursor) != SQLITE_ROW || cursor.row.n != 1)
		return SQLITE_ERROR;
	second = every_cursor_next(&cursor);
	if (second == SQLITE_ROW && !same_int(stmt, 0, true, cursor.row.n))
		second = SQLITE_ERROR;
	if (every_cursor_next(&cursor) != SQLITE_ROW || cursor.row.n != 3 ||
	    every_cursor_next(&cursor) != SQLITE_DONE)
		return SQLITE_ERROR;
	return second == SQLITE_ROW ? SQLITE_OK : second;
}

/* The same of a view. */
static int
try_seen(sqlite3_stmt *stmt)
{
	struct seen_cursor cursor;
	int rc = list_seen(&db, &cursor), second;

	if (rc != SQLITE_OK || seen_cursor_next(&cursor) != SQLITE_ROW || cursor.row.n != 1)
		return SQLITE_ERROR;
	second = seen_cursor_next(&cursor);
	if (second == SQLITE_ROW && !same_int(stmt, 0, true, cursor.row.n))
		second = SQLITE_ERROR;
	if (seen_cursor_next(&cursor) != SQLITE_ROW || cursor.row.n != 3 ||
	    seen_cursor_next(&cursor) != SQLITE_DONE)
		return SQLITE_ERROR;
	return second == SQLITE_ROW ? SQLITE_OK : second;
}

static const char stored_sql[] =
	"SELECT n, m, r, s, b, is_on, kind, level, day, x FROM things WHERE id = 2";

static const struct {
	const char *name, *sql;
	int (*run)(sqlite3_stmt *stmt);
} readers[] = {
	{ "stored", stored_sql, try_stored },
	{ "every", stored_sql, try_every },
	{ "seen", stored_sql, try_seen },
	{ "changed", stored_sql, try_changed },
	{ "embedded", "SELECT 1, * FROM things WHERE id = 2", try_embedded },
	{ "computed",
	  "SELECT n + 1, -m, r * 2, s || 'x', length(b), NOT is_on, upper(kind), coalesce(level, "
	  "0), "
	  "ifnull(day, 'never'), typeof(x), abs(n), max(n, m), CASE WHEN is_on THEN s ELSE kind "
	  "END "
	  "FROM things WHERE id = 2",
	  try_computed },
	{ "told", "SELECT m, x, s, r FROM things WHERE id = 2", try_told },
	{ "counted",
	  "SELECT sum(n), max(s), avg(r), group_concat(kind), total(m) FROM things WHERE id = 2 "
	  "GROUP BY id",
	  try_counted },
};

static int
execute(const char *sql)
{
	return sqlite3_exec(db.handle, sql, NULL, NULL, NULL);
}

/* What a reader makes of one value in one column. */
static char
try_value(size_t reader, const char *column, const char *value)
{
	char sql[200];
	sqlite3_stmt *stmt = NULL;
	int rc;

	execute("DELETE FROM things; INSERT INTO things (id, n, m, r, s, b, is_on, kind, level, "
		"day, x) VALUES "
		"(1, 1, 1, 1.5, 'one', x'01', 0, 'a', 1, 'a day', 1), (2, 2, 2, 2.5, 'two', x'02', "
		"1, 'b', 2, "
		"'a day', 2), (3, 3, 3, 3.5, 'three', x'03', 0, 'a', NULL, NULL, NULL)");
	snprintf(sql, sizeof sql, "UPDATE things SET %s = %s WHERE id = 2", column, value);
	if (execute(sql) != SQLITE_OK)
		return '-';
	if (sqlite3_prepare_v2(db.handle, readers[reader].sql, -1, &stmt, NULL) != SQLITE_OK ||
	    sqlite3_step(stmt) != SQLITE_ROW)
		return '?';
	rc = readers[reader].run(stmt);
	sqlite3_finalize(stmt);
	return rc == SQLITE_OK ? '=' : rc == SQLITE_MISMATCH ? 'M' : '?';
}

int
main(void)
{
	if (db_open(&db, ":memory:", NULL) != SQLITE_OK ||
	    execute("PRAGMA ignore_check_constraints = ON") != SQLITE_OK)
		return 1;
	for (size_t reader = 0; reader < sizeof readers / sizeof *readers; reader++) {
		printf("%s\n", readers[reader].name);
		for (int column = 0; column < COLUMNS; column++) {
			printf("  %-6s", columns[column]);
			for (int value = 0; value < VALUES; value++)
				printf(" %c", try_value(reader, columns[column], values[value]));
			printf("\n");
		}
	}
	return db_close(&db) != SQLITE_OK;
}
