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

/* Too much for the field: at_most bytes are expected. */
static void
fail_size(struct sqlgen_row *row, int column, sqlite3_value *value, size_t at_most)
{
	char expected[EXPECTED_SIZE];

	sqlite3_snprintf(EXPECTED_SIZE, expected, "at most %lld bytes", (sqlite3_int64)at_most);
	sqlgen_row_fail_value(row, column, value, expected);
}

void
sqlgen_chars_read(struct sqlgen_row *row, int column, sqlite3_value *value,
		  const struct sqlgen_field *field, void *member)
{
	bool is_numeric = field->kind == SQLGEN_NUMERIC_CHARS;
	int type = sqlite3_value_type(value);
	size_t found, length;
	const char *text;

	if (type != SQLITE_TEXT && (!is_numeric || type == SQLITE_NULL || type == SQLITE_BLOB)) {
		sqlgen_row_fail_value(row, column, value, is_numeric ? "text or a number" : "text");
		return;
	}
	text = (const char *)sqlite3_value_text(value);
	if (text == NULL) {
		sqlgen_row_fail_memory(row, column);
		return;
	}
	found = (size_t)sqlite3_value_bytes(value);
	length = strlen(text);
	if (length != found)
		sqlgen_row_fail_nul(row, column, length, found);
	else if (length >= field->detail)
		fail_size(row, column, value, field->detail - 1);
	else
		fill(member, field->detail, text, length);
}

void
sqlgen_bytes_read(struct sqlgen_row *row, int column, sqlite3_value *value,
		  const struct sqlgen_field *field, void *member)
{
	size_t size;
	const void *bytes;

	if (sqlite3_value_type(value) != SQLITE_BLOB) {
		sqlgen_row_fail_value(row, column, value, "blob");
		return;
	}
	/* Asked first: a zeroblob for which there is no memory is NULL afterwards. */
	size = (size_t)sqlite3_value_bytes(value);
	bytes = sqlite3_value_blob(value);
	if (size > field->detail) {
		fail_size(row, column, value, field->detail);
	} else if (bytes == NULL && size > 0) {
		sqlgen_row_fail_memory(row, column);
	} else {
		fill(member, field->detail, bytes, size);
		*sqlgen_bytes_size(field, member) = size;
	}
}
