#include "database.h"

/* sqlgen_begin and the like, and attaching to a handle of the program's own. */

static long long
rows(const struct database *db)
{
	return number(db->connection.handle, "SELECT count(*) FROM t");
}

static void
insert(const struct database *db)
{
	CHECK_INT(execute(db->connection.handle, "INSERT INTO t (b) VALUES ('x')"), SQLITE_OK);
}

static void
test_levels_end_from_the_innermost(struct database *db)
{
	CHECK_INT(sqlgen_begin(&db->connection), SQLITE_OK);
	insert(db);
	CHECK_INT(sqlgen_begin(&db->connection), SQLITE_OK);
	insert(db);
	CHECK_INT(sqlgen_begin(&db->connection), SQLITE_OK);
	insert(db);
	CHECK_INT(db->connection.depth, 3);
	CHECK_INT(sqlgen_commit(&db->connection), SQLITE_OK);
	CHECK_INT(sqlgen_rollback(&db->connection), SQLITE_OK);
	CHECK_INT(rows(db), 1);
	CHECK_INT(db->connection.depth, 1);
	CHECK_INT(sqlgen_commit(&db->connection), SQLITE_OK);
	CHECK_INT(db->connection.depth, 0);
	CHECK_INT(rows(db), 1);
	CHECK_INT(sqlgen_begin(&db->connection), SQLITE_OK);
	insert(db);
	CHECK_INT(sqlgen_rollback(&db->connection), SQLITE_OK);
	CHECK_INT(rows(db), 1);
}

static void
test_an_error_that_ends_it(struct database *db)
{
	CHECK_INT(sqlgen_begin(&db->connection), SQLITE_OK);
	CHECK_INT(sqlgen_begin(&db->connection), SQLITE_OK);
	CHECK_INT(sqlite3_exec(db->connection.handle, "INSERT OR ROLLBACK INTO t (a) VALUES (1)",
			       NULL, NULL, NULL), SQLITE_CONSTRAINT);
	CHECK_INT(sqlgen_commit(&db->connection), SQLITE_ABORT);
	CHECK_INT(db->connection.depth, 0);
	CHECK_INT(sqlgen_commit(&db->connection), SQLITE_ABORT);
	CHECK_INT(sqlgen_rollback(&db->connection), SQLITE_OK);
	CHECK_INT(sqlgen_begin(&db->connection), SQLITE_OK);
	CHECK_INT(db->connection.depth, 1);
	CHECK_INT(sqlgen_rollback(&db->connection), SQLITE_OK);
}

static void
test_reading(struct database *db)
{
	CHECK_INT(sqlgen_begin_read(&db->connection), SQLITE_OK);
	CHECK(db->connection.is_reading);
	CHECK_INT(sqlgen_begin(&db->connection), SQLITE_MISUSE);
	CHECK_INT(sqlgen_begin_read(&db->connection), SQLITE_OK);
	CHECK_INT(sqlgen_begin(&db->connection), SQLITE_MISUSE);
	CHECK_INT(sqlgen_commit(&db->connection), SQLITE_OK);
	CHECK_INT(sqlgen_commit(&db->connection), SQLITE_OK);
	CHECK(!db->connection.is_reading);
	CHECK_INT(sqlgen_begin(&db->connection), SQLITE_OK);
	CHECK_INT(sqlgen_begin_read(&db->connection), SQLITE_OK);
	CHECK_INT(sqlgen_begin(&db->connection), SQLITE_OK);
	CHECK_INT(db->connection.depth, 3);
	for (int i = 0; i < 3; i++)
		CHECK_INT(sqlgen_rollback(&db->connection), SQLITE_OK);
}

static void
test_the_programs_own(struct database *db)
{
	CHECK_INT(execute(db->connection.handle, "BEGIN"), SQLITE_OK);
	CHECK_INT(sqlgen_begin(&db->connection), SQLITE_OK);
	CHECK_INT(db->connection.depth, 2);
	CHECK_INT(sqlgen_commit(&db->connection), SQLITE_OK);
	CHECK_INT(sqlite3_get_autocommit(db->connection.handle), 0);
	CHECK_INT(sqlgen_commit(&db->connection), SQLITE_OK);
	CHECK_INT(sqlite3_get_autocommit(db->connection.handle), 1);
}

static void
test_a_snapshot_is_taken_at_once(void)
{
	struct scratch scratch;
	struct database a, b;
	struct sqlgen_schema nothing = { 0 };

	scratch_make(&scratch);
	CHECK_INT(database_open(&a, scratch.path, NULL, &nothing), SQLITE_OK);
	CHECK_INT(execute(a.connection.handle, "CREATE TABLE t (b)"), SQLITE_OK);
	CHECK_INT(database_open(&b, scratch.path, NULL, &nothing), SQLITE_OK);
	CHECK_INT(sqlgen_begin_read(&b.connection), SQLITE_OK);
	insert(&a);
	CHECK_INT(rows(&b), 0);
	CHECK_INT(sqlgen_commit(&b.connection), SQLITE_OK);
	CHECK_INT(rows(&b), 1);
	sqlite3_busy_timeout(b.connection.handle, 0);
	CHECK_INT(sqlgen_begin(&a.connection), SQLITE_OK);
	CHECK_INT(sqlgen_begin(&b.connection), SQLITE_BUSY);
	CHECK_INT(b.connection.depth, 0);
	CHECK_STR(database_error(&b), "database is locked");
	CHECK_INT(sqlgen_rollback(&a.connection), SQLITE_OK);
	database_end(&a);
	database_end(&b);
	scratch_remove(&scratch);
}

