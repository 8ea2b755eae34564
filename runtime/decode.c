#include <string.h>

#include "private.h"

/*
 * A column is asked for its value once, and that for all else. Such a value may be looked into as
 * long as no other thread uses the connection, which sqlgen_row_fetch sees to
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

static inline int64_t
int64_of(struct sqlgen_row *row, int column, sqlite3_value *value, int type)
{
	if (type == SQLITE_INTEGER)
		return sqlite3_value_int64(value);
	sqlgen_row_fail_value(row, column, value, "integer");
	return 0;
}

static inline bool
bool_of(struct sqlgen_row *row, int column, sqlite3_value *value, int type)
{
	sqlite3_int64 number = type == SQLITE_INTEGER ? sqlite3_value_int64(value) : 2;

	if (number != 0 && number != 1)
		sqlgen_row_fail_value(row, column, value, "0 or 1");
	return number == 1;
}

static inline double
double_of(struct sqlgen_row *row, int column, sqlite3_value *value, int type)
{
	if (type == SQLITE_FLOAT || type == SQLITE_INTEGER)
		return sqlite3_value_double(value);
	sqlgen_row_fail_value(row, column, value, "real");
	return 0;
}

void
sqlgen_row_fail_nul(struct sqlgen_row *row, int column, size_t at, size_t size)
{
	char found[FOUND_SIZE];

	sqlite3_snprintf(FOUND_SIZE, found, "one at byte %lld of %lld", (sqlite3_int64)at,
			 (sqlite3_int64)size);
	sqlgen_row_fail(row, column, "text without NUL", found);
}

/* The text of a value, which must have no NUL inside. */
static inline const char *
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

static inline const char *
plain_text_of(struct sqlgen_row *row, int column, sqlite3_value *value, int type)
{
	if (type == SQLITE_TEXT)
		return text_of(row, column, value);
	sqlgen_row_fail_value(row, column, value, "text");
	return NULL;
}

static const char *
numeric_text_of(struct sqlgen_row *row, int column, sqlite3_value *value, int type)
{
	if (type != SQLITE_NULL && type != SQLITE_BLOB)
		return text_of(row, column, value);
	sqlgen_row_fail_value(row, column, value, "text or a number");
	return NULL;
}

/* Text that may have NULs inside. */
static struct sqlgen_text
sized_text_of(struct sqlgen_row *row, int column, sqlite3_value *value, int type)
{
	struct sqlgen_text text = { NULL, 0 };
	const void *data;

	if (type != SQLITE_TEXT) {
		sqlgen_row_fail_value(row, column, value, "text");
		return text;
	}
	data = sqlite3_value_text(value);
	text.size = (size_t)sqlite3_value_bytes(value);
	if (data != NULL)
		text.data = keep(row, data, text.size + 1);
	else
		sqlgen_row_fail_memory(row, column);
	return text;
}

/* SQLite gives no pointer for an empty blob. */
static struct sqlgen_blob
blob_of(struct sqlgen_row *row, int column, sqlite3_value *value, int type)
{
	struct sqlgen_blob blob = { NULL, 0 };
	const void *data;

	if (type != SQLITE_BLOB) {
		sqlgen_row_fail_value(row, column, value, "blob");
		return blob;
	}
	/* Asked first: a zeroblob for which there is no memory is NULL afterwards. */
	blob.size = (size_t)sqlite3_value_bytes(value);
	data = sqlite3_value_blob(value);
	if (data != NULL || blob.size == 0)
		blob.data = keep(row, data != NULL ? data : "", blob.size);
	else
		sqlgen_row_fail_memory(row, column);
	return blob;
}

static struct sqlgen_value
value_of(struct sqlgen_row *row, int column, sqlite3_value *from, int type)
{
	struct sqlgen_value value;

	memset(&value, 0, sizeof(value));
	value.type = type;
	switch (type) {
	case SQLITE_INTEGER:
		value.as.integer = sqlite3_value_int64(from);
		break;
	case SQLITE_FLOAT:
		value.as.real = sqlite3_value_double(from);
		break;
	case SQLITE_TEXT:
		value.as.text = sized_text_of(row, column, from, type);
		break;
	case SQLITE_BLOB:
		value.as.blob = blob_of(row, column, from, type);
		break;
	default:
		sqlgen_row_fail_value(row, column, from, "a value");
	}
	return value;
}

