#include <string.h>

#include "private.h"

enum { FOUND_SIZE = 48 };

static const char *
describe_found(const struct sqlgen_row *row, int column, char found[FOUND_SIZE])
{
	switch (sqlite3_column_type(row->stmt, column)) {
	case SQLITE_INTEGER:
		return sqlite3_snprintf(FOUND_SIZE, found, "integer %lld",
					sqlite3_column_int64(row->stmt, column));
	case SQLITE_FLOAT:
		return sqlite3_snprintf(FOUND_SIZE, found, "real %!.15g",
					sqlite3_column_double(row->stmt, column));
	case SQLITE_TEXT:
		return sqlite3_snprintf(FOUND_SIZE, found, "text of %d bytes",
					sqlite3_column_bytes(row->stmt, column));
	case SQLITE_BLOB:
		return sqlite3_snprintf(FOUND_SIZE, found, "blob of %d bytes",
					sqlite3_column_bytes(row->stmt, column));
	default:
		return "NULL";
	}
}

static void
fail_row(struct sqlgen_row *row, const char *name, const char *expected, const char *found)
{
	const char *table = row->table != NULL ? row->table : "";

	row->rc = sqlgen_fail(row->connection, SQLITE_MISMATCH, "%s%s%s: expected %s, found %s",
			      table, row->table != NULL ? "." : "", name, expected, found);
}

static void
fail_field(struct sqlgen_row *row, int column, const char *name, const char *expected)
{
	char found[FOUND_SIZE];

	fail_row(row, name, expected, describe_found(row, column, found));
}

static void
fail_memory(struct sqlgen_row *row)
{
	row->rc = sqlgen_fail(row->connection, SQLITE_NOMEM, "out of memory");
}

/* The stored type; 0 once the row has failed. */
static int
stored_type(const struct sqlgen_row *row, int column)
{
	return row->rc == SQLITE_OK ? sqlite3_column_type(row->stmt, column) : 0;
}

/* Is there a value to read? Sets *has if there is one to set. */
static bool
has_value(const struct sqlgen_row *row, int column, bool *has)
{
	bool is_there = row->rc == SQLITE_OK && stored_type(row, column) != SQLITE_NULL;

	if (has != NULL)
		*has = is_there;
	return is_there;
}

struct sqlgen_row
sqlgen_row_begin(struct sqlgen_connection *connection, sqlite3_stmt *stmt, const char *table,
		 int columns)
{
	struct sqlgen_row row = { NULL, NULL, NULL, SQLITE_OK };
	int found = sqlite3_column_count(stmt);

	row.connection = connection;
	row.stmt = stmt;
	row.table = table;
	if (found != columns)
		row.rc = sqlgen_fail(connection, SQLITE_MISMATCH,
				     "%s: expected a row of %d columns, found %d",
				     table != NULL ? table : "result", columns, found);
	return row;
}

int64_t
sqlgen_read_int64(struct sqlgen_row *row, int column, const char *name)
{
	if (row->rc != SQLITE_OK)
		return 0;
	if (stored_type(row, column) == SQLITE_INTEGER)
		return sqlite3_column_int64(row->stmt, column);
	fail_field(row, column, name, "integer");
	return 0;
}

int64_t
sqlgen_read_int64_or_null(struct sqlgen_row *row, int column, const char *name, bool *has)
{
	return has_value(row, column, has) ? sqlgen_read_int64(row, column, name) : 0;
}

bool
sqlgen_read_bool(struct sqlgen_row *row, int column, const char *name)
{
	sqlite3_int64 value = 2;

	if (row->rc != SQLITE_OK)
		return false;
	if (stored_type(row, column) == SQLITE_INTEGER)
		value = sqlite3_column_int64(row->stmt, column);
	if (value == 0 || value == 1)
		return value == 1;
	fail_field(row, column, name, "0 or 1");
	return false;
}

bool
sqlgen_read_bool_or_null(struct sqlgen_row *row, int column, const char *name, bool *has)
{
	return has_value(row, column, has) ? sqlgen_read_bool(row, column, name) : false;
}

double
sqlgen_read_double(struct sqlgen_row *row, int column, const char *name)
{
	int type = stored_type(row, column);

	if (row->rc != SQLITE_OK)
		return 0;
	if (type == SQLITE_FLOAT || type == SQLITE_INTEGER)
		return sqlite3_column_double(row->stmt, column);
	fail_field(row, column, name, "real");
	return 0;
}

double
sqlgen_read_double_or_null(struct sqlgen_row *row, int column, const char *name, bool *has)
{
	return has_value(row, column, has) ? sqlgen_read_double(row, column, name) : 0;
}