/* Without WAL the COMMIT waits for who reads, and a wait that ends leaves nothing; in WAL nobody waits. */
static void
test_who_reads_holds_up_a_commit(const char *journal_mode, bool waits)
{
	struct sqlgen_options options = sqlgen_options_default();
	struct series series = { .schema = { NULL, 0, NULL, 0 } };
	sqlite3_stmt *reader = NULL;
	struct sqlgen_report report;
	struct scratch scratch;
	struct database db;
	sqlite3 *other = NULL;

	scratch_make(&scratch);
	series_add(&series, "1", "init", "CREATE TABLE t (b); INSERT INTO t VALUES (1), (2)", 0);
	options.journal_mode = journal_mode;
	options.migrate_timeout = 20;
	CHECK_INT(database_open(&db, scratch.path, &options, &series.schema), SQLITE_OK);
	CHECK_INT(sqlite3_open(scratch.path, &other), SQLITE_OK);
	CHECK_INT(sqlite3_prepare_v2(other, "SELECT * FROM t", -1, &reader, NULL), SQLITE_OK);
	CHECK_INT(sqlite3_step(reader), SQLITE_ROW);
	series_add(&series, "2", "more", "ALTER TABLE t ADD c", 0);
	CHECK_INT(sqlgen_migrate(&db.connection, &series.schema, &options, &report),
		  waits ? SQLITE_BUSY : SQLITE_OK);
	CHECK_INT(report.stop, waits ? SQLGEN_STOP_DATABASE : SQLGEN_STOP_NONE);
	CHECK_INT(sqlite3_get_autocommit(db.connection.handle), 1);
	CHECK_INT(number(db.connection.handle, "SELECT count(*) FROM pragma_table_info('t')"),
		  waits ? 1 : 2);
	CHECK_INT(sqlite3_column_count(reader), 1);
	CHECK_INT(sqlite3_step(reader), SQLITE_ROW);
	CHECK_INT(sqlite3_finalize(reader), SQLITE_OK);
	CHECK_INT(sqlgen_migrate(&db.connection, &series.schema, &options, &report), SQLITE_OK);
	CHECK_INT(number(db.connection.handle, "SELECT count(*) FROM pragma_table_info('t')"), 2);
	CHECK_INT(sqlite3_close(other), SQLITE_OK);
	database_end(&db);
	scratch_remove(&scratch);
}

/* A statement of the program's own that has not ended keeps its table; the migration is undone. */
static void
test_a_statement_of_the_program_is_open(void)
{
	struct series series = { .schema = { NULL, 0, NULL, 0 } };
	sqlite3_stmt *stmt = NULL;
	struct sqlgen_report report;
	struct database db;
	sqlite3 *handle = database_start(&db);

	series_add(&series, "1", "init", "CREATE TABLE t (b); INSERT INTO t VALUES (1), (2)", 0);
	CHECK_INT(sqlgen_migrate(&db.connection, &series.schema, NULL, NULL), SQLITE_OK);
	CHECK_INT(sqlite3_prepare_v2(handle, "SELECT b FROM t", -1, &stmt, NULL), SQLITE_OK);
	CHECK_INT(sqlite3_step(stmt), SQLITE_ROW);
	series_add(&series, "2", "drop", "CREATE TABLE half (done); DROP TABLE t", SQLGEN_ALLOW_LOSS);
	CHECK_INT(sqlgen_migrate(&db.connection, &series.schema, NULL, &report), SQLITE_LOCKED);
	CHECK(contains(database_error(&db), "migration 2 (drop): database table is locked"));
	CHECK_INT(sqlite3_get_autocommit(handle), 1);
	CHECK_INT(number(handle, "SELECT count(*) FROM half"), -1);
	sqlite3_finalize(stmt);
	CHECK_INT(sqlgen_migrate(&db.connection, &series.schema, NULL, &report), SQLITE_OK);
	CHECK_INT(number(handle, "SELECT count(*) FROM half"), 0);
	database_end(&db);
}

