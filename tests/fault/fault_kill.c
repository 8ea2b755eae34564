#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */

#include <errno.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#include "shim.h"
#include "workload.h"

/*
 * A process that migrates is killed: with --damage 0 before each call by which it changes a file, with
 * 1 in the midst of each write, with 2 at a random moment (--seed). The files are real ones.
 */

enum damage { AT_CALL, IN_WRITE, AT_RANDOM };
enum { RANDOM = 500, RANDOM_LONG = 20000 };

static volatile int *acknowledged; /* memory that the processes share */

static void
acknowledge(void *context)
{
	(void)context;
	++*acknowledged;
}

static pid_t
start_run(const struct workload *workload, enum damage damage, long point)
{
	pid_t child;

	*acknowledged = 0;
	fflush(stdout);
	child = fork();
	if (child != 0)
		return child;
	fault.is_control = false; /* this process only returns a status */
	if (damage != AT_RANDOM)
		shim_arm(damage == AT_CALL ? SHIM_KILL : SHIM_TORN, false, point);
	_exit(workload_run(workload, acknowledge, NULL).rc != SQLITE_OK);
}

/* true: it was killed. It must not fail otherwise. */
static bool
end_run(pid_t child)
{
	int status = 0;

	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	if (WIFEXITED(status) && WEXITSTATUS(status) != 0)
		fault_exception("expected the run to succeed or to be killed, found status %d", status);
	return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

static void
check(const struct workload *workload, const struct scratch *scratch)
{
	workload_check(workload, *acknowledged);
	scratch_clear(scratch);
	if (rmdir(scratch->directory) != 0 || mkdir(scratch->directory, 0700) != 0)
		fault_exception("expected no stray file in %s, found one", scratch->directory);
}

static void
sweep_calls(const struct workload *workload, const struct scratch *scratch, long configuration,
	    enum damage damage)
{
	bool is_killed = true;

	for (long point = 1; is_killed; point++) {
		if (!fault_trial(configuration, point, (long)damage, -1)) {
			if (fault.given[FAULT_POINT] < point)
				return;
			continue;
		}
		workload_prepare(workload);
		is_killed = end_run(start_run(workload, damage, point));
		check(workload, scratch);
	}
}

static long
microseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* After a random time, at most that which an undisturbed run takes now. */
static void
sweep_moments(const struct workload *workload, const struct scratch *scratch, long configuration,
	      long count)
{
	long longest = 0;

	for (long seed = 0; seed <= count; seed++) {
		struct fault_random random = fault_random_from(seed, configuration, AT_RANDOM);
		long begun, pause;
		pid_t child;

		if (seed > 0 && !fault_trial(configuration, -1, AT_RANDOM, seed))
			continue;
		workload_prepare(workload);
		begun = microseconds();
		child = start_run(workload, AT_RANDOM, 0);
		pause = (long)fault_random_next(&random, (uint32_t)longest + 1);
		if (seed > 0) {
			nanosleep(&(struct timespec){ 0, pause * 1000 }, NULL);
			kill(child, SIGKILL);
		}
		if (!end_run(child))
			longest = longest == 0 ? microseconds() - begun : longest * 9 / 10;
		else if (longest < 500000)
			longest += longest / 50;
		check(workload, scratch);
	}
}

int
main(int argc, char **argv)
{
	struct scratch scratch;
	long count;

	fault_begin(argc, argv);
	shim_register(NULL);
	acknowledged = mmap(NULL, sizeof *acknowledged, PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (acknowledged == MAP_FAILED)
		return 1;
	scratch_make(&scratch);
	count = fault_count(2, CONFIGURATIONS);
	for (long i = 0; i < ALL_CONFIGURATIONS; i++) {
		struct workload workload;

		if (!workload_takes(i, count))
			continue;
		workload_init(&workload, &configurations[i],
			      fault.is_long ? WORKLOAD_LONG : WORKLOAD_SHORT);
		workload.path = scratch.path;
		workload.vfs = "shim";
		sweep_calls(&workload, &scratch, i, AT_CALL);
		if (fault.is_long)
			sweep_calls(&workload, &scratch, i, IN_WRITE);
		if (i < count)
			sweep_moments(&workload, &scratch, i,
				      fault_count(RANDOM, RANDOM_LONG) / count);
	}
	scratch_remove(&scratch);
	return fault_end();
}
