#include <string.h>

#include "private.h"

/*
 * A column is asked for its value once, and that for all else. Such a value may be looked into as
 * long as no other thread uses the connection, which sqlgen_row_read sees to
 * (https://sqlite.org/c3ref/value.html).
 */

enum { FOUND_SIZE = 48 };

static const char *
describe_found(sqlite3_value *value, char found[FOUND_SIZE])
{
	switch (sqlite3_value_type(value)) {
	case SQLITE_INTEGER:
		return sqlite3_snprintf(FOUND_SIZE, found, "integer %lld",
					sqlite3_value_int64(value));
	case SQLITE_FLOAT:
		return sqlite3_snprintf(FOUND_SIZE, found, "real %!.15g",
					sqlite3_value_double(value));
	case SQLITE_TEXT:
		return sqlite3_snprintf(FOUND_SIZE, found, "text of %d bytes",
					sqlite3_value_bytes(value));
	case SQLITE_BLOB:
		return sqlite3_snprintf(FOUND_SIZE, found, "blob of %d bytes",
					sqlite3_value_bytes(value));
	default:
		return "NULL";
	}
}

void
sqlgen_row_fail(struct sqlgen_row *row, int column, const char *expected, const char *found)
{
	const char *table = row->type->name, *name = sqlite3_column_name(row->stmt, column);

	if (row->rc == SQLITE_OK)
		row->rc = sqlgen_fail(row->connection, SQLITE_MISMATCH,
				      "%s%s%s: expected %s, found %s", table,
				      table[0] != '\0' ? "." : "", name != NULL ? name : "?",
				      expected, found);
}

void
sqlgen_row_fail_value(struct sqlgen_row *row, int column, sqlite3_value *value, const char *expected)
{
	char found[FOUND_SIZE];

	sqlgen_row_fail(row, column, expected, describe_found(value, found));
}

void
sqlgen_row_fail_memory(struct sqlgen_row *row, int column)
{
	if (row->rc == SQLITE_OK)
		row->rc = sqlgen_fail(row->connection, SQLITE_NOMEM, "out of memory");
	/* Only functions of columns clear the connection's own mark that memory ran out. */
	sqlite3_column_type(row->stmt, column);
}

/* Bytes that are to last as long as the row: SQLite's own, or a copy in the row's block. */
static const void *
keep(struct sqlgen_row *row, const void *bytes, size_t size)
{
	size_t at = row->size;

	if (row->block == NULL)
		return bytes;
	row->size = sqlgen_size_add(at, size);
	return row->size > row->capacity ? bytes : memcpy(row->block + at, bytes, size);
}

static int64_t
int64_of(struct sqlgen_row *row, int column, sqlite3_value *value, int type)
{
	if (type == SQLITE_INTEGER)
		return sqlite3_value_int64(value);
	sqlgen_row_fail_value(row, column, value, "integer");
	return 0;
}

int64_t
sqlgen_read_int64(struct sqlgen_row *row, int column)
{
	sqlite3_value *value = sqlite3_column_value(row->stmt, column);

	return int64_of(row, column, value, sqlite3_value_type(value));
}

int64_t
sqlgen_read_int64_or_null(struct sqlgen_row *row, int column, bool *has)
{
	sqlite3_value *value = sqlite3_column_value(row->stmt, column);
	int type = sqlite3_value_type(value);

	*has = type != SQLITE_NULL;
	return *has ? int64_of(row, column, value, type) : 0;
}

static bool
bool_of(struct sqlgen_row *row, int column, sqlite3_value *value, int type)
{
	sqlite3_int64 number = type == SQLITE_INTEGER ? sqlite3_value_int64(value) : 2;

	if (number != 0 && number != 1)
		sqlgen_row_fail_value(row, column, value, "0 or 1");
	return number == 1;
}

bool
sqlgen_read_bool(struct sqlgen_row *row, int column)
{
	sqlite3_value *value = sqlite3_column_value(row->stmt, column);

	return bool_of(row, column, value, sqlite3_value_type(value));
}

bool
sqlgen_read_bool_or_null(struct sqlgen_row *row, int column, bool *has)
{
	sqlite3_value *value = sqlite3_column_value(row->stmt, column);
	int type = sqlite3_value_type(value);

	*has = type != SQLITE_NULL;
	return *has && bool_of(row, column, value, type);
}

static double
double_of(struct sqlgen_row *row, int column, sqlite3_value *value, int type)
{
	if (type == SQLITE_FLOAT || type == SQLITE_INTEGER)
		return sqlite3_value_double(value);
	sqlgen_row_fail_value(row, column, value, "real");
	return 0;
}

double
sqlgen_read_double(struct sqlgen_row *row, int column)
{
	sqlite3_value *value = sqlite3_column_value(row->stmt, column);

	return double_of(row, column, value, sqlite3_value_type(value));
}

double
sqlgen_read_double_or_null(struct sqlgen_row *row, int column, bool *has)
{
	sqlite3_value *value = sqlite3_column_value(row->stmt, column);
	int type = sqlite3_value_type(value);

	*has = type != SQLITE_NULL;
	return *has ? double_of(row, column, value, type) : 0;
}

void
sqlgen_row_fail_nul(struct sqlgen_row *row, int column, size_t at, size_t size)
{
	char found[FOUND_SIZE];

	sqlite3_snprintf(FOUND_SIZE, found, "one at byte %lld of %lld", (sqlite3_int64)at,
			 (sqlite3_int64)size);
	sqlgen_row_fail(row, column, "text without NUL", found);
}

