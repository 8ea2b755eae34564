#include "database.h"

/* What a migration says beside its SQL: whom it calls, who gets on with it, what undoes it. */

static long long
rows(const struct database *db, const char *table)
{
	char sql[64];

	snprintf(sql, sizeof sql, "SELECT count(*) FROM %s", table);
	return number(db->connection.handle, sql);
}

static int
migrate(struct database *db, const struct series *series, struct sqlgen_report *report)
{
	return sqlgen_migrate(&db->connection, &series->schema, NULL, report);
}

static int
fill(sqlite3 *handle)
{
	return sqlite3_exec(handle, "INSERT INTO t SELECT 'hook' FROM t", NULL, NULL, NULL);
}

static int
fail_in_sql(sqlite3 *handle)
{
	fill(handle);
	return sqlite3_exec(handle, "INSERT INTO nothere VALUES (1)", NULL, NULL, NULL);
}

static int
fail_by_itself(sqlite3 *handle)
{
	fill(handle);
	return SQLITE_CANTOPEN;
}

static int
leave(sqlite3 *handle)
{
	return sqlite3_exec(handle, "ROLLBACK", NULL, NULL, NULL);
}

static int
orphan(sqlite3 *handle)
{
	return sqlite3_exec(handle, "CREATE TABLE c (a REFERENCES p (a)); CREATE TABLE p (a PRIMARY KEY);"
				    "INSERT INTO c VALUES (1); PRAGMA recursive_triggers = 1", NULL, NULL, NULL);
}

static void
start(struct series *series, struct database *db)
{
	memset(series, 0, sizeof *series);
	series_add(series, "1", "init", "CREATE TABLE t (a); INSERT INTO t VALUES ('text')", 0);
	database_start(db);
	CHECK_INT(migrate(db, series, NULL), SQLITE_OK);
}

static void
add_hook(struct series *series, const char *version, int (*hook)(sqlite3 *), unsigned flags)
{
	series_add(series, version, "moves", "INSERT INTO t VALUES ('before')", SQLGEN_HOOK | flags);
	series->items[series->schema.migration_count - 1].hook = hook;
}

static void
test_a_hook_is_part_of_its_migration(void)
{
	static const struct {
		int (*hook)(sqlite3 *);
		int rc;
		const char *message;
	} cases[] = {
		{ fail_in_sql, SQLITE_ERROR, "migration 2 (moves): its hook failed: no such table: nothere" },
		{ fail_by_itself, SQLITE_CANTOPEN,
		  "migration 2 (moves): its hook failed, and returned 14 (unable to open database file)" },
		{ leave, SQLITE_AUTH, "migration 2 (moves): its hook failed: ROLLBACK is not allowed in a migration" },
	};
	struct sqlgen_report report;
	struct series series;
	struct database db;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		start(&series, &db);
		add_hook(&series, "2", cases[i].hook, 0);
		CHECK_INT(migrate(&db, &series, &report), cases[i].rc);
		CHECK_INT(report.stop, SQLGEN_STOP_HOOK);
		CHECK_INT(report.migration, 1);
		CHECK(contains(database_error(&db), cases[i].message));
		CHECK_INT(rows(&db, "t"), 1);
		CHECK_INT(rows(&db, "sqlgen_migrations"), 1);
		database_end(&db);
	}
	start(&series, &db);
	add_hook(&series, "2", fill, 0);
	add_hook(&series, "3", fill, SQLGEN_NO_TRANSACTION);
	CHECK_INT(migrate(&db, &series, &report), SQLITE_OK);
	CHECK_INT(rows(&db, "t"), 10);
	CHECK_INT(migrate(&db, &series, &report), SQLITE_OK);
	CHECK_INT(rows(&db, "t"), 10);
	database_end(&db);

	start(&series, &db);
	add_hook(&series, "2", orphan, 0);
	CHECK_INT(migrate(&db, &series, &report), SQLITE_CONSTRAINT);
	CHECK_INT(report.stop, SQLGEN_STOP_FOREIGN_KEYS);
	CHECK_INT(number(db.connection.handle, "PRAGMA recursive_triggers"), 0);
	database_end(&db);
}

