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
#include "live/rehearsal.h"
#include "schema/replay.h"

static const struct option options[] = {
	{ "adopt", '\0', "TOOL", "whose history to go on from, where DB has more than one", option_is_tool,
	  option_tools },
	{ "json", '\0', NULL, "print JSON", NULL, NULL },
	{ NULL, '\0', NULL, NULL, NULL, NULL }
};

static const char *const examples[] = {
	"sqlgen rehearse app.db",
	"would the pending migrations work on what app.db holds, how long, and what would be gone?",
	"TMPDIR=/var/tmp sqlgen rehearse app.db --json",
	"with the copy in another place, for a program to read",
	NULL
};

static bool
is_sound(const struct soundness *soundness)
{
	return soundness->damage_count == 0 && soundness->orphan_count == 0;
}

static void
write_counts(struct json *json, const struct rehearsed *step)
{
	json_open_list(json, "rows");
	for (size_t i = 0; i < step->count; i++) {
		const struct row_count *row = &step->counts[i];

		json_open_object(json, NULL);
		json_string(json, "table", row->table);
		if (row->before < 0)
			json_null(json, "before");
		else
			json_integer(json, "before", row->before);
		if (row->after < 0)
			json_null(json, "after");
		else
			json_integer(json, "after", row->after);
		json_close_object(json);
	}
	json_close_list(json);
}

static void
write_soundness(struct json *json, const char *name, const struct soundness *soundness)
{
	json_open_object(json, name);
	json_integer(json, "damages", (long long)soundness->damage_count);
	json_integer(json, "foreign_keys", (long long)soundness->orphan_count);
	json_close_object(json);
}

static void
write_losses(struct json *json, const struct rehearsal *rehearsal)
{
	json_open_list(json, "lost");
	for (size_t i = 0; i < rehearsal->loss_count; i++) {
		const struct loss *loss = &rehearsal->losses[i];

		json_open_object(json, NULL);
		json_string(json, "version", loss->migration->version);
		json_string(json, "table", loss->table);
		json_string(json, "column", loss->column);
		json_integer(json, "count", loss->count);
		json_close_object(json);
	}
	json_close_list(json);
}

static void
print_json(const struct rehearsal *rehearsal, const char *failure, const struct run *run)
{
	struct text text = { 0 };
	struct json json;

	json_init(&json, &text);
	json_open_object(&json, NULL);
	json_open_list(&json, "migrations");
	for (size_t i = 0; i < rehearsal->done_count; i++) {
		const struct rehearsed *step = &rehearsal->done[i];

		json_open_object(&json, NULL);
		json_string(&json, "version", step->migration->version);
		json_string(&json, "name", step->migration->name);
		json_integer(&json, "duration_ms", step->milliseconds);
		json_integer(&json, "steps", step->steps);
		difference_to_json(&step->difference, &json, "changes");
		write_counts(&json, step);
		json_close_object(&json);
	}
	json_close_list(&json);
	json_string(&json, "failed", failure);
	write_losses(&json, rehearsal);
	write_soundness(&json, "before", &rehearsal->before);
	write_soundness(&json, "after", &rehearsal->after);
	json_close_object(&json);
	answer_print(run, &text);
	text_finish(&text);
}

static void
print_step(const struct rehearsed *step, struct arena *arena)
{
	printf("%s %s: %lld ms, %lld steps\n", screen_text(step->migration->version, arena),
	       screen_text(step->migration->name, arena), (long long)step->milliseconds, (long long)step->steps);
	for (size_t i = 0; i < step->difference.count; i++)
		printf("  %s %s\n", change_word(&step->difference.items[i]),
		       screen_text(change_sentence(&step->difference.items[i], arena), arena));
	for (size_t i = 0; i < step->count; i++) {
		const struct row_count *row = &step->counts[i];
		const char *table = screen_text(row->table, arena);

		if (row->before < 0)
			printf("  rows of %s: %lld, new\n", table, (long long)row->after);
		else if (row->after < 0)
			printf("  rows of %s: %lld before, the table is gone\n", table, (long long)row->before);
		else
			printf("  rows of %s: %lld before, %lld after\n", table, (long long)row->before,
			       (long long)row->after);
	}
}

static const char *
count_problems(const struct soundness *soundness, struct arena *arena)
{
	if (is_sound(soundness))
		return "ok";
	return arena_format(arena, "%zu damage%s, %zu row%s without parent", soundness->damage_count,
			    soundness->damage_count == 1 ? "" : "s", soundness->orphan_count,
			    soundness->orphan_count == 1 ? "" : "s");
}

static void
print_loss(const struct loss *loss, struct arena *arena)
{
	const char *title = loss->column ? arena_format(arena, "column %s.%s", loss->table, loss->column) :
					   arena_format(arena, "table %s", loss->table);

	printf("lost: %s, which holds %lld %s%s\n", screen_text(title, arena), (long long)loss->count,
	       loss->column ? "value" : "row", loss->count == 1 ? "" : "s");
}

