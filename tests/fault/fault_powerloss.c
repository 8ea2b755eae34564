#include "on_disk.h"

/*
 * The power fails before each call by which the runner changes the disk, and takes what was not synced
 * with it: all of it, none, or a part by chance. A second sweep lets it fail again while that is being
 * recovered from. Nothing that was reported as done is lost.
 */

enum {
	STATES = 10000,
	STATES_LONG = 500000,
	RECOVERIES = 1000,
	RECOVERIES_LONG = 100000,
	RECOVERY_CALLS = 30,
	CUTS = 25,
	OTHERS = 6 /* configurations behind those that migrate by default; so that all together do what is said */
};

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
	long all = workload_steps(workload);
	long found = all - disk_marks(recovery, recovery->log_count);
	long marks = disk_marks(recovery, point);

	return marks > 0 ? found + marks : before;
}

/* The run after a cut by chance, and what it began with. */
struct recovery {
	struct disk start, disk;
	long acknowledged; /* when the cut came */
};

static void
begin_recovery(const struct workload *workload, struct recovery *recovery,
	       struct fault_random *random, const struct disk *start, const struct disk *disk,
	       long seed)
{
	size_t point = 1 + fault_random_next(random, (uint32_t)disk->log_count);

	recovery->acknowledged = disk_marks(disk, point);
	disk_cut(&recovery->start, start, disk, point, DISK_DAMAGES + seed % 2, *random);
	record_run(workload, &recovery->disk, &recovery->start);
}

/* A cut in that run, by chance; half of them in recovery itself. */
static void
cut_again(const struct workload *workload, const struct recovery *recovery,
	  struct fault_random random, long seed)
{
	uint32_t limit = (uint32_t)recovery->disk.log_count;
	struct disk cut = { 0 };
	size_t point;

	if (seed / 2 % 2 == 0 && limit > RECOVERY_CALLS)
		limit = RECOVERY_CALLS;
	if (limit == 0)
		return;
	point = 1 + fault_random_next(&random, limit);
	disk_cut(&cut, &recovery->start, &recovery->disk, point, DISK_DAMAGES + seed / 4 % 2,
		 random);
	on_disk_check(workload, &cut,
		      acknowledged_again(workload, recovery->acknowledged, &recovery->disk, point));
	disk_finish(&cut);
}

/* Each run after a first cut is cut CUTS times. --seed counts the second cuts. */
static void
sweep_recovery(const struct workload *workload, long configuration, const struct disk *start,
	       const struct disk *disk, long states)
{
	for (long first = 0; first * CUTS < states; first++) {
		struct fault_random random = fault_random_from(first, configuration, 1);
		struct recovery recovery = { .acknowledged = 0 };

		for (long seed = first * CUTS + 1; seed <= (first + 1) * CUTS; seed++) {
			if (fault.given[FAULT_POINT] >= 0 ||
			    !fault_trial(configuration, -1, -1, seed))
				continue;
			if (recovery.start.files == NULL)
				begin_recovery(workload, &recovery, &random, start, disk, first);
			cut_again(workload, &recovery, fault_random_from(seed, configuration, 2),
				  seed);
		}
		disk_finish(&recovery.start);
		disk_finish(&recovery.disk);
	}
}

static void
sweep_configuration(long configuration, long count)
{
	struct disk start = { 0 }, disk = { 0 };
	struct workload workload;
	struct outcome outcome;

	on_disk_begin(&workload, configuration, &start);
	outcome = record_run(&workload, &disk, &start);
	workload_check_outcome(&workload, &outcome, workload_done(&workload, 0));
	if (outcome.rc != SQLITE_OK)
		fault_exception("expected an undisturbed run to succeed, found %s", outcome.message);
	sweep(&workload, configuration, &start, &disk, fault_count(STATES, STATES_LONG) / count);
	sweep_recovery(&workload, configuration, &start, &disk,
		       fault_count(RECOVERIES, RECOVERIES_LONG) / count);
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
	for (long i = 0; i < ALL_CONFIGURATIONS; i++)
		if (workload_takes(i, count))
			sweep_configuration(i, count + OTHERS);
	return fault_end();
}
