#include <stddef.h>

#include <sqlite3.h>

#include "base/diag.h"
#include "cli/amend.h"
#include "cli/load.h"
#include "cli/outcome.h"
#include "cli/verb.h"
#include "live/difference.h"
#include "live/guarded.h"
#include "schema/replay.h"

static const char *const examples[] = {
	"sqlgen baseline app.db 12",
	"app.db was made in another way, and has what the migrations up to 12 make",
	NULL
};

/* What the migrations make must be there, and the same; what others added is theirs. */
static enum status
check_schema(const struct amend *amend, size_t count)
{
	const struct run *run = amend->run;
	struct migrations migrations = amend->migrations;
	struct inventory expected, found;
	struct difference difference;
	struct replay replay;
	sqlite3 *handle;
	bool is_read;
	int rc = guarded_open(&handle, amend->path, run->arena, run->diag);

	if (rc != SQLITE_OK)
		return outcome_of_code(rc);
	is_read = inventory_read(&found, handle, run->arena, run->diag);
	sqlite3_close(handle);
	if (!is_read || !load_database(&replay, &migrations, count, &amend->project, run))
		return STATUS_FAILED;
	is_read = inventory_read(&expected, replay.handle, run->arena, run->diag);
	replay_finish(&replay);
	if (!is_read)
		return STATUS_FAILED;
	difference_find(&difference, &found, &expected, run->arena);
	for (size_t i = 0; i < difference.count; i++)
		if (difference.items[i].after)
			diag_error(run->diag, (struct place){ .path = amend->path },
				   "it is not what the migrations up to '%s' make: expected %s%s",
				   migrations.items[count - 1].version, change_sentence(&difference.items[i], run->arena),
				   difference.items[i].before ? "" : ", found none");
	return run->diag->errors > 0 ? STATUS_DRIFT : STATUS_OK;
}

static enum status
baseline(const struct run *run)
{
	struct amend amend;
	size_t count;
	enum status status = amend_begin(&amend, run);

	if (status != STATUS_OK)
		return status;
	if (!load_version(&count, run->arguments->operands[1], &amend.migrations, run))
		return STATUS_USAGE;
	if (amend.plan.states[PLAN_PENDING] != amend.plan.count) {
		size_t known = amend.plan.count - amend.plan.states[PLAN_PENDING] - amend.plan.states[PLAN_SKIPPED];

		diag_error(run->diag, (struct place){ .path = amend.path },
			   "expected a database without a history, found one with %zu migration%s: 'sqlgen mark' adds one",
			   known, known == 1 ? "" : "s");
		return STATUS_FAILED;
	}
	status = check_schema(&amend, count);
	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < count; i++)
		amend_add(&amend, AMENDMENT_ADD, &amend.plan.rows[i]);
	return amend_end(&amend);
}

const struct verb verb_baseline = {
	.name = "baseline",
	.operands = "DB VERSION",
	.operand_min = 2,
	.operand_max = 2,
	.summary = "gives a database without a history the one up to VERSION",
	.about = "For databases that were made in another way. Nothing is run: the schema must be what these\n"
		 "migrations make (status 3 if not). It says what it will do, asks, and backs DB up.\n",
	.reads_project = true,
	.options = amend_options,
	.examples = examples,
	.page = "sqlgen-migrate",
	.run = baseline,
};
