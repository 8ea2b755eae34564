#include "database.h"

/* The runner: what it does, what it refuses, and what it says. */

static const char init_sql[] = "CREATE TABLE people (id TEXT PRIMARY KEY);\n"
			       "CREATE TABLE tasks (id INTEGER PRIMARY KEY, person TEXT REFERENCES people(id)"
			       " ON DELETE CASCADE, title TEXT NOT NULL);\n";
static const char fill_sql[] = "INSERT INTO people VALUES ('a'), ('b');\n"
			       "INSERT INTO tasks (person, title) VALUES ('a', 'x'), ('b', 'y');\n";

static void
init_series(struct series *series)
{
	memset(series, 0, sizeof *series);
	series_add(series, "1", "init", init_sql, 0);
	series_add(series, "2", "fill", fill_sql, 0);
}

static int
migrate(struct database *db, const struct series *series, struct sqlgen_report *report)
{
	return sqlgen_migrate(&db->connection, &series->schema, NULL, report);
}

static long long
applied(const struct database *db)
{
	return number(db->connection.handle, "SELECT count(*) FROM sqlgen_migrations");
}

static int
count_applied(void *context, const struct sqlgen_applied *row)
{
	int *count = context;

	++*count;
	CHECK_STR(row->version, *count == 1 ? "1" : "2");
	CHECK_STR(row->name, *count == 1 ? "init" : "fill");
	CHECK_INT(strlen(row->checksum), 64);
	CHECK_INT(strlen(row->applied_at), 19);
	CHECK(row->duration >= 0);
	return SQLITE_OK;
}

static void
test_it_runs_each_once(void)
{
	struct sqlgen_report report;
	struct series series;
	struct database db;
	int count = 0;

	init_series(&series);
	database_start(&db);
	CHECK_INT(sqlgen_history(&db.connection, count_applied, &count), SQLITE_OK);
	CHECK_INT(count, 0);
	CHECK_INT(migrate(&db, &series, &report), SQLITE_OK);
	CHECK_INT(report.applied, 2);
	CHECK_INT(report.stop, SQLGEN_STOP_NONE);
	CHECK(report.reason == NULL);
	CHECK_INT(migrate(&db, &series, &report), SQLITE_OK);
	CHECK_INT(report.applied, 0);
	CHECK_INT(number(db.connection.handle, "SELECT count(*) FROM tasks"), 2);
	CHECK_INT(sqlgen_history(&db.connection, count_applied, &count), SQLITE_OK);
	CHECK_INT(count, 2);
	CHECK_INT(number(db.connection.handle, "PRAGMA user_version"), 0);
	database_end(&db);
}

static void
test_settings_are_as_before(void)
{
	struct series series;
	struct database db;
	sqlite3 *handle = database_start(&db);

	init_series(&series);
	series_add(&series, "3", "settings",
		   "PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; PRAGMA recursive_triggers = ON;"
		   "PRAGMA legacy_alter_table = ON; PRAGMA ignore_check_constraints = ON;"
		   "PRAGMA reverse_unordered_selects = ON; PRAGMA case_sensitive_like = ON;"
		   "CREATE TABLE seen AS SELECT 'a' LIKE 'A' AS a; PRAGMA user_version = 7", 0);
	CHECK_INT(execute(handle, "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON"), SQLITE_OK);
	CHECK_INT(migrate(&db, &series, NULL), SQLITE_OK);
	CHECK_INT(number(handle, "PRAGMA foreign_keys"), 1);
	CHECK_INT(number(handle, "PRAGMA synchronous"), 2);
	CHECK_INT(number(handle, "PRAGMA recursive_triggers"), 0);
	CHECK_INT(number(handle, "PRAGMA legacy_alter_table"), 0);
	CHECK_INT(number(handle, "PRAGMA ignore_check_constraints"), 0);
	CHECK_INT(number(handle, "PRAGMA reverse_unordered_selects"), 0);
	CHECK_INT(number(handle, "PRAGMA busy_timeout"), 5000);
	CHECK_INT(number(handle, "SELECT 'a' LIKE 'A'"), 1);
	CHECK_INT(number(handle, "SELECT a FROM seen"), 0);
	CHECK_INT(number(handle, "PRAGMA user_version"), 7);
	series_add(&series, "4", "fails", "PRAGMA recursive_triggers = ON; nonsense", 0);
	CHECK_INT(migrate(&db, &series, NULL), SQLITE_ERROR);
	CHECK_INT(number(handle, "PRAGMA recursive_triggers"), 0);
	CHECK_INT(number(handle, "PRAGMA foreign_keys"), 1);
	CHECK_INT(number(handle, "PRAGMA synchronous"), 2);
	database_end(&db);
}

