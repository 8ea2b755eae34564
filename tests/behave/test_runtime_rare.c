#include "database.h"

/* What seldom happens to the runner: others in its way, callers that do not
 * care, texts that look alike. */

static int
migrate(struct database *db, const struct series *series, const struct sqlgen_options *options,
	struct sqlgen_report *report)
{
	return sqlgen_migrate(&db->connection, &series->schema, options, report);
}

static void
start(struct series *series, struct database *db, const char *sql)
{
	memset(series, 0, sizeof *series);
	series_add(series, "1", "init", sql, 0);
	database_start(db);
	CHECK_INT(migrate(db, series, NULL, NULL), SQLITE_OK);
}

/* Lets go of the lock at the third call. */
struct holder {
	sqlite3 *handle;
	int calls;
};

static int
let_go(void *context, const struct sqlgen_progress *progress)
{
	struct holder *holder = context;

	(void)progress;
	if (++holder->calls == 3)
		sqlite3_exec(holder->handle, "COMMIT", NULL, NULL, NULL);
	return 0;
}

static void
test_a_lock_is_waited_for(const char *begin, unsigned flags, const char *sql)
{
	struct sqlgen_options options = sqlgen_options_default();
	struct holder holder = { NULL, 0 };
	struct scratch scratch;
	struct series series;
	struct database db;

	memset(&series, 0, sizeof series);
	series_add(&series, "1", "init", "CREATE TABLE t (a)", 0);
	scratch_make(&scratch);
	options.journal_mode = "DELETE";
	options.busy_timeout = 0;
	CHECK_INT(database_open(&db, scratch.path, &options, &series.schema), SQLITE_OK);
	CHECK_INT(sqlite3_open(scratch.path, &holder.handle), SQLITE_OK);
	series_add(&series, "2", "more", sql, flags);
	CHECK_INT(execute(holder.handle, begin), SQLITE_OK);
	options.on_progress = let_go;
	options.context = &holder;
	CHECK_INT(migrate(&db, &series, &options, NULL), SQLITE_OK);
	CHECK(holder.calls >= 3);
	CHECK_INT(number(db.connection.handle, "SELECT count(*) FROM sqlgen_migrations"), 2);
	CHECK_INT(number(db.connection.handle, "PRAGMA busy_timeout"), 0);
	sqlite3_close(holder.handle);
	database_end(&db);
	scratch_remove(&scratch);
}

/* Somebody else holds the lock when the statement is about to run. */
static int
take_and_let_go(void *context, const struct sqlgen_progress *progress)
{
	struct holder *holder = context;

	(void)progress;
	if (++holder->calls == 1)
		sqlite3_exec(holder->handle, "BEGIN IMMEDIATE", NULL, NULL, NULL);
	else if (holder->calls == 4)
		sqlite3_exec(holder->handle, "COMMIT", NULL, NULL, NULL);
	return 0;
}

static void
test_a_lock_that_comes_late_is_waited_for(void)
{
	struct sqlgen_options options = sqlgen_options_default();
	struct holder holder = { NULL, 0 };
	struct scratch scratch;
	struct series series;
	struct database db;

	memset(&series, 0, sizeof series);
	series_add(&series, "1", "init", "CREATE TABLE t (a)", 0);
	scratch_make(&scratch);
	options.busy_timeout = 0;
	CHECK_INT(database_open(&db, scratch.path, &options, &series.schema), SQLITE_OK);
	CHECK_INT(sqlite3_open(scratch.path, &holder.handle), SQLITE_OK);
	series_add(&series, "2", "more", "INSERT INTO t VALUES (1)", SQLGEN_NO_TRANSACTION);
	options.on_progress = take_and_let_go;
	options.context = &holder;
	CHECK_INT(migrate(&db, &series, &options, NULL), SQLITE_OK);
	CHECK(holder.calls >= 4);
	CHECK_INT(number(db.connection.handle, "SELECT count(*) FROM t"), 1);
	sqlite3_close(holder.handle);
	database_end(&db);
	scratch_remove(&scratch);
}

