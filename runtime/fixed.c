#include <string.h>

#include "private.h"

/*
 * Fields that hold their bytes themselves: char name[64] with its terminator, and
 * struct { unsigned char data[64]; size_t size; }. Whatever is behind the bytes is zero.
 */

enum { EXPECTED_SIZE = 48 };

static void
fill(char *field, size_t size, const void *bytes, size_t used)
{
	if (used > 0)
		memcpy(field, bytes, used);
	memset(field + used, 0, size - used);
}

void
sqlgen_set_chars(char *field, size_t size, const char *text)
{
	size_t length = text != NULL ? strlen(text) : size;

	if (length < size)
		fill(field, size, text, length);
	else
		memset(field, '?', size);
}

void
sqlgen_set_bytes(unsigned char *data, size_t capacity, size_t *size, struct sqlgen_blob blob)
{
	*size = blob.data != NULL ? blob.size : SIZE_MAX;
	if (*size <= capacity)
		fill((char *)data, capacity, blob.data, blob.size);
}

void
sqlgen_bind_chars(struct sqlgen_call *call, int index, const char *column, const char *field,
		  size_t size)
{
	const char *end;
	struct sqlgen_text text;

	if (!sqlgen_call_binds(call, index))
		return;
	end = memchr(field, '\0', size);
	if (end != NULL) {
		text.data = field;
		text.size = (size_t)(end - field);
		sqlgen_bind_sized_text(call, index, text);
	} else {
		call->rc = sqlgen_fail(call->connection, SQLITE_MISMATCH,
				       "%s: expected text of at most %lld bytes and a NUL, found no NUL",
				       column, (sqlite3_int64)size - 1);
	}
}

void
sqlgen_bind_chars_or_null(struct sqlgen_call *call, int index, const char *column, bool has,
			  const char *field, size_t size)
{
	if (has)
		sqlgen_bind_chars(call, index, column, field, size);
	else
		sqlgen_bind_null(call, index);
}

void
sqlgen_bind_bytes(struct sqlgen_call *call, int index, const char *column,
		  const unsigned char *data, size_t capacity, size_t size)
{
	struct sqlgen_blob blob;

	if (!sqlgen_call_binds(call, index))
		return;
	blob.data = data;
	blob.size = size;
	if (size <= capacity)
		sqlgen_bind_blob(call, index, blob);
	else if (size == SIZE_MAX)
		call->rc = sqlgen_fail(call->connection, SQLITE_MISMATCH,
				       "%s: expected a blob, found NULL", column);
	else
		call->rc = sqlgen_fail(call->connection, SQLITE_MISMATCH,
				       "%s: expected a blob of at most %lld bytes, found %llu", column,
				       (sqlite3_int64)capacity, (sqlite3_uint64)size);
}

void
sqlgen_bind_bytes_or_null(struct sqlgen_call *call, int index, const char *column, bool has,
			  const unsigned char *data, size_t capacity, size_t size)
{
	if (has)
		sqlgen_bind_bytes(call, index, column, data, capacity, size);
	else
		sqlgen_bind_null(call, index);
}

/* Too much for the field: at_most bytes are expected. */
static void
fail_size(struct sqlgen_row *row, int column, sqlite3_value *value, size_t at_most)
{
	char expected[EXPECTED_SIZE];

	sqlite3_snprintf(EXPECTED_SIZE, expected, "at most %lld bytes", (sqlite3_int64)at_most);
	sqlgen_row_fail_value(row, column, value, expected);
}

/* The text of a value of any type but NULL. */
static void
chars_of(struct sqlgen_row *row, int column, sqlite3_value *value, char *field, size_t size)
{
	const char *text = (const char *)sqlite3_value_text(value);
	size_t found, length;

	if (text == NULL) {
		sqlgen_row_fail_memory(row, column);
		return;
	}
	found = (size_t)sqlite3_value_bytes(value);
	length = strlen(text);
	if (length != found)
		sqlgen_row_fail_nul(row, column, length, found);
	else if (length >= size)
		fail_size(row, column, value, size - 1);
	else
		fill(field, size, text, length);
}

void
sqlgen_read_chars(struct sqlgen_row *row, int column, char *field, size_t size)
{
	sqlite3_value *value = sqlite3_column_value(row->stmt, column);

	if (sqlite3_value_type(value) == SQLITE_TEXT)
		chars_of(row, column, value, field, size);
	else
		sqlgen_row_fail_value(row, column, value, "text");
}

void
sqlgen_read_chars_or_null(struct sqlgen_row *row, int column, char *field, size_t size, bool *has)
{
	*has = sqlite3_value_type(sqlite3_column_value(row->stmt, column)) != SQLITE_NULL;
	if (*has)
		sqlgen_read_chars(row, column, field, size);
	else
		memset(field, 0, size);
}

void
sqlgen_read_numeric_chars(struct sqlgen_row *row, int column, char *field, size_t size)
{
	sqlite3_value *value = sqlite3_column_value(row->stmt, column);
	int type = sqlite3_value_type(value);

	if (type != SQLITE_NULL && type != SQLITE_BLOB)
		chars_of(row, column, value, field, size);
	else
		sqlgen_row_fail_value(row, column, value, "text or a number");
}

void
sqlgen_read_numeric_chars_or_null(struct sqlgen_row *row, int column, char *field, size_t size,
				  bool *has)
{
	*has = sqlite3_value_type(sqlite3_column_value(row->stmt, column)) != SQLITE_NULL;
	if (*has)
		sqlgen_read_numeric_chars(row, column, field, size);
	else
		memset(field, 0, size);
}

void
sqlgen_read_bytes(struct sqlgen_row *row, int column, unsigned char *data, size_t capacity,
		  size_t *size)
{
	sqlite3_value *value = sqlite3_column_value(row->stmt, column);
	const void *bytes;

	if (sqlite3_value_type(value) != SQLITE_BLOB) {
		sqlgen_row_fail_value(row, column, value, "blob");
		return;
	}
	bytes = sqlite3_value_blob(value);
	*size = (size_t)sqlite3_value_bytes(value);
	if (*size > capacity)
		fail_size(row, column, value, capacity);
	else if (bytes == NULL && *size > 0)
		sqlgen_row_fail_memory(row, column);
	else
		fill((char *)data, capacity, bytes, *size);
}

void
sqlgen_read_bytes_or_null(struct sqlgen_row *row, int column, unsigned char *data, size_t capacity,
			  size_t *size, bool *has)
{
	*has = sqlite3_value_type(sqlite3_column_value(row->stmt, column)) != SQLITE_NULL;
	*size = 0;
	if (*has)
		sqlgen_read_bytes(row, column, data, capacity, size);
	else
		memset(data, 0, capacity);
}
