#include "database.h"

/* A migration's text cannot leave its transaction or its file. */

static void
do_nothing(sqlite3_context *context, int count, sqlite3_value **values)
{
	(void)count;
	(void)values;
	sqlite3_result_int(context, 1);
}

/* With the functions that are refused, which not every SQLite has. */
static void
start(struct database *db, struct series *series)
{
	memset(series, 0, sizeof *series);
	series_add(series, "1", "init", "CREATE TABLE t (a); INSERT INTO t VALUES (1)", 0);
	database_start(db);
	sqlite3_create_function(db->connection.handle, "load_extension", 1, SQLITE_UTF8, NULL,
				do_nothing, NULL, NULL);
	sqlite3_create_function(db->connection.handle, "fts3_tokenizer", 2, SQLITE_UTF8, NULL,
				do_nothing, NULL, NULL);
	CHECK_INT(sqlgen_migrate(&db->connection, &series->schema, NULL, NULL), SQLITE_OK);
}

static void
test_refused(void)
{
	static const struct {
		const char *sql, *reason;
	} cases[] = {
		{ "ROLLBACK", "ROLLBACK is not allowed in a migration" },
		{ "DELETE FROM t; ROLLBACK; BEGIN", "ROLLBACK is not allowed" },
		{ "SAVEPOINT a; DELETE FROM t; ROLLBACK TO a", "SAVEPOINT is not allowed" },
		{ "RELEASE sqlgen", "SAVEPOINT is not allowed" },
		{ "ATTACH 'other.db' AS other", "ATTACH is not allowed in a migration: a migration stays in its own file" },
		{ "ATTACH '' AS other", "ATTACH is not allowed" },
		{ "ATTACH (SELECT 'other.db') AS other", "ATTACH is not allowed" },
		{ "DETACH main", "DETACH is not allowed" },
		{ "SELECT load_extension('x')", "load_extension is not allowed" },
		{ "SELECT fts3_tokenizer('simple', x'4141414141414141')", "fts3_tokenizer is not allowed" },
		{ "CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT load_extension('x'); END; INSERT INTO t VALUES (2)",
		  "load_extension is not allowed" },
		{ "PRAGMA writable_schema = ON", "PRAGMA writable_schema is not allowed" },
		{ "PRAGMA WRITABLE_SCHEMA = RESET", "PRAGMA WRITABLE_SCHEMA is not allowed" },
		{ "PRAGMA temp_store_directory = 'x'", "PRAGMA temp_store_directory is not allowed" },
		{ "PRAGMA data_store_directory = 'x'", "PRAGMA data_store_directory is not allowed" },
		{ "PRAGMA trusted_schema = ON", "PRAGMA trusted_schema is not allowed" },
		{ "PRAGMA key = 'x'", "PRAGMA key is not allowed" },
		{ "PRAGMA query_only = ON", "PRAGMA query_only is not allowed" },
		{ "PRAGMA hard_heap_limit = 1", "PRAGMA hard_heap_limit is not allowed" },
		{ "PRAGMA schema_version = 1", "PRAGMA schema_version is not allowed" },
		{ "DELETE FROM sqlgen_migrations", "changing sqlgen_migrations is not allowed" },
		{ "INSERT INTO \"SQLGEN_migrations\" DEFAULT VALUES", "changing sqlgen_migrations is not allowed" },
		{ "UPDATE sqlgen_migrations SET version = 2", "changing sqlgen_migrations is not allowed" },
		{ "DROP TABLE sqlgen_migrations", "changing sqlgen_migrations is not allowed" },
		{ "ALTER TABLE sqlgen_migrations ADD x", "changing sqlgen_migrations is not allowed" },
		{ "ALTER TABLE sqlgen_migrations RENAME TO x", "changing sqlgen_migrations is not allowed" },
		{ "CREATE TRIGGER x AFTER INSERT ON sqlgen_migrations BEGIN SELECT 1; END",
		  "changing sqlgen_migrations is not allowed" },
		{ "CREATE TEMP TABLE sqlgen_migrations (a)", "changing sqlgen_migrations is not allowed" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sqlgen_report report;
		struct series series;
		struct database db;
		char sql[256];

		snprintf(sql, sizeof sql, "CREATE TABLE half (done); %s;", cases[i].sql);
		start(&db, &series);
		series_add(&series, "2", "bad", sql, 0);
		CHECK(sqlgen_migrate(&db.connection, &series.schema, NULL, &report) != SQLITE_OK);
		CHECK_INT(report.stop, SQLGEN_STOP_STATEMENT);
		CHECK(contains(report.reason, cases[i].reason));
		CHECK(report.offset >= 25);
		CHECK_INT(number(db.connection.handle, "SELECT count(*) FROM t"), 1);
		CHECK_INT(number(db.connection.handle, "SELECT count(*) FROM half"), -1);
		CHECK_INT(number(db.connection.handle, "SELECT count(*) FROM sqlgen_migrations"), 1);
		CHECK_INT(execute(db.connection.handle, "ATTACH '' AS a; DETACH a"), SQLITE_OK);
		database_end(&db);
	}
}

static void
test_a_vacuum_into_is_refused(void)
{
	struct sqlgen_report report;
	struct series series;
	struct database db;

	start(&db, &series);
	series_add(&series, "2", "out", "VACUUM INTO 'stolen.db'", SQLGEN_NO_TRANSACTION);
	CHECK_INT(sqlgen_migrate(&db.connection, &series.schema, NULL, &report), SQLITE_AUTH);
	CHECK(contains(report.reason, "VACUUM INTO is not allowed in a migration"));
	CHECK(access("stolen.db", F_OK) != 0);
	series.schema.migration_count = 1;
	series_add(&series, "2", "out", "ATTACH '' AS x", SQLGEN_NO_TRANSACTION);
	CHECK_INT(sqlgen_migrate(&db.connection, &series.schema, NULL, &report), SQLITE_AUTH);
	series.schema.migration_count = 1;
	series_add(&series, "2", "out", "VACUUM", 0);
	CHECK_INT(sqlgen_migrate(&db.connection, &series.schema, NULL, &report), SQLITE_ERROR);
	CHECK(contains(report.reason, "cannot VACUUM from within a transaction"));
	CHECK(contains(report.reason, "begins with '-- sqlgen: no transaction'"));
	series.schema.migration_count = 1;
	series_add(&series, "2", "out", "VACUUM /* of */ main INTO 'stolen.db'", 0);
	CHECK_INT(sqlgen_migrate(&db.connection, &series.schema, NULL, &report), SQLITE_AUTH);
	CHECK(contains(report.reason, "VACUUM INTO is not allowed in a migration"));
	series.schema.migration_count = 1;
	series_add(&series, "2", "out", "vacuum into 'stolen.db'", 0);
	CHECK_INT(sqlgen_migrate(&db.connection, &series.schema, NULL, &report), SQLITE_AUTH);
	CHECK(contains(report.reason, "VACUUM INTO is not allowed in a migration"));
	database_end(&db);
}

/* Statements that cannot act in a transaction, or that would end ours, do nothing. */
static void
test_passed_over(void)
{
	static const char *const texts[] = {
		"BEGIN; INSERT INTO t VALUES (2); COMMIT",
		"BEGIN EXCLUSIVE; INSERT INTO t VALUES (2); END",
		"INSERT INTO t VALUES (2); COMMIT; BEGIN",
		"COMMIT; PRAGMA foreign_keys=OFF; BEGIN; INSERT INTO t VALUES (2); COMMIT; PRAGMA foreign_keys=ON; BEGIN",
		"CREATE TEMP TABLE x (a); PRAGMA temp_store = MEMORY; INSERT INTO t VALUES (2); DROP TABLE x",
		"PRAGMA page_size = 512; PRAGMA auto_vacuum = 1; PRAGMA encoding = 'UTF-16'; INSERT INTO t VALUES (2)",
		"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; INSERT INTO t VALUES (2)",
		"PRAGMA foreign_keys = OFF; PRAGMA locking_mode = EXCLUSIVE; INSERT INTO t VALUES (2)",
		"PRAGMA table_info(t); PRAGMA integrity_check; PRAGMA optimize; INSERT INTO t VALUES (2)",
		"PRAGMA foreign_key_check; PRAGMA schema_version; INSERT INTO t VALUES (2)",
		"PRAGMA cache_size; PRAGMA page_size; PRAGMA incremental_vacuum; PRAGMA wal_checkpoint; INSERT INTO t VALUES (2)",
	};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct series series;
		struct database db;
		char sql[256];

		start(&db, &series);
		series_add(&series, "2", "own", texts[i], 0);
		CHECK_INT(sqlgen_migrate(&db.connection, &series.schema, NULL, NULL), SQLITE_OK);
		CHECK_INT(number(db.connection.handle, "SELECT count(*) FROM t"), 2);
		CHECK_INT(sqlite3_get_autocommit(db.connection.handle), 1);
		snprintf(sql, sizeof sql, "%s; nonsense", texts[i]);
		series_add(&series, "3", "fails", sql, 0);
		CHECK_INT(sqlgen_migrate(&db.connection, &series.schema, NULL, NULL), SQLITE_ERROR);
		CHECK_INT(number(db.connection.handle, "SELECT count(*) FROM t"), 2);
		database_end(&db);
	}
}