/* The text of a column of any type but NULL, which must have no NUL inside. */
static const char *
column_text(struct sqlgen_row *row, int column, const char *name)
{
	const char *text = (const char *)sqlite3_column_text(row->stmt, column);
	char found[FOUND_SIZE];
	size_t size, length;

	if (text == NULL) {
		fail_memory(row);
		return NULL;
	}
	size = (size_t)sqlite3_column_bytes(row->stmt, column);
	length = strlen(text);
	if (length == size)
		return text;
	sqlite3_snprintf(FOUND_SIZE, found, "one at byte %lld of %lld", (sqlite3_int64)length,
			 (sqlite3_int64)size);
	fail_row(row, name, "text without NUL", found);
	return NULL;
}

const char *
sqlgen_read_text(struct sqlgen_row *row, int column, const char *name)
{
	if (row->rc != SQLITE_OK)
		return NULL;
	if (stored_type(row, column) == SQLITE_TEXT)
		return column_text(row, column, name);
	fail_field(row, column, name, "text");
	return NULL;
}

const char *
sqlgen_read_text_or_null(struct sqlgen_row *row, int column, const char *name)
{
	return has_value(row, column, NULL) ? sqlgen_read_text(row, column, name) : NULL;
}

const char *
sqlgen_read_numeric_text(struct sqlgen_row *row, int column, const char *name)
{
	int type = stored_type(row, column);

	if (row->rc != SQLITE_OK)
		return NULL;
	if (type == SQLITE_TEXT || type == SQLITE_INTEGER || type == SQLITE_FLOAT)
		return column_text(row, column, name);
	fail_field(row, column, name, "text or a number");
	return NULL;
}

const char *
sqlgen_read_numeric_text_or_null(struct sqlgen_row *row, int column, const char *name)
{
	return has_value(row, column, NULL) ? sqlgen_read_numeric_text(row, column, name) : NULL;
}

/* SQLite gives no pointer for an empty blob. */
static struct sqlgen_blob
column_blob(struct sqlgen_row *row, int column)
{
	struct sqlgen_blob blob = { NULL, 0 };

	blob.data = sqlite3_column_blob(row->stmt, column);
	blob.size = (size_t)sqlite3_column_bytes(row->stmt, column);
	if (blob.data != NULL)
		return blob;
	if (blob.size == 0 && sqlite3_errcode(sqlite3_db_handle(row->stmt)) != SQLITE_NOMEM)
		blob.data = "";
	else
		fail_memory(row);
	return blob;
}

struct sqlgen_blob
sqlgen_read_blob(struct sqlgen_row *row, int column, const char *name)
{
	struct sqlgen_blob none = { NULL, 0 };

	if (row->rc != SQLITE_OK)
		return none;
	if (stored_type(row, column) == SQLITE_BLOB)
		return column_blob(row, column);
	fail_field(row, column, name, "blob");
	return none;
}

struct sqlgen_blob
sqlgen_read_blob_or_null(struct sqlgen_row *row, int column, const char *name)
{
	struct sqlgen_blob none = { NULL, 0 };

	return has_value(row, column, NULL) ? sqlgen_read_blob(row, column, name) : none;
}

struct sqlgen_value
sqlgen_read_value_or_null(struct sqlgen_row *row, int column, const char *name)
{
	struct sqlgen_value value;

	(void)name;
	memset(&value, 0, sizeof(value));
	value.type = row->rc == SQLITE_OK ? stored_type(row, column) : SQLITE_NULL;
	switch (value.type) {
	case SQLITE_INTEGER:
		value.as.integer = sqlite3_column_int64(row->stmt, column);
		break;
	case SQLITE_FLOAT:
		value.as.real = sqlite3_column_double(row->stmt, column);
		break;
	case SQLITE_TEXT:
		value.as.text.data = (const char *)sqlite3_column_text(row->stmt, column);
		value.as.text.size = (size_t)sqlite3_column_bytes(row->stmt, column);
		if (value.as.text.data == NULL)
			fail_memory(row);
		break;
	case SQLITE_BLOB:
		value.as.blob = column_blob(row, column);
		break;
	default:
		break;
	}
	return value;
}

struct sqlgen_value
sqlgen_read_value(struct sqlgen_row *row, int column, const char *name)
{
	if (row->rc == SQLITE_OK && stored_type(row, column) == SQLITE_NULL)
		fail_field(row, column, name, "a value");
	return sqlgen_read_value_or_null(row, column, name);
}