/* Whoever does not have it stops before it, but not on a file that holds nothing yet. */
static void
test_a_hook_that_is_not_here(void)
{
	struct sqlgen_options options = sqlgen_options_default();
	struct sqlgen_report report;
	struct series series;
	struct database db;

	start(&series, &db);
	series_add(&series, "2", "before", "INSERT INTO t VALUES (2)", 0);
	add_hook(&series, "3", NULL, 0);
	options.one_transaction = true;
	CHECK_INT(sqlgen_migrate(&db.connection, &series.schema, &options, &report), SQLITE_ERROR);
	CHECK_INT(report.stop, SQLGEN_STOP_HOOK);
	CHECK_INT(report.migration, 2);
	CHECK_INT(report.applied, 1);
	CHECK_STR(database_error(&db), "migration 3 (moves): it calls a hook, which only the program has:"
				       " start the program to apply it");
	CHECK_INT(rows(&db, "t"), 2);
	database_end(&db);
	database_start(&db);
	CHECK_INT(migrate(&db, &series, &report), SQLITE_OK);
	CHECK_INT(report.applied, 3);
	database_end(&db);
}

/* A newer database opens if all that is newer gets on with this program, and stays as it is. */
static void
test_compatible_with(void)
{
	static const struct {
		const char *first, *second; /* what the two newer ones say */
		size_t known;               /* migrations of the program */
		const char *newer;          /* what is refused; NULL: nothing */
	} cases[] = {
		{ "2", "2", 2, NULL },
		{ "1", "2", 2, NULL },
		{ NULL, NULL, 2, "it has migration 3 (x), the program's last is 2 (second)" },
		{ "2", NULL, 2, "it has migration 4 (y), the program's last is 2 (second)" },
		{ NULL, "2", 2, "it has migration 3 (x), " },
		{ "2", "2", 1, "it has migration 2 (second), the program's last is 1 (init)" },
		{ "2", "3", 2, "it has migration 4 (y), " },
		{ NULL, "3", 3, NULL },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sqlgen_options options = sqlgen_options_default();
		struct sqlgen_report report;
		struct series series;
		struct database db;

		start(&series, &db);
		series_add(&series, "2", "second", "CREATE TABLE u (a)", 0);
		series_add(&series, "3", "x", "ALTER TABLE u ADD b", 0);
		series_add(&series, "4", "y", "CREATE TABLE v (a)", 0);
		series.items[2].compatible_with = cases[i].first;
		series.items[3].compatible_with = cases[i].second;
		CHECK_INT(migrate(&db, &series, &report), SQLITE_OK);
		series.schema.migration_count = cases[i].known;
		CHECK_INT(sqlgen_migrate(&db.connection, &series.schema, &options, &report),
			  cases[i].newer ? SQLITE_SCHEMA : SQLITE_OK);
		CHECK_INT(report.applied, 0);
		if (cases[i].newer) {
			CHECK_INT(report.stop, SQLGEN_STOP_NEWER);
			CHECK(contains(database_error(&db), cases[i].newer));
		}
		database_end(&db);
	}
}

/* That has left out one of this program's. */
static void
test_compatible_but_not_with_this(void)
{
	struct sqlgen_report report;
	struct series series;
	struct database db;

	start(&series, &db);
	series_add(&series, "3", "third", "CREATE TABLE u (a)", 0);
	series.items[1].compatible_with = "1";
	CHECK_INT(migrate(&db, &series, NULL), SQLITE_OK);
	series.schema.migration_count = 1;
	series_add(&series, "2", "second", "CREATE TABLE v (a)", 0);
	CHECK_INT(migrate(&db, &series, &report), SQLITE_SCHEMA);
	CHECK_INT(report.stop, SQLGEN_STOP_NEWER);
	CHECK_INT(rows(&db, "v"), -1);
	database_end(&db);
}