/* Outside a transaction what needs that can be done, and nothing is left open. */
static void
test_no_transaction(void)
{
	struct sqlgen_options options = sqlgen_options_default();
	struct sqlgen_report report;
	struct scratch scratch;
	struct series series;
	struct database db;
	sqlite3 *handle;

	scratch_make(&scratch);
	memset(&series, 0, sizeof series);
	series_add(&series, "1", "pages", "PRAGMA page_size = 8192; PRAGMA auto_vacuum = 2; VACUUM;",
		   SQLGEN_NO_TRANSACTION);
	series_add(&series, "2", "init", "CREATE TABLE t (a); INSERT INTO t VALUES (1);", 0);
	series_add(&series, "3", "vacuum", "VACUUM; PRAGMA incremental_vacuum;", SQLGEN_NO_TRANSACTION);
	series_add(&series, "4", "own", "BEGIN; INSERT INTO t VALUES (2); COMMIT;"
		   "BEGIN; DELETE FROM t; ROLLBACK;", SQLGEN_NO_TRANSACTION);
	series_add(&series, "5", "more", "CREATE TABLE u (a);", 0);
	options.journal_mode = "DELETE";
	CHECK_INT(database_open(&db, scratch.path, &options, &series.schema), SQLITE_OK);
	handle = db.connection.handle;
	CHECK_INT(number(handle, "PRAGMA page_size"), 8192);
	CHECK_INT(number(handle, "PRAGMA auto_vacuum"), 2);
	CHECK_INT(number(handle, "SELECT count(*) FROM t"), 2);
	CHECK_INT(number(handle, "SELECT count(*) FROM sqlgen_migrations"), 5);

	series_add(&series, "6", "open", "BEGIN; INSERT INTO t VALUES (3);", SQLGEN_NO_TRANSACTION);
	CHECK_INT(sqlgen_migrate(&db.connection, &series.schema, NULL, &report), SQLITE_ERROR);
	CHECK(contains(report.reason, "still open"));
	CHECK_INT(sqlite3_get_autocommit(handle), 1);
	CHECK_INT(number(handle, "SELECT count(*) FROM t"), 2);
	CHECK_INT(number(handle, "SELECT count(*) FROM sqlgen_migrations"), 5);
	database_end(&db);
	scratch_remove(&scratch);
}

