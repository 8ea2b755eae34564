#include "database.h"

/*
 * What a program stops by itself: by a progress handler, as the cancel button of a window has one, by
 * its own authorizer, or by a limit. Of whatever is left in the middle, nothing stays.
 */

/* Stops the first statement whose text begins so. */
struct stopper {
	const char *begins;
	bool is_met;
	int stopped;
};

static int
meet(unsigned kind, void *context, void *statement, void *text)
{
	struct stopper *stopper = context;

	(void)kind;
	(void)statement;
	stopper->is_met = strncmp(text, stopper->begins, strlen(stopper->begins)) == 0;
	return 0;
}

static int
stop(void *context)
{
	struct stopper *stopper = context;

	if (!stopper->is_met || stopper->stopped > 0)
		return 0;
	stopper->stopped++;
	return 1;
}

static void
stopper_set(struct stopper *stopper, sqlite3 *handle)
{
	sqlite3_trace_v2(handle, SQLITE_TRACE_STMT, meet, stopper);
	sqlite3_progress_handler(handle, 1, stop, stopper);
}

static void
stopper_clear(sqlite3 *handle)
{
	sqlite3_trace_v2(handle, 0, NULL, NULL);
	sqlite3_progress_handler(handle, 0, NULL, NULL);
}

static int
set_on_open(sqlite3 *handle, void *context)
{
	stopper_set(context, handle);
	return SQLITE_OK;
}

static void
test_opening_is_stopped(void)
{
	struct sqlgen_options options = sqlgen_options_default();
	struct stopper stopper = { "PRAGMA main.journal_mode", false, 0 };
	struct sqlgen_schema nothing = { 0 };
	struct scratch scratch;
	struct database db;

	scratch_make(&scratch);
	options.on_open = set_on_open;
	options.context = &stopper;
	CHECK_INT(database_open(&db, scratch.path, &options, &nothing), SQLITE_INTERRUPT);
	CHECK_STR(database_error(&db), "interrupted");
	CHECK(db.connection.handle == NULL);
	CHECK_INT(database_open(&db, scratch.path, &options, &nothing), SQLITE_OK);
	stopper_clear(db.connection.handle);
	database_end(&db);
	scratch_remove(&scratch);
}

/* A database with some tables, the second migration of which is stopped once. */
static sqlite3 *
start(struct database *db, struct series *series, const char *rows)
{
	sqlite3 *handle = database_start(db);

	memset(series, 0, sizeof *series);
	series_add(series, "1", "init", "CREATE TABLE t (a, b); CREATE TABLE kept (a)", 0);
	CHECK_INT(sqlgen_migrate(&db->connection, &series->schema, NULL, NULL), SQLITE_OK);
	CHECK_INT(execute(handle, rows), SQLITE_OK);
	return handle;
}

static int
switch_two(sqlite3 *handle)
{
	return sqlite3_exec(handle, "PRAGMA recursive_triggers = ON; PRAGMA reverse_unordered_selects = ON", NULL, NULL, NULL);
}

