#define _GNU_SOURCE /* unshare */

#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>

#include "workload.h"

/*
 * There is no more space: on a small tmpfs (--damage 0, where mounting is allowed), for a process
 * whose files may not grow (1), in a database of so many pages (2). --point is the size. Nothing is lost, what is
 * said is true, and once there is space the next run completes.
 */

enum damage { TMPFS, FILE_LIMIT, PAGE_LIMIT, DAMAGES };

struct trial {
	struct workload *workload;
	const struct scratch *scratch;
	long kilobytes;
	enum damage damage;
};

/* Mounts that nobody else sees, and that end with this process. */
static bool
keep_mounts_private(void)
{
	return unshare(CLONE_NEWNS) == 0 && mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;
}

static void
try_to_mount(void *context)
{
	(void)context;
	if (!keep_mounts_private())
		exit(2);
}

static bool
mount_tmpfs(const struct trial *trial, unsigned long flags, long kilobytes)
{
	char options[48];

	snprintf(options, sizeof options, "size=%ldk", kilobytes);
	return mount("tmpfs", trial->scratch->directory, "tmpfs", flags, options) == 0;
}

static void
limit_files(rlim_t bytes)
{
	struct rlimit limit;

	getrlimit(RLIMIT_FSIZE, &limit);
	limit.rlim_cur = bytes;
	setrlimit(RLIMIT_FSIZE, &limit);
}

/* In a process of its own, with which limits and mounts end. */
static void
run_trial(void *context)
{
	struct trial *trial = context;
	struct workload *workload = trial->workload;
	struct outcome outcome;

	if (trial->damage == TMPFS && !(keep_mounts_private() && mount_tmpfs(trial, 0, 1024)))
		exit(2);
	workload_prepare(workload);
	if (trial->damage == TMPFS)
		mount_tmpfs(trial, MS_REMOUNT, trial->kilobytes);
	else if (trial->damage == FILE_LIMIT)
		limit_files((rlim_t)trial->kilobytes * 1024);
	else
		workload->most_pages = (int)trial->kilobytes / 4;
	outcome = workload_run(workload, NULL, NULL);
	if (trial->damage == TMPFS)
		mount_tmpfs(trial, MS_REMOUNT, 65536);
	limit_files(RLIM_INFINITY);
	workload_check_outcome(workload, &outcome,
			       workload_check(workload, (int)outcome.report.applied));
}

static void
sweep(const struct scratch *scratch, long configuration, enum damage damage)
{
	long step = fault_count(16, 24);

	/* The file has 8 KB before the migrations, and 60 to 600 after them. */
	for (long i = 0; i < fault_count(5, 10); i++) {
		struct trial trial = { NULL, scratch, 12 + i * step, damage };
		struct workload workload;

		if (!fault_trial(configuration, trial.kilobytes, (long)damage, -1))
			continue;
		workload_init(&workload, &configurations[configuration],
			      fault.is_long ? WORKLOAD_LONG : WORKLOAD_SHORT);
		workload.path = scratch->path;
		trial.workload = &workload;
		if (!fault_in_process(run_trial, &trial))
			fault_exception("expected the process to live, found that it does not");
		scratch_clear(scratch);
	}
}

int
main(int argc, char **argv)
{
	struct scratch scratch;
	int first = TMPFS;

	fault_begin(argc, argv);
	signal(SIGXFSZ, SIG_IGN);
	if (!fault_in_process(try_to_mount, NULL)) {
		printf("%s: no small disks: mounting is not allowed here\n", fault.program);
		first = FILE_LIMIT;
	}
	scratch_make(&scratch);
	for (long configuration = 0; configuration < 2; configuration++)
		for (int damage = first; damage < DAMAGES; damage++)
			sweep(&scratch, configuration, (enum damage)damage);
	scratch_remove(&scratch);
	return fault_end();
}
