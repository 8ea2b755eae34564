#include <string.h>

#include "private.h"

static void
note_bound(struct sqlgen_call *call, int rc)
{
	if (rc != SQLITE_OK)
		call->rc = sqlgen_fail_database(call->connection, rc);
}

static sqlite3_destructor_type
pointer_lifetime(struct sqlgen_call *call)
{
	call->has_pointers = true;
	return call->copies ? SQLITE_TRANSIENT : SQLITE_STATIC;
}

void
sqlgen_bind_null(struct sqlgen_call *call, int index)
{
	if (sqlgen_call_binds(call, index))
		note_bound(call, sqlite3_bind_null(call->stmt, index));
}

void
sqlgen_bind_int64(struct sqlgen_call *call, int index, int64_t value)
{
	if (sqlgen_call_binds(call, index))
		note_bound(call, sqlite3_bind_int64(call->stmt, index, value));
}

void
sqlgen_bind_int64_or_null(struct sqlgen_call *call, int index, bool has, int64_t value)
{
	if (has)
		sqlgen_bind_int64(call, index, value);
	else
		sqlgen_bind_null(call, index);
}

void
sqlgen_bind_bool(struct sqlgen_call *call, int index, bool value)
{
	sqlgen_bind_int64(call, index, value ? 1 : 0);
}

void
sqlgen_bind_bool_or_null(struct sqlgen_call *call, int index, bool has, bool value)
{
	sqlgen_bind_int64_or_null(call, index, has, value ? 1 : 0);
}

void
sqlgen_bind_double(struct sqlgen_call *call, int index, double value)
{
	if (!sqlgen_call_binds(call, index))
		return;
	if (value != value)
		call->rc = sqlgen_fail(call->connection, SQLITE_MISMATCH,
				       "parameter %d: expected a number, found NaN, which SQLite "
				       "would store as NULL",
				       index);
	else
		note_bound(call, sqlite3_bind_double(call->stmt, index, value));
}

void
sqlgen_bind_double_or_null(struct sqlgen_call *call, int index, bool has, double value)
{
	if (has)
		sqlgen_bind_double(call, index, value);
	else
		sqlgen_bind_null(call, index);
}

void
sqlgen_bind_text(struct sqlgen_call *call, int index, const char *value)
{
	if (!sqlgen_call_binds(call, index))
		return;
	if (value == NULL)
		sqlgen_bind_null(call, index);
	else
		note_bound(call,
			   sqlite3_bind_text(call->stmt, index, value, -1, pointer_lifetime(call)));
}

void
sqlgen_bind_blob(struct sqlgen_call *call, int index, struct sqlgen_blob value)
{
	if (value.data == NULL)
		sqlgen_bind_null(call, index);
	else if (sqlgen_call_binds(call, index))
		note_bound(call, sqlite3_bind_blob64(call->stmt, index, value.data, value.size,
						     pointer_lifetime(call)));
}

void
sqlgen_bind_sized_text(struct sqlgen_call *call, int index, struct sqlgen_text value)
{
	if (value.data == NULL)
		sqlgen_bind_null(call, index);
	else if (sqlgen_call_binds(call, index))
		note_bound(call, sqlite3_bind_text64(call->stmt, index, value.data, value.size,
						     pointer_lifetime(call), SQLITE_UTF8));
}

void
sqlgen_bind_value(struct sqlgen_call *call, int index, struct sqlgen_value value)
{
	switch (value.type) {
	case 0:
	case SQLITE_NULL:
		sqlgen_bind_null(call, index);
		break;
	case SQLITE_INTEGER:
		sqlgen_bind_int64(call, index, value.as.integer);
		break;
	case SQLITE_FLOAT:
		sqlgen_bind_double(call, index, value.as.real);
		break;
	case SQLITE_TEXT:
		sqlgen_bind_sized_text(call, index, value.as.text);
		break;
	case SQLITE_BLOB:
		sqlgen_bind_blob(call, index, value.as.blob);
		break;
	default:
		if (sqlgen_call_binds(call, index))
			call->rc =
				sqlgen_fail(call->connection, SQLITE_MISUSE,
					    "argument %d: expected SQLITE_INTEGER to SQLITE_NULL "
					    "as the value's type, found %d",
					    index, value.type);
	}
}

/* A member that does not hold what its column takes. */
static void
refuse_member(struct sqlgen_call *call, const struct sqlgen_row_type *type, int column, const char *why)
{
	struct sqlgen_token token = sqlgen_column_at(type, column);

	call->rc = sqlgen_fail(call->connection, SQLITE_MISMATCH, "%s.%.*s: %s", type->name,
			       (int)token.length, token.text, why);
}

static void
bind_enumerator(struct sqlgen_call *call, const struct sqlgen_row_type *type, int column,
		const struct sqlgen_labels *labels, const void *member)
{
	int value = sqlgen_enumerator(labels, member);
	char why[64];

	if (sqlgen_label_bind(call, column + 1, value, labels))
		return;
	sqlite3_snprintf((int)sizeof(why), why, "expected one of %d enumerators, found %d",
			 labels->count, value);
	refuse_member(call, type, column, why);
}

