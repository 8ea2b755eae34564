#include "database.h"

/*
 * Every allocation fails once, and in a second pass that one and all after it: each call returns an
 * SQLite code and a sentence, nothing leaks, and the database is at a migration's boundary.
 * With an argument really every one; without, every thirteenth, which takes seconds.
 */

static sqlite3_mem_methods real;
static long live, until_failure;
static bool fails_on, is_hit;

static bool
must_fail(void)
{
	if (until_failure == 0 || --until_failure > 0)
		return false;
	is_hit = true;
	if (fails_on)
		until_failure = 1;
	return true;
}

static void *
failing_malloc(int size)
{
	void *memory = must_fail() ? NULL : real.xMalloc(size);

	live += memory != NULL;
	return memory;
}

static void
counting_free(void *memory)
{
	live -= memory != NULL;
	real.xFree(memory);
}

static void *
failing_realloc(void *memory, int size)
{
	return must_fail() ? NULL : real.xRealloc(memory, size);
}

static void
replace_allocator(void)
{
	sqlite3_mem_methods methods;

	CHECK_INT(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real), SQLITE_OK);
	methods = real;
	methods.xMalloc = failing_malloc;
	methods.xRealloc = failing_realloc;
	methods.xFree = counting_free;
	CHECK_INT(sqlite3_config(SQLITE_CONFIG_MALLOC, &methods), SQLITE_OK);
	CHECK_INT(sqlite3_initialize(), SQLITE_OK);
}

static void
make_series(struct series *series)
{
	memset(series, 0, sizeof *series);
	series_add(series, "1", "init",
		   "CREATE TABLE p (id INTEGER PRIMARY KEY, t TEXT NOT NULL UNIQUE);"
		   "CREATE TABLE c (a INT REFERENCES p, b BLOB);"
		   "CREATE TRIGGER r AFTER INSERT ON p BEGIN INSERT INTO c VALUES (new.id, NULL); END;"
		   "INSERT INTO p (t) VALUES ('x'), ('y')", 0);
	series_add(series, "2", "missing", "CREATE TABLE p (id); ALTER TABLE c ADD b; CREATE INDEX i ON c(a)",
		   SQLGEN_IF_MISSING);
	series_add(series, "3", "vacuum", "PRAGMA recursive_triggers = 1; VACUUM", SQLGEN_NO_TRANSACTION);
	series_add(series, "4", "view", "PRAGMA recursive_triggers = 1; CREATE VIEW v AS SELECT t FROM p", 0);
	series_add(series, "5", "drop", "CREATE TABLE g (x, y DEFAULT 1); INSERT INTO g VALUES (1, 1);"
		   "CREATE TABLE k AS SELECT x FROM g; DROP TABLE g", 0);
}

static void
check_code(int rc, const char *message)
{
	if (rc == SQLITE_OK)
		return;
	if ((rc & 0xff) != SQLITE_NOMEM && rc != SQLITE_IOERR && rc != SQLITE_IOERR_NOMEM)
		CHECK_STR(message, "out of memory");
	CHECK(message[0] != '\0' && strcmp(message, "not an error") != 0);
}

static const struct sqlgen_field text_field = { .kind = SQLGEN_TEXT };
static const struct sqlgen_row_type text_type = {
	.name = "p", .size = sizeof(char *), .count = 1, .fields = &text_field,
};

/* A program's day: it opens, writes, reads, closes. */
static int
use_database(const char *path, const struct sqlgen_schema *schema)
{
	struct sqlgen_call call;
	struct database db;
	const char *text;
	int rc = database_open(&db, path, NULL, schema);

	if (rc == SQLITE_OK)
		rc = sqlgen_begin(&db.connection);
	if (rc == SQLITE_OK) {
		sqlgen_call_begin(&call, &db.connection, 0, "INSERT INTO p (t) VALUES (?1) RETURNING id");
		sqlgen_bind_text(&call, 1, "z");
		sqlgen_call_row(&call);
		rc = sqlgen_call_end(&call);
		sqlgen_rollback(&db.connection);
	}
	if (rc == SQLITE_OK) {
		sqlgen_cursor_begin(&call, &db.connection, 1, "SELECT t FROM p WHERE t > ?1");
		sqlgen_bind_text(&call, 1, "a");
		rc = sqlgen_cursor_open(&call);
		if (rc == SQLITE_OK && (rc = sqlgen_cursor_next(&call, &text_type, &text)) == SQLITE_ROW)
			rc = SQLITE_OK;
		sqlgen_cursor_close(&call);
	}
	check_code(rc, database_error(&db));
	CHECK_INT(db.connection.open_calls, 0);
	CHECK_INT(sqlgen_close(&db.connection), SQLITE_OK);
	return rc;
}

