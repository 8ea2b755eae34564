#include "database.h"

/* A migration by which this database would lose data is refused, unless somebody allowed it. */

static const char init_sql[] = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT DEFAULT 'none',"
			       " c INT NOT NULL DEFAULT 0, d AS (b || '!'));"
			       "CREATE TABLE kept (id INTEGER PRIMARY KEY, text TEXT);"
			       "CREATE TABLE empty (a, b);"
			       "CREATE VIEW v AS SELECT id, a, b, c FROM t;";
static const char trigger_sql[] = "CREATE TRIGGER r AFTER INSERT ON kept BEGIN"
				  " UPDATE kept SET text = (SELECT a FROM t) WHERE id = -1; END;";
static const char rows_sql[] = "INSERT INTO t (id, a, b, c) VALUES (1, 'x', 'none', 0), (2, NULL, 'none', 0)";

struct refused {
	const char *sql, *rows, *lost;
};

/* A database that version 1 made, and in which a program wrote since. */
static sqlite3 *
start(struct database *db, struct series *series, const char *rows)
{
	sqlite3 *handle = database_start(db);

	memset(series, 0, sizeof *series);
	series_add(series, "1", "init", init_sql, 0);
	CHECK_INT(sqlgen_migrate(&db->connection, &series->schema, NULL, NULL), SQLITE_OK);
	CHECK_INT(execute(handle, rows_sql), SQLITE_OK);
	if (rows != NULL)
		CHECK_INT(execute(handle, rows), SQLITE_OK);
	return handle;
}