static int
stop_at_once(void *context, const char *text)
{
	(void)text;
	return ++*(int *)context == 1 ? SQLITE_INTERRUPT : SQLITE_OK;
}

static void
test_what_is_not_open_has_no_schema(void)
{
	struct sqlgen_options options = sqlgen_options_default();
	struct sqlgen_adoption adoption;
	struct sqlgen_connection closed;
	struct series series;
	struct database db;
	int calls = 0;

	start(&series, &db, "CREATE TABLE t (a)");
	memset(&closed, 0, sizeof closed);
	CHECK_INT(sqlgen_schema_facts(&closed, stop_at_once, &calls), SQLITE_MISUSE);
	CHECK_INT(sqlgen_check(&closed, &series.schema), SQLITE_MISUSE);
	CHECK_INT(sqlgen_adoption_read(&closed, &series.schema, NULL, &adoption), SQLITE_MISUSE);
	CHECK_INT(adoption.stop, SQLGEN_STOP_DATABASE);
	CHECK_STR(sqlgen_error(&closed), "the database is not open");
	CHECK_INT(calls, 0);
	CHECK_INT(sqlgen_schema_facts(&db.connection, stop_at_once, &calls), SQLITE_INTERRUPT);
	CHECK_STR(database_error(&db), "the reading of the schema was stopped");
	database_end(&db);
	options.synchronous = "SOMETIMES";
	CHECK_INT(database_open(&db, ":memory:", &options, &series.schema), SQLITE_MISUSE);
	CHECK(contains(database_error(&db), "SOMETIMES"));
	CHECK_INT(sqlgen_close(&db.connection), SQLITE_OK);
}

/* Somebody else migrates as soon as the first one is done. */
struct other {
	const struct series *series;
	const char *path;
	int calls;
};

static int
migrate_too(void *context, const struct sqlgen_progress *progress)
{
	struct other *other = context;
	struct database db;

	if (progress->index != 0 || progress->offset != progress->migration->size ||
	    other->calls++ > 0)
		return 0;
	CHECK_INT(database_open(&db, other->path, NULL, &other->series->schema), SQLITE_OK);
	database_end(&db);
	return 0;
}

static void
test_another_goes_on_between_two_transactions(void)
{
	struct sqlgen_options options = sqlgen_options_default();
	struct sqlgen_schema nothing = { 0 };
	struct sqlgen_report report;
	struct scratch scratch;
	struct series series;
	struct database db;
	struct other other = { &series, scratch.path, 0 };

	memset(&series, 0, sizeof series);
	series_add(&series, "1", "t", "CREATE TABLE t (a)", 0);
	series_add(&series, "2", "u", "CREATE TABLE u (a)", 0);
	series_add(&series, "3", "v", "CREATE TABLE v (a)", 0);
	scratch_make(&scratch);
	CHECK_INT(database_open(&db, scratch.path, NULL, &nothing), SQLITE_OK);
	CHECK_INT(execute(db.connection.handle, "CREATE TABLE old (a)"), SQLITE_OK);
	options.on_progress = migrate_too;
	options.context = &other;
	CHECK_INT(migrate(&db, &series, &options, &report), SQLITE_OK);
	CHECK_INT(report.applied, 1);
	CHECK_INT(other.calls, 1);
	CHECK_INT(number(db.connection.handle, "SELECT count(*) FROM sqlgen_migrations"), 3);
	database_end(&db);
	scratch_remove(&scratch);
}

static int
stop_reading(void *context, const struct sqlgen_applied *applied)
{
	++*(int *)context;
	(void)applied;
	return SQLITE_INTERRUPT;
}

