#include "private.h"

/* What most generated functions that look for rows are: one statement, and one argument or none. */

int
sqlgen_get_int64(struct sqlgen_connection *connection, size_t statement,
		 const struct sqlgen_row_type *type, const char *rest, int64_t key, void *out)
{
	struct sqlgen_call call;

	sqlgen_call_select(&call, connection, statement, type, rest);
	sqlgen_bind_int64(&call, 1, key);
	return sqlgen_call_take(&call, type, out);
}

int
sqlgen_get_text(struct sqlgen_connection *connection, size_t statement,
		const struct sqlgen_row_type *type, const char *rest, const char *key, void *out)
{
	struct sqlgen_call call;

	sqlgen_call_select(&call, connection, statement, type, rest);
	sqlgen_bind_text(&call, 1, key);
	return sqlgen_call_take(&call, type, out);
}

int
sqlgen_delete_int64(struct sqlgen_connection *connection, size_t statement, const char *sql,
		    int64_t key)
{
	struct sqlgen_call call;

	sqlgen_call_begin(&call, connection, statement, sql);
	sqlgen_bind_int64(&call, 1, key);
	return sqlgen_call_change(&call);
}

int
sqlgen_delete_text(struct sqlgen_connection *connection, size_t statement, const char *sql,
		   const char *key)
{
	struct sqlgen_call call;

	sqlgen_call_begin(&call, connection, statement, sql);
	sqlgen_bind_text(&call, 1, key);
	return sqlgen_call_change(&call);
}

int
sqlgen_list(struct sqlgen_call *call, struct sqlgen_connection *connection, size_t statement,
	    const struct sqlgen_row_type *type, const char *rest)
{
	sqlgen_cursor_select(call, connection, statement, type, rest);
	return sqlgen_cursor_open(call);
}

int
sqlgen_list_int64(struct sqlgen_call *call, struct sqlgen_connection *connection, size_t statement,
		  const struct sqlgen_row_type *type, const char *rest, const int64_t *key)
{
	sqlgen_cursor_select(call, connection, statement, type, rest);
	sqlgen_bind_int64_or_null(call, 1, key != NULL, key != NULL ? *key : 0);
	return sqlgen_cursor_open(call);
}

int
sqlgen_list_text(struct sqlgen_call *call, struct sqlgen_connection *connection, size_t statement,
		 const struct sqlgen_row_type *type, const char *rest, const char *key)
{
	sqlgen_cursor_select(call, connection, statement, type, rest);
	sqlgen_bind_text(call, 1, key);
	return sqlgen_cursor_open(call);
}

int
sqlgen_load(struct sqlgen_connection *connection, size_t statement, const struct sqlgen_row_type *type,
	    const char *rest, void *out, size_t *count)
{
	struct sqlgen_call call;

	sqlgen_call_select(&call, connection, statement, type, rest);
	return sqlgen_call_load(&call, type, out, count);
}

int
sqlgen_load_int64(struct sqlgen_connection *connection, size_t statement,
		  const struct sqlgen_row_type *type, const char *rest, const int64_t *key, void *out,
		  size_t *count)
{
	struct sqlgen_call call;

	sqlgen_call_select(&call, connection, statement, type, rest);
	sqlgen_bind_int64_or_null(&call, 1, key != NULL, key != NULL ? *key : 0);
	return sqlgen_call_load(&call, type, out, count);
}

int
sqlgen_load_text(struct sqlgen_connection *connection, size_t statement,
		 const struct sqlgen_row_type *type, const char *rest, const char *key, void *out,
		 size_t *count)
{
	struct sqlgen_call call;

	sqlgen_call_select(&call, connection, statement, type, rest);
	sqlgen_bind_text(&call, 1, key);
	return sqlgen_call_load(&call, type, out, count);
}
