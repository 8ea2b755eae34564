#include <string.h>

#include "private.h"

int
sqlgen_run_stop(struct sqlgen_run *run, enum sqlgen_stop stop, int rc)
{
	run->report->stop = stop;
	run->report->reason = run->connection->message;
	return rc;
}

int
sqlgen_run_stop_at(struct sqlgen_run *run, enum sqlgen_stop stop,
		   const struct sqlgen_migration *migration, size_t index, int rc)
{
	char *message = run->connection->message, prefix[160];
	size_t length;

	sqlite3_snprintf((int)sizeof(prefix), prefix, "migration %.50s (%.80s): ",
			 migration->version, migration->name);
	sqlgen_fail(run->connection, rc, "%s%s", prefix, message);
	length = strlen(prefix);
	sqlgen_run_stop(run, stop, rc);
	run->report->migration = index;
	run->report->reason = message + length;
	return rc;
}

/* SQLite's own busy handler is put aside meanwhile: it would not let on_progress cancel. */
int
sqlgen_run_execute(struct sqlgen_run *run, const char *sql)
{
	sqlite3 *handle = run->connection->handle;
	struct sqlgen_wait wait;
	int rc;

	if (run->busy_timeout > 0)
		sqlite3_busy_timeout(handle, 0);
	sqlgen_wait_init(&wait, run->options, run->schema, run->plan.next,
			 run->options->migrate_timeout);
	do
		rc = sqlgen_execute(run->connection, sql);
	while (sqlgen_wait_more(&wait, rc));
	if (run->busy_timeout > 0)
		sqlite3_busy_timeout(handle, (int)run->busy_timeout);
	if (rc == SQLITE_OK)
		return rc;
	if (wait.is_cancelled)
		return sqlgen_run_stop(run, SQLGEN_STOP_CANCELLED,
				sqlgen_fail(run->connection, SQLITE_INTERRUPT,
					    "cancelled while another connection has the database locked"));
	return sqlgen_run_stop(run, SQLGEN_STOP_DATABASE, rc);
}

void
sqlgen_run_undo(struct sqlgen_run *run)
{
	sqlite3 *handle = run->connection->handle;
	int i;

	for (i = 0; i < 2 && !sqlite3_get_autocommit(handle); i++)
		sqlite3_exec(handle, "ROLLBACK", NULL, NULL, NULL);
}

/*
 * The frames of a COMMIT that failed stay in a WAL, and may be found there, whole, when it is next
 * recovered from: https://sqlite.org/fileformat2.html#wal_file_format.
 */
static bool
may_reappear(struct sqlgen_run *run)
{
	int64_t is_wal = 1;

	sqlgen_query_int64(run->connection, "SELECT journal_mode = 'wal' FROM pragma_journal_mode",
			   &is_wal);
	return is_wal != 0;
}

int
sqlgen_run_commit(struct sqlgen_run *run, int (*look)(struct sqlgen_run *run, bool *is_done),
		  bool *is_done)
{
	struct sqlgen_connection *connection = run->connection;
	char message[SQLGEN_MESSAGE_SIZE];
	int rc = sqlgen_run_execute(run, "COMMIT");

	*is_done = rc == SQLITE_OK;
	if (rc == SQLITE_OK)
		return rc;
	sqlgen_run_undo(run);
	if (sqlgen_is(rc, SQLITE_BUSY) || run->report->stop == SQLGEN_STOP_CANCELLED)
		return rc;
	memcpy(message, connection->message, sizeof(message));
	if (look(run, is_done) != SQLITE_OK)
		sqlgen_fail(connection, rc, "COMMIT failed, and whether it is %s could not be read: %s",
			    run->done, message);
	else if (*is_done)
		sqlgen_fail(connection, rc, "it is %s, but COMMIT reported: %s", run->done, message);
	else if (may_reappear(run))
		sqlgen_fail(connection, rc,
			    "COMMIT failed, and it may be %s all the same when the database is opened again: %s",
			    run->done, message);
	else
		sqlgen_fail(connection, rc, "%s", message);
	return rc;
}

