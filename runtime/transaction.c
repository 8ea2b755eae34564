#include "private.h"

/* Places in connection->own. */
enum own_statement {
	OWN_BEGIN,
	OWN_BEGIN_READ,
	OWN_SNAPSHOT,
	OWN_COMMIT,
	OWN_ROLLBACK,
	OWN_SAVEPOINT,
	OWN_RELEASE,
	OWN_ROLLBACK_TO
};

/* A savepoint may be called like one outside it: the name stands for the innermost. */
static const char *const own_sql[SQLGEN_OWN_STATEMENTS] = {
	"BEGIN IMMEDIATE",
	"BEGIN",
	"SELECT 1 FROM sqlite_master LIMIT 1",
	"COMMIT",
	"ROLLBACK",
	"SAVEPOINT sqlgen",
	"RELEASE sqlgen",
	"ROLLBACK TO sqlgen"
};

static int
prepare_own(struct sqlgen_connection *connection, enum own_statement which)
{
	sqlite3_stmt **stmt = &connection->own[which];
	int rc;

	if (*stmt != NULL)
		return SQLITE_OK;
	rc = sqlite3_prepare_v3(connection->handle, own_sql[which], -1, SQLITE_PREPARE_PERSISTENT,
				stmt, NULL);
	return rc == SQLITE_OK ? rc : sqlgen_fail_database(connection, rc);
}

static int
run_own(struct sqlgen_connection *connection, enum own_statement which)
{
	sqlite3_stmt *stmt;
	int rc = prepare_own(connection, which);

	if (rc != SQLITE_OK)
		return rc;
	stmt = connection->own[which];
	rc = sqlite3_step(stmt);
	if (rc == SQLITE_DONE || rc == SQLITE_ROW)
		rc = SQLITE_OK;
	else
		sqlgen_fail_database(connection, rc);
	sqlite3_reset(stmt);
	return rc;
}

/* Brings depth in line with what SQLite says. false: the connection is not open. */
static bool
settle_depth(struct sqlgen_connection *connection)
{
	if (connection->handle == NULL) {
		sqlgen_fail(connection, SQLITE_MISUSE, "the database is not open");
		return false;
	}
	if (sqlite3_get_autocommit(connection->handle)) {
		connection->depth = 0;
		connection->is_reading = false;
	} else if (connection->depth == 0) {
		connection->depth = 1;
		connection->is_reading = false;
	}
	return true;
}

static int
begin_level(struct sqlgen_connection *connection, enum own_statement which)
{
	int rc = run_own(connection, which);

	if (rc == SQLITE_OK)
		connection->depth++;
	return rc;
}

int
sqlgen_begin(struct sqlgen_connection *connection)
{
	if (!settle_depth(connection))
		return SQLITE_MISUSE;
	if (connection->is_reading)
		return sqlgen_fail(connection, SQLITE_MISUSE,
				   "a transaction that writes cannot begin inside one that reads: "
				   "end that, or begin with this one");
	return begin_level(connection, connection->depth == 0 ? OWN_BEGIN : OWN_SAVEPOINT);
}

/* Rolls all levels back by the statement that is prepared. */
static void
end_all(struct sqlgen_connection *connection)
{
	sqlite3_step(connection->own[OWN_ROLLBACK]);
	sqlite3_reset(connection->own[OWN_ROLLBACK]);
	settle_depth(connection);
}

int
sqlgen_begin_read(struct sqlgen_connection *connection)
{
	int rc;

	if (!settle_depth(connection))
		return SQLITE_MISUSE;
	if (connection->depth > 0)
		return begin_level(connection, OWN_SAVEPOINT);
	/* Without memory there is no way back either, unless it was prepared before. */
	rc = prepare_own(connection, OWN_ROLLBACK);
	if (rc == SQLITE_OK)
		rc = begin_level(connection, OWN_BEGIN_READ);
	if (rc != SQLITE_OK)
		return rc;
	connection->is_reading = true;
	rc = run_own(connection, OWN_SNAPSHOT);
	if (rc != SQLITE_OK)
		end_all(connection);
	return rc;
}

int
sqlgen_begin_write(struct sqlgen_connection *connection)
{
	int rc;

	if (!settle_depth(connection))
		return SQLITE_MISUSE;
	rc = prepare_own(connection, OWN_ROLLBACK);
	if (rc == SQLITE_OK && connection->depth > 0) {
		rc = prepare_own(connection, OWN_ROLLBACK_TO);
		if (rc == SQLITE_OK)
			rc = prepare_own(connection, OWN_RELEASE);
	}
	if (rc != SQLITE_OK)
		return rc;
	return begin_level(connection, connection->depth > 0 ? OWN_SAVEPOINT : OWN_BEGIN);
}

/* rc: of what ends the innermost level. An error may have ended all of them. */
static int
end_level(struct sqlgen_connection *connection, int rc)
{
	if (rc == SQLITE_OK)
		connection->depth--;
	if (sqlite3_get_autocommit(connection->handle))
		connection->depth = 0;
	if (connection->depth == 0)
		connection->is_reading = false;
	return rc;
}

int
sqlgen_commit(struct sqlgen_connection *connection)
{
	if (!settle_depth(connection))
		return SQLITE_MISUSE;
	if (connection->depth == 0)
		return sqlgen_fail(connection, SQLITE_ABORT,
				   "there is nothing to commit: an error ended the transaction, or none was begun");
	return end_level(connection, run_own(connection, connection->depth > 1 ? OWN_RELEASE : OWN_COMMIT));
}

int
sqlgen_rollback(struct sqlgen_connection *connection)
{
	int rc;

	if (!settle_depth(connection))
		return SQLITE_MISUSE;
	if (connection->depth == 0)
		return SQLITE_OK;
	if (connection->depth == 1) {
		rc = run_own(connection, OWN_ROLLBACK);
	} else {
		rc = run_own(connection, OWN_ROLLBACK_TO);
		if (rc == SQLITE_OK)
			rc = run_own(connection, OWN_RELEASE);
	}
	return end_level(connection, rc);
}

int
sqlgen_end_write(struct sqlgen_connection *connection, int rc)
{
	if (rc == SQLITE_OK)
		rc = sqlgen_commit(connection);
	/* Half of it must not stay: if there is no way back to the savepoint, nothing stays. */
	if (rc != SQLITE_OK && sqlgen_rollback(connection) != SQLITE_OK)
		end_all(connection);
	return rc;
}
