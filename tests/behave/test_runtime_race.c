#include <signal.h>
#include <sys/wait.h>

#include "database.h"

/* Any number of processes may open one file at once: each migration is applied once, and nobody fails. */

enum { MIGRATIONS = 6 };

static void
make_series(struct series *series)
{
	static const char *const versions[MIGRATIONS] = { "1", "2", "3", "4", "5", "6" };
	static const char *const texts[MIGRATIONS] = {
		"CREATE TABLE counter (n INTEGER NOT NULL); INSERT INTO counter VALUES (0);",
		"UPDATE counter SET n = n + 1; CREATE TABLE a (x);",
		"UPDATE counter SET n = n + 1; ALTER TABLE a ADD y;",
		"VACUUM;",
		("UPDATE counter SET n = n + 1; CREATE TABLE b AS WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL"
		 " SELECT i + 1 FROM c WHERE i < 3000) SELECT i, randomblob(100) AS r FROM c;"),
		"UPDATE counter SET n = n + 1; CREATE INDEX i ON b(r); DROP TABLE a;",
	};

	memset(series, 0, sizeof *series);
	for (int i = 0; i < MIGRATIONS; i++)
		series_add(series, versions[i], "step", texts[i],
			   i == 3 ? (unsigned)SQLGEN_NO_TRANSACTION : 0u);
}

/* One process: 0 if all went well. */
static int
run_process(const char *path, const char *journal_mode, int gate)
{
	struct sqlgen_options options = sqlgen_options_default();
	struct series series;
	struct database db;
	char byte;
	int rc;

	make_series(&series);
	options.journal_mode = journal_mode;
	if (read(gate, &byte, 1) < 0)
		return 1;
	rc = database_open(&db, path, &options, &series.schema);
	if (rc != SQLITE_OK)
		fprintf(stderr, "%d: %s\n", rc, database_error(&db));
	if (rc == SQLITE_OK && number(db.connection.handle, "SELECT n FROM counter") != 4)
		rc = 1;
	if (sqlgen_close(&db.connection) != SQLITE_OK)
		rc = 1;
	return rc != SQLITE_OK;
}

/* Starts them at once: they wait for the pipe to be closed. */
static void
race(const char *path, int processes, const char *journal_mode, int killed_after)
{
	pid_t children[32] = { 0 };
	int gate[2], failed = 0;

	CHECK_INT(pipe(gate), 0);
	for (int i = 0; i < processes; i++) {
		children[i] = fork();
		if (children[i] == 0) {
			close(gate[1]);
			_exit(run_process(path, journal_mode, gate[0]));
		}
	}
	close(gate[0]);
	close(gate[1]);
	if (killed_after >= 0) {
		sqlite3_sleep(killed_after);
		kill(children[0], SIGKILL);
	}
	for (int i = 0; i < processes; i++) {
		int status = 0;

		waitpid(children[i], &status, 0);
		if (killed_after >= 0 && i == 0)
			continue;
		failed += !WIFEXITED(status) || WEXITSTATUS(status) != 0;
	}
	CHECK_INT(failed, 0);
}

static void
check_result(const char *path)
{
	struct series series;
	struct database db;

	make_series(&series);
	CHECK_INT(database_open(&db, path, NULL, &series.schema), SQLITE_OK);
	CHECK_INT(number(db.connection.handle, "SELECT n FROM counter"), 4);
	CHECK_INT(number(db.connection.handle, "SELECT count(*) FROM sqlgen_migrations"), MIGRATIONS);
	CHECK_INT(number(db.connection.handle, "SELECT integrity_check = 'ok' FROM pragma_integrity_check"), 1);
	database_end(&db);
}

/* The switch to WAL needs the file for itself: somebody who reads delays it, and no more. */
static void
test_a_reader_delays_the_switch_to_wal(const struct scratch *scratch)
{
	struct sqlgen_schema nothing = { 0 };
	sqlite3 *handle = NULL;
	struct database db;
	int ready[2], status = 0;
	pid_t child;
	char byte = 0;

	scratch_clear(scratch);
	CHECK_INT(pipe(ready), 0);
	child = fork();
	if (child == 0) {
		if (sqlite3_open(scratch->path, &handle) != SQLITE_OK ||
		    execute(handle, "CREATE TABLE t (a); BEGIN; SELECT * FROM t") != SQLITE_OK ||
		    write(ready[1], &byte, 1) != 1)
			_exit(1);
		sqlite3_sleep(300);
		_exit(0);
	}
	CHECK_INT(read(ready[0], &byte, 1), 1);
	CHECK_INT(database_open(&db, scratch->path, NULL, &nothing), SQLITE_OK);
	CHECK_INT(number(db.connection.handle, "SELECT journal_mode = 'wal' FROM pragma_journal_mode"), 1);
	database_end(&db);
	waitpid(child, &status, 0);
	CHECK_INT(status, 0);
	close(ready[0]);
	close(ready[1]);
}

int
main(void)
{
	static const struct {
		int rounds, processes, killed_after;
		const char *journal_mode;
		bool is_old; /* the file has a table before */
	} races[] = {
		{ 5, 2, -1, "WAL", false },    { 10, 8, -1, "WAL", false },
		{ 5, 8, -1, "WAL", true },     { 5, 8, -1, "DELETE", true },
		{ 5, 8, -1, "DELETE", false }, { 5, 8, 4, "WAL", false },
		{ 5, 8, 8, "DELETE", true },   { 1, 32, -1, "WAL", true },
	};
	struct scratch scratch;

	sqlite3_initialize();
	scratch_make(&scratch);
	test_a_reader_delays_the_switch_to_wal(&scratch);
	for (size_t i = 0; i < sizeof races / sizeof *races; i++) {
		for (int round = 0; round < races[i].rounds; round++) {
			sqlite3 *handle = NULL;

			scratch_clear(&scratch);
			if (races[i].is_old) {
				CHECK_INT(sqlite3_open(scratch.path, &handle), SQLITE_OK);
				CHECK_INT(execute(handle, "CREATE TABLE old (a)"), SQLITE_OK);
				CHECK_INT(sqlite3_close(handle), SQLITE_OK);
			}
			race(scratch.path, races[i].processes, races[i].journal_mode,
			     races[i].killed_after);
			check_result(scratch.path);
		}
	}
	scratch_remove(&scratch);
	return failures != 0;
}
