#include "database.h"

/*
 * Memory runs out at a certain moment, when SQLite's own limit is set to less than is in use. test_runtime_memory
 * lets each allocation of whole runs fail; here are those that need a moment of their own.
 */

static void
memory_end(void)
{
	sqlite3_hard_heap_limit64(1);
}

static void
memory_return(void)
{
	sqlite3_hard_heap_limit64(0);
	sqlite3_soft_heap_limit64(0);
}

/* SQLite keeps no memory for later. */
static int
keep_no_memory(sqlite3 *handle, void *context)
{
	(void)context;
	return sqlite3_db_config(handle, SQLITE_DBCONFIG_LOOKASIDE, NULL, 0, 0);
}

/* Without anything of the runner's. */
static sqlite3 *
start(struct database *db, const char *path, const char *sql)
{
	struct sqlgen_options options = sqlgen_options_default();

	options.on_open = keep_no_memory;
	options.journal_mode = NULL;
	options.migrate = options.check = false;
	CHECK_INT(database_open(db, path, &options, NULL), SQLITE_OK);
	CHECK_INT(execute(db->connection.handle, sql), SQLITE_OK);
	return db->connection.handle;
}

/* When the statement that begins so has a row, or is over. */
struct moment {
	unsigned kind;
	const char *begins;
	int met;
};

static int
meet(unsigned kind, void *context, void *statement, void *more)
{
	struct moment *moment = context;
	const char *sql = sqlite3_sql(statement);

	(void)kind;
	(void)more;
	if (sql != NULL && strncmp(sql, moment->begins, strlen(moment->begins)) == 0 && ++moment->met == 1)
		memory_end();
	return 0;
}

static void
moment_set(struct moment *moment, sqlite3 *handle)
{
	sqlite3_trace_v2(handle, moment->kind, meet, moment);
}

union member {
	const char *text;
	struct sqlgen_text sized;
	struct sqlgen_value value;
	char chars[4000];
	unsigned char bytes[4000 + sizeof(uint32_t)];
	int enumerator;
};

/* Text that SQLite has to make UTF-8 of first. */
static void
test_texts_that_are_made_when_they_are_read(void)
{
	static const char *const texts[] = { "low", "high" };
	static const struct sqlgen_labels by_text = { texts, NULL, 2, sizeof(int) };
	static const int values[] = { 1, 2 };
	static const struct sqlgen_labels by_value = { texts, values, 2, sizeof(int) };
	static const struct sqlgen_labels *const labels[] = { &by_text, &by_value };
	static const struct {
		const char *value;
		struct sqlgen_field field;
		int rc, again;
	} cases[] = {
		{ "printf('%3000d', 1)", { .kind = SQLGEN_TEXT }, SQLITE_NOMEM, SQLITE_OK },
		{ "printf('%3000d', 1)", { .kind = SQLGEN_SIZED_TEXT }, SQLITE_NOMEM, SQLITE_OK },
		{ "printf('%3000d', 1)", { .kind = SQLGEN_VALUE }, SQLITE_NOMEM, SQLITE_OK },
		{ "printf('%3000d', 1)", { .kind = SQLGEN_CHARS, .detail = 4000 }, SQLITE_NOMEM, SQLITE_OK },
		{ "printf('%3000d', 1)", { .kind = SQLGEN_ENUM }, SQLITE_NOMEM, SQLITE_MISMATCH },
		{ "printf('%3000d', 1)", { .kind = SQLGEN_ENUM, .detail = 1 }, SQLITE_NOMEM, SQLITE_MISMATCH },
	};
	struct database db;
	sqlite3 *handle = start(&db, ":memory:", "PRAGMA encoding = 'UTF-16le'; CREATE TABLE t (a)");

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct sqlgen_row_type type = { .name = "t", .size = sizeof(union member), .count = 1,
						      .fields = &cases[i].field, .labels = labels };
		union member member;
		sqlite3_stmt *stmt = NULL;
		char sql[80];
		int rc;

		snprintf(sql, sizeof sql, "SELECT %s AS a", cases[i].value);
		CHECK_INT(sqlite3_prepare_v2(handle, sql, -1, &stmt, NULL), SQLITE_OK);
		CHECK_INT(sqlite3_step(stmt), SQLITE_ROW);
		memory_end();
		rc = sqlgen_row_read(&db.connection, stmt, &type, &member);
		memory_return();
		CHECK_INT(rc, cases[i].rc);
		if (rc != cases[i].rc)
			fprintf(stderr, "%d: %s\n", (int)i, database_error(&db));
		CHECK(rc != SQLITE_NOMEM || contains(database_error(&db), "out of memory"));
		/* It is the row's trouble, not the connection's. */
		CHECK_INT(number(handle, "SELECT 7"), 7);
		sqlite3_reset(stmt);
		CHECK_INT(sqlite3_step(stmt), SQLITE_ROW);
		CHECK_INT(sqlgen_row_read(&db.connection, stmt, &type, &member), cases[i].again);
		sqlite3_finalize(stmt);
	}
	database_end(&db);
}

/* So is a blob of zeros, and SQLite makes NULL of one that it has no memory for. */
static void
test_zeros_that_are_made_when_they_are_read(void)
{
	static const struct sqlgen_field fields[] = {
		{ .kind = SQLGEN_BLOB },
		{ .kind = SQLGEN_VALUE },
		{ .kind = SQLGEN_BYTES, .detail = 4000 },
	};

	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		const struct sqlgen_row_type type = { .name = "t", .size = sizeof(union member), .count = 1,
						      .fields = &fields[i] };
		struct database db;
		union member member;
		sqlite3_stmt *stmt = NULL;
		sqlite3 *handle = start(&db, ":memory:", "CREATE TABLE t (a); INSERT INTO t VALUES (3000)");
		int rc;

		CHECK_INT(sqlite3_prepare_v2(handle, "SELECT zeroblob(a) AS a FROM t", -1, &stmt, NULL), SQLITE_OK);
		CHECK_INT(sqlite3_step(stmt), SQLITE_ROW);
		memory_end();
		rc = sqlgen_row_read(&db.connection, stmt, &type, &member);
		memory_return();
		CHECK_INT(rc, SQLITE_NOMEM);
		sqlite3_finalize(stmt);
		database_end(&db);
	}
}