/*
 * Outside a transaction nothing can be taken back: what the first statements did stays, the history says
 * that it is not applied, what comes behind it does not run, and once its text can run again it goes on.
 */
static void
test_no_transaction_fails_half_way(void)
{
	static const char text[] = "CREATE TABLE u (a); INSERT INTO u VALUES (1); INSERT INTO nowhere VALUES (1);"
				   "CREATE TABLE w (a)";
	static const char mended[] = "DROP TABLE IF EXISTS u; CREATE TABLE u (a); INSERT INTO u VALUES (1);"
				     "CREATE TABLE w (a)";
	struct sqlgen_report report;
	struct series series;
	struct database db;
	sqlite3 *handle = database_start(&db);

	memset(&series, 0, sizeof series);
	series_add(&series, "1", "init", "CREATE TABLE t (a)", 0);
	CHECK_INT(sqlgen_migrate(&db.connection, &series.schema, NULL, NULL), SQLITE_OK);
	series_add(&series, "2", "outside", text, SQLGEN_NO_TRANSACTION | SQLGEN_ALLOW_LOSS);
	series_add(&series, "3", "behind", "CREATE TABLE x (a)", 0);
	for (int run = 0; run < 2; run++) {
		CHECK_INT(sqlgen_migrate(&db.connection, &series.schema, NULL, &report), SQLITE_ERROR);
		CHECK_INT(report.stop, SQLGEN_STOP_STATEMENT);
		CHECK_INT(report.migration, 1);
		CHECK_INT(report.applied, 0);
		CHECK(contains(database_error(&db), run == 0 ? "no such table: nowhere" : "table u already exists"));
		CHECK_INT(report.offset, run == 0 ? strstr(text, "nowhere") - text - 12 : 13);
		CHECK_INT(sqlite3_get_autocommit(handle), 1);
		CHECK_INT(number(handle, "SELECT count(*) FROM u"), 1);
		CHECK_INT(number(handle, "SELECT count(*) FROM sqlite_master WHERE name IN ('w', 'x')"), 0);
		CHECK_INT(number(handle, "SELECT count(*) FROM sqlgen_migrations"), 1);
	}
	series.items[1].sql = mended;
	series.items[1].size = strlen(mended);
	CHECK_INT(sqlgen_migrate(&db.connection, &series.schema, NULL, &report), SQLITE_OK);
	CHECK_INT(report.applied, 2);
	CHECK_INT(number(handle, "SELECT count(*) FROM sqlite_master WHERE name IN ('u', 'w', 'x')"), 3);
	database_end(&db);
}

