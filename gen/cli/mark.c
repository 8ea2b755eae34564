#include <stddef.h>

#include "base/diag.h"
#include "cli/amend.h"
#include "cli/load.h"
#include "cli/verb.h"

static const char *const examples[] = {
	"sqlgen mark app.db 13",
	"what 13 does was done to app.db by hand",
	NULL
};

static enum status
mark(const struct run *run)
{
	struct amend amend;
	size_t count, applied;
	enum status status = amend_begin(&amend, run);

	if (status == STATUS_OK)
		status = plan_status(&amend.plan);
	if (status == STATUS_DRIFT || status == STATUS_NEWER)
		diag_error(run->diag, (struct place){ .path = amend.path },
			   "it does not go together with the migrations: 'sqlgen status %s' says why", amend.path);
	if (status != STATUS_OK)
		return status;
	if (!load_version(&count, run->arguments->operands[1], &amend.migrations, run))
		return STATUS_USAGE;
	applied = plan_applied(&amend.plan);
	if (count != applied + 1) {
		diag_error(run->diag, (struct place){ .path = amend.path },
			   count <= applied ? "version '%s' is applied already" :
					      "expected the next version that is pending, found '%s'",
			   run->arguments->operands[1]);
		return STATUS_FAILED;
	}
	amend_add(&amend, AMENDMENT_ADD, &amend.plan.rows[applied]);
	return amend_end(&amend);
}

const struct verb verb_mark = {
	.name = "mark",
	.operands = "DB VERSION",
	.operand_min = 2,
	.operand_max = 2,
	.summary = "records the next migration as applied, without running it",
	.about = "For what was done by hand. 'sqlgen verify' says whether it was done right. It says what it\n"
		 "will do, asks, and backs DB up.\n",
	.reads_project = true,
	.options = amend_options,
	.examples = examples,
	.page = "sqlgen-migrate",
	.run = mark,
};