/* The sentence of why a hook failed. */
static int
fail_hook(struct sqlgen_run *run, const struct sqlgen_guard *guard, int rc)
{
	struct sqlgen_connection *connection = run->connection;

	if (guard->refusal[0] != '\0')
		return sqlgen_fail(connection, rc, "its hook failed: %s", guard->refusal);
	if (sqlite3_errcode(connection->handle) == SQLITE_OK)
		return sqlgen_fail(connection, rc, "its hook failed, and returned %d (%s)", rc,
				   sqlite3_errstr(rc));
	return sqlgen_fail(connection, rc, "its hook failed: %s", sqlite3_errmsg(connection->handle));
}

int
sqlgen_run_hook(struct sqlgen_run *run, const struct sqlgen_migration *migration, size_t index)
{
	sqlite3 *handle = run->connection->handle;
	struct sqlgen_guard guard;
	int rc, restored;

	if (migration->hook == NULL)
		return SQLITE_OK;
	memset(&guard, 0, sizeof(guard));
	guard.is_inside = true;
	sqlgen_guard_begin(&guard, handle);
	rc = migration->hook(handle);
	if (rc != SQLITE_OK)
		fail_hook(run, &guard, rc);
	sqlgen_guard_end(&guard, handle);
	sqlgen_losses_finish(&guard.losses);
	run->has_rows = run->has_rows || guard.writes_rows;
	/* After such an error it may have been SQLite. */
	if (sqlite3_get_autocommit(handle) && !sqlgen_is_of_database(rc))
		rc = sqlgen_fail(run->connection, rc != SQLITE_OK ? rc : SQLITE_ABORT,
				 "its hook ended the migration's transaction");
	restored = sqlgen_switches_restore(run->connection, &run->switches, guard.changed);
	if (rc == SQLITE_OK && restored != SQLITE_OK)
		rc = sqlgen_fail_database(run->connection, restored);
	return rc == SQLITE_OK ? rc : sqlgen_run_stop_at(run, SQLGEN_STOP_HOOK, migration, index, rc);
}

int
sqlgen_run_violations(struct sqlgen_run *run, const struct sqlgen_migration *migration, size_t index)
{
	struct sqlgen_violations after = { NULL, 0 };
	int rc;

	if (!run->has_rows)
		return SQLITE_OK;
	rc = sqlgen_violations_read(run->connection, &after);
	if (rc != SQLITE_OK) {
		sqlgen_violations_finish(&after);
		return sqlgen_run_stop_at(run, SQLGEN_STOP_DATABASE, migration, index, rc);
	}
	rc = sqlgen_violations_compare(run->connection, &run->before, &after);
	sqlgen_violations_finish(&run->before);
	run->before = after;
	return rc == SQLITE_OK ? rc : sqlgen_run_stop_at(run, SQLGEN_STOP_FOREIGN_KEYS, migration, index, rc);
}

int
sqlgen_run_text(struct sqlgen_run *run, const struct sqlgen_migration *migration, size_t index,
		bool is_inside)
{
	struct sqlgen_connection *connection = run->connection;
	enum sqlgen_stop stop = SQLGEN_STOP_STATEMENT;
	struct sqlgen_script script;
	int rc, restored;

	memset(&script, 0, sizeof(script));
	script.connection = connection;
	script.options = run->options;
	script.schema = run->schema;
	script.migration = migration;
	script.index = index;
	script.is_new = run->is_new;
	rc = sqlgen_script_run(&script, is_inside);
	run->report->offset = script.offset;
	run->has_rows = run->has_rows || script.guard.writes_rows;
	sqlgen_losses_finish(&script.guard.losses);
	if (rc == SQLITE_OK && !is_inside && !sqlite3_get_autocommit(connection->handle))
		rc = sqlgen_fail(connection, SQLITE_ERROR,
				 "expected COMMIT at the end, found a transaction that is still open");
	if (!is_inside)
		sqlgen_run_undo(run);
	restored = sqlgen_switches_restore(connection, &run->switches, script.guard.changed);
	if (rc == SQLITE_OK && restored != SQLITE_OK)
		rc = sqlgen_fail_database(connection, restored);
	if (rc == SQLITE_OK)
		return rc;
	if (script.is_cancelled)
		stop = SQLGEN_STOP_CANCELLED;
	else if (script.is_lossy)
		stop = SQLGEN_STOP_LOSS;
	else if (sqlgen_is_of_database(rc))
		stop = SQLGEN_STOP_DATABASE;
	return sqlgen_run_stop_at(run, stop, migration, index, rc);
}

