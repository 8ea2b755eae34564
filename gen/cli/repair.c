#include <stddef.h>

#include "base/diag.h"
#include "cli/amend.h"
#include "cli/verb.h"

static const char *const examples[] = {
	"sqlgen repair app.db",
	"the migrations were edited after app.db had them, and that is meant so",
	NULL
};

static enum status
repair(const struct run *run)
{
	struct amend amend;
	enum status status = amend_begin(&amend, run);

	if (status != STATUS_OK)
		return status;
	if (amend.plan.states[PLAN_NEWER] > 0) {
		diag_error(run->diag, (struct place){ .path = amend.path },
			   "the database is newer than the migrations: update them; there is nothing to repair");
		return STATUS_NEWER;
	}
	for (size_t i = 0; i < amend.plan.count; i++) {
		const struct plan_row *row = &amend.plan.rows[i];

		if (row->state == PLAN_EDITED || row->is_stale)
			amend_add(&amend, AMENDMENT_RENEW, row);
		else if (row->state == PLAN_MISSING)
			amend_add(&amend, AMENDMENT_REMOVE, row);
		else if (row->state == PLAN_SKIPPED)
			diag_warning(run->diag, (struct place){ .path = row->migration->path }, NULL,
				     "it was skipped, which this does not mend: give it a version after the last one");
	}
	status = amend_end(&amend);
	return status == STATUS_OK && amend.plan.states[PLAN_SKIPPED] > 0 ? STATUS_DRIFT : status;
}

const struct verb verb_repair = {
	.name = "repair",
	.operands = "DB",
	.operand_min = 1,
	.operand_max = 1,
	.summary = "makes the history of a database agree with the files",
	.about = "An edited migration gets the checksum of its file, and the down script and 'compatible with'\n"
		 "that it has now; a missing one is forgotten. Nothing is run, and the schema stays as it is: 'sqlgen verify' says whether it is right. It says what it will\n"
		 "do, asks, and backs DB up.\n",
	.reads_project = true,
	.options = amend_options,
	.examples = examples,
	.page = "sqlgen-migrate",
	.run = repair,
};