static const struct refused refused[] = {
	{ "DROP TABLE t", NULL, "'t', which has 2 rows" },
	{ "drop table if exists MAIN.\"T\"", NULL, "'t', which has 2 rows" },
	{ "DROP VIEW v; ALTER TABLE t DROP COLUMN a", NULL, "'t.a', which holds 1 value," },
	{ "DROP VIEW v; ALTER TABLE t DROP d; ALTER TABLE t DROP b", "UPDATE t SET b = 'more'", "'t.b', which holds 2 values" },
	{ "DROP VIEW v; ALTER TABLE t DROP d; ALTER TABLE t DROP b", "UPDATE t SET b = 'b' WHERE id = 1", "'t.b', which holds 1 value," },
	/* Reading is not enough, nor is what a trigger reads. */
	{ "SELECT * FROM t; DROP TABLE t", NULL, "'t', which has 2 rows" },
	{ "DELETE FROM kept WHERE id IN (SELECT id FROM t); DROP TABLE t", NULL, "'t', which has 2 rows" },
	{ "INSERT INTO kept SELECT 1, count(*) FROM t; DROP TABLE t", NULL, "'t', which has 2 rows" },
	{ "INSERT INTO kept SELECT 1, count(*) FROM main.t; DROP TABLE t", NULL, "'t', which has 2 rows" },
	{ "INSERT INTO kept (text) VALUES ('x'); DROP TABLE t", trigger_sql, "'t', which has 2 rows" },
	{ "DROP VIEW v; CREATE VIEW w AS SELECT * FROM t; DROP TABLE t", NULL, "'t', which has 2 rows" },
	{ "DROP VIEW v; DELETE FROM kept WHERE text IN (SELECT a FROM t); ALTER TABLE t DROP a",
	  "CREATE TRIGGER q AFTER DELETE ON kept BEGIN INSERT INTO empty VALUES (1, 2); END",
	  "'t.a', which holds 1 value," },
	/* A rebuild that leaves a column out. */
	{ "DROP VIEW v; CREATE TABLE n (id INTEGER PRIMARY KEY, b, c); INSERT INTO n SELECT id, b, c FROM t;"
	  "DROP TABLE t; ALTER TABLE n RENAME TO t", NULL, "'t.a', which holds 1 value," },
	{ "ALTER TABLE t RENAME TO old; CREATE TABLE t (a); INSERT INTO t SELECT a FROM old;"
	  "DROP VIEW v; DROP TABLE old", NULL, "'old.id', which holds 2 values" },
	{ "CREATE TEMP TABLE k AS SELECT * FROM t; DROP TABLE t; CREATE TABLE t (id, b);"
	  "INSERT INTO t SELECT id, b FROM k; DROP TABLE k", NULL, "'k.a', which holds 1 value," },
	/* What was read is another table of that name. */
	{ "DROP VIEW v; CREATE TABLE n AS SELECT * FROM t; DROP TABLE t; ALTER TABLE n RENAME TO t; DROP TABLE t",
	  NULL, "'t', which has 2 rows" },
	{ "CREATE TEMP TABLE empty AS SELECT 1 AS a, 2 AS b; INSERT INTO kept SELECT a, b FROM empty;"
	  "DROP TABLE main.empty", "INSERT INTO empty VALUES (1, 2)", "'empty', which has 1 row," },
	{ "DROP TABLE f", "CREATE VIRTUAL TABLE f USING fts5 (x); INSERT INTO f VALUES ('x')",
	  "'f', which has 1 row," },
	{ "ALTER TABLE f RENAME TO g; ALTER TABLE g RENAME TO h; DROP TABLE h",
	  "CREATE VIRTUAL TABLE f USING fts5 (x); INSERT INTO f VALUES ('x')", "'h', which has 1 row," },
	{ "DROP TABLE f", "CREATE VIRTUAL TABLE f USING rtree (id, low, high); INSERT INTO f VALUES (1, 2, 3)",
	  "'f', which has 1 row," },
	{ "DROP TABLE \"\xc3\x9c\"\"ber\"", "CREATE TABLE \"\xc3\x9c\"\"ber\" (a); INSERT INTO \"\xc3\x9c\"\"ber\" VALUES (1)",
	  "'\xc3\x9c\"ber', which has 1 row," },
	{ "CREATE TABLE w (a, b); INSERT INTO w SELECT 1, 2 FROM kept", "", NULL },
	/* A table with the same columns, which SQLite copies as a whole. */
	{ "CREATE TABLE n (a, b); INSERT INTO n SELECT * FROM empty; DROP TABLE empty;"
	  "ALTER TABLE n RENAME TO empty", "INSERT INTO empty VALUES (1, 2)", NULL },
	{ "CREATE TABLE n (a, b); INSERT INTO 'n' SELECT * FROM 'empty'; DROP TABLE empty",
	  "INSERT INTO empty VALUES (1, 2)", NULL },
	{ "CREATE TABLE n (a, b); INSERT INTO main.n SELECT * FROM main.empty; DROP TABLE empty",
	  "INSERT INTO empty VALUES (1, 2)", NULL },
	{ "CREATE TABLE n (a, b); REPLACE INTO main.n /* all */ SELECT * FROM empty; DROP TABLE empty",
	  "INSERT INTO empty VALUES (1, 2)", NULL },
	/* A table of the file's own is nobody's, unless it may be all that is left of another. */
	{ "CREATE TABLE w (a, b); INSERT INTO w VALUES (1, 2); UPDATE kept SET text = (SELECT a FROM w);"
	  "DROP TABLE w", NULL, NULL },
	/* Another table or column is renamed to what was read, or to what the file made. */
	{ "INSERT INTO kept SELECT id, a || b || c FROM t; DROP VIEW v; ALTER TABLE t RENAME TO o;"
	  "ALTER TABLE empty RENAME TO t; DROP TABLE t; ALTER TABLE o RENAME TO t",
	  "INSERT INTO empty VALUES (1, 2)", "'t', which has 1 row," },
	{ "DROP VIEW v; INSERT INTO kept SELECT id, b FROM t; ALTER TABLE t RENAME b TO x;"
	  "ALTER TABLE t RENAME a TO b; ALTER TABLE t DROP b", NULL, "'t.b', which holds 1 value," },
	{ "DROP VIEW v; CREATE TABLE w (a); DROP TABLE w; ALTER TABLE t RENAME TO w; DROP TABLE w", NULL,
	  "'w', which has 2 rows" },
	{ "DROP VIEW v; CREATE TABLE w (a); ALTER TABLE w RENAME TO x; ALTER TABLE t RENAME TO w;"
	  "DROP TABLE w", NULL, "'w', which has 2 rows" },
	{ "DROP VIEW v; CREATE TABLE w (a); ALTER TABLE w RENAME TO x; ALTER TABLE x RENAME TO w;"
	  "INSERT INTO w VALUES (1); DROP TABLE w", NULL, NULL },
	{ "DROP VIEW v; INSERT INTO kept SELECT id, a FROM t; ALTER TABLE t RENAME TO w; DROP TABLE w",
	  "UPDATE t SET b = 'more'", "'w.b', which holds 2 values" },
	{ "DROP VIEW v; ALTER TABLE t RENAME TO w; DROP TABLE w", NULL, "'w', which has 2 rows" },
	{ "ALTER TABLE t RENAME TO w; CREATE TABLE t AS SELECT id, b, c FROM w; DROP VIEW v; DROP TABLE w",
	  NULL, "'w.a', which holds 1 value," },
	{ "CREATE TEMP TABLE k AS SELECT * FROM t; DROP TABLE t; ALTER TABLE k RENAME TO l;"
	  "ALTER TABLE l RENAME a TO z; CREATE TABLE t (id, b); INSERT INTO t SELECT id, b FROM l;"
	  "DROP TABLE l", NULL, "'l.z', which holds 1 value," },
	{ "DROP VIEW v; CREATE TEMP TABLE k AS SELECT id, a, b FROM t; DROP TABLE t; INSERT INTO kept SELECT id, a FROM k;"
	  "ALTER TABLE k RENAME TO l; ALTER TABLE l RENAME b TO y; ALTER TABLE l RENAME a TO b; DROP TABLE l", NULL,
	  "'l.y', which holds 2 values" },
	{ "DROP VIEW v; CREATE TEMP TABLE k AS SELECT id, a FROM t; ALTER TABLE t DROP a; DROP TABLE k", NULL,
	  "'k', which has 2 rows" },
	{ "DROP VIEW v; CREATE TEMP TABLE k (x); INSERT INTO k VALUES (1); ALTER TABLE t DROP d;"
	  "ALTER TABLE t DROP b; DROP TABLE k", NULL, NULL },
	/* A trigger that is gone had read by itself, too. */
	{ "INSERT INTO kept (text) VALUES ('x'); DROP TRIGGER r; DROP TABLE t", trigger_sql,
	  "'t', which has 2 rows" },
	{ "CREATE TABLE IF NOT EXISTS t (id); DROP TABLE t", NULL, "'t', which has 2 rows" },
	{ "CREATE TABLE k AS SELECT * FROM t; DROP TABLE t; CREATE TABLE t (id, b);"
	  "INSERT INTO t SELECT id, b FROM k; DROP TABLE k", NULL, "'k.a', which holds 1 value," },
};

