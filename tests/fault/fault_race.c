#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "workload.h"

/*
 * Any number of processes may migrate one file at once: each migration is applied once, nobody
 * fails, and if one is killed the others finish. --damage is the row of races.
 */

/* The last two are no races. */
enum { PROCESSES = 32, READER = 4, WRITER };

static const struct race {
	int processes, rounds, rounds_long;
	bool kills;
} races[] = {
	{ 8, 180, 12000, false },
	{ 8, 80, 6000, true },
	{ 32, 25, 1200, false },
	{ 32, 15, 800, true },
};

/* Waits until the gate is closed, and migrates. */
static void
run_process(const struct workload *workload, const int gate[2])
{
	struct outcome outcome;
	char byte;

	fault.is_control = false; /* this process only returns a status */
	close(gate[1]);
	while (read(gate[0], &byte, 1) < 0 && errno == EINTR)
		;
	outcome = workload_run(workload, NULL, NULL);
	if (outcome.rc != SQLITE_OK)
		fault_exception("expected each process to succeed, found %d (%s)", outcome.rc,
				outcome.message);
	fflush(stdout);
	_exit(outcome.rc != SQLITE_OK);
}

static void
run_race(const struct workload *workload, const struct race *race, struct fault_random random)
{
	pid_t children[PROCESSES];
	int gate[2], failed = 0;

	if (pipe(gate) != 0)
		exit(2);
	fflush(stdout);
	for (int i = 0; i < race->processes; i++) {
		children[i] = fork();
		if (children[i] == 0)
			run_process(workload, gate);
	}
	close(gate[0]);
	close(gate[1]);
	if (race->kills) {
		long pause = 1000L * (long)fault_random_next(&random, 20000);

		nanosleep(&(struct timespec){ 0, pause }, NULL);
		kill(children[fault_random_next(&random, (uint32_t)race->processes)], SIGKILL);
	}
	for (int i = 0; i < race->processes; i++) {
		int status = 0;

		while (waitpid(children[i], &status, 0) < 0 && errno == EINTR)
			;
		if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL || !race->kills)
			failed += status != 0;
	}
	if (failed > 0)
		fault_exception("expected all of %d processes to succeed, found %d that did not",
				race->processes, failed);
}

static void
sweep(const struct scratch *scratch, long index)
{
	const struct race *race = &races[index];
	/* A race that goes wrong only now and then is looked for longer. */
	bool is_thorough = fault.is_long || fault.is_control;
	long rounds = is_thorough ? race->rounds_long : race->rounds;

	for (long seed = 1; seed <= rounds; seed++) {
		long configuration = seed % (fault.is_long ? CONFIGURATIONS : 4);
		struct workload workload;

		if (!fault_trial(configuration, -1, index, seed))
			continue;
		workload_init(&workload, &configurations[configuration],
			      fault.is_long && seed % 16 == 0 ? WORKLOAD_LONG : WORKLOAD_SHORT);
		workload.path = scratch->path;
		workload_prepare(&workload);
		run_race(&workload, race, fault_random_from(seed, index, 3));
		workload_done(&workload, (int)workload.series.schema.migration_count);
		scratch_clear(scratch);
	}
}

/*
 * The switch to WAL needs the file for itself: somebody who reads or writes delays it, and no more.
 * Of who writes SQLite tells at once, without a wait.
 */
static void
test_another_delays_the_switch_to_wal(const struct scratch *scratch, const char *begin, long index)
{
	int ready[2], status = 0;
	struct workload workload;
	sqlite3 *handle = NULL;
	pid_t child;
	char byte = 0;

	if (!fault_trial(1, -1, index, -1) || pipe(ready) != 0)
		return;
	workload_init(&workload, &configurations[1], WORKLOAD_SHORT);
	workload.path = scratch->path;
	workload_prepare(&workload);
	child = fork();
	if (child == 0) {
		if (sqlite3_open(scratch->path, &handle) != SQLITE_OK ||
		    execute(handle, begin) != SQLITE_OK ||
		    execute(handle, "SELECT * FROM old") != SQLITE_OK ||
		    write(ready[1], &byte, 1) != 1)
			_exit(1);
		sqlite3_sleep(300);
		_exit(0);
	}
	if (read(ready[0], &byte, 1) == 1 && workload_run(&workload, NULL, NULL).rc != SQLITE_OK)
		fault_exception("expected the run to wait for the other, found that it fails");
	waitpid(child, &status, 0);
	close(ready[0]);
	close(ready[1]);
	workload_done(&workload, WORKLOAD_SHORT);
	scratch_clear(scratch);
}

int
main(int argc, char **argv)
{
	struct scratch scratch;

	fault_begin(argc, argv);
	sqlite3_initialize();
	scratch_make(&scratch);
	test_another_delays_the_switch_to_wal(&scratch, "BEGIN", READER);
	test_another_delays_the_switch_to_wal(&scratch, "BEGIN IMMEDIATE", WRITER);
	for (long i = 0; i < (long)(sizeof races / sizeof *races); i++)
		if (fault_takes(FAULT_DAMAGE, i))
			sweep(&scratch, i);
	scratch_remove(&scratch);
	return fault_end();
}