/* The 12 steps with foreign keys on, children CASCADE: none of them is lost. */
static void
test_rebuilding_a_parent_keeps_its_children(void)
{
	struct series series;
	struct database db;
	sqlite3 *handle = database_start(&db);

	init_series(&series);
	CHECK_INT(migrate(&db, &series, NULL), SQLITE_OK);
	series_add(&series, "3", "rebuild",
		   "PRAGMA foreign_keys = OFF; BEGIN;\n"
		   "CREATE TABLE s (id TEXT PRIMARY KEY, more TEXT);\n"
		   "INSERT INTO s (id) SELECT id FROM people;\n"
		   "DROP TABLE people; ALTER TABLE s RENAME TO people;\n"
		   "COMMIT; PRAGMA foreign_keys = ON;", 0);
	CHECK_INT(migrate(&db, &series, NULL), SQLITE_OK);
	CHECK_INT(number(handle, "SELECT count(*) FROM tasks WHERE person IN ('a', 'b')"), 2);
	CHECK_INT(number(handle, "PRAGMA foreign_keys"), 1);
	database_end(&db);
}

static void
test_violations(void)
{
	struct sqlgen_report report;
	struct series series;
	struct database db;
	sqlite3 *handle = database_start(&db);

	init_series(&series);
	CHECK_INT(migrate(&db, &series, NULL), SQLITE_OK);
	series_add(&series, "3", "orphans", "DELETE FROM people WHERE id = 'a'", 0);
	CHECK_INT(migrate(&db, &series, &report), SQLITE_CONSTRAINT);
	CHECK_INT(report.stop, SQLGEN_STOP_FOREIGN_KEYS);
	CHECK_INT(report.migration, 2);
	CHECK_STR(database_error(&db), "migration 3 (orphans): it leaves rows in 'tasks' whose parent in"
				       " 'people' is missing: expected 0, found 1");
	CHECK_STR(report.reason, database_error(&db) + strlen("migration 3 (orphans): "));
	CHECK_INT(number(handle, "SELECT count(*) FROM people"), 2);
	CHECK_INT(applied(&db), 2);

	/* What was there before, under whatever name, is not the migration's fault. */
	CHECK_INT(execute(handle, "PRAGMA foreign_keys = OFF; DELETE FROM people WHERE id = 'b';"
				  "CREATE TABLE odd (a REFERENCES tasks(title)); INSERT INTO odd VALUES (9)"),
		  SQLITE_OK);
	series.schema.migration_count = 2;
	series_add(&series, "3", "rename", "ALTER TABLE tasks RENAME TO jobs; CREATE TABLE z (a)", 0);
	CHECK_INT(migrate(&db, &series, &report), SQLITE_OK);
	series_add(&series, "4", "more", "DELETE FROM people", 0);
	CHECK_INT(migrate(&db, &series, &report), SQLITE_CONSTRAINT);
	CHECK(contains(database_error(&db), "expected 1, found 2"));
	database_end(&db);
}

static void
test_violations_of_a_new_file(void)
{
	struct sqlgen_report report;
	struct series series;
	struct database db;

	init_series(&series);
	series_add(&series, "3", "orphan", "INSERT INTO tasks (person, title) VALUES ('?', 'z')", 0);
	database_start(&db);
	CHECK_INT(migrate(&db, &series, &report), SQLITE_CONSTRAINT);
	CHECK_INT(report.migration, 2);
	CHECK_INT(report.applied, 0);
	CHECK_INT(number(db.connection.handle, "SELECT count(*) FROM sqlite_master"), 0);
	database_end(&db);
}

