#include "database.h"

/*
 * Every allocation fails once, and in a second pass that one and all after it: each call returns an
 * SQLite code and a sentence, nothing leaks, and the database is at a migration's boundary.
 * With the argument 1 really every one; without, every thirteenth or less, which takes seconds.
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

/* A database that init_sql has made, and a call that ends with code while memory suffices. */
struct scenario {
	const char *sql;
	int (*call)(struct database *db, const struct sqlgen_schema *schema);
	int code;
	const char *migrations[3];
	unsigned flags;
};

static int
call_migrate(struct database *db, const struct sqlgen_schema *schema)
{
	struct sqlgen_options options = sqlgen_options_default();

	options.adopt = schema->convention != NULL ? schema->convention : "none";
	return sqlgen_migrate(&db->connection, schema, &options, NULL);
}

static int
call_migrate_adopting(struct database *db, const struct sqlgen_schema *schema)
{
	return sqlgen_migrate(&db->connection, schema, NULL, NULL);
}

static int
call_verify(struct database *db, const struct sqlgen_schema *schema)
{
	return sqlgen_verify(&db->connection, schema, NULL, NULL);
}

static int
pass_fact(void *context, const char *fact)
{
	(void)context;
	(void)fact;
	return SQLITE_OK;
}

static int
call_facts(struct database *db, const struct sqlgen_schema *schema)
{
	char checksum[SQLGEN_CHECKSUM_SIZE];
	int rc = sqlgen_schema_facts(&db->connection, pass_fact, NULL);

	(void)schema;
	return rc == SQLITE_OK ? sqlgen_schema_checksum(&db->connection, checksum) : rc;
}

static int
pass_applied(void *context, const struct sqlgen_applied *applied)
{
	(void)context;
	(void)applied;
	return SQLITE_OK;
}

/* There and back. */
static int
call_rollback(struct database *db, const struct sqlgen_schema *schema)
{
	int rc = call_migrate(db, schema);

	if (rc == SQLITE_OK)
		rc = sqlgen_history(&db->connection, pass_applied, NULL);
	return rc == SQLITE_OK ? sqlgen_rollback_to(&db->connection, NULL, "1", NULL, NULL) : rc;
}

#define T_SQL "CREATE TABLE t (id INTEGER PRIMARY KEY, a, b); CREATE TABLE kept (id, a); INSERT INTO t VALUES (1, 2, NULL);"
#define UTF_16 "PRAGMA encoding = 'UTF-16le';"
#define TRIGGER_SQL "CREATE TRIGGER g AFTER INSERT ON kept BEGIN UPDATE kept SET a = (SELECT a FROM t); END;"
#define FK_SQL                                                                                      \
	"CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES p, q REFERENCES p);" \
	"INSERT INTO p VALUES (1), (2); INSERT INTO c VALUES (1, 2);"