static void
test_what_is_refused(void)
{
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		struct sqlgen_report report;
		struct series series;
		struct database db;
		sqlite3 *handle = start(&db, &series, refused[i].rows);
		int rc;

		series_add(&series, "2", "drop", refused[i].sql, 0);
		rc = sqlgen_migrate(&db.connection, &series.schema, NULL, &report);
		CHECK_INT(rc, refused[i].lost != NULL ? SQLITE_AUTH : SQLITE_OK);
		if (refused[i].lost != NULL) {
			const char *at = refused[i].sql + report.offset;

			CHECK_INT(report.stop, SQLGEN_STOP_LOSS);
			CHECK_INT(report.migration, 1);
			CHECK(strncmp(at, "D", 1) == 0 || strncmp(at, "d", 1) == 0 || strncmp(at, "ALTER", 5) == 0);
			if (report.reason != NULL && !contains(report.reason, refused[i].lost))
				fprintf(stderr, "%s\n", refused[i].sql);
			CHECK(report.reason != NULL && contains(report.reason, refused[i].lost));
			CHECK(contains(database_error(&db), "-- sqlgen: allow destructive"));
			CHECK_INT(number(handle, "SELECT count(*) FROM t"), 2);
			CHECK_INT(number(handle, "SELECT count(*) FROM sqlgen_migrations"), 1);
			series.items[1].flags = SQLGEN_ALLOW_LOSS;
			CHECK_INT(sqlgen_migrate(&db.connection, &series.schema, NULL, NULL), SQLITE_OK);
			if (strcmp(database_error(&db), "not an error") != 0)
				fprintf(stderr, "%s: %s\n", refused[i].sql, database_error(&db));
		}
		database_end(&db);
	}
}

