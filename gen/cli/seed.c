#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/json.h"
#include "base/text.h"
#include "cli/answer.h"
#include "cli/interrupt.h"
#include "cli/load.h"
#include "cli/outcome.h"
#include "cli/plan.h"
#include "cli/screen.h"
#include "cli/verb.h"
#include "input/migrations.h"
#include "input/project.h"
#include "live/seeding.h"
#include "live/session.h"
#include "sqlgen.h"

static const struct option options[] = {
	{ "seeds", '\0', "DIR", "where the seeds are (default: seeds)", NULL, NULL },
	{ "json", '\0', NULL, "print JSON", NULL, NULL },
	{ NULL, '\0', NULL, NULL, NULL, NULL }
};

static const char *const examples[] = {
	"sqlgen seed app.db",
	"runs seeds/*.sql that are new, or were changed since",
	"sqlgen seed test.db --seeds tests/seeds",
	"those of another directory",
	NULL
};

static void
print_json(const struct seeding *seeding, const struct run *run)
{
	struct text text = { 0 };
	struct json json;

	json_init(&json, &text);
	json_open_object(&json, NULL);
	json_open_list(&json, "seeds");
	for (size_t i = 0; i < seeding->count; i++) {
		json_open_object(&json, NULL);
		json_string(&json, "path", seeding->files[i].source.path);
		json_bool(&json, "run", seeding->files[i].is_run);
		json_close_object(&json);
	}
	json_close_list(&json);
	json_close_object(&json);
	answer_print(run, &text);
	text_finish(&text);
}

static void
print_text(const struct seeding *seeding, const struct run *run)
{
	size_t count = 0;

	for (size_t i = 0; i < seeding->count; i++) {
		if (!seeding->files[i].is_run)
			continue;
		count++;
		printf("seeded %s\n", screen_text(seeding->files[i].source.path, run->arena));
	}
	if (count == 0)
		printf("nothing to seed\n");
}

static enum status
seed_database(struct seeding *seeding, const char *path, const struct run *run)
{
	struct sqlgen_options opened = session_options();
	struct sqlgen_connection connection;
	struct place place = { .path = path };
	enum status status = STATUS_OK;
	int rc;

	opened.open_flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
	rc = sqlgen_open(&connection, path, &opened, NULL, NULL, 0);
	if (rc == SQLITE_OK) {
		interrupt_catch(connection.handle);
		rc = seeding_run(seeding, &connection, &place, run->diag);
		interrupt_release(connection.handle);
	}
	if (rc != SQLITE_OK) {
		diag_error(run->diag, place, "%s%s",
			   interrupt_has_come() ? "interrupted: nothing was seeded" : sqlgen_error(&connection),
			   outcome_cause(rc, path, run));
		status = interrupt_has_come() ? STATUS_INTERRUPTED : outcome_of_code(rc);
	}
	sqlgen_close(&connection);
	return status;
}

/* Seeds are written for the schema that all migrations make. */
static enum status
check_version(const char *path, const struct migrations *migrations, const struct run *run)
{
	struct plan plan;
	enum status status = plan_read(&plan, path, migrations, run);

	if (status != STATUS_OK)
		return status;
	status = plan_status(&plan);
	if (!plan.has_database) {
		diag_error(run->diag, (struct place){ .path = path },
			   "there is no such file: 'sqlgen migrate %s' makes it", path);
		status = STATUS_DISK;
	} else if (status != STATUS_OK) {
		diag_error(run->diag, (struct place){ .path = path },
			   "it does not go together with the migrations: 'sqlgen status %s' says why", path);
	} else if (plan.states[PLAN_PENDING] > 0) {
		diag_error(run->diag, (struct place){ .path = path },
			   "expected all migrations to be applied, found %zu pending: run 'sqlgen migrate %s' first",
			   plan.states[PLAN_PENDING], path);
		status = STATUS_FAILED;
	}
	return status;
}

static enum status
seed(const struct run *run)
{
	const char *path = run->arguments->operands[0], *directory = arguments_value(run->arguments, "seeds");
	struct seeding seeding;
	struct project project;
	struct migrations migrations;
	enum status status = outcome_check_path(path, run);

	if (status != STATUS_OK)
		return status;
	if (!load_project(&project, run) || !load_migrations(&migrations, &project, run) ||
	    !seeding_read(&seeding, directory ? directory : "seeds", run->arena, run->diag) || run->diag->errors > 0)
		return STATUS_FAILED;
	status = check_version(path, &migrations, run);
	if (status == STATUS_OK)
		status = seed_database(&seeding, path, run);
	if (status != STATUS_OK)
		return status;
	if (arguments_has(run->arguments, "json"))
		print_json(&seeding, run);
	else if (!run->is_quiet)
		print_text(&seeding, run);
	return STATUS_OK;
}

const struct verb verb_seed = {
	.name = "seed",
	.operands = "DB",
	.operand_min = 1,
	.operand_max = 1,
	.summary = "runs seeds/*.sql, each once",
	.about = "In the order of their names, all in one transaction with foreign keys enforced, and guarded as\n"
		 "migrations are. Which were run is kept in the table " SEEDING_TABLE ": a file runs again only\n"
		 "when it was changed, and then all of it, so that it is best written with INSERT OR IGNORE or\n"
		 "ON CONFLICT. All migrations must be applied.\n",
	.reads_project = true,
	.options = options,
	.examples = examples,
	.run = seed,
};
