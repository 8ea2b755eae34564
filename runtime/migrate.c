#include <string.h>

#include "private.h"

/* One call of sqlgen_migrate. */
struct migration_run {
	struct sqlgen_connection *connection;
	const struct sqlgen_schema *schema;
	const struct sqlgen_options *options;
	struct sqlgen_report *report;
	struct sqlgen_plan plan;
	struct sqlgen_switches switches;  /* these four as they were before the run */
	struct sqlgen_violations before;  /* and of late */
	int64_t synchronous, busy_timeout;
	int foreign_keys;
	bool has_begun; /* the lock was held once */
	bool is_new;    /* the file had no table before */
	bool shares;    /* all pending migrations are one transaction */
	bool has_rows;  /* a table may have any; without, no foreign key is violated */
	bool has_history; /* in this transaction the history was written already */
};

/* Stops with the sentence that the connection has. */
static int
stop_run(struct migration_run *run, enum sqlgen_stop stop, int rc)
{
	run->report->stop = stop;
	run->report->reason = run->connection->message;
	return rc;
}

/* The same about one of our migrations, whose name goes before the sentence. */
static int
stop_at(struct migration_run *run, enum sqlgen_stop stop, size_t index, int rc)
{
	const struct sqlgen_migration *migration = &run->schema->migrations[index];
	char *message = run->connection->message, prefix[160];
	size_t length;

	sqlite3_snprintf((int)sizeof(prefix), prefix, "migration %.50s (%.80s): ",
			 migration->version, migration->name);
	sqlgen_fail(run->connection, rc, "%s%s", prefix, message);
	length = strlen(prefix);
	stop_run(run, stop, rc);
	run->report->migration = index;
	run->report->reason = message + length;
	return rc;
}

static int
stop_planned(struct migration_run *run, int rc)
{
	run->report->migration = run->plan.migration;
	return stop_run(run, run->plan.stop, rc);
}

static int
make_plan(struct migration_run *run)
{
	int rc = sqlgen_plan_make(run->connection, run->schema, &run->plan);

	return rc == SQLITE_OK ? rc : stop_planned(run, rc);
}

/*
 * Executes BEGIN or COMMIT, and waits for others. SQLite's own busy handler is put aside meanwhile: it
 * would not let on_progress cancel.
 */
static int
execute_waiting(struct migration_run *run, const char *sql)
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
		return stop_run(run, SQLGEN_STOP_CANCELLED,
				sqlgen_fail(run->connection, SQLITE_INTERRUPT,
					    "cancelled while another connection has the database locked"));
	return stop_run(run, SQLGEN_STOP_DATABASE, rc);
}

/* Leaves no transaction open; the sentence stays. */
static void
undo(struct migration_run *run)
{
	sqlite3 *handle = run->connection->handle;
	int i;

	for (i = 0; i < 2 && !sqlite3_get_autocommit(handle); i++)
		sqlite3_exec(handle, "ROLLBACK", NULL, NULL, NULL);
}

/* Are all migrations before end in the history, whatever was reported? SQLITE_OK if that could be read. */
static int
look_again(struct migration_run *run, size_t end, bool *are_there)
{
	char message[SQLGEN_MESSAGE_SIZE];
	struct sqlgen_plan plan;
	int rc;

	memcpy(message, run->connection->message, sizeof(message));
	rc = sqlgen_plan_make(run->connection, run->schema, &plan);
	*are_there = rc == SQLITE_OK && plan.next >= end;
	memcpy(run->connection->message, message, sizeof(message));
	return plan.stop == SQLGEN_STOP_DATABASE ? rc : SQLITE_OK;
}

/* Says of migrations that they are done. Cancelling now only keeps later ones from running. */
static int
report_committed(struct migration_run *run, size_t first, size_t end)
{
	const struct sqlgen_options *options = run->options;
	bool is_cancelled = false;
	size_t i;

	run->report->applied += end - first;
	run->plan.next = end;
	for (i = first; i < end && options->on_progress != NULL; i++) {
		struct sqlgen_progress progress;

		progress.migration = &run->schema->migrations[i];
		progress.index = i;
		progress.count = run->schema->migration_count;
		progress.offset = progress.migration->size;
		if (options->on_progress(options->context, &progress) != 0)
			is_cancelled = true;
	}
	if (!is_cancelled || end == run->schema->migration_count)
		return SQLITE_OK;
	sqlgen_fail(run->connection, SQLITE_INTERRUPT, "cancelled");
	return stop_at(run, SQLGEN_STOP_CANCELLED, end, SQLITE_INTERRUPT);
}