static void
test_what_is_no_loss(void)
{
	static const char *const texts[] = {
		/* SQLite copies whole pages between tables that are alike. */
		("INSERT INTO kept VALUES (1, 'x'); CREATE TABLE n (id INTEGER PRIMARY KEY, text TEXT);"
		 "INSERT INTO n SELECT * FROM kept;"
		 "DROP TABLE kept; ALTER TABLE n RENAME TO kept"),
		("INSERT INTO kept VALUES (1, 'x'); CREATE TABLE n (id INTEGER PRIMARY KEY, text TEXT);"
		 "INSERT OR FAIL INTO main.n /* ( */"
		 " SELECT * FROM main.kept; DROP TABLE kept"),
		"INSERT INTO empty DEFAULT VALUES; INSERT INTO \"empty\" VALUES ('SELECT', 2); REPLACE INTO main.empty (a)"
		" SELECT a FROM t; WITH x AS (SELECT 1) INSERT INTO empty SELECT *, 2 FROM x",
		"DROP TABLE empty", "ALTER TABLE empty DROP b", "DROP TABLE IF EXISTS nothere",
		"DROP VIEW v; ALTER TABLE t DROP d; ALTER TABLE t DROP COLUMN b; ALTER TABLE t DROP c",
		"DELETE FROM t; DROP TABLE t",
		"DROP VIEW v; UPDATE t SET a = NULL; ALTER TABLE t DROP a",
		"DROP VIEW v; UPDATE t SET b = 'given' WHERE a IS NOT NULL; ALTER TABLE t DROP a",
		"DROP VIEW v; CREATE TABLE n (id INTEGER PRIMARY KEY, a, b, c);"
		"INSERT INTO n SELECT id, a, b, c FROM t; DROP TABLE t; ALTER TABLE n RENAME TO t",
		"DROP VIEW v; CREATE TABLE n (id INTEGER PRIMARY KEY, a);"
		"INSERT INTO n SELECT id, a FROM t; DROP TABLE t; ALTER TABLE n RENAME TO t",
		"INSERT INTO kept SELECT id, a FROM v; DROP TABLE t",
		"WITH x AS (SELECT id, a FROM t) INSERT INTO kept SELECT id, a FROM x; DROP TABLE t",
		"CREATE TABLE n AS SELECT * FROM t; DROP TABLE t",
		"INSERT INTO kept SELECT \"T\".ID, \"A\" FROM T; DROP TABLE t",
		"CREATE TEMP TABLE k AS SELECT id, a, b, c FROM t; DROP TABLE t; CREATE TABLE t (id, a);"
		"INSERT INTO t SELECT id, a || b || c FROM k; DROP TABLE k",
		"CREATE TEMP TABLE k AS SELECT 1 AS a; DROP TABLE k",
		/* What was read goes with the table and the column when they are renamed. */
		"INSERT INTO kept SELECT id, a FROM t; DROP VIEW v; ALTER TABLE t RENAME TO t_old; DROP TABLE t_old",
		"DROP VIEW v; CREATE TABLE n (id INTEGER PRIMARY KEY, a); INSERT INTO n SELECT id, a FROM t;"
		"ALTER TABLE t RENAME TO t_old; ALTER TABLE n RENAME TO t; DROP TABLE t_old",
		"DROP VIEW v; ALTER TABLE t RENAME TO t_old; CREATE TABLE t (id INTEGER PRIMARY KEY, a);"
		"INSERT INTO t SELECT id, a FROM t_old; DROP TABLE t_old",
		"DROP VIEW v; INSERT INTO kept SELECT id, a FROM t; ALTER TABLE T RENAME COLUMN A TO z;"
		"ALTER TABLE t ADD COLUMN a; ALTER TABLE t RENAME TO \"w x\"; ALTER TABLE \"w x\" RENAME z TO \"y z\";"
		"DROP TABLE \"w x\"",
		"DROP VIEW v; INSERT INTO kept SELECT rowid, a FROM t; ALTER TABLE t RENAME id TO i;"
		"ALTER TABLE t RENAME a TO z; ALTER TABLE t DROP z",
		"INSERT INTO kept SELECT rowid, a FROM empty; ALTER TABLE empty RENAME a TO z; ALTER TABLE empty RENAME TO e;"
		"DROP TABLE e",
		"DROP VIEW v; ALTER TABLE t RENAME a TO z; UPDATE t SET b = z; ALTER TABLE t DROP z",
		"DROP VIEW v; CREATE TEMP TABLE k AS SELECT id, a FROM t; DROP TABLE t; ALTER TABLE k RENAME TO l;"
		"ALTER TABLE l RENAME a TO z; CREATE TABLE t (id, a); INSERT INTO t SELECT id, z FROM l; DROP TABLE l",
		"CREATE VIEW r AS SELECT id, a FROM t; INSERT INTO kept SELECT * FROM r; DROP VIEW r; DROP VIEW v;"
		"ALTER TABLE t RENAME TO w; DROP TABLE w",
		"CREATE VIRTUAL TABLE f USING fts5 (a, content = 't', content_rowid = 'id');"
		"INSERT INTO f (f) VALUES ('rebuild'); DROP TABLE f",
		"ANALYZE; DROP TABLE sqlite_stat1", "INSERT INTO empty DEFAULT VALUES", "INSERT INTO 'empty' DEFAULT VALUES",
		/* Once by way of a view, once not. */
		"INSERT INTO kept SELECT id, a FROM v; INSERT INTO kept SELECT id + 2, a FROM t; DROP TABLE t",
		"DROP VIEW v; CREATE TEMP TABLE k AS SELECT id, a FROM t; DROP TABLE t; INSERT INTO kept SELECT id, a FROM k;"
		"ALTER TABLE k RENAME TO l; ALTER TABLE l RENAME a TO z; DROP TABLE l",
		"CREATE VIRTUAL TABLE f USING fts5 (x); INSERT INTO f VALUES ('x'); INSERT INTO kept SELECT rowid, x FROM f;"
		"ALTER TABLE f RENAME TO g; DROP TABLE g",
	};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct series series;
		struct database db;

		start(&db, &series, NULL);
		series_add(&series, "2", "drop", texts[i], 0);
		CHECK_INT(sqlgen_migrate(&db.connection, &series.schema, NULL, NULL), SQLITE_OK);
		if (strcmp(database_error(&db), "not an error") != 0)
			fprintf(stderr, "%s: %s\n", texts[i], database_error(&db));
		database_end(&db);
	}
}