static void
test_the_reading_of_a_history_stops(void)
{
	struct series series;
	struct database db;
	int calls = 0;

	start(&series, &db, "CREATE TABLE t (a)");
	CHECK_INT(sqlgen_history(&db.connection, stop_reading, &calls), SQLITE_INTERRUPT);
	CHECK_STR(database_error(&db), "the reading of the history was stopped");
	CHECK_INT(calls, 1);
	database_end(&db);
}

static void
test_a_connection_that_cannot_migrate(void)
{
	struct sqlgen_connection closed;
	struct sqlgen_report report;
	struct sqlgen_call call;
	struct series series;
	struct database db;

	start(&series, &db, "CREATE TABLE t (a)");
	memset(&closed, 0, sizeof closed);
	CHECK_INT(sqlgen_migrate(&closed, &series.schema, NULL, &report), SQLITE_MISUSE);
	CHECK_STR(report.reason, "the database is not open");
	CHECK_INT(sqlgen_rollback_to(&closed, NULL, NULL, NULL, NULL), SQLITE_MISUSE);
	sqlgen_cursor_begin(&call, &db.connection, 0, "SELECT 1");
	CHECK_INT(sqlgen_cursor_open(&call), SQLITE_OK);
	CHECK_INT(migrate(&db, &series, NULL, &report), SQLITE_BUSY);
	CHECK_STR(report.reason, "a cursor is still open: close it before migrating");
	CHECK_INT(report.stop, SQLGEN_STOP_DATABASE);
	sqlgen_cursor_close(&call);
	database_end(&db);
}

/* A function of the program's, which the guard does not stop. */
static void
end_transaction(sqlite3_context *context, int count, sqlite3_value **values)
{
	sqlite3 *handle = sqlite3_context_db_handle(context);

	(void)count;
	(void)values;
	sqlite3_set_authorizer(handle, NULL, NULL);
	sqlite3_exec(handle, "COMMIT", NULL, NULL, NULL);
}

static void
test_a_function_ends_the_transaction(void)
{
	struct sqlgen_report report;
	struct series series;
	struct database db;

	start(&series, &db, "CREATE TABLE t (a)");
	sqlite3_create_function(db.connection.handle, "leave", 0, SQLITE_UTF8, NULL,
				end_transaction, NULL, NULL);
	series_add(&series, "2", "leaves", "SELECT leave()", 0);
	CHECK_INT(migrate(&db, &series, NULL, &report), SQLITE_ABORT);
	CHECK_INT(report.stop, SQLGEN_STOP_STATEMENT);
	CHECK(contains(database_error(&db), "the statement ended the migration's transaction"));
	CHECK_INT(number(db.connection.handle, "SELECT count(*) FROM sqlgen_migrations"), 1);
	database_end(&db);
}

static int
leave_by_conflict(sqlite3 *handle)
{
	sqlite3_exec(handle, "INSERT OR ROLLBACK INTO t VALUES (1)", NULL, NULL, NULL);
	return SQLITE_OK;
}

static void
test_a_hook_ends_the_transaction(void)
{
	struct sqlgen_report report;
	struct series series;
	struct database db;

	start(&series, &db, "CREATE TABLE t (a UNIQUE); INSERT INTO t VALUES (1)");
	series_add(&series, "2", "hooked", "INSERT INTO t VALUES (2)", SQLGEN_HOOK);
	series.items[1].hook = leave_by_conflict;
	CHECK_INT(migrate(&db, &series, NULL, &report), SQLITE_ABORT);
	CHECK_INT(report.stop, SQLGEN_STOP_HOOK);
	CHECK(contains(database_error(&db), "its hook ended the migration's transaction"));
	CHECK_INT(number(db.connection.handle, "SELECT count(*) FROM t"), 1);
	database_end(&db);
}

