/* What the programs of schemas.py share: rows as lines of text that say every bit of them, and their comparison. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "sqlgen.h"

enum { LINE_SIZE = 1 << 16, LINES_MAX = 64 };

struct line {
	char text[LINE_SIZE];
	size_t length;
};

struct lines {
	char *items[LINES_MAX];
	int count;
};

static int checks_failed;

static void
expect_rc(sqlite3 *handle, const char *what, int expected, int found)
{
	if (expected == found)
		return;
	checks_failed++;
	printf("%s: expected %d, found %d (%s)\n", what, expected, found, sqlite3_errmsg(handle));
}

static void
add_piece(struct line *line, const char *mark, const void *data, size_t size)
{
	const unsigned char *bytes = (const unsigned char *)data;
	int length = snprintf(line->text + line->length, LINE_SIZE - line->length, "%s", mark);

	line->length += (size_t)length;
	for (size_t i = 0; i < size; i++)
		line->length += (size_t)snprintf(line->text + line->length, LINE_SIZE - line->length, "%02x",
						 (unsigned)bytes[i]);
}

static void
add_null(struct line *line)
{
	add_piece(line, "|N", "", 0);
}

static void
add_int64(struct line *line, int64_t value)
{
	char text[32];

	snprintf(text, sizeof text, "|I%lld", (long long)value);
	add_piece(line, text, "", 0);
}

static void
add_double(struct line *line, double value)
{
	char text[40];

	snprintf(text, sizeof text, "|R%.17g", value);
	add_piece(line, text, "", 0);
}

static void
add_text(struct line *line, const char *value)
{
	if (value)
		add_piece(line, "|T", value, strlen(value));
	else
		add_null(line);
}

static void
add_blob(struct line *line, struct sqlgen_blob value)
{
	if (value.data)
		add_piece(line, "|B", value.data, value.size);
	else
		add_null(line);
}

static void
add_value(struct line *line, struct sqlgen_value value)
{
	if (value.type == SQLITE_INTEGER)
		add_int64(line, value.as.integer);
	else if (value.type == SQLITE_FLOAT)
		add_double(line, value.as.real);
	else if (value.type == SQLITE_TEXT)
		add_piece(line, "|T", value.as.text.data, value.as.text.size);
	else if (value.type == SQLITE_BLOB)
		add_piece(line, "|B", value.as.blob.data, value.as.blob.size);
	else
		add_null(line);
}

/* A value as SQLite itself gives it. */
static void
add_column(struct line *line, sqlite3_stmt *stmt, int i)
{
	int type = sqlite3_column_type(stmt, i);

	if (type == SQLITE_INTEGER)
		add_int64(line, sqlite3_column_int64(stmt, i));
	else if (type == SQLITE_FLOAT)
		add_double(line, sqlite3_column_double(stmt, i));
	else if (type == SQLITE_NULL)
		add_null(line);
	else
		add_piece(line, type == SQLITE_TEXT ? "|T" : "|B", sqlite3_column_blob(stmt, i),
			  (size_t)sqlite3_column_bytes(stmt, i));
}

/* A row of it. */
static void
add_stored(struct line *line, sqlite3_stmt *stmt)
{
	for (int i = 0; i < sqlite3_column_count(stmt); i++)
		add_column(line, stmt, i);
}

/*
 * The next row of a statement beside one of a query. kinds says how it is written, a letter a column: d
 * as a double, n as text whatever its class. A text with a NUL inside is always a mismatch, and so is
 * an integer (i) that overflowed to a real.
 */
static void
expect_row(const char *what, sqlite3_stmt *stmt, const char *kinds, int rc, bool may_mismatch, const struct line *found)
{
	struct line line = { "", 0 };

	if (!stmt || sqlite3_step(stmt) != SQLITE_ROW) {
		checks_failed++;
		printf("%s: a row that SQLite does not have\n", what);
		return;
	}
	for (int i = 0; i < sqlite3_column_count(stmt); i++) {
		int type = sqlite3_column_type(stmt, i);
		bool is_number = type == SQLITE_INTEGER || type == SQLITE_FLOAT;

		if (type == SQLITE_TEXT && strlen((const char *)sqlite3_column_text(stmt, i)) !=
						   (size_t)sqlite3_column_bytes(stmt, i))
			may_mismatch = true;
		if (kinds[i] == 'i' && type == SQLITE_FLOAT && sqlite3_column_double(stmt, i) >= 9223372036854775807.0)
			may_mismatch = true;
		if (kinds[i] == 'd' && is_number)
			add_double(&line, sqlite3_column_double(stmt, i));
		else if (kinds[i] == 'n' && is_number)
			add_text(&line, (const char *)sqlite3_column_text(stmt, i));
		else
			add_column(&line, stmt, i);
	}
	if (rc == SQLITE_ROW ? strcmp(line.text, found->text) == 0 : may_mismatch)
		return;
	checks_failed++;
	printf("%s: %s: expected\n%s\nfound\n%s\n%s\n", what, rc == SQLITE_ROW ? "a row" : "a mismatch", line.text,
	       found->text, sqlite3_sql(stmt));
}

