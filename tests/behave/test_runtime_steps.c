#include "database.h"

/* What comes between two migrations, and at the end of one: cancelling, hooks, and whose fault an orphan is. */

static int
migrate(struct database *db, const struct series *series, struct sqlgen_report *report)
{
	return sqlgen_migrate(&db->connection, &series->schema, NULL, report);
}

static sqlite3 *
start(struct series *series, struct database *db, const char *sql)
{
	sqlite3 *handle = database_start(db);

	memset(series, 0, sizeof *series);
	series_add(series, "1", "init", sql, 0);
	CHECK_INT(migrate(db, series, NULL), SQLITE_OK);
	return handle;
}

static int
cancel_when_done(void *context, const struct sqlgen_progress *progress)
{
	(void)context;
	return progress->offset == progress->migration->size;
}

/* When the last is done there is nothing left to cancel. */
static void
test_cancelling_too_late(void)
{
	struct sqlgen_options options = sqlgen_options_default();
	struct sqlgen_report report;
	struct series series;
	struct database db;

	options.on_progress = cancel_when_done;
	start(&series, &db, "CREATE TABLE t (a)");
	series_add(&series, "2", "u", "CREATE TABLE u (a)", 0);
	series_add(&series, "3", "v", "CREATE TABLE v (a)", 0);
	CHECK_INT(sqlgen_migrate(&db.connection, &series.schema, &options, &report), SQLITE_INTERRUPT);
	CHECK_INT(report.stop, SQLGEN_STOP_CANCELLED);
	CHECK_INT(report.applied, 1);
	CHECK_INT(report.migration, 2);
	CHECK_INT(sqlgen_migrate(&db.connection, &series.schema, &options, &report), SQLITE_OK);
	CHECK_INT(report.stop, SQLGEN_STOP_NONE);
	CHECK_INT(report.applied, 1);
	database_end(&db);
}

/* In one transaction are those that run once; what runs again has its own. */
static void
test_one_transaction_but_for_repeatables(void)
{
	struct sqlgen_options options = sqlgen_options_default();
	struct sqlgen_report report;
	struct series series;
	struct database db;
	sqlite3 *handle = start(&series, &db, "CREATE TABLE t (a)");

	options.one_transaction = true;
	series_add(&series, "2", "u", "CREATE TABLE u (a)", 0);
	series_add(&series, "3", "v", "CREATE TABLE v (a)", 0);
	series_add(&series, "R__w", "w", "CREATE VIEW w AS SELECT a FROM v; SELECT nothing", SQLGEN_REPEATABLE);
	CHECK_INT(sqlgen_migrate(&db.connection, &series.schema, &options, &report), SQLITE_ERROR);
	CHECK_INT(report.migration, 3);
	CHECK_INT(report.applied, 2);
	CHECK_INT(number(handle, "SELECT count(*) FROM sqlgen_migrations"), 3);
	CHECK_INT(number(handle, "SELECT count(*) FROM sqlite_master WHERE type = 'view'"), 0);
	database_end(&db);
}

static int
add_orphan(sqlite3 *handle)
{
	return sqlite3_exec(handle, "INSERT INTO c VALUES (7)", NULL, NULL, NULL);
}

static int
add_parent(sqlite3 *handle)
{
	return sqlite3_exec(handle, "INSERT OR IGNORE INTO p VALUES (7)", NULL, NULL, NULL);
}

static int
add_nothing(sqlite3 *handle)
{
	return sqlite3_exec(handle, "SELECT * FROM c", NULL, NULL, NULL);
}

static const char family_sql[] = "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES p(id));";