/* Whatever a new file holds, migrations have put there. */
static void
test_a_new_file_loses_nothing(void)
{
	struct series series;
	struct database db;

	memset(&series, 0, sizeof series);
	series_add(&series, "1", "init", init_sql, 0);
	series_add(&series, "2", "rows", rows_sql, 0);
	series_add(&series, "3", "drop", "DROP TABLE t", 0);
	series_add(&series, "4", "vacuum", "VACUUM", SQLGEN_NO_TRANSACTION);
	series_add(&series, "5", "more", "INSERT INTO kept VALUES (1, 'x'); DROP TABLE kept", 0);
	database_start(&db);
	CHECK_INT(sqlgen_migrate(&db.connection, &series.schema, NULL, NULL), SQLITE_OK);
	database_end(&db);
}

struct told {
	int count;
	char text[256];
};

static void
tell(void *context, const struct sqlgen_loss *loss)
{
	struct told *told = context;
	size_t length = strlen(told->text);

	told->count++;
	CHECK_STR(loss->migration->version, "2");
	CHECK_INT(loss->index, 1);
	snprintf(told->text + length, sizeof told->text - length, "%s.%s %d at %d; ", loss->table,
		 loss->column ? loss->column : "*", (int)loss->count, (int)loss->offset);
}

static void
test_losses_are_told(void)
{
	struct sqlgen_options options = sqlgen_options_default();
	struct told told = { 0, "" };
	struct series series;
	struct database db;

	start(&db, &series, NULL);
	series_add(&series, "2", "drop",
		   "DROP TABLE empty; CREATE TABLE n AS SELECT id FROM t; DROP TABLE t; DROP TABLE kept", 0);
	options.on_loss = tell;
	options.context = &told;
	options.allow_loss = true;
	CHECK_INT(sqlgen_migrate(&db.connection, &series.schema, &options, NULL), SQLITE_OK);
	CHECK_STR(told.text, "empty.* 0 at 0; t.a 1 at 54; t.b 0 at 54; t.c 0 at 54; kept.* 0 at 68; ");
	database_end(&db);
}

