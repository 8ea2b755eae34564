#include "database.h"

/* Another connection has the file locked, or its directory may not be written to: what waits, and what says so. */

/* Lets go of the lock at the call until. */
struct holder {
	sqlite3 *handle;
	int calls, until;
};

static int
let_go(void *context, const struct sqlgen_progress *progress)
{
	struct holder *holder = context;

	(void)progress;
	if (++holder->calls == holder->until)
		sqlite3_exec(holder->handle, "COMMIT", NULL, NULL, NULL);
	return 0;
}

/* A file with one migration, in a mode in which who writes keeps all others out, and another connection to it. */
struct shared {
	struct scratch scratch;
	struct sqlgen_options options;
	struct series series;
	struct database db;
	struct holder holder;
};

static sqlite3 *
shared_start(struct shared *shared)
{
	memset(shared, 0, sizeof *shared);
	scratch_make(&shared->scratch);
	series_add(&shared->series, "1", "init", "CREATE TABLE t (a)", 0);
	shared->options = sqlgen_options_default();
	shared->options.journal_mode = "DELETE";
	shared->options.busy_timeout = 0;
	CHECK_INT(database_open(&shared->db, shared->scratch.path, &shared->options, &shared->series.schema), SQLITE_OK);
	CHECK_INT(sqlite3_open(shared->scratch.path, &shared->holder.handle), SQLITE_OK);
	shared->options.on_progress = let_go;
	shared->options.context = &shared->holder;
	return shared->db.connection.handle;
}

static void
shared_end(struct shared *shared)
{
	sqlite3_close(shared->holder.handle);
	database_end(&shared->db);
	scratch_remove(&shared->scratch);
}

static int
migrate(struct shared *shared, struct sqlgen_report *report)
{
	return sqlgen_migrate(&shared->db.connection, &shared->series.schema, &shared->options, report);
}

static void
test_opening_waits(void)
{
	struct shared shared;

	shared_start(&shared);
	database_end(&shared.db);
	CHECK_INT(execute(shared.holder.handle, "BEGIN EXCLUSIVE"), SQLITE_OK);
	shared.options.journal_mode = NULL;
	shared.holder.until = 3;
	CHECK_INT(database_open(&shared.db, shared.scratch.path, &shared.options, &shared.series.schema), SQLITE_OK);
	CHECK_INT(shared.holder.calls, 3);
	CHECK_INT(number(shared.db.connection.handle, "SELECT count(*) FROM sqlgen_migrations"), 1);
	shared_end(&shared);
}

/* Before its first statement it must know the schema. */
static void
test_a_run_waits_before_it_begins(void)
{
	struct shared shared;
	sqlite3 *handle = shared_start(&shared);

	series_add(&shared.series, "2", "more", "CREATE TABLE u (a)", 0);
	CHECK_INT(execute(handle, "PRAGMA writable_schema = RESET"), SQLITE_OK);
	CHECK_INT(execute(shared.holder.handle, "BEGIN EXCLUSIVE"), SQLITE_OK);
	shared.holder.until = 2;
	CHECK_INT(migrate(&shared, NULL), SQLITE_OK);
	CHECK(shared.holder.calls >= 2);
	CHECK_INT(number(handle, "SELECT count(*) FROM sqlgen_migrations"), 2);
	shared_end(&shared);
}

/* Forgets the schema, and has another connection take the lock. */
static int
take_before_the_statement(void *context, const struct sqlgen_progress *progress)
{
	struct shared *shared = context;

	(void)progress;
	if (++shared->holder.calls == 1) {
		sqlite3_exec(shared->db.connection.handle, "PRAGMA writable_schema = RESET", NULL, NULL, NULL);
		sqlite3_exec(shared->holder.handle, "BEGIN EXCLUSIVE", NULL, NULL, NULL);
	} else if (shared->holder.calls == 3) {
		sqlite3_exec(shared->holder.handle, "COMMIT", NULL, NULL, NULL);
	}
	return 0;
}

static void
test_a_statement_outside_a_transaction_waits_for_the_schema(void)
{
	struct shared shared;
	sqlite3 *handle = shared_start(&shared);

	series_add(&shared.series, "2", "more", "INSERT INTO t VALUES (1)", SQLGEN_NO_TRANSACTION);
	shared.options.on_progress = take_before_the_statement;
	shared.options.context = &shared;
	CHECK_INT(migrate(&shared, NULL), SQLITE_OK);
	CHECK(shared.holder.calls >= 3);
	CHECK_INT(number(handle, "SELECT count(*) FROM t"), 1);
	shared_end(&shared);
}