static int
read_settings(struct sqlgen_run *run)
{
	struct sqlgen_connection *connection = run->connection;
	struct sqlgen_wait wait;
	int rc;

	sqlgen_wait_init(&wait, run->options, run->schema, run->plan.next,
			 run->options->migrate_timeout);
	do
		rc = sqlgen_query_int64(connection, "PRAGMA main.synchronous", &run->synchronous);
	while (sqlgen_wait_more(&wait, rc));
	if (rc == SQLITE_OK)
		rc = sqlgen_query_int64(connection, "PRAGMA busy_timeout", &run->busy_timeout);
	if (rc == SQLITE_OK)
		rc = sqlgen_switches_read(connection, &run->switches);
	return rc == SQLITE_OK ? rc : sqlgen_run_stop(run, SQLGEN_STOP_DATABASE, rc);
}

/* Another connection may hold the file when the schema must be read for this; memory may be short. */
static int
set_synchronous(struct sqlgen_run *run, int64_t level)
{
	struct sqlgen_wait wait;
	char sql[64];
	int rc, tries = 0;

	sqlite3_snprintf((int)sizeof(sql), sql, "PRAGMA main.synchronous = %lld",
			 (sqlite3_int64)level);
	sqlgen_wait_init(&wait, run->options, NULL, 0, run->options->migrate_timeout);
	do
		rc = sqlite3_exec(run->connection->handle, sql, NULL, NULL, NULL);
	while (sqlgen_wait_more(&wait, rc) || (rc == SQLITE_NOMEM && tries++ < 1));
	return rc;
}

int
sqlgen_run_with_settings(struct sqlgen_run *run, int (*body)(struct sqlgen_run *))
{
	enum { SYNCHRONOUS_EXTRA = 3 };
	sqlite3 *handle = run->connection->handle;
	int rc = read_settings(run), restored;

	if (rc != SQLITE_OK)
		return rc;
	sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_FKEY, -1, &run->foreign_keys);
	sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_FKEY, 0, (int *)NULL);
	rc = set_synchronous(run, SYNCHRONOUS_EXTRA);
	if (rc == SQLITE_OK)
		rc = body(run);
	else
		sqlgen_run_stop(run, SQLGEN_STOP_DATABASE, sqlgen_fail_database(run->connection, rc));
	sqlgen_violations_finish(&run->before);
	sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_FKEY, run->foreign_keys, (int *)NULL);
	restored = set_synchronous(run, run->synchronous);
	if (rc == SQLITE_OK && restored != SQLITE_OK)
		rc = sqlgen_run_stop(run, SQLGEN_STOP_DATABASE,
			      sqlgen_fail(run->connection, restored,
					  "the migrations are %s, but PRAGMA synchronous could not be set back: %s",
					  run->done, sqlite3_errstr(restored)));
	return rc;
}

int
sqlgen_run_check(struct sqlgen_connection *connection)
{
	if (connection->handle == NULL)
		return sqlgen_fail(connection, SQLITE_MISUSE, "the database is not open");
	if (!sqlite3_get_autocommit(connection->handle))
		return sqlgen_fail(connection, SQLITE_MISUSE,
				   "a transaction is open: end it before migrating");
	if (connection->open_calls > 0)
		return sqlgen_fail(connection, SQLITE_BUSY,
				   "a cursor is still open: close it before migrating");
	return SQLITE_OK;
}