static char *facts[64];
static size_t fact_count;

static int
keep_fact(void *context, const char *fact)
{
	char *copy = malloc(strlen(fact) + 1);

	(void)context;
	if (copy == NULL)
		return SQLITE_NOMEM;
	facts[fact_count++] = strcpy(copy, fact);
	return SQLITE_OK;
}

static void
read_facts(struct series *series)
{
	struct database db;

	CHECK_INT(database_open(&db, ":memory:", NULL, &series->schema), SQLITE_OK);
	CHECK_INT(sqlgen_schema_facts(&db.connection, keep_fact, NULL), SQLITE_OK);
	database_end(&db);
	series->schema.facts = (const char *const *)facts;
	series->schema.fact_count = fact_count;
	CHECK(fact_count > 10);
}

static void
test_no_allocation_leaks(const char *path, struct series *series, long stride)
{
	long before;

	CHECK_INT(use_database(path, &series->schema), SQLITE_OK);
	before = live;
	for (long at = 1, hits = 1; hits > 0; at += stride) {
		for (hits = 0, fails_on = false;; fails_on = true) {
			is_hit = false;
			until_failure = at;
			use_database(path, &series->schema);
			until_failure = 0;
			hits += is_hit;
			if (live != before)
				fprintf(stderr, "allocation %ld\n", at);
			CHECK_INT(live, before);
			live = before;
			if (fails_on)
				break;
		}
	}
	CHECK_INT(use_database(path, &series->schema), SQLITE_OK);
}

/* After a failed run everything is set back, and the next one goes on from a boundary. */
static void
test_a_failed_run_is_no_harm(const struct series *series, long stride)
{
	struct sqlgen_schema nothing = { 0 };
	struct sqlgen_report report;

	is_hit = true;
	for (long at = 1; is_hit; at += stride) {
		struct database db;
		sqlite3 *handle;
		long before;
		int rc;

		before = live;
		CHECK_INT(database_open(&db, ":memory:", NULL, &nothing), SQLITE_OK);
		handle = db.connection.handle;
		CHECK_INT(execute(handle, "PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF;"
					  "CREATE TABLE odd (a REFERENCES gone(b));"
					  "CREATE TABLE mismatch (c REFERENCES odd);"
					  "INSERT INTO odd VALUES (1); PRAGMA foreign_keys = ON"),
			  SQLITE_OK);
		fails_on = is_hit = false;
		until_failure = at;
		rc = sqlgen_migrate(&db.connection, &series->schema, NULL, &report);
		until_failure = 0;
		check_code(rc, database_error(&db));
		CHECK_INT(rc == SQLITE_OK, report.stop == SQLGEN_STOP_NONE);
		CHECK_INT(sqlite3_get_autocommit(handle), 1);
		CHECK_INT(number(handle, "PRAGMA foreign_keys"), 1);
		CHECK_INT(number(handle, "PRAGMA synchronous"), 2);
		CHECK_INT(number(handle, "PRAGMA recursive_triggers"), 0);
		CHECK_INT(number(handle, "PRAGMA busy_timeout"), 5000);
		if (report.applied > 0)
			CHECK_INT(number(handle, "SELECT count(*) FROM sqlgen_migrations"), report.applied);
		else
			CHECK_INT(number(handle, "SELECT count(*) FROM sqlite_master"), 2);
		CHECK_INT(sqlgen_migrate(&db.connection, &series->schema, NULL, NULL), SQLITE_OK);
		CHECK_INT(sqlgen_check(&db.connection, &series->schema), SQLITE_OK);
		database_end(&db);
		CHECK_INT(live, before);
		if (failures > 20)
			return;
	}
}

int
main(int argc, char **argv)
{
	long stride = argc > 1 ? 1 : 13;
	struct series series;
	struct scratch scratch;

	(void)argv;
	replace_allocator();
	make_series(&series);
	read_facts(&series);
	test_no_allocation_leaks(":memory:", &series, stride);
	test_a_failed_run_is_no_harm(&series, stride);
	scratch_make(&scratch);
	test_no_allocation_leaks(scratch.path, &series, 2 * stride);
	scratch_remove(&scratch);
	for (size_t i = 0; i < fact_count; i++)
		free(facts[i]);
	return failures != 0;
}