static void
test_migrations_are_stopped(void)
{
	static const struct {
		const char *begins, *sql;
		int (*hook)(sqlite3 *handle);
		enum sqlgen_stop stop;
	} cases[] = {
		/* Setting back what the migration, or its hook, has switched. */
		{ "PRAGMA recursive_triggers = 0", "PRAGMA recursive_triggers = ON; PRAGMA reverse_unordered_selects = ON", NULL,
		  SQLGEN_STOP_STATEMENT },
		{ "PRAGMA reverse_unordered_selects = 0", "PRAGMA recursive_triggers = ON;"
		  " PRAGMA reverse_unordered_selects = ON", NULL, SQLGEN_STOP_STATEMENT },
		{ "PRAGMA recursive_triggers = 0", "INSERT INTO t VALUES (3, 3)", switch_two, SQLGEN_STOP_HOOK },
		/* Looking what a new name is of, before and behind a statement. */
		{ "SELECT rowid FROM main.sqlite_master", "INSERT INTO kept SELECT a FROM t; ALTER TABLE t RENAME TO u", NULL,
		  SQLGEN_STOP_STATEMENT },
		{ "SELECT cid FROM pragma_table_xinfo", "INSERT INTO kept SELECT a FROM t; ALTER TABLE t RENAME a TO c", NULL,
		  SQLGEN_STOP_STATEMENT },
		{ "SELECT name FROM main.sqlite_master", "INSERT INTO kept SELECT a FROM t; ALTER TABLE t RENAME TO u", NULL,
		  SQLGEN_STOP_STATEMENT },
		{ "SELECT name FROM main.sqlite_master", "CREATE TABLE n AS SELECT a FROM t; ALTER TABLE n RENAME TO m", NULL,
		  SQLGEN_STOP_STATEMENT },
		{ "SELECT name FROM pragma_table_xinfo", "INSERT INTO kept SELECT a || b FROM t; ALTER TABLE t RENAME a TO c",
		  NULL, SQLGEN_STOP_STATEMENT },
		/* Looking what would be lost. */
		{ "SELECT count(*) FROM main.sqlite_master WHERE name = 'f_content'", "DROP TABLE f", NULL, SQLGEN_STOP_STATEMENT },
		{ "SELECT name, dflt_value FROM pragma_table_xinfo", "DROP TABLE t", NULL, SQLGEN_STOP_STATEMENT },
		{ "SELECT count(*) FROM main.\"t\"", "DROP TABLE t", NULL, SQLGEN_STOP_STATEMENT },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct stopper stopper = { cases[i].begins, false, 0 };
		struct sqlgen_report report;
		struct series series;
		struct database db;
		sqlite3 *handle = start(&db, &series, "INSERT INTO t VALUES (1, 1), (2, 2);"
						      "CREATE VIRTUAL TABLE f USING fts5 (x); INSERT INTO f VALUES ('x')");
		char before[SQLGEN_CHECKSUM_SIZE], after[SQLGEN_CHECKSUM_SIZE];

		series_add(&series, "2", "stopped", cases[i].sql, cases[i].hook != NULL ? SQLGEN_HOOK : 0);
		series.items[1].hook = cases[i].hook;
		CHECK_INT(sqlgen_schema_checksum(&db.connection, before), SQLITE_OK);
		stopper_set(&stopper, handle);
		CHECK_INT(sqlgen_migrate(&db.connection, &series.schema, NULL, &report), SQLITE_INTERRUPT);
		stopper_clear(handle);
		if (stopper.stopped != 1)
			fprintf(stderr, "%s: %s\n", cases[i].begins, cases[i].sql);
		CHECK_INT(stopper.stopped, 1);
		CHECK_STR(database_error(&db), "migration 2 (stopped): interrupted");
		CHECK_INT(report.stop, cases[i].stop);
		CHECK_INT(report.applied, 0);
		CHECK_INT(sqlgen_schema_checksum(&db.connection, after), SQLITE_OK);
		CHECK_STR(after, before);
		CHECK_INT(number(handle, "SELECT count(*) FROM t"), 2);
		CHECK_INT(number(handle, "SELECT count(*) FROM kept"), 0);
		CHECK_INT(number(handle, "PRAGMA recursive_triggers") + number(handle, "PRAGMA reverse_unordered_selects"), 0);
		series.items[1].flags |= SQLGEN_ALLOW_LOSS;
		CHECK_INT(sqlgen_migrate(&db.connection, &series.schema, NULL, &report), SQLITE_OK);
		CHECK_INT(report.applied, 1);
		database_end(&db);
	}
}

struct pair {
	int64_t a, b;
};

static const struct sqlgen_field pair_fields[] = {
	{ .kind = SQLGEN_INT64, .flags = SQLGEN_KEY, .offset = offsetof(struct pair, a) },
	{ .kind = SQLGEN_INT64, .offset = offsetof(struct pair, b) },
};
static const struct sqlgen_row_type pair_type = { .name = "pairs", .selected = "a, b", .size = sizeof(struct pair),
						  .count = 2, .fields = pair_fields };
static const struct sqlgen_table pairs = { .type = &pair_type, .name = "pairs" };

/* Where there is no way back to the savepoint, half of the rows must not stay: the transaction ends. */
static void
test_rows_of_which_one_is_refused(void)
{
	static const struct pair rows[] = { { 1, 1 }, { 2, 2 }, { 1, 3 } };

	for (int is_stopped = 0; is_stopped < 2; is_stopped++) {
		struct stopper stopper = { is_stopped ? "ROLLBACK TO" : "no statement", false, 0 };
		struct database db;
		sqlite3 *handle = database_start(&db);

		CHECK_INT(execute(handle, "CREATE TABLE pairs (a INTEGER PRIMARY KEY, b)"), SQLITE_OK);
		CHECK_INT(sqlgen_begin(&db.connection), SQLITE_OK);
		CHECK_INT(execute(handle, "INSERT INTO pairs VALUES (7, 7)"), SQLITE_OK);
		stopper_set(&stopper, handle);
		CHECK_INT(sqlgen_row_insert_all(&db.connection, &pairs, 0, rows, 3, NULL), SQLITE_CONSTRAINT);
		stopper_clear(handle);
		CHECK_INT(stopper.stopped, is_stopped);
		CHECK_INT(number(handle, "SELECT count(*) FROM pairs"), is_stopped ? 0 : 1);
		CHECK_INT(sqlite3_get_autocommit(handle) != 0, is_stopped);
		CHECK_INT(sqlgen_commit(&db.connection), is_stopped ? SQLITE_ABORT : SQLITE_OK);
		database_end(&db);
	}
}

/* Refuses what SQLite asks it about with these words. */
struct refusal {
	int action;
	const char *first;
};

static int
refuse(void *context, int action, const char *first, const char *second, const char *database, const char *trigger)
{
	const struct refusal *refusal = context;

	(void)second;
	(void)database;
	(void)trigger;
	return action == refusal->action && strcmp(first, refusal->first) == 0 ? SQLITE_DENY : SQLITE_OK;
}

