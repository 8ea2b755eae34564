#include <pthread.h>

#include "database.h"
#include "migrations.h"

/*
 * Threads under TSan: 8 of them migrate one file at once, each with a connection of its own, and write;
 * then they take turns with one connection. Usage: threads ROUNDS
 */

enum { THREADS = 8, MIGRATIONS = 5, WRITES = 4 };

struct worker {
	const char *path;
	const struct series *series;
	struct database *shared; /* NULL: a connection of its own */
	pthread_mutex_t *turn;
	int number, rc;
	char message[SQLGEN_MESSAGE_SIZE];
};

static int
write_row(struct sqlgen_connection *connection, int number)
{
	char sql[80];
	int rc = sqlgen_begin(connection);

	snprintf(sql, sizeof sql, "INSERT INTO log (what) VALUES ('thread %d')", number);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(connection->handle, sql, NULL, NULL, NULL);
	if (rc == SQLITE_OK)
		return sqlgen_commit(connection);
	sqlgen_rollback(connection);
	return rc;
}

static void *
work(void *context)
{
	struct worker *worker = context;
	struct database own, *used = worker->shared != NULL ? worker->shared : &own;

	if (worker->shared == NULL)
		worker->rc = database_open(&own, worker->path, NULL, &worker->series->schema);
	for (int i = 0; i < WRITES && worker->rc == SQLITE_OK; i++) {
		if (worker->shared != NULL)
			pthread_mutex_lock(worker->turn);
		worker->rc = write_row(&used->connection, worker->number);
		if (worker->shared != NULL)
			pthread_mutex_unlock(worker->turn);
	}
	if (worker->shared == NULL) {
		snprintf(worker->message, sizeof worker->message, "%s", database_error(&own));
		sqlgen_close(&own.connection);
	}
	return NULL;
}

static void
run_threads(const char *path, const struct series *series, struct database *shared)
{
	pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
	struct worker workers[THREADS];
	pthread_t threads[THREADS];

	for (int i = 0; i < THREADS; i++) {
		workers[i] = (struct worker){ .path = path, .series = series, .shared = shared,
					      .turn = &turn, .number = i };
		CHECK_INT(pthread_create(&threads[i], NULL, work, &workers[i]), 0);
	}
	for (int i = 0; i < THREADS; i++) {
		pthread_join(threads[i], NULL);
		CHECK_INT(workers[i].rc, SQLITE_OK);
		if (workers[i].rc != SQLITE_OK)
			fprintf(stderr, "thread %d: %s\n", i, workers[i].message);
	}
}

static void
run_round(const struct series *series)
{
	static const char rows[] = "SELECT count(*) FROM log WHERE what LIKE 'thread %'";
	struct scratch scratch;
	struct database db;

	scratch_make(&scratch);
	run_threads(scratch.path, series, NULL);
	CHECK_INT(database_open(&db, scratch.path, NULL, &series->schema), SQLITE_OK);
	CHECK_INT(number(db.connection.handle, rows), THREADS * WRITES);
	run_threads(scratch.path, series, &db);
	CHECK_INT(number(db.connection.handle, rows), 2 * THREADS * WRITES);
	CHECK_INT(number(db.connection.handle, "SELECT count(*) FROM sqlgen_migrations"), MIGRATIONS);
	database_end(&db);
	scratch_remove(&scratch);
}

int
main(int argc, char **argv)
{
	static const char *const versions[MIGRATIONS] = { "1", "2", "3", "4", "5" };
	int rounds = argc > 1 ? atoi(argv[1]) : 1;
	struct series series;

	memset(&series, 0, sizeof series);
	for (int i = 0; i < MIGRATIONS; i++)
		series_add(&series, versions[i], migrations[i].name, migrations[i].sql, migrations[i].flags);
	if (access("/dev/shm", W_OK) == 0)
		setenv("TMPDIR", "/dev/shm", 1);
	for (int i = 0; i < rounds; i++)
		run_round(&series);
	printf("%d rounds of %d threads, %d failures\n", rounds, THREADS, failures);
	return failures != 0;
}
