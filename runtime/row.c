#include <string.h>

#include "private.h"

/*
 * Values of columns may be looked into while no other thread uses the connection: nobody's does
 * where it was opened with NOMUTEX, as sqlgen_open does; else its mutex is held. A library built
 * with SQLITE_THREADSAFE=0 has no functions for mutexes.
 */
static void
hold(sqlite3_mutex *mutex)
{
#ifndef SQLGEN_NO_MUTEX
	if (mutex != NULL)
		sqlite3_mutex_enter(mutex);
#else
	(void)mutex;
#endif
}

static void
let_go(sqlite3_mutex *mutex)
{
#ifndef SQLGEN_NO_MUTEX
	if (mutex != NULL)
		sqlite3_mutex_leave(mutex);
#else
	(void)mutex;
#endif
}

/* The fields of structs that may be missing, and those between them. */
static void
read_embeds(struct sqlgen_row *row, void *out)
{
	const struct sqlgen_row_type *type = row->type;
	int first = 0;
	size_t i;

	for (i = 0; i < type->embed_count; i++) {
		const struct sqlgen_embed *embed = &type->embeds[i];
		bool *has = (void *)((char *)out + embed->has);

		sqlgen_fields_read(row, first, embed->first, out);
		*has = sqlite3_column_type(row->stmt, embed->witness) != SQLITE_NULL;
		if (*has)
			sqlgen_fields_read(row, embed->first, embed->end, out);
		else
			memset((char *)out + embed->offset, 0, embed->size);
		first = embed->end;
	}
	sqlgen_fields_read(row, first, type->count, out);
}

void
sqlgen_row_fetch(struct sqlgen_row *row, void *out)
{
	sqlite3_mutex *mutex = sqlite3_db_mutex(row->connection->handle);

	hold(mutex);
	if (row->type->embed_count == 0)
		sqlgen_fields_read(row, 0, row->type->count, out);
	else
		read_embeds(row, out);
	let_go(mutex);
}

struct sqlgen_row
sqlgen_row_of(struct sqlgen_connection *connection, sqlite3_stmt *stmt,
	      const struct sqlgen_row_type *type)
{
	struct sqlgen_row row = { NULL, NULL, NULL, SQLITE_OK, NULL, 0, 0 };

	row.connection = connection;
	row.stmt = stmt;
	row.type = type;
	return row;
}

int
sqlgen_row_read(struct sqlgen_connection *connection, sqlite3_stmt *stmt,
		const struct sqlgen_row_type *type, void *out)
{
	struct sqlgen_row row = sqlgen_row_of(connection, stmt, type);
	int found = sqlite3_column_count(stmt);

	if (found != type->count)
		return sqlgen_fail(connection, SQLITE_MISMATCH,
				   "%s: expected a row of %d columns, found %d",
				   type->name[0] != '\0' ? type->name : "result", type->count,
				   found);
	sqlgen_row_fetch(&row, out);
	return row.rc;
}

int
sqlgen_cursor_next(struct sqlgen_call *call, const struct sqlgen_row_type *type, void *out)
{
	struct sqlgen_row row;
	int rc = sqlgen_cursor_step(call);

	if (rc != SQLITE_ROW)
		return rc;
	row = sqlgen_row_of(call->connection, call->stmt, type);
	sqlgen_row_fetch(&row, out);
	return row.rc == SQLITE_OK ? SQLITE_ROW : row.rc;
}

int
sqlgen_call_fetch(struct sqlgen_call *call, const struct sqlgen_row_type *type, void *out)
{
	if (sqlgen_call_row(call)) {
		struct sqlgen_row row = sqlgen_row_of(call->connection, call->stmt, type);

		sqlgen_row_fetch(&row, out);
		call->rc = row.rc;
	}
	return sqlgen_call_end(call);
}