/* An error from COMMIT does not mean that nothing was committed. */
static int
commit_migrations(struct migration_run *run, size_t first, size_t end)
{
	struct sqlgen_connection *connection = run->connection;
	bool are_there = false;
	int rc = execute_waiting(run, "COMMIT");

	if (rc == SQLITE_OK)
		return report_committed(run, first, end);
	undo(run);
	if (sqlgen_is(rc, SQLITE_BUSY) || run->report->stop == SQLGEN_STOP_CANCELLED)
		return stop_at(run, run->report->stop, first, rc);
	if (look_again(run, end, &are_there) != SQLITE_OK)
		sqlgen_fail(connection, rc,
			    "COMMIT failed, and whether it is applied could not be read: %s",
			    connection->message);
	else if (are_there)
		sqlgen_fail(connection, rc, "it is applied, but COMMIT reported: %s",
			    connection->message);
	if (are_there)
		run->report->applied += end - first;
	return stop_at(run, SQLGEN_STOP_DATABASE, first, rc);
}

/* What foreign keys a migration has broken, inside its transaction. */
static int
check_violations(struct migration_run *run, size_t index)
{
	struct sqlgen_violations after = { NULL, 0 };
	int rc;

	if (!run->has_rows)
		return SQLITE_OK;
	rc = sqlgen_violations_read(run->connection, &after);
	if (rc != SQLITE_OK) {
		sqlgen_violations_finish(&after);
		return stop_at(run, SQLGEN_STOP_DATABASE, index, rc);
	}
	rc = sqlgen_violations_compare(run->connection, &run->before, &after);
	sqlgen_violations_finish(&run->before);
	run->before = after;
	return rc == SQLITE_OK ? rc : stop_at(run, SQLGEN_STOP_FOREIGN_KEYS, index, rc);
}

/* Runs a migration's text, and sets back what it set. */
static int
run_text(struct migration_run *run, size_t index, bool is_inside)
{
	struct sqlgen_connection *connection = run->connection;
	enum sqlgen_stop stop = SQLGEN_STOP_STATEMENT;
	struct sqlgen_script script;
	int rc, restored;

	memset(&script, 0, sizeof(script));
	script.connection = connection;
	script.options = run->options;
	script.schema = run->schema;
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
		undo(run);
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
	return stop_at(run, stop, index, rc);
}

static int
record(struct migration_run *run, size_t index, int64_t begun)
{
	int64_t duration = sqlgen_clock() - begun;
	int rc = check_violations(run, index);

	if (rc != SQLITE_OK)
		return rc;
	rc = sqlgen_history_add(run->connection, &run->schema->migrations[index],
				duration < 0 ? 0 : duration, run->has_history);
	run->has_history = rc == SQLITE_OK;
	return rc == SQLITE_OK ? rc : stop_at(run, SQLGEN_STOP_DATABASE, index, rc);
}

static bool
is_outside(const struct migration_run *run, size_t index)
{
	return (run->schema->migrations[index].flags & SQLGEN_NO_TRANSACTION) != 0;
}

/* The pending migrations of one transaction, which is open. */
static int
run_inside(struct migration_run *run)
{
	size_t first = run->plan.next, end = first;
	int rc = SQLITE_OK;

	do {
		int64_t begun = sqlgen_clock();

		rc = run_text(run, end, true);
		if (rc == SQLITE_OK)
			rc = record(run, end, begun);
		end++;
	} while (rc == SQLITE_OK && run->shares && end < run->schema->migration_count &&
		 !is_outside(run, end));
	return rc == SQLITE_OK ? commit_migrations(run, first, end) : rc;
}

static int
take_lock(struct migration_run *run)
{
	int rc = execute_waiting(run, "BEGIN IMMEDIATE");

	run->has_history = false;
	return rc == SQLITE_OK ? make_plan(run) : rc;
}

/*
 * A migration outside transactions. Nothing keeps another process from running it too, so that the
 * history decides what an error means, and whether a row is still to be written.
 */
static int
run_outside(struct migration_run *run)
{
	size_t index = run->plan.next;
	int64_t begun = sqlgen_clock();
	bool is_there = false;
	int rc;

	undo(run);
	rc = run_text(run, index, false);
	if (rc != SQLITE_OK) {
		look_again(run, index + 1, &is_there);
		if (!is_there)
			return rc;
		run->report->stop = SQLGEN_STOP_NONE;
		run->report->reason = NULL;
	}
	rc = take_lock(run);
	if (rc != SQLITE_OK || run->plan.next != index)
		return rc;
	rc = record(run, index, begun);
	return rc == SQLITE_OK ? commit_migrations(run, index, index + 1) : rc;
}

