#include "live/amendment.h"

#include "live/session.h"
#include "private.h"

/* A statement that must find its row: ?1 is its version, ?2 and what follows what its file has. */
static int
change_row(struct sqlgen_connection *connection, const char *sql, const struct amendment *amendment)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlgen_prepare(connection, sql, &stmt);

	if (rc != SQLITE_OK)
		return rc;
	sqlite3_bind_text(stmt, 1, amendment->version, -1, SQLITE_STATIC);
	if (amendment->kind == AMENDMENT_RENEW) {
		sqlite3_bind_text(stmt, 2, amendment->migration->name, -1, SQLITE_STATIC);
		sqlite3_bind_text(stmt, 3, amendment->migration->checksum, -1, SQLITE_STATIC);
		sqlite3_bind_text(stmt, 4, amendment->migration->down, -1, SQLITE_STATIC);
		sqlite3_bind_text(stmt, 5, amendment->migration->compatible_with, -1, SQLITE_STATIC);
	}
	rc = sqlite3_step(stmt);
	rc = rc == SQLITE_DONE ? SQLITE_OK : sqlgen_fail_database(connection, rc);
	if (rc == SQLITE_OK && sqlite3_changes(connection->handle) != 1)
		rc = sqlgen_fail(connection, SQLITE_SCHEMA,
				 "the history changed meanwhile: expected migration %s (%s) in it, found none",
				 amendment->version, amendment->name);
	sqlite3_finalize(stmt);
	return rc;
}

static int
apply(struct sqlgen_connection *connection, const struct amendment *amendment)
{
	switch (amendment->kind) {
	case AMENDMENT_ADD:
		return sqlgen_history_add(connection, amendment->migration, 0, false);
	case AMENDMENT_RENEW:
		return change_row(connection,
				  "UPDATE main." SQLGEN_HISTORY_TABLE " SET name = ?2, checksum = ?3, down = coalesce(?4, down),"
				  " compatible_with = ?5 WHERE version = ?1",
				  amendment);
	case AMENDMENT_REMOVE:
		return change_row(connection, "DELETE FROM main." SQLGEN_HISTORY_TABLE " WHERE version = ?1", amendment);
	case AMENDMENT_KINDS:
		break;
	}
	return SQLITE_OK;
}

int
amendments_apply(struct sqlgen_connection *connection, const struct amendment *amendments, size_t count)
{
	int rc = sqlgen_begin(connection);

	if (rc != SQLITE_OK)
		return rc;
	for (size_t i = 0; rc == SQLITE_OK && i < count; i++)
		rc = apply(connection, &amendments[i]);
	return session_end(connection, rc);
}