static void
test_what_is_missing_is_known_by_any_spelling(void)
{
	static const struct {
		const char *sql;
		int rc; /* the second time; the first is SQLITE_OK */
	} cases[] = {
		{ "CREATE TABLE 'a b' (c); ALTER TABLE 'a b' ADD 'd e'", SQLITE_OK },
		{ "CREATE TABLE [t] (a); ALTER TABLE main.[t] ADD COLUMN \"b\" DEFAULT "
		  "';'",
		  SQLITE_OK },
		{ "CREATE TEMP TABLE u (a); ALTER TABLE temp.u ADD b", SQLITE_OK },
		{ "CREATE TEMPORARY TABLE u (a); CREATE TABLE temp.v (a)", SQLITE_OK },
		{ "CREATE TABLE IF NOT EXISTS w (a); CREATE UNIQUE INDEX IF NOT EXISTS i "
		  "ON w (a)",
		  SQLITE_OK },
		{ "CREATE TABLE x (a); CREATE INDEX main.`j` ON x (a)", SQLITE_OK },
		{ "CREATE TABLE _pri$e\xe2\x82\xac (a); ALTER TABLE _PRI$E\xe2\x82\xac ADD \xc3\xbc$_1", SQLITE_OK },
		/* These are not skipped. */
		{ "CREATE TABLE y (a); CREATE VIEW z AS SELECT a FROM y", SQLITE_ERROR },
		{ "CREATE TABLE o (a); CREATE TRIGGER r AFTER INSERT ON o BEGIN SELECT 1; "
		  "END",
		  SQLITE_ERROR },
		{ "CREATE TABLE p (a, b); ALTER TABLE p DROP COLUMN b", SQLITE_ERROR },
		{ "CREATE TABLE q (a); ALTER TABLE q RENAME TO q2", SQLITE_ERROR },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct series series;
		struct database db;

		start(&series, &db, cases[i].sql);
		series_add(&series, "2", "again", cases[i].sql,
			   SQLGEN_IF_MISSING | SQLGEN_ALLOW_LOSS);
		if (migrate(&db, &series, NULL, NULL) != cases[i].rc)
			fprintf(stderr, "%s: %s\n", cases[i].sql, database_error(&db));
		CHECK_INT(migrate(&db, &series, NULL, NULL), cases[i].rc);
		database_end(&db);
	}
}

static void
test_what_is_no_statement_to_skip_is_sqlites_to_judge(void)
{
	static const char *const texts[] = {
		"CREATE UNIQUE TABLE t (a)",    "CREATE TABLE IF t (a)",
		"CREATE TABLE IF NOT t (a)",    "CREATE TABLE (a)",
		"CREATE TABLE main. (a)",       "ALTER TABLE t",
		"ALTER TABLE main. ADD a",      "ALTER TABLE t ADD COLUMN (",
		"CREATE TEMP INDEX i ON t (a)",
	};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct sqlgen_report report;
		struct series series;
		struct database db;

		start(&series, &db, "CREATE TABLE t (a)");
		series_add(&series, "2", "wrong", texts[i], SQLGEN_IF_MISSING);
		CHECK_INT(migrate(&db, &series, NULL, &report), SQLITE_ERROR);
		CHECK_INT(report.stop, SQLGEN_STOP_STATEMENT);
		database_end(&db);
	}
}

static int
cancel(void *context, const struct sqlgen_progress *progress)
{
	(void)context;
	return progress->offset == progress->migration->size;
}

static void
test_rolling_back_is_cancelled_between_two(void)
{
	struct sqlgen_options options = sqlgen_options_default();
	struct sqlgen_report report;
	struct series series;
	struct database db;

	start(&series, &db, "CREATE TABLE t (a)");
	series.items[0].down = "DROP TABLE t";
	series_add(&series, "2", "u", "CREATE TABLE u (a)", 0);
	series.items[1].down = "DROP TABLE u";
	CHECK_INT(migrate(&db, &series, NULL, NULL), SQLITE_OK);
	options.on_progress = cancel;
	CHECK_INT(sqlgen_rollback_to(&db.connection, &series.schema, NULL, &options, &report),
		  SQLITE_INTERRUPT);
	CHECK_INT(report.stop, SQLGEN_STOP_CANCELLED);
	CHECK_INT(report.applied, 1);
	CHECK_INT(number(db.connection.handle, "SELECT count(*) FROM sqlgen_migrations"), 1);
	/* When the last is undone there is nothing left to cancel. */
	CHECK_INT(sqlgen_rollback_to(&db.connection, &series.schema, NULL, &options, NULL),
		  SQLITE_OK);
	CHECK_INT(number(db.connection.handle, "SELECT count(*) FROM sqlgen_migrations"), 0);
	database_end(&db);
}