static const struct scenario scenarios[] = {
	{ T_SQL, call_migrate, SQLITE_OK,
	  { "CREATE TABLE n (id, a); INSERT INTO n SELECT id, a FROM t; ALTER TABLE t RENAME a TO z;"
	    "ALTER TABLE t RENAME TO o; ALTER TABLE o DROP b; ALTER TABLE n RENAME TO m; DROP TABLE o" }, 0 },
	{ T_SQL TRIGGER_SQL "CREATE VIEW v AS SELECT a FROM t", call_migrate, SQLITE_AUTH,
	  { "INSERT INTO kept SELECT 1, a FROM v; DROP TRIGGER g; DROP VIEW v; ALTER TABLE t RENAME TO o;"
	    "DROP TABLE o" }, 0 },
	{ T_SQL, call_migrate, SQLITE_AUTH, { "CREATE TEMP TABLE k AS SELECT * FROM t; DROP TABLE t; DROP TABLE k" }, 0 },
	{ T_SQL "CREATE TABLE w (a, b); INSERT INTO w VALUES (1, 2)", call_migrate, SQLITE_OK,
	  { "CREATE TABLE x (a, b); INSERT INTO x SELECT * FROM w; DROP TABLE w" }, 0 },
	{ FK_SQL, call_migrate, SQLITE_CONSTRAINT, { "DELETE FROM p" }, 0 },
	{ FK_SQL "PRAGMA foreign_keys = OFF; INSERT INTO c VALUES (8, 9)", call_verify, SQLITE_CONSTRAINT,
	  { NULL }, 0 },
	{ "CREATE TABLE schema_migrations (version varchar(128) primary key);"
	  "INSERT INTO schema_migrations VALUES ('1'), ('2'); CREATE TABLE x (a); CREATE TABLE y (a)",
	  call_migrate_adopting, SQLITE_OK,
	  { "CREATE TABLE x (a)", "CREATE TABLE y (a)", "CREATE TABLE z (a)" }, 0 },
	{ "CREATE TABLE django_migrations (id integer PRIMARY KEY, app, name, applied);"
	  "INSERT INTO django_migrations VALUES (1, 'zoo', '1_m', ''), (2, 'zoo', '2_m', '');"
	  "CREATE TABLE x (a)", call_migrate_adopting, SQLITE_SCHEMA,
	  { "CREATE TABLE x (a)", "CREATE TABLE y (a)" }, 0 },
	{ "CREATE TABLE t (id, a TEXT COLLATE NOCASE DEFAULT 'x', g AS (a || id) STORED, PRIMARY KEY (a, id)) WITHOUT ROWID;"
	  "CREATE UNIQUE INDEX i ON t (g, a COLLATE RTRIM); CREATE UNIQUE INDEX j ON t (lower(a));"
	  "CREATE UNIQUE INDEX k ON t (id) WHERE id > 5; CREATE VIEW \"odd view\" AS SELECT \"A\" FROM t;"
	  "CREATE TRIGGER g AFTER UPDATE OF a ON t WHEN new.a = 1 BEGIN DELETE FROM t; END;"
	  "CREATE TABLE c (x REFERENCES t, y INT NOT NULL, z INT UNIQUE, FOREIGN KEY (x, y) REFERENCES t (a, id)"
	  " ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED); CREATE VIRTUAL TABLE f USING fts5 (a, content = '');"
	  "CREATE VIRTUAL TABLE r USING rtree (id, a, b)", call_facts, SQLITE_OK, { NULL }, 0 },
	{ "CREATE TABLE x (a)", call_migrate, SQLITE_OK,
	  { "CREATE TABLE x (a); ALTER TABLE x ADD COLUMN b; CREATE INDEX i ON x (b); ALTER TABLE x ADD b" },
	  SQLGEN_IF_MISSING },
	{ "CREATE TABLE x (a)", call_migrate, SQLITE_OK, { "CREATE TABLE y (a)", "INSERT INTO y VALUES (1); VACUUM" },
	  SQLGEN_NO_TRANSACTION },
	{ "CREATE TABLE x (a)", call_rollback, SQLITE_OK,
	  { "CREATE TABLE y (a)", "CREATE TABLE z (a)", "CREATE TABLE w (a)" }, 0 },
	/* SQLite makes UTF-8 of these texts when it is asked for them. */
	{ UTF_16 T_SQL "CREATE TABLE d (a DEFAULT 'x', b); INSERT INTO d VALUES ('x', NULL)", call_migrate, SQLITE_AUTH,
	  { "ALTER TABLE d DROP a; DROP TABLE t" }, 0 },
	{ UTF_16 "CREATE TABLE x (a)", call_rollback, SQLITE_OK,
	  { "CREATE TABLE y (a)", "CREATE TABLE z (a)", "CREATE TABLE w (a)" }, 0 },
	{ UTF_16 "CREATE TABLE t (a TEXT COLLATE NOCASE UNIQUE, b, PRIMARY KEY (b, a)) WITHOUT ROWID;"
	  "CREATE UNIQUE INDEX i ON t (a); CREATE TABLE c (a REFERENCES t (a)); CREATE VIEW v AS SELECT a FROM t;"
	  "CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END; CREATE VIRTUAL TABLE r USING rtree (id, a, b)",
	  call_facts, SQLITE_OK, { NULL }, 0 },
	{ UTF_16 "CREATE TABLE d1_migrations (id INTEGER PRIMARY KEY, name TEXT, applied_at);"
	  "INSERT INTO d1_migrations (name) VALUES ('1_m.sql'); CREATE TABLE x (a)", call_migrate_adopting, SQLITE_OK,
	  { "CREATE TABLE x (a)", "CREATE TABLE y (a)" }, 0 },
	{ UTF_16 FK_SQL "PRAGMA foreign_keys = OFF; INSERT INTO c VALUES (8, 9)", call_verify, SQLITE_CONSTRAINT,
	  { NULL }, 0 },
	{ UTF_16 FK_SQL "CREATE TABLE odd (a REFERENCES p (other))", call_migrate,
	  SQLITE_CONSTRAINT, { "DELETE FROM p" }, 0 },
	{ "CREATE TABLE x (a)", call_migrate, SQLITE_AUTH, { "ATTACH 'x' AS \"a long name\x01\"" }, 0 },
	{ "CREATE TABLE x (a)", call_migrate, SQLITE_ERROR, { "CREATE TABLE y (a); SELECT nothing FROM y" }, 0 },
};

