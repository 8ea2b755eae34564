#include <sys/wait.h>

#include "database.h"
#include "faulty.h"

/*
 * The process dies, or the disk fails, at every call by which the runner changes a file: the database is
 * at a boundary, never behind what was reported, what was reported is true, and the next run completes.
 * With an argument in every journal mode, with torn writes and full disks; without, what takes seconds.
 */

enum { MIGRATIONS = 4 };

static void
make_series(struct series *series)
{
	memset(series, 0, sizeof *series);
	series_add(series, "1", "init", "CREATE TABLE p (id INTEGER PRIMARY KEY, t TEXT NOT NULL);"
		   "CREATE TABLE c (id INTEGER PRIMARY KEY, p INT REFERENCES p(id) ON DELETE CASCADE);", 0);
	series_add(series, "2", "fill", "INSERT INTO p (t) VALUES ('x'), ('y');"
		   "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400)"
		   " INSERT INTO c SELECT i, 1 + i % 2 FROM n;", 0);
	series_add(series, "3", "rebuild", "CREATE TABLE q (id INTEGER PRIMARY KEY, t TEXT NOT NULL, u);"
		   "INSERT INTO q SELECT id, t, 0 FROM p; DROP TABLE p; ALTER TABLE q RENAME TO p;", 0);
	series_add(series, "4", "index", "CREATE INDEX i ON c(p); UPDATE p SET u = u + 1;", 0);
}

struct configuration {
	const char *journal_mode;
	bool is_old; /* a file with a table: a transaction a migration */
};

static void
prepare_file(const struct scratch *scratch, const struct configuration *configuration)
{
	sqlite3 *handle = NULL;

	scratch_clear(scratch);
	if (!configuration->is_old)
		return;
	CHECK_INT(sqlite3_open(scratch->path, &handle), SQLITE_OK);
	CHECK_INT(execute(handle, "PRAGMA synchronous = OFF; CREATE TABLE old (a)"), SQLITE_OK);
	CHECK_INT(sqlite3_close(handle), SQLITE_OK);
}

static struct sqlgen_options
options_of(const struct configuration *configuration)
{
	struct sqlgen_options options = sqlgen_options_default();

	options.journal_mode = configuration->journal_mode;
	return options;
}

/* The boundary that the file is at, which its content must agree with. */
static long long
check_boundary(const char *path, const struct configuration *configuration)
{
	static const long long children[] = { -1, 0, 400, 400, 400 };
	struct sqlgen_schema nothing = { 0 };
	struct sqlgen_options options = options_of(configuration);
	struct database db;
	sqlite3 *handle;
	long long version;

	options.migrate = options.check = false;
	options.journal_mode = NULL;
	options.vfs = "faulty"; /* it does not wait for the disk */
	CHECK_INT(database_open(&db, path, &options, &nothing), SQLITE_OK);
	handle = db.connection.handle;
	version = number(handle, "SELECT count(*) FROM sqlgen_migrations");
	version = version < 0 ? 0 : version;
	CHECK_INT(number(handle, "SELECT count(*) FROM c"), children[version]);
	CHECK_INT(number(handle, "SELECT count(*) FROM pragma_table_info('p')"),
		  version == 0 ? 0 : version < 3 ? 2 : 3);
	CHECK_INT(number(handle, "SELECT count(*) FROM sqlite_master WHERE name = 'q'"), 0);
	CHECK_INT(number(handle, "SELECT max(u) FROM p"), version < 3 ? -1 : version - 3);
	CHECK_INT(number(handle, "SELECT integrity_check = 'ok' FROM pragma_integrity_check"), 1);
	database_end(&db);
	return version;
}

static void
check_completes(const char *path, const struct configuration *configuration)
{
	struct sqlgen_options options = options_of(configuration);
	struct series series;
	struct database db;

	make_series(&series);
	options.vfs = "faulty";
	CHECK_INT(database_open(&db, path, &options, &series.schema), SQLITE_OK);
	database_end(&db);
	CHECK_INT(check_boundary(path, configuration), MIGRATIONS);
}

static int
acknowledge(void *context, const struct sqlgen_progress *progress)
{
	if (progress->offset == progress->migration->size && write(*(int *)context, "", 1) != 1)
		_exit(1);
	return 0;
}

