#ifndef SQLGEN_AMEND_H
#define SQLGEN_AMEND_H

#include <stddef.h>

#include "cli/plan.h"
#include "input/migrations.h"
#include "input/project.h"
#include "live/amendment.h"

/* What baseline, mark and repair have in common: they change a history by hand. */
struct amend {
	const struct run *run;
	const char *path;
	struct project project;
	struct migrations migrations;
	const struct sqlgen_migration *ours; /* the same as the runner has them */
	struct plan plan;
	struct amendment *amendments;
	size_t count;
};

/* --yes, --backup, --keep and --json. */
extern const struct option amend_options[];

/* Reads the project and the history of the database that is named first. */
enum status amend_begin(struct amend *amend, const struct run *run);
void amend_add(struct amend *amend, enum amendment_kind kind, const struct plan_row *row);
/* Says what will be changed, asks, backs up, and changes it. */
enum status amend_end(struct amend *amend);

#endif