/* Rows that a hook writes are looked at as those of its file are, also where there were none before. */
static void
test_a_hook_leaves_orphans(void)
{
	static const struct {
		const char *rows;
		int (*hooks[2])(sqlite3 *handle);
		int failed; /* of the two; -1: none */
	} cases[] = {
		{ "", { add_nothing, add_orphan }, 1 },
		{ "", { add_orphan, add_nothing }, 0 },
		{ "", { add_parent, add_orphan }, -1 },
		{ "INSERT INTO p VALUES (7)", { add_orphan, add_orphan }, -1 },
		{ "INSERT INTO p VALUES (8)", { add_parent, add_orphan }, -1 },
		{ "INSERT INTO p VALUES (8)", { add_nothing, add_orphan }, 1 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sqlgen_report report;
		struct series series;
		struct database db;
		char sql[200];

		snprintf(sql, sizeof sql, "%s%s", family_sql, cases[i].rows);
		memset(&series, 0, sizeof series);
		series_add(&series, "1", "init", sql, SQLGEN_HOOK);
		series_add(&series, "2", "more", "CREATE TABLE more (a)", SQLGEN_HOOK);
		series.items[0].hook = cases[i].hooks[0];
		series.items[1].hook = cases[i].hooks[1];
		database_start(&db);
		CHECK_INT(migrate(&db, &series, &report), cases[i].failed < 0 ? SQLITE_OK : SQLITE_CONSTRAINT);
		if (cases[i].failed >= 0) {
			CHECK_INT(report.stop, SQLGEN_STOP_FOREIGN_KEYS);
			CHECK_INT(report.migration, cases[i].failed);
			CHECK_STR(report.reason, "it leaves rows in 'c' whose parent in 'p' is missing: expected 0, found 1");
			CHECK_INT(number(db.connection.handle, "SELECT count(*) FROM sqlite_master"), 0);
		}
		database_end(&db);
	}
}

static int
leave_by_conflict(sqlite3 *handle)
{
	return sqlite3_exec(handle, "INSERT OR ROLLBACK INTO p VALUES (1)", NULL, NULL, NULL);
}

/* It is not the conflict that keeps the migration from being applied, but that its transaction is gone. */
static void
test_a_hook_that_fails_ends_the_transaction(void)
{
	struct sqlgen_report report;
	struct series series;
	struct database db;
	sqlite3 *handle = start(&series, &db, "CREATE TABLE p (id INTEGER PRIMARY KEY); INSERT INTO p VALUES (1)");

	series_add(&series, "2", "hooked", "INSERT INTO p VALUES (2)", SQLGEN_HOOK);
	series.items[1].hook = leave_by_conflict;
	CHECK_INT(migrate(&db, &series, &report), SQLITE_CONSTRAINT);
	CHECK_INT(report.stop, SQLGEN_STOP_HOOK);
	CHECK_STR(report.reason, "its hook ended the migration's transaction");
	CHECK_INT(number(handle, "SELECT count(*) FROM p"), 1);
	CHECK_INT(number(handle, "SELECT count(*) FROM sqlgen_migrations"), 1);
	database_end(&db);
}

/* Orphans that were there before go with their table to its new name; one that is healed excuses no other. */
static void
test_whose_orphans_they_are(void)
{
	static const struct {
		const char *sql, *reason; /* NULL: it is none of the migration's fault */
	} cases[] = {
		{ "CREATE TABLE more (a)", NULL },
		{ "ALTER TABLE q RENAME TO r", NULL },
		{ "ALTER TABLE c RENAME TO d", NULL },
		{ "ALTER TABLE c RENAME p TO parent", NULL },
		{ "ALTER TABLE s RENAME TO self", NULL },
		{ "ALTER TABLE s RENAME TO self; INSERT INTO self (up) VALUES (9)",
		  "it leaves rows in 'self' whose parent in 'self' is missing: expected 1, found 2" },
		{ "ALTER TABLE c RENAME TO d; INSERT INTO d VALUES (9, 9, 9)", "it leaves rows in 'd' whose parent in" },
		{ "INSERT INTO p VALUES (7)", NULL },
		{ "INSERT INTO p VALUES (7); INSERT INTO x VALUES (9)",
		  "it leaves rows in 'x' whose parent in 'y' is missing: expected 0, found 1" },
		{ "INSERT INTO c (q) VALUES (9)", "it leaves rows in 'c' whose parent in 'q' is missing: expected 1, found 2" },
		{ "INSERT INTO c (z) VALUES (9)", "it leaves rows in 'c' whose parent in 'z' is missing: expected 0, found 1" },
		{ "INSERT INTO p VALUES (7); INSERT INTO c (z) VALUES (9)",
		  "it leaves rows in 'c' whose parent in 'z' is missing: expected 0, found 1" },
		{ "DELETE FROM c; INSERT INTO x VALUES (9)",
		  "it leaves rows in 'x' whose parent in 'y' is missing: expected 0, found 1" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sqlgen_report report;
		struct series series;
		struct database db;
		sqlite3 *handle = start(&series, &db,
					"CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE q (id INTEGER PRIMARY KEY);"
					"CREATE TABLE y (id INTEGER PRIMARY KEY); CREATE TABLE z (id INTEGER PRIMARY KEY);"
					"CREATE TABLE c (p REFERENCES p, q REFERENCES q, z REFERENCES z);"
					"CREATE TABLE x (y REFERENCES y);"
					"CREATE TABLE s (id INTEGER PRIMARY KEY, up REFERENCES s)");

		CHECK_INT(execute(handle, "PRAGMA foreign_keys = OFF; INSERT INTO c (p) VALUES (7); INSERT INTO c (q) VALUES (8);"
					  "INSERT INTO s (up) VALUES (7)"),
			  SQLITE_OK);
		series_add(&series, "2", "more", cases[i].sql, 0);
		if (migrate(&db, &series, &report) != (cases[i].reason != NULL ? SQLITE_CONSTRAINT : SQLITE_OK)) {
			CHECK_STR(database_error(&db), cases[i].reason);
			fprintf(stderr, "%s\n", cases[i].sql);
		}
		CHECK_INT(report.stop, cases[i].reason != NULL ? SQLGEN_STOP_FOREIGN_KEYS : SQLGEN_STOP_NONE);
		CHECK(cases[i].reason == NULL || contains(report.reason, cases[i].reason));
		database_end(&db);
	}
}

/* Of all blanks this one is none to SQLite. */
static void
test_a_vertical_tab_is_no_blank(void)
{
	struct sqlgen_report report;
	struct series series;
	struct database db;

	start(&series, &db, "\t\r\n\f CREATE TABLE t (a);\f\r\n");
	series_add(&series, "2", "tab", " \vCREATE TABLE u (a)", 0);
	CHECK_INT(migrate(&db, &series, &report), SQLITE_ERROR);
	CHECK_INT(report.stop, SQLGEN_STOP_STATEMENT);
	CHECK_STR(report.reason, "unrecognized token: \"\v\"");
	CHECK_INT(report.offset, 1);
	database_end(&db);
}

int
main(void)
{
	test_cancelling_too_late();
	test_one_transaction_but_for_repeatables();
	test_a_hook_leaves_orphans();
	test_a_hook_that_fails_ends_the_transaction();
	test_whose_orphans_they_are();
	test_a_vertical_tab_is_no_blank();
	return failures != 0;
}