/* Runs the migrations in a process that dies at one call. true: it did not come so far. */
static bool
run_until_killed(const char *path, const struct configuration *configuration, enum fault fault,
		 long at, long long *acknowledged)
{
	int acknowledgements[2], status = 0;
	pid_t child;
	char byte;

	CHECK_INT(pipe(acknowledgements), 0);
	child = fork();
	if (child == 0) {
		struct sqlgen_options options = options_of(configuration);
		struct series series;
		struct database db;

		make_series(&series);
		options.vfs = "faulty";
		options.on_progress = acknowledge;
		options.context = &acknowledgements[1];
		faulty.fault = fault;
		faulty.until = at;
		_exit(database_open(&db, path, &options, &series.schema) != SQLITE_OK ||
		      sqlgen_close(&db.connection) != SQLITE_OK);
	}
	close(acknowledgements[1]);
	for (*acknowledged = 0; read(acknowledgements[0], &byte, 1) == 1;)
		++*acknowledged;
	close(acknowledgements[0]);
	waitpid(child, &status, 0);
	CHECK(WIFEXITED(status));
	CHECK(WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == FAULTY_KILLED);
	return WEXITSTATUS(status) == 0;
}

static void
test_a_kill_at_every_call(const struct scratch *scratch, const struct configuration *configuration,
			  enum fault fault)
{
	long at = 0;
	bool is_over = false;

	while (!is_over && failures < 20) {
		long long acknowledged = 0;

		prepare_file(scratch, configuration);
		is_over = run_until_killed(scratch->path, configuration, fault, ++at, &acknowledged);
		CHECK(check_boundary(scratch->path, configuration) >= acknowledged);
		check_completes(scratch->path, configuration);
	}
	CHECK(at > 10);
}

/* The same with an error, which the runner lives to report. Only the migrating is disturbed. */
static void
test_an_error_at_every_call(const struct scratch *scratch,
			    const struct configuration *configuration, enum fault fault)
{
	bool is_hit = true;

	for (long at = 1; is_hit && failures < 20; at++) {
		struct sqlgen_options options = options_of(configuration);
		struct sqlgen_report report;
		struct series series;
		struct database db;
		int rc;

		make_series(&series);
		prepare_file(scratch, configuration);
		options.vfs = "faulty";
		options.migrate = options.check = false;
		CHECK_INT(database_open(&db, scratch->path, &options, &series.schema), SQLITE_OK);
		faulty.fault = fault;
		faulty.until = at;
		rc = sqlgen_migrate(&db.connection, &series.schema, NULL, &report);
		is_hit = faulty.until <= 0;
		faulty.fault = FAULT_NONE;
		CHECK_INT(rc == SQLITE_OK, report.stop == SQLGEN_STOP_NONE);
		CHECK(rc == SQLITE_OK || report.reason != NULL);
		CHECK_INT(sqlite3_get_autocommit(db.connection.handle), 1);
		CHECK_INT(number(db.connection.handle, "PRAGMA foreign_keys"), 1);
		CHECK_INT(number(db.connection.handle, "PRAGMA synchronous"), 1);
		database_end(&db);
		CHECK_INT(check_boundary(scratch->path, configuration), report.applied);
		if (rc != SQLITE_OK && report.applied == MIGRATIONS)
			CHECK(contains(database_error(&db), "is applied"));
		check_completes(scratch->path, configuration);
	}
}

int
main(int argc, char **argv)
{
	static const struct configuration configurations[] = {
		{ "DELETE", true },   { "WAL", true },    { "DELETE", false }, { "WAL", false },
		{ "TRUNCATE", true }, { "PERSIST", true },
	};
	size_t count = argc > 1 ? sizeof configurations / sizeof *configurations : 2;
	struct scratch scratch;

	(void)argv;
	faulty_register();
	scratch_make(&scratch);
	for (size_t i = 0; i < count; i++) {
		test_a_kill_at_every_call(&scratch, &configurations[i], FAULT_KILL);
		test_an_error_at_every_call(&scratch, &configurations[i], FAULT_IOERR);
		if (argc == 1)
			continue;
		test_a_kill_at_every_call(&scratch, &configurations[i], FAULT_TORN);
		test_an_error_at_every_call(&scratch, &configurations[i], FAULT_FULL);
	}
	scratch_remove(&scratch);
	return failures != 0;
}