static void
run_scenario(const struct scenario *scenario, long at, int expected)
{
	static const char *const versions[] = { "1", "2", "3" };
	struct sqlgen_schema nothing = { 0 };
	int before_failures = failures, rc;
	long before = live;
	struct series series;
	struct database db;

	memset(&series, 0, sizeof series);
	for (int i = 0; i < 3 && scenario->migrations[i] != NULL; i++) {
		series_add(&series, versions[i], "m", scenario->migrations[i], scenario->flags);
		series.items[i].down = i == 0 ? NULL : i == 1 ? "DROP TABLE z" : "DROP TABLE w";
	}
	CHECK_INT(database_open(&db, ":memory:", NULL, &nothing), SQLITE_OK);
	CHECK_INT(execute(db.connection.handle, scenario->sql), SQLITE_OK);
	is_hit = false;
	until_failure = at;
	rc = scenario->call(&db, &series.schema);
	until_failure = 0;
	if (!is_hit || rc == SQLITE_OK)
		CHECK_INT(rc & 0xff, expected);
	else if ((rc & 0xff) != expected)
		check_code(rc, database_error(&db));
	/* While there is none at all even ROLLBACK has no memory: closing is what ends the transaction. */
	if (!fails_on)
		CHECK_INT(sqlite3_get_autocommit(db.connection.handle), 1);
	database_end(&db);
	if (live != before || failures > before_failures)
		fprintf(stderr, "'%s', allocation %ld: %d %s\n", scenario->sql, at, rc, database_error(&db));
	CHECK_INT(live, before);
}

/* Each part of the runner by itself, whatever it comes to. */
static void
test_scenarios(long stride)
{
	for (size_t i = 0; i < sizeof scenarios / sizeof *scenarios; i++) {
		run_scenario(&scenarios[i], 0, scenarios[i].code);
		for (int on = 0; on < 2; on++) {
			fails_on = on;
			is_hit = true;
			for (long at = 1; is_hit && failures < 20; at += stride)
				run_scenario(&scenarios[i], at, scenarios[i].code);
		}
		fails_on = false;
	}
}

/* Allocations of one migration, close enough to each other to meet its texts: a history in UTF-16 has its texts, or no row. */
static void
test_texts_of_the_history_are_whole(long stride)
{
	static const char wrong[] = "SELECT count(*) FROM sqlgen_migrations WHERE version <> '1' OR name <> 'name'"
				    " OR length(checksum) <> 64 OR down <> 'DROP TABLE t' OR compatible_with <> '1'";
	struct sqlgen_schema nothing = { 0 };
	struct series series;

	memset(&series, 0, sizeof series);
	series_add(&series, "1", "name", "CREATE TABLE t (a)", 0);
	series.items[0].down = "DROP TABLE t";
	series.items[0].compatible_with = "1";
	is_hit = true;
	fails_on = false;
	for (long at = 1; is_hit && failures < 20; at += stride) {
		struct database db;
		int rc;

		CHECK_INT(database_open(&db, ":memory:", NULL, &nothing), SQLITE_OK);
		CHECK_INT(execute(db.connection.handle, UTF_16 "CREATE TABLE x (a)"), SQLITE_OK);
		is_hit = false;
		until_failure = at;
		rc = sqlgen_migrate(&db.connection, &series.schema, NULL, NULL);
		until_failure = 0;
		check_code(rc, database_error(&db));
		if (rc == SQLITE_OK)
			CHECK_INT(number(db.connection.handle, wrong), 0);
		database_end(&db);
	}
}

int
main(int argc, char **argv)
{
	long stride = argc > 1 ? atol(argv[1]) : 13;
	struct series series;
	struct scratch scratch;

	replace_allocator();
	make_series(&series);
	read_facts(&series);
	test_no_allocation_leaks(":memory:", &series, stride);
	test_a_failed_run_is_no_harm(&series, stride);
	test_texts_of_the_history_are_whole(stride > 4 ? 4 : stride);
	test_scenarios(9 * stride - 8);
	scratch_make(&scratch);
	test_no_allocation_leaks(scratch.path, &series, 2 * stride);
	scratch_remove(&scratch);
	for (size_t i = 0; i < fact_count; i++)
		free(facts[i]);
	return failures != 0;
}
