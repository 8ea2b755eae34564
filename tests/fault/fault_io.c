#include "on_disk.h"
#include "shim.h"

/*
 * Every call to the file system fails: with an I/O error (--damage 0: once, 1: with all that follow),
 * or because the disk is full (2 and 3). An SQLite code and a sentence come back, nothing is lost, and
 * what is said is true, after an error from COMMIT too.
 */

/* Of what else is done than migrating the quick sweep takes a part. */
enum { DAMAGES = 4, STRIDE = 7 };

/* false: the run does not have so many calls. */
static bool
fail_call(const struct workload *workload, const struct disk *start, long point, int damage)
{
	struct disk disk = { 0 };
	struct outcome outcome;
	bool is_hit;
	int version;

	disk_copy(&disk, start);
	disk_mount(&disk);
	shim_arm(damage < 2 ? SHIM_IOERR : SHIM_FULL, damage % 2 == 1, point);
	outcome = workload_run(workload, NULL, NULL);
	is_hit = shim.hits > 0;
	shim_disarm();
	version = on_disk_check(workload, &disk, (long)outcome.report.applied);
	workload_check_outcome(workload, &outcome, version);
	disk_finish(&disk);
	return is_hit;
}

static void
sweep(long configuration, int damage)
{
	struct disk start = { 0 };
	struct workload workload;
	bool is_hit = true, is_part = configuration >= CONFIGURATIONS && !fault.is_long && !fault.is_control;

	on_disk_begin(&workload, configuration, &start);
	workload.vfs = "shim";
	for (long point = 1; is_hit; point++)
		if (is_part && point % STRIDE != 0)
			continue;
		else if (fault_trial(configuration, point, damage, -1))
			is_hit = fail_call(&workload, &start, point, damage);
		else if (fault.given[FAULT_POINT] < point)
			break;
	disk_finish(&start);
}

int
main(int argc, char **argv)
{
	fault_begin(argc, argv);
	disk_register();
	shim_register("disk");
	for (long configuration = 0; configuration < ALL_CONFIGURATIONS; configuration++)
		for (int damage = 0; damage < DAMAGES; damage++)
			if (workload_takes(configuration, fault_count(4, CONFIGURATIONS)) &&
			    fault_takes(FAULT_DAMAGE, damage))
				sweep(configuration, damage);
	return fault_end();
}