static void
keep_line(struct lines *lines, const struct line *line)
{
	char *copy = (char *)malloc(line->length + 1);

	if (!copy || lines->count == LINES_MAX)
		abort();
	memcpy(copy, line->text, line->length + 1);
	lines->items[lines->count++] = copy;
}

static int
compare_lines(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Compares what was found, in any order, with what was expected, and forgets it. */
static void
expect_lines(const char *what, const char *const *expected, int count, struct lines *found)
{
	const char *sorted[LINES_MAX];

	memcpy(sorted, expected, (size_t)count * sizeof *sorted);
	qsort(sorted, (size_t)count, sizeof *sorted, compare_lines);
	qsort(found->items, (size_t)found->count, sizeof *found->items, compare_lines);
	if (count != found->count) {
		checks_failed++;
		printf("%s: expected %d rows, found %d\n", what, count, found->count);
	}
	for (int i = 0; i < found->count; i++) {
		if (i < count && strcmp(sorted[i], found->items[i]) != 0) {
			checks_failed++;
			printf("%s: expected\n%s\nfound\n%s\n", what, sorted[i], found->items[i]);
		}
		free(found->items[i]);
	}
	found->count = 0;
}

static void
expect_line(const char *what, const char *expected, const struct line *found)
{
	if (strcmp(expected, found->text) == 0)
		return;
	checks_failed++;
	printf("%s: expected\n%s\nfound\n%s\n", what, expected, found->text);
}

static sqlite3_stmt *
prepare_sql(sqlite3 *handle, const char *sql)
{
	sqlite3_stmt *stmt = NULL;

	expect_rc(handle, sql, SQLITE_OK, sqlite3_prepare_v2(handle, sql, -1, &stmt, NULL));
	return stmt;
}

/* What SQLite says is stored. */
static void
expect_stored(sqlite3 *handle, const char *what, const char *sql, const char *const *expected, int count)
{
	struct lines found = { { NULL }, 0 };
	sqlite3_stmt *stmt = prepare_sql(handle, sql);

	while (stmt && sqlite3_step(stmt) == SQLITE_ROW) {
		struct line line = { "", 0 };

		add_stored(&line, stmt);
		keep_line(&found, &line);
	}
	sqlite3_finalize(stmt);
	expect_lines(what, expected, count, &found);
}

static void
execute_sql(sqlite3 *handle, const char *sql)
{
	expect_rc(handle, sql, SQLITE_OK, sqlite3_exec(handle, sql, NULL, NULL, NULL));
}

/* Between these, rows may hold what neither a CHECK nor a foreign key allows. */
static void
begin_misfits(sqlite3 *handle)
{
	execute_sql(handle, "PRAGMA foreign_keys = OFF");
	execute_sql(handle, "PRAGMA ignore_check_constraints = ON");
	execute_sql(handle, "SAVEPOINT misfits");
}

static void
end_misfits(sqlite3 *handle)
{
	execute_sql(handle, "ROLLBACK TO misfits");
	execute_sql(handle, "RELEASE misfits");
	execute_sql(handle, "PRAGMA ignore_check_constraints = OFF");
	execute_sql(handle, "PRAGMA foreign_keys = ON");
}

/* Deletes every row, in an order that needs no looking at foreign keys. */
static void
empty_all(sqlite3 *handle)
{
	sqlite3_stmt *stmt;

	execute_sql(handle, "PRAGMA foreign_keys = OFF");
	stmt = prepare_sql(handle, "SELECT format('DELETE FROM \"%w\"', name) FROM sqlite_schema WHERE type = 'table' AND "
				   "name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> '" SQLGEN_HISTORY_TABLE "'");
	while (stmt && sqlite3_step(stmt) == SQLITE_ROW)
		execute_sql(handle, (const char *)sqlite3_column_text(stmt, 0));
	sqlite3_finalize(stmt);
}

/* Does insert_ of a new_ row, which gave rc, store what the statement sql does? select reads the table's one row. */
static void
expect_default(sqlite3 *handle, const char *what, const char *sql, const char *select, int rc)
{
	char *errmsg = NULL;
	struct line lines[2] = { { "", 0 }, { "", 0 } };
	sqlite3_stmt *stmt;
	int expected;

	stmt = prepare_sql(handle, select);
	if (stmt && sqlite3_step(stmt) == SQLITE_ROW)
		add_stored(&lines[1], stmt);
	sqlite3_finalize(stmt);
	empty_all(handle);
	expected = sqlite3_exec(handle, sql, NULL, NULL, &errmsg);
	sqlite3_free(errmsg);
	expect_rc(handle, what, expected & 0xff, rc & 0xff);
	stmt = prepare_sql(handle, select);
	if (stmt && sqlite3_step(stmt) == SQLITE_ROW)
		add_stored(&lines[0], stmt);
	sqlite3_finalize(stmt);
	expect_line(what, lines[0].text, &lines[1]);
	empty_all(handle);
}
