#include <string.h>

#include "private.h"

void
sqlgen_call_begin_at(struct sqlgen_call *call, struct sqlgen_connection *connection,
		     sqlite3_stmt **slot, const char *sql)
{
	memset(call, 0, sizeof(*call));
	call->connection = connection;
	call->slot = slot;
	call->stmt = *slot;
	*slot = NULL;
	if (call->stmt == NULL)
		call->rc = sqlite3_prepare_v3(connection->handle, sql, -1, SQLITE_PREPARE_PERSISTENT,
					      &call->stmt, NULL);
	if (call->rc != SQLITE_OK)
		sqlgen_fail_database(connection, call->rc);
	else if (call->stmt != NULL) /* a text of comments is none */
		connection->open_calls++;
}

void
sqlgen_call_fail(struct sqlgen_call *call, struct sqlgen_connection *connection, int rc,
		 const char *message)
{
	memset(call, 0, sizeof(*call));
	call->connection = connection;
	call->rc = sqlgen_fail(connection, rc, "%s", message);
}

static void
take_statement(struct sqlgen_call *call, struct sqlgen_connection *connection, size_t statement,
	       const char *sql)
{
	if (connection->handle == NULL || statement >= connection->statement_count)
		sqlgen_call_fail(call, connection, SQLITE_MISUSE, "the database is not open");
	else
		sqlgen_call_begin_at(call, connection, &connection->statements[statement], sql);
}

/* Lets a statement that writes finish, since it is undone or not checked if it is left in the middle. */
static int
finish_writing(struct sqlgen_call *call)
{
	int rc = SQLITE_ROW;

	if (!sqlite3_stmt_busy(call->stmt) || sqlite3_stmt_readonly(call->stmt))
		return SQLITE_OK;
	while (rc == SQLITE_ROW)
		rc = sqlite3_step(call->stmt);
	return rc == SQLITE_DONE ? SQLITE_OK : sqlgen_fail_call(call, rc);
}

/* Puts the statement back into its slot, or away if the slot was filled meanwhile. */
static void
put_statement(struct sqlgen_call *call)
{
	if (call->stmt == NULL)
		return;
	sqlite3_reset(call->stmt);
	/* The arguments may be gone before the statement is asked for its text, e.g. by a trace. */
	if (call->has_pointers)
		sqlite3_clear_bindings(call->stmt);
	if (*call->slot == NULL)
		*call->slot = call->stmt;
	else
		sqlite3_finalize(call->stmt);
	call->stmt = NULL;
	call->connection->open_calls--;
}

void
sqlgen_call_begin(struct sqlgen_call *call, struct sqlgen_connection *connection, size_t statement,
		  const char *sql)
{
	take_statement(call, connection, statement, sql);
}

void
sqlgen_cursor_begin(struct sqlgen_call *call, struct sqlgen_connection *connection,
		    size_t statement, const char *sql)
{
	take_statement(call, connection, statement, sql);
	call->copies = true;
}

void
sqlgen_call_choose(struct sqlgen_call *call, struct sqlgen_connection *connection, size_t statement,
		   const char *const *texts, size_t count, size_t choice)
{
	if (choice < count)
		take_statement(call, connection, statement + choice, texts[choice]);
	else
		sqlgen_call_fail(call, connection, SQLITE_MISMATCH,
				 "the order is none of those that the query lists");
}

void
sqlgen_cursor_choose(struct sqlgen_call *call, struct sqlgen_connection *connection,
		     size_t statement, const char *const *texts, size_t count, size_t choice)
{
	sqlgen_call_choose(call, connection, statement, texts, count, choice);
	call->copies = true;
}

bool
sqlgen_call_is_new(const struct sqlgen_connection *connection, size_t statement)
{
	return connection->handle != NULL && statement < connection->statement_count &&
	       connection->statements[statement] == NULL;
}