static int
cancel_second(void *context, const struct sqlgen_progress *progress)
{
	(void)progress;
	return ++((struct holder *)context)->calls == 2;
}

/* Who reads holds up the COMMIT, and waiting for that can be cancelled. */
static void
test_waiting_to_commit_is_cancelled(void)
{
	struct sqlgen_report report;
	struct shared shared;
	sqlite3 *handle = shared_start(&shared);

	series_add(&shared.series, "2", "more", "INSERT INTO t VALUES (1)", 0);
	CHECK_INT(execute(shared.holder.handle, "BEGIN; SELECT * FROM t"), SQLITE_OK);
	shared.options.on_progress = cancel_second;
	CHECK_INT(migrate(&shared, &report), SQLITE_INTERRUPT);
	CHECK_INT(report.stop, SQLGEN_STOP_CANCELLED);
	CHECK_INT(report.applied, 0);
	CHECK_STR(report.reason, "cancelled while another connection has the database locked");
	CHECK_INT(execute(shared.holder.handle, "COMMIT"), SQLITE_OK);
	CHECK_INT(number(handle, "SELECT count(*) FROM t"), 0);
	CHECK_INT(migrate(&shared, &report), SQLITE_OK);
	CHECK_INT(report.applied, 1);
	shared_end(&shared);
}

static int
pass_over(void *context, const char *fact)
{
	(void)context;
	(void)fact;
	return SQLITE_OK;
}

static void
test_a_locked_file_cannot_be_checked(void)
{
	static const char *const facts[] = { "table t" };
	struct shared shared;

	shared_start(&shared);
	shared.series.schema.facts = facts;
	shared.series.schema.fact_count = 1;
	shared.series.schema.checksum = "none";
	CHECK_INT(execute(shared.holder.handle, "BEGIN EXCLUSIVE"), SQLITE_OK);
	for (int i = 0; i < 3; i++) {
		shared.db.connection.message[0] = '\0';
		CHECK_INT(i == 0 ? sqlgen_check(&shared.db.connection, &shared.series.schema) :
			  i == 1 ? sqlgen_schema_facts(&shared.db.connection, pass_over, NULL) :
				   sqlgen_verify(&shared.db.connection, &shared.series.schema, NULL, NULL),
			  SQLITE_BUSY);
		CHECK_STR(database_error(&shared.db), "database is locked");
	}
	CHECK_INT(execute(shared.holder.handle, "COMMIT"), SQLITE_OK);
	CHECK_INT(sqlgen_check(&shared.db.connection, &shared.series.schema), SQLITE_OK);
	shared_end(&shared);
}

/* A VFS in which nobody sleeps: meanwhile another lets go of its lock. */
static struct holder sleeper;

static int
sleep_not(sqlite3_vfs *vfs, int microseconds)
{
	(void)vfs;
	let_go(&sleeper, NULL);
	return microseconds;
}

static void
sleep_begin(sqlite3_vfs *vfs, sqlite3 *holder, int until)
{
	*vfs = *sqlite3_vfs_find(NULL);
	vfs->zName = "sleepless";
	vfs->xSleep = sleep_not;
	sqlite3_vfs_register(vfs, 1);
	sleeper = (struct holder){ holder, 0, until };
}

static void
sleep_end(sqlite3_vfs *vfs, sqlite3_vfs *real)
{
	sqlite3_vfs_register(real, 1);
	sqlite3_vfs_unregister(vfs);
}

/* The switch of the journal mode is tried again for as long as the busy timeout says. */
static void
test_a_journal_mode_is_waited_for(void)
{
	sqlite3_vfs *real = sqlite3_vfs_find(NULL), vfs;
	struct shared shared;

	shared_start(&shared);
	database_end(&shared.db);
	CHECK_INT(execute(shared.holder.handle, "BEGIN; SELECT * FROM t"), SQLITE_OK);
	shared.options.journal_mode = "WAL";
	shared.options.busy_timeout = 10000;
	sleep_begin(&vfs, shared.holder.handle, 1500);
	CHECK_INT(database_open(&shared.db, shared.scratch.path, &shared.options, &shared.series.schema), SQLITE_OK);
	CHECK_INT(sleeper.calls, 1500);
	CHECK_INT(number(shared.db.connection.handle, "SELECT journal_mode = 'wal' FROM pragma_journal_mode"), 1);
	shared_end(&shared);
	sleep_end(&vfs, real);
}

