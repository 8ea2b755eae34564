#include "allocator.h"
#include "on_disk.h"

/*
 * Every allocation of a run fails, once (--damage 0), and with all that follow it (1): an SQLite code
 * and a sentence come back, nothing leaks, nothing is lost, and what is said is true. There is one run,
 * and at each of its allocations a process in which that one fails.
 */

/* Of what else is done than migrating the quick sweep takes a part. */
enum { STRIDE = 23 };

static long swept; /* configuration */

static bool
is_about_memory(const struct outcome *outcome)
{
	int primary = outcome->rc & 0xff;

	return outcome->rc == SQLITE_OK || primary == SQLITE_NOMEM || outcome->rc == SQLITE_IOERR_NOMEM ||
	       primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN ||
	       strstr(outcome->message, "out of memory") != NULL;
}

/* In a new process. The old one goes on to the next. */
static bool
fails_here(long call)
{
	if (swept >= CONFIGURATIONS && !fault.is_long && !fault.is_control && call % STRIDE != 0)
		return false;
	for (int goes_on = 0; goes_on < 2; goes_on++) {
		if (fault_trial(swept, call, goes_on, -1) && fault_split()) {
			allocator.goes_on = goes_on;
			return true;
		}
	}
	return false;
}

static void
sweep(long configuration)
{
	struct disk start = { 0 }, disk = { 0 };
	struct workload workload;
	struct outcome outcome;
	long live;

	swept = configuration;
	on_disk_begin(&workload, configuration, &start);
	disk_copy(&disk, &start);
	disk_mount(&disk);
	live = allocator.live;
	allocator_arm(fails_here, false);
	outcome = workload_run(&workload, NULL, NULL);
	allocator_disarm();
	if (allocator.live != live)
		fault_exception("expected every allocation to be freed, found %ld that are not",
				allocator.live - live);
	if (!is_about_memory(&outcome))
		fault_exception("expected SQLITE_NOMEM or a success, found %d (%s)", outcome.rc,
				outcome.message);
	workload_check_outcome(&workload, &outcome, on_disk_check(&workload, &disk, 0));
	fault_join();
	disk_finish(&disk);
	disk_finish(&start);
}

int
main(int argc, char **argv)
{
	fault_begin(argc, argv);
	allocator_install();
	disk_register();
	for (long configuration = 0; configuration < ALL_CONFIGURATIONS; configuration++)
		if (workload_takes(configuration, fault_count(2, 4)))
			sweep(configuration);
	return fault_end();
}