static void
test_repeatables(void)
{
	static const char old_view[] = "DROP VIEW IF EXISTS v; CREATE VIEW v AS SELECT a FROM t",
			  new_view[] = "DROP VIEW IF EXISTS v; CREATE VIEW v AS SELECT a, b FROM t";
	struct sqlgen_report report;
	struct series series, later;
	struct database db;

	memset(&series, 0, sizeof series);
	series_add(&series, "1", "init", "CREATE TABLE t (a)", 0);
	series_add(&series, "R__log", "log", "CREATE TABLE IF NOT EXISTS log (a); INSERT INTO log VALUES (1)",
		   SQLGEN_REPEATABLE);
	series_add(&series, "R__view", "view", old_view, SQLGEN_REPEATABLE);
	database_start(&db);
	CHECK_INT(migrate(&db, &series, &report), SQLITE_OK);
	CHECK_INT(report.applied, 3);
	CHECK_INT(migrate(&db, &series, &report), SQLITE_OK);
	CHECK_INT(report.applied, 0);

	/* A new version runs before them, and only the one that was changed runs again. */
	memset(&later, 0, sizeof later);
	series_add(&later, "1", "init", "CREATE TABLE t (a)", 0);
	series_add(&later, "2", "more", "ALTER TABLE t ADD b", 0);
	later.items[later.schema.migration_count] = series.items[1];
	later.schema.migration_count++;
	series_add(&later, "R__view", "view", new_view, SQLGEN_REPEATABLE);
	CHECK_INT(migrate(&db, &later, &report), SQLITE_OK);
	CHECK_INT(report.applied, 2);
	CHECK_INT(rows(&db, "log"), 1);
	CHECK_INT(number(db.connection.handle, "SELECT count(*) FROM pragma_table_info('v')"), 2);
	CHECK_INT(rows(&db, "sqlgen_migrations"), 4);
	CHECK_INT(migrate(&db, &later, &report), SQLITE_OK);
	CHECK_INT(report.applied, 0);

	/* One that is gone does no harm, and none makes a database newer. */
	later.schema.migration_count = 2;
	CHECK_INT(migrate(&db, &later, &report), SQLITE_OK);
	CHECK_INT(report.applied, 0);
	database_end(&db);
}

static void
add_undone(struct series *series, const char *version, const char *sql, const char *down)
{
	series_add(series, version, "step", sql, 0);
	series->items[series->schema.migration_count - 1].down = down;
}

static void
start_undone(struct series *series, struct database *db)
{
	start(series, db);
	add_undone(series, "2", "CREATE TABLE u (a)", "DROP TABLE u");
	add_undone(series, "3", "ALTER TABLE t ADD b", "ALTER TABLE t DROP b");
	CHECK_INT(migrate(db, series, NULL), SQLITE_OK);
}

static int
roll_back(struct database *db, const struct series *series, const char *version, struct sqlgen_report *report)
{
	return sqlgen_rollback_to(&db->connection, series != NULL ? &series->schema : NULL, version, NULL, report);
}

static void
test_rollback(void)
{
	struct sqlgen_report report;
	struct series series;
	struct database db;

	start_undone(&series, &db);
	CHECK_INT(roll_back(&db, &series, "3", &report), SQLITE_OK);
	CHECK_INT(report.applied, 0);
	CHECK_INT(roll_back(&db, &series, "2", &report), SQLITE_OK);
	CHECK_INT(report.applied, 1);
	CHECK_INT(number(db.connection.handle, "SELECT count(*) FROM pragma_table_info('t')"), 1);
	CHECK_INT(rows(&db, "sqlgen_migrations"), 2);
	CHECK_INT(migrate(&db, &series, &report), SQLITE_OK);
	CHECK_INT(report.applied, 1);
	/* The history has kept what is needed. */
	CHECK_INT(roll_back(&db, NULL, "1", &report), SQLITE_OK);
	CHECK_INT(report.applied, 2);
	CHECK_INT(rows(&db, "u"), -1);
	CHECK_INT(number(db.connection.handle, "PRAGMA foreign_keys"), 1);
	CHECK_INT(roll_back(&db, &series, NULL, &report), SQLITE_ERROR);
	CHECK_INT(report.stop, SQLGEN_STOP_NO_DOWN);
	CHECK_STR(database_error(&db), "migration 1 (init): it cannot be undone: it has no down script,"
				       " neither in a file nor in the history");
	/* Its file has one now. */
	series.items[0].down = "DELETE FROM t; DROP TABLE t";
	CHECK_INT(roll_back(&db, &series, NULL, &report), SQLITE_OK);
	CHECK_INT(rows(&db, "sqlgen_migrations"), 0);
	database_end(&db);
}

