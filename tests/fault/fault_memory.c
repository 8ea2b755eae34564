#include "allocator.h"
#include "on_disk.h"

/*
 * Every allocation of a run fails, once (--damage 0), and with all that follow it (1): an SQLite code
 * and a sentence come back, nothing leaks, nothing is lost, and what is said is true.
 */

static bool
is_about_memory(const struct outcome *outcome)
{
	int primary = outcome->rc & 0xff;

	return outcome->rc == SQLITE_OK || primary == SQLITE_NOMEM || outcome->rc == SQLITE_IOERR_NOMEM ||
	       primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN ||
	       strstr(outcome->message, "out of memory") != NULL;
}

/* Many, so that the other tasks are swept in one mode usually. */
static bool
takes(long configuration)
{
	bool is_wal = strcmp(configurations[configuration].journal_mode, "WAL") == 0;

	return workload_takes(configuration, fault_count(2, 4)) &&
	       (fault.is_long || configuration < CONFIGURATIONS || !is_wal);
}

/* false: the run does not have so many allocations. */
static bool
fail_allocation(const struct workload *workload, const struct disk *start, long point, bool goes_on)
{
	struct disk disk = { 0 };
	struct outcome outcome;
	long live = allocator.live;
	bool is_hit;

	disk_copy(&disk, start);
	disk_mount(&disk);
	allocator_arm(goes_on, point);
	outcome = workload_run(workload, NULL, NULL);
	is_hit = allocator.hits > 0;
	allocator_disarm();
	if (allocator.live != live)
		fault_exception("expected every allocation to be freed, found %ld that are not",
				allocator.live - live);
	allocator.live = live;
	if (!is_about_memory(&outcome))
		fault_exception("expected SQLITE_NOMEM or a success, found %d (%s)", outcome.rc,
				outcome.message);
	workload_check_outcome(workload, &outcome, on_disk_check(workload, &disk, 0));
	disk_finish(&disk);
	return is_hit;
}

static void
sweep(long configuration, bool goes_on)
{
	struct disk start = { 0 };
	struct workload workload;
	bool is_hit = true;

	on_disk_begin(&workload, configuration, &start);
	for (long point = 1; is_hit; point++)
		if (fault_trial(configuration, point, goes_on, -1))
			is_hit = fail_allocation(&workload, &start, point, goes_on);
		else if (fault.given[FAULT_POINT] < point)
			break;
	disk_finish(&start);
}

int
main(int argc, char **argv)
{
	fault_begin(argc, argv);
	allocator_install();
	disk_register();
	for (long configuration = 0; configuration < ALL_CONFIGURATIONS; configuration++)
		for (int goes_on = 0; goes_on < 2; goes_on++)
			if (takes(configuration) && fault_takes(FAULT_DAMAGE, goes_on))
				sweep(configuration, goes_on);
	return fault_end();
}
