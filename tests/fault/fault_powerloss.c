#include "on_disk.h"

/*
 * The power fails before each call by which the runner changes the disk, and takes what was not synced
 * with it: all of it, none, or a part by chance. A second sweep lets it fail again while that is being
 * recovered from. Nothing that was reported as done is lost.
 */

enum { STATES = 10000, RECOVERIES = 1000, RECOVERY_CALLS = 30 };

static void
mark(void *context)
{
	disk_mark(context);
}

/* A run from start, which is left as it was, with its log in disk. */
static struct outcome
record_run(const struct workload *workload, struct disk *disk, const struct disk *start)
{
	disk_copy(disk, start);
	disk->is_logging = true;
	disk_mount(disk);
	return workload_run(workload, mark, disk);
}

static void
sweep(const struct workload *workload, long configuration, const struct disk *start,
      const struct disk *disk, long states)
{
	long damages = states / (long)disk->log_count + 1;

	for (size_t point = 1; point <= disk->log_count && fault.given[FAULT_SEED] < 0; point++) {
		for (long damage = 0; damage < damages; damage++) {
			struct disk cut = { 0 };

			if (!fault_trial(configuration, (long)point, damage, -1))
				continue;
			disk_cut(&cut, start, disk, point, damage,
				 fault_random_from(configuration, (long)point, damage));
			on_disk_check(workload, &cut, disk_marks(disk, point));
			disk_finish(&cut);
		}
	}
}

/* What was reported as done when the second run was cut: by that one, or else by the first. */
static long
acknowledged_again(const struct workload *workload, long before, const struct disk *recovery,
		   size_t point)
{
	long all = (long)workload->series.schema.migration_count;
	long found = all - disk_marks(recovery, recovery->log_count);
	long marks = disk_marks(recovery, point);

	return marks > 0 ? found + marks : before;
}

/* A cut, the next run, a cut in that, each by chance; half of the second ones in recovery itself. */
static void
cut_twice(const struct workload *workload, struct fault_random random, const struct disk *start,
	  const struct disk *disk, long seed)
{
	struct disk first = { 0 }, recovery = { 0 }, second = { 0 };
	size_t point = 1 + fault_random_next(&random, (uint32_t)disk->log_count);
	uint32_t limit;

	disk_cut(&first, start, disk, point, DISK_DAMAGES + seed % 2, random);
	record_run(workload, &recovery, &first);
	limit = (uint32_t)recovery.log_count;
	if (seed / 2 % 2 == 0 && limit > RECOVERY_CALLS)
		limit = RECOVERY_CALLS;
	if (limit > 0) {
		size_t again = 1 + fault_random_next(&random, limit);
		long acknowledged = acknowledged_again(workload, disk_marks(disk, point), &recovery, again);

		disk_cut(&second, &first, &recovery, again, DISK_DAMAGES + seed / 4 % 2, random);
		on_disk_check(workload, &second, acknowledged);
	}
	disk_finish(&first);
	disk_finish(&recovery);
	disk_finish(&second);
}

static void
sweep_recovery(const struct workload *workload, long configuration, const struct disk *start,
	       const struct disk *disk, long states)
{
	for (long seed = 1; seed <= states; seed++)
		if (fault.given[FAULT_POINT] < 0 && fault_trial(configuration, -1, -1, seed))
			cut_twice(workload, fault_random_from(seed, configuration, 1), start, disk, seed);
}

static void
sweep_configuration(long configuration, long count)
{
	struct disk start = { 0 }, disk = { 0 };
	struct workload workload;
	struct outcome outcome;

	on_disk_begin(&workload, configuration, &start);
	outcome = record_run(&workload, &disk, &start);
	workload_check_outcome(&workload, &outcome, workload_version(&workload, 0));
	if (outcome.rc != SQLITE_OK)
		fault_exception("expected an undisturbed run to succeed, found %s", outcome.message);
	sweep(&workload, configuration, &start, &disk, fault_count(STATES, 500000) / count);
	sweep_recovery(&workload, configuration, &start, &disk,
		       fault_count(RECOVERIES, 100000) / count);
	disk_finish(&start);
	disk_finish(&disk);
}

int
main(int argc, char **argv)
{
	long count;

	fault_begin(argc, argv);
	disk_register();
	count = fault_count(4, CONFIGURATIONS);
	for (long i = 0; i < count; i++)
		if (fault_takes(FAULT_CASE, i))
			sweep_configuration(i, count);
	return fault_end();
}