/* What cannot be undone later is not begun. */
static void
test_a_program_without_savepoints(void)
{
	static const struct pair rows[] = { { 1, 1 } };
	static const char *const words[] = { "BEGIN", "RELEASE", "ROLLBACK" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		struct refusal refusal = { SQLITE_SAVEPOINT, words[i] };
		struct database db;
		sqlite3 *handle = database_start(&db);

		CHECK_INT(execute(handle, "CREATE TABLE pairs (a INTEGER PRIMARY KEY, b)"), SQLITE_OK);
		CHECK_INT(sqlgen_begin(&db.connection), SQLITE_OK);
		sqlite3_set_authorizer(handle, refuse, &refusal);
		CHECK_INT(sqlgen_row_insert_all(&db.connection, &pairs, 0, rows, 1, NULL), SQLITE_AUTH);
		CHECK_STR(database_error(&db), "not authorized");
		CHECK_INT(number(handle, "SELECT count(*) FROM pairs"), 0);
		sqlite3_set_authorizer(handle, NULL, NULL);
		CHECK_INT(sqlgen_row_insert_all(&db.connection, &pairs, 0, rows, 1, NULL), SQLITE_OK);
		CHECK_INT(sqlgen_commit(&db.connection), SQLITE_OK);
		CHECK_INT(number(handle, "SELECT count(*) FROM pairs"), 1);
		database_end(&db);
	}
}

/* A history is taken over as a whole or not at all. */
static void
test_an_adoption_that_is_refused(void)
{
	static const struct refusal refusals[] = { { SQLITE_UPDATE, "sqlgen_migrations" },
						   { SQLITE_INSERT, "sqlgen_migrations" } };

	for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
		struct sqlgen_report report;
		struct series series;
		struct database db;
		sqlite3 *handle = database_start(&db);

		CHECK_INT(execute(handle, "CREATE TABLE t (a); CREATE TABLE schema_migrations (version varchar(128) primary key);"
					  "INSERT INTO schema_migrations VALUES ('1')"), SQLITE_OK);
		memset(&series, 0, sizeof series);
		series_add(&series, "1", "init", "CREATE TABLE t (a)", 0);
		sqlite3_set_authorizer(handle, refuse, (void *)&refusals[i]);
		CHECK_INT(sqlgen_migrate(&db.connection, &series.schema, NULL, &report), SQLITE_AUTH);
		CHECK_STR(report.reason, "not authorized");
		CHECK_INT(report.adopted.count, 0);
		sqlite3_set_authorizer(handle, NULL, NULL);
		CHECK_INT(number(handle, "SELECT count(*) FROM sqlite_master WHERE name = 'sqlgen_migrations'"), 0);
		CHECK_INT(sqlgen_migrate(&db.connection, &series.schema, NULL, &report), SQLITE_OK);
		CHECK_INT(report.adopted.count, 1);
		database_end(&db);
	}
}

/* From the second migration on SQLite is to take no text of more than 1000 bytes. */
static int
limit_texts(void *context, const struct sqlgen_progress *progress)
{
	if (progress->index == 1)
		sqlite3_limit(context, SQLITE_LIMIT_LENGTH, 1000);
	return 0;
}

static void
test_names_that_are_too_long(void)
{
	static const struct {
		const char *format;
		unsigned flags;
	} cases[] = {
		{ "ALTER TABLE t ADD \"%s\"", SQLGEN_IF_MISSING },
		{ "ALTER TABLE \"%s\" ADD more", SQLGEN_IF_MISSING },
		{ "CREATE INDEX \"i%s\" ON t (a)", SQLGEN_IF_MISSING },
		{ "DROP TABLE \"%s\"", 0 },
	};
	char name[1200], sql[1300], made[1300];

	memset(name, 'n', sizeof name - 1);
	name[sizeof name - 1] = '\0';
	snprintf(made, sizeof made, "CREATE TABLE \"%s\" (a)", name);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sqlgen_options options = sqlgen_options_default();
		struct sqlgen_report report;
		struct series series;
		struct database db;
		sqlite3 *handle = start(&db, &series, made);
		int limit = sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, -1);

		snprintf(sql, sizeof sql, cases[i].format, name);
		series_add(&series, "2", "long", sql, cases[i].flags);
		options.on_progress = limit_texts;
		options.context = handle;
		CHECK_INT(sqlgen_migrate(&db.connection, &series.schema, &options, &report), SQLITE_TOOBIG);
		CHECK_STR(report.reason, "string or blob too big");
		CHECK_INT(report.stop, SQLGEN_STOP_STATEMENT);
		CHECK_INT(report.applied, 0);
		sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, limit);
		CHECK_INT(sqlgen_migrate(&db.connection, &series.schema, NULL, &report), SQLITE_OK);
		database_end(&db);
	}
}

int
main(void)
{
	test_opening_is_stopped();
	test_migrations_are_stopped();
	test_rows_of_which_one_is_refused();
	test_a_program_without_savepoints();
	test_an_adoption_that_is_refused();
	test_names_that_are_too_long();
	return failures != 0;
}