static int
pass_over(void *context, const struct sqlgen_applied *applied)
{
	(void)applied;
	++*(int *)context;
	return SQLITE_OK;
}

/* Memory suffices for all texts of the history but the one that is long. */
static int
leave_some(unsigned kind, void *context, void *statement, void *more)
{
	(void)kind;
	(void)context;
	(void)more;
	if (strncmp(sqlite3_sql(statement), "SELECT version", 14) == 0)
		sqlite3_hard_heap_limit64(sqlite3_memory_used() + 4000);
	return 0;
}

static void
test_texts_of_the_history(void)
{
	static const char *const columns[] = { "version", "name", "checksum", "applied_at", "down", "compatible_with",
					       "adopted_from" };

	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
		struct series series;
		struct database db;
		sqlite3 *handle = start(&db, ":memory:", "PRAGMA encoding = 'UTF-16le'; CREATE TABLE t (a)");
		char sql[80];
		int rc, calls = 0;

		memset(&series, 0, sizeof series);
		series_add(&series, "1", "u", "CREATE TABLE u (a)", 0);
		CHECK_INT(sqlgen_migrate(&db.connection, &series.schema, NULL, NULL), SQLITE_OK);
		snprintf(sql, sizeof sql, "UPDATE sqlgen_migrations SET %s = printf('%%9000d', 1)", columns[i]);
		CHECK_INT(execute(handle, sql), SQLITE_OK);
		sqlite3_trace_v2(handle, SQLITE_TRACE_ROW, leave_some, NULL);
		rc = sqlgen_history(&db.connection, pass_over, &calls);
		memory_return();
		CHECK_INT(rc, SQLITE_NOMEM);
		CHECK_STR(database_error(&db), "out of memory");
		CHECK_INT(calls, 0);
		sqlite3_trace_v2(handle, 0, NULL, NULL);
		CHECK_INT(sqlgen_history(&db.connection, pass_over, &calls), SQLITE_OK);
		CHECK_INT(calls, 1);
		database_end(&db);
	}
}

/* While a handle is attached: its journal mode as UTF-8, and the table of lists. */
static void
test_attaching(void)
{
	static const struct moment moments[] = {
		{ SQLITE_TRACE_ROW, "PRAGMA main.journal_mode", 0 },
		{ SQLITE_TRACE_PROFILE, "PRAGMA main.synchronous = NORMAL", 0 },
	};

	for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
		struct sqlgen_options options = sqlgen_options_default();
		struct sqlgen_connection second;
		struct moment moment = moments[i];
		struct database db;
		sqlite3 *handle = start(&db, ":memory:", "PRAGMA encoding = 'UTF-16le'; CREATE TABLE t (a)");
		int rc;

		options.journal_mode = i == 0 ? "MEMORY" : NULL;
		moment_set(&moment, handle);
		rc = sqlgen_attach(&second, handle, &options, NULL, NULL, 0);
		memory_return();
		CHECK_INT(rc, SQLITE_NOMEM);
		CHECK_STR(sqlgen_error(&second), "out of memory");
		CHECK(moment.met > 0 && second.handle == NULL);
		sqlite3_trace_v2(handle, 0, NULL, NULL);
		CHECK_INT(sqlgen_attach(&second, handle, &options, NULL, NULL, 0), SQLITE_OK);
		CHECK_INT(sqlgen_close(&second), SQLITE_OK);
		database_end(&db);
	}
}

/* What lies beside a database has a name first. */
static void
test_looking_for_what_lies_beside(void)
{
	struct moment moment = { SQLITE_TRACE_PROFILE, "SELECT count(*) FROM main.sqlite_master WHERE type = 'table'", 0 };
	struct sqlgen_options options = sqlgen_options_default();
	struct sqlgen_adoption adoption;
	struct scratch scratch;
	struct series series;
	struct database db;
	sqlite3 *handle;
	int rc;

	memset(&series, 0, sizeof series);
	series_add(&series, "people", "people", "CREATE TABLE t (a)", 0);
	options.adopt = "sqitch";
	scratch_make(&scratch);
	handle = start(&db, scratch.path, "CREATE TABLE t (a)");
	moment_set(&moment, handle);
	rc = sqlgen_adoption_read(&db.connection, &series.schema, &options, &adoption);
	memory_return();
	CHECK_INT(rc, SQLITE_NOMEM);
	CHECK_STR(database_error(&db), "what sqitch has applied cannot be read: out of memory");
	CHECK_INT(adoption.stop, SQLGEN_STOP_DATABASE);
	sqlite3_trace_v2(handle, 0, NULL, NULL);
	CHECK_INT(sqlgen_adoption_read(&db.connection, &series.schema, &options, &adoption), SQLITE_SCHEMA);
	CHECK_STR(database_error(&db), "expected the history of 'sqitch' in this database, found none");
	database_end(&db);
	scratch_remove(&scratch);
}

int
main(void)
{
	CHECK_INT(sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 1), SQLITE_OK);
	test_texts_that_are_made_when_they_are_read();
	test_zeros_that_are_made_when_they_are_read();
	test_texts_of_the_history();
	test_attaching();
	test_looking_for_what_lies_beside();
	return failures != 0;
}