/* The text of a value of any type but NULL, which must have no NUL inside. */
static const char *
text_of(struct sqlgen_row *row, int column, sqlite3_value *value)
{
	const char *text = (const char *)sqlite3_value_text(value);
	size_t size, length;

	if (text == NULL) {
		sqlgen_row_fail_memory(row, column);
		return NULL;
	}
	size = (size_t)sqlite3_value_bytes(value);
	length = strlen(text);
	if (length == size)
		return keep(row, text, size + 1);
	sqlgen_row_fail_nul(row, column, length, size);
	return NULL;
}

const char *
sqlgen_read_text(struct sqlgen_row *row, int column)
{
	sqlite3_value *value = sqlite3_column_value(row->stmt, column);

	if (sqlite3_value_type(value) == SQLITE_TEXT)
		return text_of(row, column, value);
	sqlgen_row_fail_value(row, column, value, "text");
	return NULL;
}

const char *
sqlgen_read_text_or_null(struct sqlgen_row *row, int column)
{
	sqlite3_value *value = sqlite3_column_value(row->stmt, column);
	int type = sqlite3_value_type(value);

	if (type == SQLITE_TEXT)
		return text_of(row, column, value);
	if (type != SQLITE_NULL)
		sqlgen_row_fail_value(row, column, value, "text");
	return NULL;
}

const char *
sqlgen_read_numeric_text_or_null(struct sqlgen_row *row, int column)
{
	sqlite3_value *value = sqlite3_column_value(row->stmt, column);
	int type = sqlite3_value_type(value);

	if (type == SQLITE_NULL)
		return NULL;
	if (type != SQLITE_BLOB)
		return text_of(row, column, value);
	sqlgen_row_fail_value(row, column, value, "text or a number");
	return NULL;
}

const char *
sqlgen_read_numeric_text(struct sqlgen_row *row, int column)
{
	sqlite3_value *value = sqlite3_column_value(row->stmt, column);

	if (sqlite3_value_type(value) != SQLITE_NULL)
		return sqlgen_read_numeric_text_or_null(row, column);
	sqlgen_row_fail_value(row, column, value, "text or a number");
	return NULL;
}

/* SQLite gives no pointer for an empty blob. */
static struct sqlgen_blob
blob_of(struct sqlgen_row *row, int column, sqlite3_value *value)
{
	const void *data = sqlite3_value_blob(value);
	struct sqlgen_blob blob = { NULL, 0 };

	blob.size = (size_t)sqlite3_value_bytes(value);
	if (data != NULL || blob.size == 0)
		blob.data = keep(row, data != NULL ? data : "", blob.size);
	else
		sqlgen_row_fail_memory(row, column);
	return blob;
}

struct sqlgen_blob
sqlgen_read_blob_or_null(struct sqlgen_row *row, int column)
{
	sqlite3_value *value = sqlite3_column_value(row->stmt, column);
	int type = sqlite3_value_type(value);
	struct sqlgen_blob none = { NULL, 0 };

	if (type == SQLITE_BLOB)
		return blob_of(row, column, value);
	if (type != SQLITE_NULL)
		sqlgen_row_fail_value(row, column, value, "blob");
	return none;
}

struct sqlgen_blob
sqlgen_read_blob(struct sqlgen_row *row, int column)
{
	sqlite3_value *value = sqlite3_column_value(row->stmt, column);
	struct sqlgen_blob none = { NULL, 0 };

	if (sqlite3_value_type(value) == SQLITE_BLOB)
		return blob_of(row, column, value);
	sqlgen_row_fail_value(row, column, value, "blob");
	return none;
}

/* Text that may have NULs inside. */
static struct sqlgen_text
sized_text_of(struct sqlgen_row *row, int column, sqlite3_value *value)
{
	struct sqlgen_text text = { NULL, 0 };
	const void *data = sqlite3_value_text(value);

	text.size = (size_t)sqlite3_value_bytes(value);
	if (data != NULL)
		text.data = keep(row, data, text.size + 1);
	else
		sqlgen_row_fail_memory(row, column);
	return text;
}

struct sqlgen_text
sqlgen_read_sized_text_or_null(struct sqlgen_row *row, int column)
{
	sqlite3_value *value = sqlite3_column_value(row->stmt, column);
	int type = sqlite3_value_type(value);
	struct sqlgen_text none = { NULL, 0 };

	if (type == SQLITE_TEXT)
		return sized_text_of(row, column, value);
	if (type != SQLITE_NULL)
		sqlgen_row_fail_value(row, column, value, "text");
	return none;
}

struct sqlgen_text
sqlgen_read_sized_text(struct sqlgen_row *row, int column)
{
	sqlite3_value *value = sqlite3_column_value(row->stmt, column);
	struct sqlgen_text none = { NULL, 0 };

	if (sqlite3_value_type(value) == SQLITE_TEXT)
		return sized_text_of(row, column, value);
	sqlgen_row_fail_value(row, column, value, "text");
	return none;
}

struct sqlgen_value
sqlgen_read_value_or_null(struct sqlgen_row *row, int column)
{
	sqlite3_value *from = sqlite3_column_value(row->stmt, column);
	struct sqlgen_value value;

	memset(&value, 0, sizeof(value));
	value.type = sqlite3_value_type(from);
	switch (value.type) {
	case SQLITE_INTEGER:
		value.as.integer = sqlite3_value_int64(from);
		break;
	case SQLITE_FLOAT:
		value.as.real = sqlite3_value_double(from);
		break;
	case SQLITE_TEXT:
		value.as.text = sized_text_of(row, column, from);
		break;
	case SQLITE_BLOB:
		value.as.blob = blob_of(row, column, from);
		break;
	default:
		break;
	}
	return value;
}

struct sqlgen_value
sqlgen_read_value(struct sqlgen_row *row, int column)
{
	struct sqlgen_value value = sqlgen_read_value_or_null(row, column);

	if (value.type == SQLITE_NULL)
		sqlgen_row_fail(row, column, "a value", "NULL");
	return value;
}