/* Repeatable ones have no version to go back to. */
static void
test_a_rollback_leaves_repeatables(void)
{
	struct sqlgen_report report;
	struct series series;
	struct database db;

	start_undone(&series, &db);
	series_add(&series, "R__v", "v", "CREATE VIEW v AS SELECT 1", SQLGEN_REPEATABLE);
	CHECK_INT(migrate(&db, &series, NULL), SQLITE_OK);
	CHECK_INT(roll_back(&db, &series, "1", &report), SQLITE_OK);
	CHECK_INT(report.applied, 2);
	CHECK_INT(number(db.connection.handle, "SELECT count(*) FROM sqlgen_migrations WHERE version = 'R__v'"), 1);
	CHECK_INT(number(db.connection.handle, "SELECT * FROM v"), 1);
	database_end(&db);
}

static void
test_a_rollback_that_fails(void)
{
	struct sqlgen_options options = sqlgen_options_default();
	struct sqlgen_report report;
	struct series series;
	struct database db;
	sqlite3 *handle;

	start_undone(&series, &db);
	handle = db.connection.handle;
	CHECK_INT(roll_back(&db, &series, "9", &report), SQLITE_NOTFOUND);
	CHECK_INT(report.stop, SQLGEN_STOP_MISSING);
	CHECK_STR(database_error(&db), "expected a version that is applied to this database, found '9'");
	CHECK_INT(execute(handle, "INSERT INTO u VALUES (1)"), SQLITE_OK);
	CHECK_INT(roll_back(&db, &series, "1", &report), SQLITE_AUTH);
	CHECK_INT(report.stop, SQLGEN_STOP_LOSS);
	CHECK_INT(report.applied, 1);
	CHECK_INT(report.migration, 1);
	CHECK(contains(database_error(&db), "migration 2 (step): it would lose 'u', which has 1 row,"));
	CHECK_INT(rows(&db, "sqlgen_migrations"), 2);
	series.items[1].down = "DROP TABLE u; ROLLBACK";
	options.allow_loss = true;
	CHECK_INT(sqlgen_rollback_to(&db.connection, &series.schema, "1", &options, &report), SQLITE_AUTH);
	CHECK_INT(report.offset, 14);
	CHECK_INT(rows(&db, "u"), 1);
	series.items[1].down = "CREATE TABLE c (a REFERENCES p (a)); CREATE TABLE p (a PRIMARY KEY);"
			       "INSERT INTO c VALUES (1)";
	CHECK_INT(roll_back(&db, &series, "1", &report), SQLITE_CONSTRAINT);
	CHECK_INT(report.stop, SQLGEN_STOP_FOREIGN_KEYS);
	CHECK_INT(rows(&db, "p"), -1);
	series.items[1].down = "DROP TABLE u";
	CHECK_INT(sqlgen_rollback_to(&db.connection, &series.schema, "1", &options, &report), SQLITE_OK);
	CHECK_INT(rows(&db, "u"), -1);
	CHECK_INT(execute(handle, "BEGIN"), SQLITE_OK);
	CHECK_INT(roll_back(&db, &series, NULL, &report), SQLITE_MISUSE);
	database_end(&db);
}

int
main(void)
{
	test_a_hook_is_part_of_its_migration();
	test_a_hook_that_is_not_here();
	test_compatible_with();
	test_compatible_but_not_with_this();
	test_repeatables();
	test_rollback();
	test_a_rollback_leaves_repeatables();
	test_a_rollback_that_fails();
	return failures != 0;
}