/* Learns, with the lock held for the first time, what file this is. */
static int
begin_run(struct migration_run *run)
{
	int64_t tables = 0;
	int rc;

	if (run->has_begun) {
		run->has_rows = true; /* others may have written since */
		return SQLITE_OK;
	}
	run->has_begun = true;
	rc = sqlgen_query_int64(run->connection,
				"SELECT count(*) FROM main.sqlite_master WHERE type = 'table'"
				" AND substr(name, 1, 7) <> 'sqlite_'"
				" AND name <> '" SQLGEN_HISTORY_TABLE "'",
				&tables);
	run->has_rows = tables > 0;
	run->is_new = tables == 0;
	run->shares = tables == 0 || run->options->one_transaction;
	if (rc == SQLITE_OK && tables > 0)
		rc = sqlgen_violations_read(run->connection, &run->before);
	return rc == SQLITE_OK ? rc : stop_run(run, SQLGEN_STOP_DATABASE, rc);
}

/* Takes over what another tool has applied, in a transaction of its own. */
static int
adopt(struct migration_run *run)
{
	struct sqlgen_adoption *adopted = &run->report->adopted;
	bool may_adopt = true;
	int rc = sqlgen_adopt_may(run->connection, run->options, &may_adopt);

	if (rc == SQLITE_OK && !may_adopt)
		return rc;
	rc = execute_waiting(run, "BEGIN IMMEDIATE");
	if (rc != SQLITE_OK)
		return rc;
	rc = sqlgen_adopt(run->connection, run->schema, run->options, adopted);
	if (rc != SQLITE_OK)
		stop_run(run, adopted->stop, rc);
	else if (adopted->count > 0)
		rc = execute_waiting(run, "COMMIT");
	undo(run);
	if (rc != SQLITE_OK)
		memset(adopted, 0, sizeof(*adopted));
	return rc;
}

/* Runs what is pending, a transaction at a time. */
static int
run_pending(struct migration_run *run)
{
	int rc = adopt(run);

	if (rc != SQLITE_OK)
		return rc;
	do {
		rc = take_lock(run);
		if (rc == SQLITE_OK)
			rc = begin_run(run);
		if (rc == SQLITE_OK && run->plan.next < run->schema->migration_count)
			rc = is_outside(run, run->plan.next) ? run_outside(run) : run_inside(run);
		undo(run);
	} while (rc == SQLITE_OK && run->plan.next < run->schema->migration_count);
	return rc;
}

static int
read_settings(struct migration_run *run)
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
	return rc == SQLITE_OK ? rc : stop_run(run, SQLGEN_STOP_DATABASE, rc);
}

/* Another connection may hold the file when the schema must be read for this; memory may be short. */
static int
set_synchronous(struct migration_run *run, int64_t level)
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

/* With foreign keys off, so that rebuilding a table does not cascade, and each COMMIT on the disk for good. */
static int
run_with_settings(struct migration_run *run)
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
		rc = run_pending(run);
	else
		stop_run(run, SQLGEN_STOP_DATABASE, sqlgen_fail_database(run->connection, rc));
	sqlgen_violations_finish(&run->before);
	sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_FKEY, run->foreign_keys, (int *)NULL);
	restored = set_synchronous(run, run->synchronous);
	if (rc == SQLITE_OK && restored != SQLITE_OK)
		rc = stop_run(run, SQLGEN_STOP_DATABASE,
			      sqlgen_fail(run->connection, restored,
					  "the migrations are applied, but PRAGMA synchronous could not be set back: %s",
					  sqlite3_errstr(restored)));
	return rc;
}

static int
check_call(struct sqlgen_connection *connection)
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

int
sqlgen_migrate(struct sqlgen_connection *connection, const struct sqlgen_schema *schema,
	       const struct sqlgen_options *options, struct sqlgen_report *report)
{
	struct sqlgen_options defaults = sqlgen_options_default();
	struct sqlgen_report unwanted;
	struct migration_run run;
	int rc;

	memset(&run, 0, sizeof(run));
	run.connection = connection;
	run.schema = schema;
	run.options = options != NULL ? options : &defaults;
	if (report == NULL)
		report = &unwanted;
	memset(report, 0, sizeof(*report));
	run.report = report;
	rc = check_call(connection);
	if (rc != SQLITE_OK)
		return stop_run(&run, SQLGEN_STOP_DATABASE, rc);
	rc = sqlgen_plan_make(connection, schema, &run.plan);
	if (rc == SQLITE_OK && run.plan.next == schema->migration_count)
		return rc;
	if (rc != SQLITE_OK && !sqlgen_is(rc, SQLITE_BUSY))
		return stop_planned(&run, rc);
	return run_with_settings(&run);
}