static void
print_text(const struct rehearsal *rehearsal, const char *path)
{
	struct arena *arena = rehearsal->arena;

	for (size_t i = 0; i < rehearsal->done_count; i++)
		print_step(&rehearsal->done[i], arena);
	if (rehearsal->done_count == 0)
		printf("nothing was applied\n");
	for (size_t i = 0; i < rehearsal->loss_count; i++)
		print_loss(&rehearsal->losses[i], arena);
	printf("integrity, foreign keys: %s before, %s after\n", count_problems(&rehearsal->before, arena),
	       count_problems(&rehearsal->after, arena));
	printf("%s is as it was\n", screen_text(path, arena));
}

/* One migration after the other, so that each can be looked at. */
static enum status
run_pending(struct rehearsal *rehearsal, const char **failure, const char *path, const struct migrations *migrations,
	    const struct plan *plan, const struct run *run)
{
	struct plan_stand_ins stand_ins = { migrations, run };
	struct sqlgen_options with_adoption = sqlgen_options_default();
	struct sqlgen_schema schema = {
		.migrations = replay_for_runtime(migrations, migrations->count, run->arena),
		.convention = convention_name(migrations->convention),
	};

	with_adoption.on_open = plan_register;
	with_adoption.context = &stand_ins;
	with_adoption.adopt = plan_asked_tool(run);

	for (size_t i = 0; i < migrations->count; i++) {
		int rc;

		if (plan->rows[i].state != PLAN_PENDING)
			continue;
		schema.migration_count = i + 1;
		rc = rehearsal_step(rehearsal, &schema, &with_adoption);
		if (interrupt_has_come())
			return STATUS_INTERRUPTED;
		if (rc == SQLITE_OK)
			continue;
		*failure = arena_string(run->arena, outcome_sentence(&rehearsal->connection, &rehearsal->report));
		return outcome_tell(rc, &rehearsal->connection, &rehearsal->report, path, migrations, run);
	}
	return STATUS_OK;
}

static enum status
check_history(struct plan *plan, sqlite3 *handle, const char *path, const struct migrations *migrations,
	      const struct run *run)
{
	enum status status = plan_read_open(plan, handle, path, migrations, run);

	if (status != STATUS_OK)
		return status;
	status = plan_status(plan);
	if (status != STATUS_OK)
		diag_error(run->diag, (struct place){ .path = path },
			   "it does not go together with the migrations: 'sqlgen status %s' says why", path);
	return status;
}

static enum status
rehearse_on_copy(struct rehearsal *rehearsal, const char *path, const struct migrations *migrations,
		 const struct run *run)
{
	const char *failure = NULL;
	int rc = rehearsal_begin(rehearsal, path, run->arena, run->diag);
	enum status status;
	struct plan plan;

	if (rc != SQLITE_OK)
		return outcome_of_code(rc);
	interrupt_catch(rehearsal->connection.handle);
	status = check_history(&plan, rehearsal->source, path, migrations, run);
	if (status != STATUS_OK)
		return status;
	status = run_pending(rehearsal, &failure, path, migrations, &plan, run);
	if (status == STATUS_INTERRUPTED)
		return status;
	rc = rehearsal_end(rehearsal);
	if (rc != SQLITE_OK)
		return interrupt_has_come() ? STATUS_INTERRUPTED : outcome_of_code(rc);
	if (arguments_has(run->arguments, "json"))
		print_json(rehearsal, failure, run);
	else
		print_text(rehearsal, path);
	if (status == STATUS_OK && (rehearsal->loss_count > 0 || !is_sound(&rehearsal->after)))
		return STATUS_FAILED;
	return status;
}

static enum status
rehearse(const struct run *run)
{
	const char *path = run->arguments->operands[0];
	struct rehearsal rehearsal = { .arena = run->arena };
	struct project project;
	struct migrations migrations;
	enum status status = outcome_check_path(path, run);

	if (status != STATUS_OK)
		return status;
	if (!load_project(&project, run) || !load_migrations(&migrations, &project, run))
		return STATUS_FAILED;
	interrupt_catch(NULL);
	status = rehearse_on_copy(&rehearsal, path, &migrations, run);
	rehearsal_finish(&rehearsal);
	interrupt_release(NULL);
	if (status == STATUS_INTERRUPTED)
		diag_error(run->diag, (struct place){ .path = path }, "interrupted: the copy is removed, and %s is as it was",
			   path);
	return status;
}

const struct verb verb_rehearse = {
	.name = "rehearse",
	.operands = "DB",
	.operand_min = 1,
	.operand_max = 1,
	.summary = "runs the pending migrations on a copy, and says what they did",
	.about = "For each its time, the steps of SQLite's virtual machine, what it changed by meaning, and the\n"
		 "rows of every table before and after; then what would be lost, and whether the copy is sound.\n"
		 "DB is only read. The copy is made in TMPDIR, or in /tmp, and removed. Exit status 1 if a\n"
		 "migration fails, if anything would be lost, or if the copy is not sound in the end.\n",
	.reads_project = true,
	.options = options,
	.examples = examples,
	.page = "sqlgen-migrate",
	.run = rehearse,
};
