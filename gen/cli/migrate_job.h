#ifndef SQLGEN_MIGRATE_JOB_H
#define SQLGEN_MIGRATE_JOB_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/plan.h"
#include "cli/progress.h"
#include "input/migrations.h"
#include "live/inventory.h"
#include "sqlgen.h"

/* One call of migrate. */
struct migrate_job {
	const struct run *run;
	const char *path;
	struct migrations migrations; /* the ones up to --to */
	size_t total;                 /* how many there are */
	int rc;
	struct sqlgen_report report;
	struct progress progress;
	const char *backup; /* NULL: there is none */
	struct inventory before; /* with --json: what the schema was */
	bool is_json;
};

/* The tool whose history this call has taken over, if there was one. */
struct plan_adoption migrate_adoption(const struct migrate_job *job);

/* What was done, what is pending, and why it stopped: message is the sentence for that. */
void migrate_print_json(const struct migrate_job *job, const char *message);

#endif