/* A default is told by the schema only if it is written as a value. */
static void
test_defaults(void)
{
	static const struct {
		const char *column, *value;
		bool is_lost;
	} cases[] = {
		{ "x TEXT DEFAULT 5", "'5'", false },
		{ "x TEXT DEFAULT 5", "'6'", true },
		{ "x INT DEFAULT -1", "-1", false },
		{ "x REAL DEFAULT 1.5", "1.5", false },
		{ "x DEFAULT 'it''s'", "'it''s'", false },
		{ "x DEFAULT TRUE", "1", false },
		{ "x DEFAULT \"y\"", "7", true },
		{ "x DEFAULT \"x\"", "7", true },
		{ "x DEFAULT x", "7", true },
		{ "x DEFAULT (1 + 1)", "2", true },
		{ "x DEFAULT NULL", "2", true },
		{ "x DEFAULT x'00'", "2", true },
		{ "\"x y\"\"z\" DEFAULT 1", "1", false },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct series series;
		struct database db;
		char sql[256];

		snprintf(sql, sizeof sql, "CREATE TABLE d (y DEFAULT 7, %s); INSERT INTO d VALUES (7, %s)",
			 cases[i].column, cases[i].value);
		start(&db, &series, sql);
		series_add(&series, "2", "drop",
			   cases[i].column[0] == '"' ? "ALTER TABLE d DROP \"x y\"\"z\"" : "ALTER TABLE d DROP x", 0);
		CHECK_INT(sqlgen_migrate(&db.connection, &series.schema, NULL, NULL),
			  cases[i].is_lost ? SQLITE_AUTH : SQLITE_OK);
		if (strcmp(database_error(&db), "not an error") != 0 && !cases[i].is_lost)
			fprintf(stderr, "%s: %s\n", sql, database_error(&db));
		database_end(&db);
	}
}

int
main(void)
{
	test_what_is_refused();
	test_what_is_no_loss();
	test_a_new_file_loses_nothing();
	test_losses_are_told();
	test_defaults();
	return failures != 0;
}
