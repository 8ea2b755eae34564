#include "private.h"

int
sqlgen_prepare(struct sqlgen_connection *connection, const char *sql, sqlite3_stmt **stmt)
{
	int rc = sqlite3_prepare_v2(connection->handle, sql, -1, stmt, NULL);

	return rc == SQLITE_OK ? rc : sqlgen_fail_database(connection, rc);
}

int
sqlgen_execute(struct sqlgen_connection *connection, const char *sql)
{
	int rc = sqlite3_exec(connection->handle, sql, NULL, NULL, NULL);

	return rc == SQLITE_OK ? rc : sqlgen_fail_database(connection, rc);
}

int
sqlgen_give_text(struct sqlgen_connection *connection, sqlite3_stmt *stmt, int index, const char *text)
{
	int rc = sqlite3_bind_text(stmt, index, text, -1, SQLITE_STATIC);

	return rc == SQLITE_OK ? rc : sqlgen_fail_database(connection, rc);
}

int
sqlgen_query_int64(struct sqlgen_connection *connection, const char *sql, int64_t *value)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlgen_prepare(connection, sql, &stmt);

	if (rc != SQLITE_OK)
		return rc;
	rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW) {
		*value = sqlite3_column_int64(stmt, 0);
		rc = SQLITE_OK;
	} else if (rc == SQLITE_DONE) {
		rc = SQLITE_OK;
	} else {
		rc = sqlgen_fail_database(connection, rc);
	}
	sqlite3_finalize(stmt);
	return rc;
}

int
sqlgen_query_made(struct sqlgen_connection *connection, char *sql, int64_t *value)
{
	int rc;

	if (sql == NULL)
		return sqlgen_fail(connection, SQLITE_NOMEM, "out of memory");
	rc = sqlgen_query_int64(connection, sql, value);
	sqlite3_free(sql);
	return rc;
}