/* Versions are text, of any size; user_version is the program's, and part of the transaction. */
static void
test_versions_are_not_in_user_version(void)
{
	struct series series = { .schema = { NULL, 0, NULL, 0 } };
	struct sqlgen_report report;
	struct database db;
	sqlite3 *handle = database_start(&db);

	series_add(&series, "4294967296", "large", "CREATE TABLE t (b); PRAGMA user_version = 7", 0);
	series_add(&series, "20240101000001", "time", "CREATE TABLE u (b)", 0);
	CHECK_INT(sqlgen_migrate(&db.connection, &series.schema, NULL, &report), SQLITE_OK);
	CHECK_INT(report.applied, 2);
	CHECK_INT(sqlgen_migrate(&db.connection, &series.schema, NULL, &report), SQLITE_OK);
	CHECK_INT(report.applied, 0);
	CHECK_INT(number(handle, "PRAGMA user_version"), 7);
	CHECK_INT(number(handle, "SELECT count(*) FROM sqlgen_migrations WHERE version = '20240101000001'"), 1);
	series_add(&series, "20240101000002", "fails", "PRAGMA user_version = 8; nonsense", 0);
	CHECK_INT(sqlgen_migrate(&db.connection, &series.schema, NULL, &report), SQLITE_ERROR);
	CHECK_INT(number(handle, "PRAGMA user_version"), 7);
	database_end(&db);
}

/* The handle stays the program's, whatever happens. */
static void
test_attach(void)
{
	struct sqlgen_schema nothing = { 0 };
	struct series series = { .schema = { NULL, 0, NULL, 0 } };
	struct database db;
	sqlite3 *handle = NULL;

	series_add(&series, "1", "init", "CREATE TABLE t (b); nonsense", 0);
	CHECK_INT(sqlite3_open(":memory:", &handle), SQLITE_OK);
	CHECK_INT(execute(handle, "BEGIN"), SQLITE_OK);
	CHECK_INT(sqlgen_attach(&db.connection, handle, NULL, &nothing, db.statements, SLOTS),
		  SQLITE_MISUSE);
	CHECK(contains(database_error(&db), "transaction"));
	database_end(&db);
	CHECK_INT(execute(handle, "COMMIT"), SQLITE_OK);
	CHECK_INT(sqlgen_attach(&db.connection, handle, NULL, &series.schema, db.statements, SLOTS),
		  SQLITE_ERROR);
	CHECK(contains(database_error(&db), "nonsense"));
	database_end(&db);
	CHECK_INT(sqlgen_attach(&db.connection, handle, NULL, &nothing, db.statements, SLOTS),
		  SQLITE_OK);
	CHECK_INT(number(handle, "PRAGMA foreign_keys"), 1);
	CHECK_INT(number(handle, "PRAGMA busy_timeout"), 5000);
	CHECK_INT(sqlgen_begin(&db.connection), SQLITE_OK);
	CHECK_INT(sqlgen_commit(&db.connection), SQLITE_OK);
	database_end(&db);
	CHECK_INT(number(handle, "SELECT 1"), 1);
	CHECK_INT(sqlite3_close(handle), SQLITE_OK);
	CHECK_INT(sqlgen_attach(&db.connection, NULL, NULL, &nothing, db.statements, SLOTS),
		  SQLITE_MISUSE);
}

static int
refuse_open(sqlite3 *handle, void *context)
{
	(void)handle;
	return *(int *)context;
}

static void
test_open(void)
{
	struct sqlgen_options options = sqlgen_options_default();
	struct sqlgen_schema nothing = { 0 };
	struct scratch scratch;
	struct database db;
	int answer = SQLITE_AUTH;

	scratch_make(&scratch);
	CHECK_INT(database_open(&db, scratch.path, NULL, &nothing), SQLITE_OK);
	CHECK_INT(number(db.connection.handle, "SELECT journal_mode = 'wal' FROM pragma_journal_mode"), 1);
	CHECK_INT(number(db.connection.handle, "PRAGMA synchronous"), 1);
	CHECK_INT(number(db.connection.handle, "PRAGMA cache_size"), -64000);
	database_end(&db);
	options.on_open = refuse_open;
	options.context = &answer;
	CHECK_INT(database_open(&db, scratch.path, &options, &nothing), SQLITE_AUTH);
	CHECK_STR(database_error(&db), "authorization denied");
	database_end(&db);
	options.on_open = NULL;
	options.open_flags = SQLITE_OPEN_READONLY;
	options.journal_mode = "DELETE";
	CHECK_INT(database_open(&db, scratch.path, &options, &nothing), SQLITE_OK);
	database_end(&db);
	scratch_remove(&scratch);
}

int
main(void)
{
	struct database db;

	CHECK_INT(execute(database_start(&db), "CREATE TABLE t (a INTEGER PRIMARY KEY, b)"), SQLITE_OK);
	test_levels_end_from_the_innermost(&db);
	test_an_error_that_ends_it(&db);
	test_reading(&db);
	test_the_programs_own(&db);
	database_end(&db);
	test_a_snapshot_is_taken_at_once();
	test_who_reads_holds_up_a_commit("DELETE", true);
	test_who_reads_holds_up_a_commit("WAL", false);
	test_a_statement_of_the_program_is_open();
	test_versions_are_not_in_user_version();
	test_attach();
	test_open();
	return failures != 0;
}
