#include "allocator.h"
#include "on_disk.h"
#include "shim.h"

/*
 * One fault after another on the same file: calls that fail, full disks, no memory, power cuts, each at
 * random in a run that goes on from what the one before has left. After each nothing is lost, and in the
 * end a run completes. --seed is that of one such life, --case its configuration.
 */

enum { LIVES = 500, LIVES_LONG = 200000, FAULTS = 6, CALLS = 500, ALLOCATIONS = 12000 };

enum kind { NO_FAULT, IO_ERROR, FULL, NO_MEMORY, POWER_CUT, KINDS };

static long failing; /* allocation */

static bool
fails_there(long call)
{
	return call == failing;
}

static void
mark(void *context)
{
	disk_mark(context);
}

/* Runs, and returns how many steps were reported as done. The disk is what is left. */
static long
run_with_power_cut(const struct workload *workload, struct disk *disk, struct fault_random *random)
{
	struct disk run = { 0 }, cut = { 0 };
	long marks = 0;

	disk_copy(&run, disk);
	run.is_logging = true;
	disk_mount(&run);
	workload_run(workload, mark, &run);
	if (run.log_count > 0) {
		size_t point = 1 + fault_random_next(random, (uint32_t)run.log_count);

		disk_cut(&cut, disk, &run, point, (long)fault_random_next(random, DISK_DAMAGES + 2), *random);
		marks = disk_marks(&run, point);
		disk_finish(disk);
		*disk = cut;
	}
	disk_finish(&run);
	return marks;
}

static long
run_with_failures(struct workload *workload, struct disk *disk, enum kind kind, struct fault_random *random)
{
	bool goes_on = fault_random_next(random, 2) == 1;
	long live = allocator.live;
	struct outcome outcome;

	disk_mount(disk);
	failing = 1 + fault_random_next(random, ALLOCATIONS);
	if (kind == NO_MEMORY)
		allocator_arm(fails_there, goes_on);
	if (kind == IO_ERROR || kind == FULL)
		shim_arm(kind == FULL ? SHIM_FULL : SHIM_IOERR, goes_on, 1 + fault_random_next(random, CALLS));
	outcome = workload_run(workload, NULL, NULL);
	allocator_disarm();
	shim_disarm();
	if (allocator.live != live)
		fault_exception("expected every allocation to be freed, found %ld that are not",
				allocator.live - live);
	allocator.live = live;
	if (kind == NO_FAULT && outcome.rc != SQLITE_OK)
		fault_exception("expected a run without a fault to complete, found %s", outcome.message);
	return (long)outcome.report.applied;
}

/* What was done stays so: returns the steps, which are at least those. The disk is not changed. */
static long
look(const struct workload *workload, const struct disk *disk, long steps)
{
	struct disk copy = { 0 };
	long done;

	disk_copy(&copy, disk);
	disk_mount(&copy);
	done = workload_done(workload, (int)steps);
	disk_finish(&copy);
	return done;
}

static void
live(struct workload *workload, const struct disk *start, long configuration, long seed)
{
	struct fault_random random = fault_random_from(seed, configuration, 5);
	struct disk disk = { 0 };
	long done = 0;

	disk_copy(&disk, start);
	for (int i = 0; i < FAULTS && done >= 0 && done < workload_steps(workload); i++) {
		enum kind kind = (enum kind)fault_random_next(&random, KINDS);

		done += kind == POWER_CUT ? run_with_power_cut(workload, &disk, &random) :
					    run_with_failures(workload, &disk, kind, &random);
		done = look(workload, &disk, done);
	}
	disk_mount(&disk);
	if (done >= 0)
		workload_check(workload, (int)done);
	disk_finish(&disk);
}

static void
sweep(long configuration, long lives)
{
	struct disk start = { 0 };
	struct workload workload;

	on_disk_begin(&workload, configuration, &start);
	workload.vfs = "shim";
	for (long seed = 1; seed <= lives; seed++)
		if (fault_trial(configuration, -1, -1, seed))
			live(&workload, &start, configuration, seed);
	disk_finish(&start);
}

int
main(int argc, char **argv)
{
	fault_begin(argc, argv);
	allocator_install();
	disk_register();
	shim_register("disk");
	for (long configuration = 0; configuration < ALL_CONFIGURATIONS; configuration++)
		if (workload_takes(configuration, fault_count(4, CONFIGURATIONS)))
			sweep(configuration, fault_count(LIVES, LIVES_LONG) / fault_count(10, ALL_CONFIGURATIONS));
	return fault_end();
}