/* When the transaction is undone, before the next statement. */
static int
take_after_rollback(unsigned kind, void *context, void *statement, void *duration)
{
	const char *sql = sqlite3_sql(statement);

	(void)kind;
	(void)duration;
	if (sql != NULL && strcmp(sql, "ROLLBACK") == 0)
		sqlite3_exec(context, "BEGIN EXCLUSIVE", NULL, NULL, NULL);
	return 0;
}

/* Setting back what was set for the run takes the schema, which the rollback has made unknown. */
static void
test_settings_are_set_back_in_the_end(void)
{
	sqlite3_vfs *real = sqlite3_vfs_find(NULL), vfs;
	struct sqlgen_report report;
	struct shared shared;
	sqlite3 *handle = shared_start(&shared);

	series_add(&shared.series, "2", "wrong", "CREATE TABLE u (a); INSERT INTO nowhere VALUES (1)", 0);
	sqlite3_trace_v2(handle, SQLITE_TRACE_PROFILE, take_after_rollback, shared.holder.handle);
	sleep_begin(&vfs, shared.holder.handle, 2);
	CHECK_INT(migrate(&shared, &report), SQLITE_ERROR);
	CHECK_INT(report.stop, SQLGEN_STOP_STATEMENT);
	CHECK_INT(sleeper.calls, 2);
	sqlite3_trace_v2(handle, 0, NULL, NULL);
	sleep_end(&vfs, real);
	CHECK_INT(number(handle, "PRAGMA synchronous"), 1);
	CHECK_INT(number(handle, "SELECT count(*) FROM sqlite_master WHERE name = 'u'"), 0);
	shared_end(&shared);
}

static int
open_no_journal(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *out)
{
	sqlite3_vfs *real = vfs->pAppData;

	if ((flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL)) == 0)
		return real->xOpen(real, path, file, flags, out);
	file->pMethods = NULL;
	return SQLITE_READONLY_DIRECTORY;
}

/* What is the root's here is not another user's: it can be read, and keeps its journal mode. */
static void
test_a_directory_that_cannot_be_written_to(void)
{
	sqlite3_vfs *real = sqlite3_vfs_find(NULL), vfs = *real;
	struct shared shared;

	shared_start(&shared);
	CHECK_INT(execute(shared.db.connection.handle, "INSERT INTO t VALUES (7)"), SQLITE_OK);
	database_end(&shared.db);
	vfs.zName = "unwritable";
	vfs.pAppData = real;
	vfs.xOpen = open_no_journal;
	sqlite3_vfs_register(&vfs, 0);
	shared.options.vfs = "unwritable";
	shared.options.journal_mode = "WAL";
	CHECK_INT(database_open(&shared.db, shared.scratch.path, &shared.options, &shared.series.schema), SQLITE_OK);
	CHECK_INT(number(shared.db.connection.handle, "SELECT a FROM t"), 7);
	CHECK_INT(number(shared.db.connection.handle, "SELECT journal_mode = 'delete' FROM pragma_journal_mode"), 1);
	CHECK_INT(sqlgen_begin(&shared.db.connection), SQLITE_OK);
	CHECK_INT(sqlite3_exec(shared.db.connection.handle, "INSERT INTO t VALUES (8)", NULL, NULL, NULL), SQLITE_READONLY);
	CHECK_INT(sqlgen_rollback(&shared.db.connection), SQLITE_OK);
	shared_end(&shared);
	sqlite3_vfs_unregister(&vfs);
}

int
main(void)
{
	test_opening_waits();
	test_a_run_waits_before_it_begins();
	test_a_statement_outside_a_transaction_waits_for_the_schema();
	test_waiting_to_commit_is_cancelled();
	test_a_locked_file_cannot_be_checked();
	test_a_journal_mode_is_waited_for();
	test_settings_are_set_back_in_the_end();
	test_a_directory_that_cannot_be_written_to();
	return failures != 0;
}