static void
bind_chars(struct sqlgen_call *call, const struct sqlgen_row_type *type, int column,
	   const struct sqlgen_field *field, const void *member)
{
	const char *end = memchr(member, '\0', field->detail);
	struct sqlgen_text text;
	char why[80];

	if (end != NULL) {
		text.data = member;
		text.size = (size_t)(end - text.data);
		sqlgen_bind_sized_text(call, column + 1, text);
		return;
	}
	sqlite3_snprintf((int)sizeof(why), why,
			 "expected text of at most %u bytes and a NUL, found no NUL",
			 (unsigned)field->detail - 1);
	refuse_member(call, type, column, why);
}

static void
bind_bytes(struct sqlgen_call *call, const struct sqlgen_row_type *type, int column,
	   const struct sqlgen_field *field, const void *member)
{
	struct sqlgen_blob blob;
	char why[80];

	blob.data = member;
	blob.size = sqlgen_bytes_used(field, member);
	if (blob.size <= field->detail) {
		sqlgen_bind_blob(call, column + 1, blob);
	} else if (blob.size == SIZE_MAX) {
		refuse_member(call, type, column, "expected a blob, found NULL");
	} else {
		sqlite3_snprintf((int)sizeof(why), why,
				 "expected a blob of at most %u bytes, found %llu",
				 (unsigned)field->detail, (sqlite3_uint64)blob.size);
		refuse_member(call, type, column, why);
	}
}

/* Kinds that can be refused, or are rare. */
static int
bind_member(struct sqlgen_call *call, const struct sqlgen_row_type *type, int column,
	    const struct sqlgen_field *field, const void *member)
{
	switch ((enum sqlgen_kind)field->kind) {
	case SQLGEN_INT64:
		sqlgen_bind_int64(call, column + 1, *(const int64_t *)member);
		break;
	case SQLGEN_TEXT:
	case SQLGEN_NUMERIC_TEXT:
		sqlgen_bind_text(call, column + 1, *(const char *const *)member);
		break;
	case SQLGEN_BOOL:
		return sqlite3_bind_int64(call->stmt, column + 1, *(const bool *)member);
	case SQLGEN_DOUBLE:
		sqlgen_bind_double(call, column + 1, *(const double *)member);
		break;
	case SQLGEN_SIZED_TEXT:
		sqlgen_bind_sized_text(call, column + 1, *(const struct sqlgen_text *)member);
		break;
	case SQLGEN_BLOB:
		sqlgen_bind_blob(call, column + 1, *(const struct sqlgen_blob *)member);
		break;
	case SQLGEN_VALUE:
		sqlgen_bind_value(call, column + 1, *(const struct sqlgen_value *)member);
		break;
	case SQLGEN_ENUM:
		bind_enumerator(call, type, column, sqlgen_field_labels(type, field), member);
		break;
	case SQLGEN_CHARS:
	case SQLGEN_NUMERIC_CHARS:
		bind_chars(call, type, column, field, member);
		break;
	case SQLGEN_BYTES:
		bind_bytes(call, type, column, field, member);
		break;
	}
	return call->rc;
}

/* What most members are is bound here, without a call for each of them. Returns SQLite's code. */
static inline int
bind_column(struct sqlgen_call *call, const struct sqlgen_row_type *type, int column,
	    const struct sqlgen_field *field, const void *row)
{
	const void *member = (const char *)row + field->offset;

	if ((field->flags & (SQLGEN_GENERATED | SQLGEN_HAS)) != 0) {
		if ((field->flags & SQLGEN_GENERATED) != 0)
			return SQLITE_OK;
		if (!sqlgen_field_is_there(field, row))
			return sqlite3_bind_null(call->stmt, column + 1);
	}
	if (field->kind == SQLGEN_INT64)
		return sqlite3_bind_int64(call->stmt, column + 1, *(const int64_t *)member);
	if (field->kind != SQLGEN_TEXT)
		return bind_member(call, type, column, field, member);
	/* Rows are written by calls that end before they return. */
	call->has_pointers = true;
	return sqlite3_bind_text(call->stmt, column + 1, *(const char *const *)member, -1,
				 SQLITE_STATIC);
}

/* The first column from i on that a patch names. */
static inline int
next_named(const bool *named, int i, int count)
{
	while (i < count && !named[i])
		i++;
	return i;
}

void
sqlgen_row_bind(struct sqlgen_call *call, const struct sqlgen_row_type *type, const void *row)
{
	const struct sqlgen_field *field = type->fields;
	const bool *named = call->named;
	int rc = call->rc, count = type->count, unbound = call->unbound, i;

	if (named == NULL)
		for (i = 0; i < count && rc == SQLITE_OK; i++, field++)
			rc = i + 1 == unbound ? SQLITE_OK : bind_column(call, type, i, field, row);
	else
		for (i = next_named(named, 0, count); i < count && rc == SQLITE_OK;
		     i = next_named(named, i + 1, count))
			rc = bind_column(call, type, i, &field[i], row);
	/* What was refused has its message. */
	if (call->rc == SQLITE_OK)
		note_bound(call, rc);
}