static void
test_a_newer_file_is_told_by_the_last_that_is_no_repeatable(void)
{
	struct series series;
	struct database db;

	start(&series, &db, "CREATE TABLE t (a)");
	series_add(&series, "2", "later", "CREATE TABLE u (a)", 0);
	CHECK_INT(migrate(&db, &series, NULL, NULL), SQLITE_OK);
	memset(&series, 0, sizeof series);
	series_add(&series, "1", "init", "CREATE TABLE t (a)", 0);
	series_add(&series, "R__v", "v", "SELECT 1", SQLGEN_REPEATABLE);
	CHECK_INT(migrate(&db, &series, NULL, NULL), SQLITE_SCHEMA);
	CHECK(contains(database_error(&db), "the program's last is 1 (init)"));
	memset(&series, 0, sizeof series);
	series_add(&series, "R__v", "v", "SELECT 1", SQLGEN_REPEATABLE);
	CHECK_INT(migrate(&db, &series, NULL, NULL), SQLITE_SCHEMA);
	CHECK(contains(database_error(&db), "the program's last is none"));
	database_end(&db);
}

static int
days_only(sqlite3_vfs *vfs, double *days)
{
	static double now = 2460000.5;

	(void)vfs;
	*days = now += 1.0 / 86400;
	return SQLITE_OK;
}

/* SQLite's first version of a VFS has no clock of milliseconds, and later ones
 * need none. This one goes on a second each time. */
static void
test_an_old_clock_will_do(int version)
{
	sqlite3_vfs *real = sqlite3_vfs_find(NULL);
	sqlite3_vfs old = *real;
	struct series series;
	struct database db;

	old.iVersion = version;
	if (version > 1)
		old.xCurrentTimeInt64 = NULL;
	old.zName = "old";
	old.xCurrentTime = days_only;
	sqlite3_vfs_register(&old, 1);
	start(&series, &db, "CREATE TABLE t (a)");
	CHECK(number(db.connection.handle, "SELECT duration FROM sqlgen_migrations") >= 999);
	database_end(&db);
	sqlite3_vfs_register(real, 1);
	sqlite3_vfs_unregister(&old);
}

int
main(void)
{
	test_a_lock_is_waited_for("BEGIN IMMEDIATE", 0, "CREATE TABLE u (a)");
	test_a_lock_is_waited_for("BEGIN IMMEDIATE", SQLGEN_NO_TRANSACTION, "CREATE TABLE u (a)");
	test_a_lock_is_waited_for("BEGIN EXCLUSIVE", 0, "CREATE TABLE u (a)");
	test_a_lock_is_waited_for("BEGIN EXCLUSIVE", SQLGEN_NO_TRANSACTION, "VACUUM");
	test_a_lock_that_comes_late_is_waited_for();
	test_what_is_not_open_has_no_schema();
	test_another_goes_on_between_two_transactions();
	test_the_reading_of_a_history_stops();
	test_a_connection_that_cannot_migrate();
	test_a_function_ends_the_transaction();
	test_a_hook_ends_the_transaction();
	test_what_is_missing_is_known_by_any_spelling();
	test_what_is_no_statement_to_skip_is_sqlites_to_judge();
	test_rolling_back_is_cancelled_between_two();
	test_a_newer_file_is_told_by_the_last_that_is_no_repeatable();
	test_an_old_clock_will_do(1);
	test_an_old_clock_will_do(2);
	return failures != 0;
}