/* However the rows came, and whatever else is in the transaction that all pending migrations share. */
static void
test_violations_are_found_wherever_rows_come_from(void)
{
	static const struct {
		const char *rows, *breaks;
	} cases[] = {
		{ "INSERT INTO p VALUES (1); INSERT INTO c VALUES (1)", "DELETE FROM p" },
		{ "INSERT INTO p VALUES (1); INSERT INTO c SELECT a FROM p", "DROP TABLE p" },
		{ "REPLACE INTO p VALUES (1)", "INSERT INTO c VALUES (2)" },
		{ "CREATE TABLE made AS SELECT 1 AS a",
		  "ALTER TABLE made ADD COLUMN p DEFAULT 7 REFERENCES p (a)" },
		{ "CREATE TABLE log (a); CREATE TRIGGER t AFTER INSERT ON log BEGIN"
		  " INSERT INTO c VALUES (NEW.a); END",
		  "INSERT INTO log VALUES (3)" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sqlgen_report report;
		struct series series;
		struct database db;

		memset(&series, 0, sizeof series);
		series_add(&series, "1", "init",
			   "CREATE TABLE p (a INTEGER PRIMARY KEY);"
			   "CREATE TABLE c (a REFERENCES p)", 0);
		series_add(&series, "2", "rows", cases[i].rows, 0);
		series_add(&series, "3", "breaks", cases[i].breaks, 0);
		series_add(&series, "4", "harmless", "CREATE TABLE z (a)", 0);
		database_start(&db);
		CHECK_INT(migrate(&db, &series, &report), SQLITE_CONSTRAINT);
		CHECK_INT(report.stop, SQLGEN_STOP_FOREIGN_KEYS);
		CHECK_INT(report.migration, 2);
		database_end(&db);
	}
}

static void
test_errors_have_a_place(void)
{
	static const struct {
		const char *sql, *place, *reason;
		int rc;
	} cases[] = {
		{ "CREATE TABLE a (b);\n  -- why\n  INSERT INTO nothere VALUES (1);", "INSERT",
		  "no such table: nothere", SQLITE_ERROR },
		{ "CREATE TABLE a (b); SELECT 1,\n nope FROM a", "nope", "no such column: nope", SQLITE_ERROR },
		{ "CREATE TABLE a (b);;; SELEC 1", "SELEC", "near \"SELEC\": syntax error", SQLITE_ERROR },
		{ "CREATE TABLE a (b UNIQUE); INSERT INTO a VALUES (1), (1)", "INSERT",
		  "UNIQUE constraint failed: a.b", SQLITE_CONSTRAINT },
		{ "CREATE TABLE a (b UNIQUE); INSERT OR ROLLBACK INTO a VALUES (1), (1)", "INSERT",
		  "UNIQUE constraint failed: a.b (this ended the migration's transaction)",
		  SQLITE_CONSTRAINT },
		{ "CREATE TABLE a (b UNIQUE ON CONFLICT ROLLBACK); INSERT INTO a VALUES (1), (1)", "INSERT",
		  "UNIQUE constraint failed: a.b (this ended the migration's transaction)",
		  SQLITE_CONSTRAINT },
		{ "CREATE TABLE a (b); CREATE TRIGGER t BEFORE INSERT ON a BEGIN"
		  " SELECT RAISE(ROLLBACK, 'no; way'); END; INSERT INTO a VALUES (1)", "INSERT INTO a",
		  "no; way (this ended the migration's transaction)", SQLITE_CONSTRAINT },
		{ ".read other.sql", ".read",
		  "near \".\": syntax error (a line that begins with '.' is a command of the sqlite3 shell, not SQL)",
		  SQLITE_ERROR },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sqlgen_report report;
		struct series series;
		struct database db;

		memset(&series, 0, sizeof series);
		series_add(&series, "1", "init", cases[i].sql, 0);
		database_start(&db);
		CHECK_INT(migrate(&db, &series, &report), cases[i].rc);
		CHECK_INT(report.stop, SQLGEN_STOP_STATEMENT);
		CHECK_STR(report.reason, cases[i].reason);
		CHECK_INT(report.offset, strstr(cases[i].sql, cases[i].place) - cases[i].sql);
		CHECK_INT(number(db.connection.handle, "SELECT count(*) FROM sqlite_master"), 0);
		database_end(&db);
	}
}

/* Texts that are fine, though splitters stumble over them. */
static void
test_texts_that_run(void)
{
	static const char *const texts[] = {
		"", ";;;", "-- only a comment", "/* open", "\xef\xbb\xbf" "CREATE TABLE b (c)",
		"CREATE TABLE a (b);\r\n-- c\r\nCREATE TABLE b (c); -- end",
		"CREATE TABLE a (b); CREATE TRIGGER t AFTER INSERT ON a BEGIN\n"
		" UPDATE a SET b = CASE b WHEN 1 THEN ';' ELSE 'END;' END; /* END; */ END; INSERT INTO a VALUES (1);",
		"BEGIN; CREATE TABLE a (b); COMMIT; BEGIN TRANSACTION; INSERT INTO a VALUES (1); END;",
		"CREATE TABLE a (b DEFAULT \"hello\"); PRAGMA journal_mode = DELETE; PRAGMA user_version = 3;",
	};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct series series;
		struct database db;

		memset(&series, 0, sizeof series);
		series_add(&series, "1", "init", texts[i], 0);
		database_start(&db);
		CHECK_INT(migrate(&db, &series, NULL), SQLITE_OK);
		CHECK_INT(applied(&db), 1);
		database_end(&db);
	}
}