/* SQL NULL, where it fits. */
static void
clear_member(const struct sqlgen_row *row, const struct sqlgen_field *field, void *member)
{
	static const struct sqlgen_text no_text = { NULL, 0 };
	static const struct sqlgen_blob no_blob = { NULL, 0 };

	switch ((enum sqlgen_kind)field->kind) {
	case SQLGEN_INT64:
		*(int64_t *)member = 0;
		break;
	case SQLGEN_BOOL:
		*(bool *)member = false;
		break;
	case SQLGEN_DOUBLE:
		*(double *)member = 0;
		break;
	case SQLGEN_TEXT:
	case SQLGEN_NUMERIC_TEXT:
		*(const char **)member = NULL;
		break;
	case SQLGEN_SIZED_TEXT:
		*(struct sqlgen_text *)member = no_text;
		break;
	case SQLGEN_BLOB:
		*(struct sqlgen_blob *)member = no_blob;
		break;
	case SQLGEN_VALUE:
		memset(member, 0, sizeof(struct sqlgen_value));
		((struct sqlgen_value *)member)->type = SQLITE_NULL;
		break;
	case SQLGEN_ENUM:
		sqlgen_enumerator_set(sqlgen_field_labels(row->type, field), member, 0);
		break;
	case SQLGEN_CHARS:
	case SQLGEN_NUMERIC_CHARS:
		memset(member, 0, field->detail);
		break;
	case SQLGEN_BYTES:
		memset(member, 0, field->detail);
		*sqlgen_bytes_size(field, member) = 0;
		break;
	}
}

/* Sets the bool of a field, and says whether there is a value to read: SQL NULL may have no place. */
static inline bool
has_value(struct sqlgen_row *row, const struct sqlgen_field *field, int type, char *out)
{
	bool is_null = type == SQLITE_NULL && (field->flags & SQLGEN_OR_NULL) != 0;

	if ((field->flags & SQLGEN_HAS) != 0)
		*(bool *)(out + field->offset - field->has) = !is_null;
	if (is_null)
		clear_member(row, field, out + field->offset);
	return !is_null;
}

/* One switch for a whole row: what is called once a column costs as much as what it does. */
void
sqlgen_fields_read(struct sqlgen_row *row, int first, int end, void *out)
{
	const struct sqlgen_field *field = &row->type->fields[first];
	sqlite3_stmt *stmt = row->stmt;
	int column;

	for (column = first; column < end; column++, field++) {
		sqlite3_value *value = sqlite3_column_value(stmt, column);
		int type = sqlite3_value_type(value);
		void *member = (char *)out + field->offset;

		if ((field->flags & (SQLGEN_OR_NULL | SQLGEN_HAS)) != 0 &&
		    !has_value(row, field, type, out))
			continue;
		switch ((enum sqlgen_kind)field->kind) {
		case SQLGEN_INT64:
			*(int64_t *)member = int64_of(row, column, value, type);
			break;
		case SQLGEN_BOOL:
			*(bool *)member = bool_of(row, column, value, type);
			break;
		case SQLGEN_DOUBLE:
			*(double *)member = double_of(row, column, value, type);
			break;
		case SQLGEN_TEXT:
			*(const char **)member = plain_text_of(row, column, value, type);
			break;
		case SQLGEN_NUMERIC_TEXT:
			*(const char **)member = numeric_text_of(row, column, value, type);
			break;
		case SQLGEN_SIZED_TEXT:
			*(struct sqlgen_text *)member = sized_text_of(row, column, value, type);
			break;
		case SQLGEN_BLOB:
			*(struct sqlgen_blob *)member = blob_of(row, column, value, type);
			break;
		case SQLGEN_VALUE:
			*(struct sqlgen_value *)member = value_of(row, column, value, type);
			break;
		case SQLGEN_ENUM:
			sqlgen_enum_read(row, column, value, sqlgen_field_labels(row->type, field),
					 member);
			break;
		case SQLGEN_CHARS:
		case SQLGEN_NUMERIC_CHARS:
			sqlgen_chars_read(row, column, value, field, member);
			break;
		case SQLGEN_BYTES:
			sqlgen_bytes_read(row, column, value, field, member);
			break;
		}
	}
}