void
sqlgen_call_begin_made(struct sqlgen_call *call, struct sqlgen_connection *connection,
		       size_t statement, char *sql)
{
	if (sql == NULL)
		sqlgen_call_fail(call, connection, SQLITE_NOMEM, "out of memory");
	else
		take_statement(call, connection, statement, sql);
	sqlite3_free(sql);
}

void
sqlgen_call_select(struct sqlgen_call *call, struct sqlgen_connection *connection, size_t statement,
		   const struct sqlgen_row_type *type, const char *rest)
{
	if (sqlgen_call_is_new(connection, statement))
		sqlgen_call_begin_made(call, connection, statement,
				       sqlite3_mprintf("SELECT %s%s", type->selected, rest));
	else
		take_statement(call, connection, statement, NULL);
}

void
sqlgen_cursor_select(struct sqlgen_call *call, struct sqlgen_connection *connection,
		     size_t statement, const struct sqlgen_row_type *type, const char *rest)
{
	sqlgen_call_select(call, connection, statement, type, rest);
	call->copies = true;
}

/* Steps it to its end. */
static void
finish_steps(struct sqlgen_call *call)
{
	int rc = SQLITE_ROW;

	while (rc == SQLITE_ROW)
		rc = sqlite3_step(call->stmt);
	if (rc != SQLITE_DONE)
		call->rc = sqlgen_fail_call(call, rc);
}

int
sqlgen_call_change(struct sqlgen_call *call)
{
	if (call->rc == SQLITE_OK && call->stmt != NULL) {
		finish_steps(call);
		if (call->rc == SQLITE_OK && sqlite3_changes(call->connection->handle) == 0)
			call->rc = SQLITE_DONE;
	}
	put_statement(call);
	return call->rc;
}

int
sqlgen_call_run(struct sqlgen_call *call)
{
	if (call->rc == SQLITE_OK && call->stmt != NULL)
		finish_steps(call);
	put_statement(call);
	return call->rc;
}

bool
sqlgen_call_row(struct sqlgen_call *call)
{
	bool is_first;
	int rc;

	if (call->rc != SQLITE_OK || call->stmt == NULL)
		return false;
	is_first = !sqlite3_stmt_busy(call->stmt);
	rc = sqlite3_step(call->stmt);
	if (rc == SQLITE_ROW)
		return true;
	if (rc != SQLITE_DONE)
		call->rc = sqlgen_fail_call(call, rc);
	else if (is_first)
		call->rc = SQLITE_DONE;
	put_statement(call);
	return false;
}

int
sqlgen_call_end(struct sqlgen_call *call)
{
	if (call->stmt != NULL && call->rc == SQLITE_OK)
		call->rc = finish_writing(call);
	put_statement(call);
	return call->rc;
}

int
sqlgen_count(struct sqlgen_connection *connection, size_t statement, const char *sql, int64_t *out)
{
	struct sqlgen_call call;
	int64_t count = 0;

	sqlgen_call_begin(&call, connection, statement, sql);
	if (sqlgen_call_row(&call))
		count = sqlite3_column_int64(call.stmt, 0);
	if (sqlgen_call_end(&call) == SQLITE_OK)
		*out = count;
	return call.rc;
}

int
sqlgen_cursor_open(struct sqlgen_call *call)
{
	if (call->rc != SQLITE_OK)
		put_statement(call);
	return call->rc;
}

int
sqlgen_cursor_step(struct sqlgen_call *call)
{
	int rc;

	if (call->stmt == NULL)
		return call->rc != SQLITE_OK ? call->rc : SQLITE_MISUSE;
	rc = sqlite3_step(call->stmt);
	if (rc == SQLITE_ROW)
		return rc;
	call->rc = rc == SQLITE_DONE ? rc : sqlgen_fail_call(call, rc);
	put_statement(call);
	return call->rc;
}

int
sqlgen_cursor_close(struct sqlgen_call *call)
{
	int rc = SQLITE_OK;

	if (call->stmt == NULL)
		return rc;
	rc = finish_writing(call);
	call->rc = rc == SQLITE_OK ? SQLITE_DONE : rc;
	put_statement(call);
	return rc;
}