/* The other process: it runs everything while the first stands before its no transaction file. */
struct other_process {
	struct database db;
	struct series *series;
	size_t applied;
};

static int
be_faster(void *context, const struct sqlgen_progress *progress)
{
	struct other_process *other = context;
	struct sqlgen_report report;

	if (progress->index != 1 || progress->offset != 0)
		return 0;
	CHECK_INT(sqlgen_migrate(&other->db.connection, &other->series->schema, NULL, &report), SQLITE_OK);
	other->applied += report.applied;
	return 0;
}

/* Whether the text then fails or not: it is done, once. */
static void
test_another_process_was_faster(const char *text)
{
	struct sqlgen_options options = sqlgen_options_default();
	struct other_process other;
	struct sqlgen_report report;
	struct scratch scratch;
	struct series series;
	struct database db;

	scratch_make(&scratch);
	memset(&series, 0, sizeof series);
	series_add(&series, "1", "init", "CREATE TABLE t (a)", 0);
	series_add(&series, "2", "outside", text, SQLGEN_NO_TRANSACTION);
	series_add(&series, "3", "more", "CREATE TABLE v (a)", 0);
	memset(&other, 0, sizeof other);
	other.series = &series;
	options.migrate = options.check = false;
	CHECK_INT(database_open(&other.db, scratch.path, &options, &series.schema), SQLITE_OK);
	CHECK_INT(database_open(&db, scratch.path, &options, &series.schema), SQLITE_OK);
	options.on_progress = be_faster;
	options.context = &other;
	CHECK_INT(sqlgen_migrate(&db.connection, &series.schema, &options, &report), SQLITE_OK);
	CHECK_INT(report.stop, SQLGEN_STOP_NONE);
	CHECK_INT(report.applied, 1);
	CHECK_INT(other.applied, 2);
	CHECK_INT(number(db.connection.handle, "SELECT count(*) FROM sqlgen_migrations"), 3);
	database_end(&db);
	database_end(&other.db);
	scratch_remove(&scratch);
}