static void
test_a_nul_is_no_end(void)
{
	static const char text[] = "CREATE TABLE a (b);\0CREATE TABLE c (d);";
	struct sqlgen_report report;
	struct series series;
	struct database db;

	memset(&series, 0, sizeof series);
	series_add(&series, "1", "init", text, 0);
	series.items[0].size = sizeof text - 1;
	database_start(&db);
	CHECK_INT(migrate(&db, &series, &report), SQLITE_ERROR);
	CHECK_INT(report.offset, 19);
	CHECK(contains(database_error(&db), "NUL"));
	database_end(&db);
}

/* What does not go together is refused, each with its own sentence, and nothing is changed. */
static void
test_refusals(void)
{
	static const struct {
		const char *change;
		enum sqlgen_stop stop;
		const char *message;
	} cases[] = {
		{ "UPDATE sqlgen_migrations SET checksum = 'beef' WHERE version = '1'",
		  SQLGEN_STOP_EDITED, "migration 1 (init) was changed after it was applied: expected checksum beef" },
		{ "INSERT INTO sqlgen_migrations (version, name, checksum, applied_at, duration, sqlite_version)"
		  " SELECT '9', 'later' || char(10), checksum, '', 0, '' FROM sqlgen_migrations LIMIT 1",
		  SQLGEN_STOP_NEWER, "it has migration 9 (later\\x0a), the program's last is 3 (more)" },
		{ "UPDATE sqlgen_migrations SET version = '02' || version WHERE version = '2'",
		  SQLGEN_STOP_NEWER, "it has migration 022 (fill), the program's last is 3 (more)" },
		{ "UPDATE sqlgen_migrations SET version = '002' WHERE version = '2'",
		  SQLGEN_STOP_MISSING, "migration 002 (fill) was applied to this database, but is not among the program's,"
		  " whose last is 3 (more)" },
		{ "UPDATE sqlgen_migrations SET version = '2x' WHERE version = '2'",
		  SQLGEN_STOP_NEWER, "it has migration 2x (fill), the program's last is 3 (more)" },
		{ "UPDATE sqlgen_migrations SET version = '' WHERE version = '2'",
		  SQLGEN_STOP_NEWER, "it has migration  (fill), the program's last is 3 (more)" },
		{ "UPDATE sqlgen_migrations SET version = '1x' WHERE version = '1'",
		  SQLGEN_STOP_MISSING, "migration 1x (init) was applied to this database, and before 2 (fill)" },
		{ "DELETE FROM sqlgen_migrations WHERE version = '1'",
		  SQLGEN_STOP_ORDER, "migration 1 (init) is not applied, but 2 (fill)" },
		{ "DROP TABLE sqlgen_migrations; CREATE VIEW sqlgen_migrations AS SELECT 1",
		  SQLGEN_STOP_DATABASE, "something else of that name" },
		{ "CREATE TRIGGER x AFTER INSERT ON sqlgen_migrations BEGIN DELETE FROM tasks; END",
		  SQLGEN_STOP_DATABASE, "something else of that name" },
		{ "CREATE TABLE kept AS SELECT * FROM sqlgen_migrations; DROP TABLE sqlgen_migrations;"
		  "ALTER TABLE kept RENAME TO sqlgen_migrations",
		  SQLGEN_STOP_DATABASE, "something else of that name" },
		{ "ALTER TABLE sqlgen_migrations DROP COLUMN duration",
		  SQLGEN_STOP_DATABASE, "something else of that name" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sqlgen_report report;
		struct series series;
		struct database db;
		long long changes;

		init_series(&series);
		database_start(&db);
		CHECK_INT(migrate(&db, &series, NULL), SQLITE_OK);
		CHECK_INT(execute(db.connection.handle, cases[i].change), SQLITE_OK);
		changes = number(db.connection.handle, "SELECT total_changes()");
		series_add(&series, "3", "more", "DELETE FROM tasks", 0);
		CHECK_INT(migrate(&db, &series, &report), SQLITE_SCHEMA);
		CHECK_INT(report.stop, cases[i].stop);
		CHECK(contains(database_error(&db), cases[i].message));
		CHECK_STR(report.reason, database_error(&db));
		CHECK_INT(number(db.connection.handle, "SELECT total_changes()"), changes);
		database_end(&db);
	}
}

/* A history row is data, whatever types it holds. */
static void
test_a_strange_history(void)
{
	struct sqlgen_report report;
	struct series series;
	struct database db;

	init_series(&series);
	database_start(&db);
	CHECK_INT(execute(db.connection.handle,
			  "CREATE TABLE sqlgen_migrations (id INTEGER PRIMARY KEY, version, name, checksum, applied_at, duration,"
			  " sqlite_version, is_repeatable, down, compatible_with, adopted_from);"
			  "INSERT INTO sqlgen_migrations VALUES"
			  " (NULL, NULL, x'00ff', 5, NULL, 'x', NULL, NULL, x'00', 7.5, 7),"
			  " (2, '1', NULL, NULL, 1.5, x'', 0, 'no', 1, x'ff', x'00')"),
		  SQLITE_OK);
	CHECK_INT(migrate(&db, &series, &report), SQLITE_SCHEMA);
	CHECK_INT(report.stop, SQLGEN_STOP_MISSING);
	database_end(&db);
}

struct watcher {
	int calls, cancel_at, committed;
	size_t last;
};

static int
watch(void *context, const struct sqlgen_progress *progress)
{
	struct watcher *watcher = context;

	CHECK(progress->offset <= progress->migration->size);
	if (progress->offset == progress->migration->size)
		watcher->committed++;
	watcher->last = progress->index;
	return ++watcher->calls == watcher->cancel_at;
}

static void
test_progress_and_cancelling(void)
{
	struct sqlgen_options options = sqlgen_options_default();
	struct watcher watcher = { 0, 0, 0, 0 };
	struct sqlgen_report report;
	struct series series;
	struct database db;

	init_series(&series);
	options.on_progress = watch;
	options.context = &watcher;
	for (int at = 1; at <= 4; at++) {
		database_start(&db);
		watcher = (struct watcher){ 0, at, 0, 0 };
		CHECK_INT(sqlgen_migrate(&db.connection, &series.schema, &options, &report),
			  SQLITE_INTERRUPT);
		CHECK_INT(report.stop, SQLGEN_STOP_CANCELLED);
		CHECK_INT(report.applied, 0);
		CHECK_INT(watcher.committed, 0);
		CHECK_INT(number(db.connection.handle, "SELECT count(*) FROM sqlite_master"), 0);
		database_end(&db);
	}
	database_start(&db);
	watcher = (struct watcher){ 0, 0, 0, 0 };
	CHECK_INT(sqlgen_migrate(&db.connection, &series.schema, &options, &report), SQLITE_OK);
	CHECK_INT(watcher.calls, 6);
	CHECK_INT(watcher.committed, 2);
	series_add(&series, "3", "a", "CREATE TABLE a (b)", 0);
	series_add(&series, "4", "b", "CREATE TABLE b (c)", 0);
	watcher = (struct watcher){ 0, 2, 0, 0 };
	CHECK_INT(sqlgen_migrate(&db.connection, &series.schema, &options, &report), SQLITE_INTERRUPT);
	CHECK_INT(report.applied, 1);
	CHECK_INT(report.migration, 3);
	CHECK_INT(applied(&db), 3);
	database_end(&db);
}

static void
test_transactions(void)
{
	struct sqlgen_options options = sqlgen_options_default();
	struct sqlgen_report report;
	struct series series;
	struct database db;

	init_series(&series);
	series_add(&series, "3", "bad", "nonsense", 0);
	database_start(&db);
	CHECK_INT(migrate(&db, &series, &report), SQLITE_ERROR);
	CHECK_INT(report.applied, 0);
	CHECK_INT(report.migration, 2);
	CHECK_INT(number(db.connection.handle, "SELECT count(*) FROM sqlite_master"), 0);
	CHECK_INT(execute(db.connection.handle, "CREATE TABLE somebodys (a)"), SQLITE_OK);
	options.one_transaction = true;
	CHECK_INT(sqlgen_migrate(&db.connection, &series.schema, &options, &report), SQLITE_ERROR);
	CHECK_INT(report.applied, 0);
	CHECK_INT(number(db.connection.handle, "SELECT count(*) FROM sqlite_master"), 1);
	CHECK_INT(migrate(&db, &series, &report), SQLITE_ERROR);
	CHECK_INT(report.applied, 2);
	CHECK_INT(applied(&db), 2);
	CHECK_INT(sqlgen_begin(&db.connection), SQLITE_OK);
	CHECK_INT(migrate(&db, &series, &report), SQLITE_MISUSE);
	CHECK_INT(report.stop, SQLGEN_STOP_DATABASE);
	CHECK_INT(sqlgen_rollback(&db.connection), SQLITE_OK);
	database_end(&db);
}

static void
test_a_full_disk(void)
{
	struct sqlgen_report report;
	struct series series;
	struct database db;

	init_series(&series);
	database_start(&db);
	CHECK_INT(migrate(&db, &series, NULL), SQLITE_OK);
	CHECK_INT(execute(db.connection.handle, "PRAGMA max_page_count = 10"), SQLITE_OK);
	series_add(&series, "3", "big", "CREATE TABLE big (a); INSERT INTO big VALUES (randomblob(100000))", 0);
	CHECK_INT(migrate(&db, &series, &report), SQLITE_FULL);
	CHECK(contains(database_error(&db), "migration 3 (big): database or disk is full"));
	CHECK_INT(sqlite3_get_autocommit(db.connection.handle), 1);
	CHECK_INT(applied(&db), 2);
	database_end(&db);
}

/* A newer database is opened by nobody, and not a byte of it changes. */
static void
test_a_newer_file_is_untouched(void)
{
	struct sqlgen_options options = sqlgen_options_default();
	struct scratch scratch;
	struct series series;
	struct database db;

	init_series(&series);
	scratch_make(&scratch);
	options.journal_mode = "DELETE";
	CHECK_INT(database_open(&db, scratch.path, &options, &series.schema), SQLITE_OK);
	database_end(&db);
	series.schema.migration_count = 1;
	CHECK_INT(database_open(&db, scratch.path, NULL, &series.schema), SQLITE_SCHEMA);
	CHECK(contains(database_error(&db), "newer"));
	database_end(&db);
	series.schema.migration_count = 2;
	options.journal_mode = NULL;
	CHECK_INT(database_open(&db, scratch.path, &options, &series.schema), SQLITE_OK);
	CHECK_INT(number(db.connection.handle,
			 "SELECT journal_mode = 'delete' FROM pragma_journal_mode"), 1);
	database_end(&db);
	scratch_remove(&scratch);
}

static void
test_waiting_has_a_limit(void)
{
	struct sqlgen_options options = sqlgen_options_default();
	struct sqlgen_report report;
	struct scratch scratch;
	struct series series;
	struct database a, b;
	struct watcher watcher = { 0, 5, 0, 0 };

	init_series(&series);
	scratch_make(&scratch);
	CHECK_INT(database_open(&a, scratch.path, NULL, &series.schema), SQLITE_OK);
	series_add(&series, "3", "more", "CREATE TABLE more (a)", 0);
	options.migrate = false;
	options.migrate_timeout = 20;
	CHECK_INT(database_open(&b, scratch.path, &options, &series.schema), SQLITE_OK);
	CHECK_INT(sqlgen_begin(&a.connection), SQLITE_OK);
	CHECK_INT(sqlgen_migrate(&b.connection, &series.schema, &options, &report), SQLITE_BUSY);
	CHECK_INT(report.stop, SQLGEN_STOP_DATABASE);
	options.migrate_timeout = -1;
	options.on_progress = watch;
	options.context = &watcher;
	CHECK_INT(sqlgen_migrate(&b.connection, &series.schema, &options, &report), SQLITE_INTERRUPT);
	CHECK_INT(report.stop, SQLGEN_STOP_CANCELLED);
	CHECK_INT(watcher.calls, 5);
	CHECK_INT(sqlgen_rollback(&a.connection), SQLITE_OK);
	CHECK_INT(sqlgen_migrate(&b.connection, &series.schema, NULL, &report), SQLITE_OK);
	database_end(&a);
	database_end(&b);
	scratch_remove(&scratch);
}

int
main(void)
{
	test_it_runs_each_once();
	test_settings_are_as_before();
	test_rebuilding_a_parent_keeps_its_children();
	test_violations();
	test_violations_of_a_new_file();
	test_violations_are_found_wherever_rows_come_from();
	test_errors_have_a_place();
	test_texts_that_run();
	test_a_nul_is_no_end();
	test_refusals();
	test_a_strange_history();
	test_progress_and_cancelling();
	test_transactions();
	test_a_full_disk();
	test_a_newer_file_is_untouched();
	test_waiting_has_a_limit();
	return failures != 0;
}
