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