/* What is there already is not made again, and everything else of the file runs. */
static void
test_if_missing(void)
{
	static const char by_hand[] = "CREATE TABLE \"Tasks\" (id, \"a;b\"); CREATE INDEX i ON Tasks(id);"
				      "CREATE TEMP TABLE temporary_one (a)";
	static const char text[] =
		"CREATE TABLE tasks (id, more, 'x;y' DEFAULT ';');\n"
		"create table IF NOT EXISTS [tasks] (id);\n"
		"ALTER TABLE tasks ADD COLUMN [a;b] TEXT DEFAULT ';'; /* ; */\n"
		"ALTER TABLE main.tasks ADD \"ID\"; CREATE TABLE \"MAIN\".tasks (id); CREATE TABLE 'temp'.temporary_one (b);\n"
		"CREATE UNIQUE INDEX main.I ON tasks(id);\n"
		"CREATE TEMPORARY TABLE temporary_one (b);\n"
		"ALTER TABLE tasks ADD c; ALTER TABLE tasks ADD COLUMN column_d; CREATE INDEX j ON tasks(c);\n"
		"CREATE TABLE other (a); INSERT INTO other VALUES (1);\n"
		"ALTER TABLE tasks ADD c -- the end";
	struct sqlgen_report report;
	struct series series;
	struct database db;
	sqlite3 *handle = database_start(&db);

	memset(&series, 0, sizeof series);
	CHECK_INT(execute(handle, by_hand), SQLITE_OK);
	series_add(&series, "1", "adopt", text, SQLGEN_IF_MISSING);
	CHECK_INT(sqlgen_migrate(&db.connection, &series.schema, NULL, &report), SQLITE_OK);
	CHECK_INT(number(handle, "SELECT count(*) FROM pragma_table_info('tasks')"), 4);
	CHECK_INT(number(handle, "SELECT count(*) FROM other"), 1);
	CHECK_INT(number(handle, "SELECT count(*) FROM pragma_index_list('tasks')"), 2);
	series_add(&series, "2", "plain", "CREATE TABLE other (a)", 0);
	CHECK_INT(sqlgen_migrate(&db.connection, &series.schema, NULL, &report), SQLITE_ERROR);
	CHECK_STR(report.reason, "table other already exists");
	database_end(&db);
}

/* What is none of those statements, or no statement, is as without the flag. */
static void
test_if_missing_changes_nothing_else(void)
{
	static const char *const texts[] = {
		"ALTER", "ALTER VIEW t", "ALTER TABLE", "ALTER TABLE t", "ALTER TABLE t RENAME TO u", "ALTER TABLE t ADD",
		"ALTER TABLE t ADD COLUMN", "ALTER TABLE nowhere ADD COLUMN a", "ALTER TABLE main. ADD a", "CREATE",
		"CREATE TABLE", "CREATE UNIQUE", "CREATE TEMP VIEW v AS SELECT 1", "CREATE INDEX", "CREATE TABLE IF",
		"CREATE TABLE IF NOT", "CREATE INDEX IF NOT EXISTS", "CREATE TABLE main.", "CREATE TABLE nowhere.t (a)",
		"CREATE TABLE sqlgen_migrations_2 (a)", "EXPLAIN CREATE TABLE t (a)", "; ;", "-- nothing",
	};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		char said[2][SQLGEN_MESSAGE_SIZE];
		int rc[2];

		for (int flag = 0; flag < 2; flag++) {
			struct series series;
			struct database db;

			start(&db, &series);
			series_add(&series, "2", "odd", texts[i], flag ? SQLGEN_IF_MISSING : 0);
			rc[flag] = sqlgen_migrate(&db.connection, &series.schema, NULL, NULL);
			snprintf(said[flag], sizeof said[flag], "%s", database_error(&db));
			database_end(&db);
		}
		CHECK_INT(rc[1], rc[0]);
		CHECK_STR(said[1], said[0]);
	}
}

int
main(void)
{
	test_refused();
	test_a_vacuum_into_is_refused();
	test_passed_over();
	test_no_transaction();
	test_no_transaction_fails_half_way();
	test_another_process_was_faster("VACUUM");
	test_another_process_was_faster("CREATE TABLE u (a)");
	test_if_missing();
	test_if_missing_changes_nothing_else();
	return failures != 0;
}
