#include <stdio.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/json.h"
#include "base/text.h"
#include "cli/answer.h"
#include "cli/migrate_job.h"
#include "cli/outcome.h"
#include "live/effect.h"
#include "schema/replay.h"

struct plan_adoption
migrate_adoption(const struct migrate_job *job)
{
	const struct sqlgen_adoption *adopted = &job->report.adopted;

	return (struct plan_adoption){ adopted->count > 0 ? adopted->tool : NULL, adopted->count, true };
}

static void
write_pending(struct json *json, const struct migrate_job *job)
{
	struct migrations all = job->migrations;
	struct plan plan;

	all.count = job->total;
	if (job->report.stop == SQLGEN_STOP_DATABASE || plan_read(&plan, job->path, &all, job->run) != STATUS_OK) {
		json_null(json, "pending");
		return;
	}
	json_open_list(json, "pending");
	for (size_t i = 0; i < plan.count; i++) {
		if (plan.rows[i].state != PLAN_PENDING)
			continue;
		json_open_object(json, NULL);
		json_string(json, "version", plan.rows[i].version);
		json_string(json, "name", plan.rows[i].name);
		json_close_object(json);
	}
	json_close_list(json);
}

/* What it changed by meaning; NULL: that could not be found out. */
static void
write_changes(struct json *json, const struct difference *effect, const struct inventory *before)
{
	if (!effect) {
		json_null(json, "changes");
		return;
	}
	json_open_list(json, "changes");
	for (size_t i = 0; i < effect->count; i++) {
		json_open_object(json, NULL);
		change_to_json(&effect->items[i], json);
		json_bool(json, "was_there", change_was_there(&effect->items[i], before));
		json_close_object(json);
	}
	json_close_list(json);
}

/* The same migrations in memory, from the first that was applied on. NULL: one of them fails there. */
static struct difference *
find_effects(const struct migrate_job *job, size_t first)
{
	const struct run *run = job->run;
	struct migrations migrations = job->migrations;
	struct sqlgen_schema schema = { .migration_count = first + job->progress.done_count };
	struct difference *effects = arena_alloc(run->arena, (job->progress.done_count + 1) * sizeof *effects);
	/* It shows nothing: the migrations are applied, whatever a replay may say of them. */
	struct diag silent = { .out = run->diag->out, .is_quiet = true, .errors = MESSAGES_SHOWN };
	struct replay replay;
	bool is_read;

	if (!replay_run(&replay, &migrations, first, (struct replay_cache){ NULL, NULL }, run->arena, &silent))
		return NULL;
	schema.migrations = replay_for_runtime(&migrations, schema.migration_count, run->arena);
	is_read = effects_read(effects, replay.handle, &schema, first, run->arena, &silent);
	replay_finish(&replay);
	return is_read ? effects : NULL;
}

static void
write_applied(struct json *json, const struct migrate_job *job)
{
	static const char *const validated[] = { "history", "foreign keys" };
	const struct progress *progress = &job->progress;
	size_t first = progress->done_count > 0 ? progress->done[0].index : 0;
	const struct difference *effects = progress->done_count > 0 ? find_effects(job, first) : NULL;

	json_open_list(json, "applied");
	for (size_t i = 0; i < progress->done_count; i++) {
		const struct progress_done *done = &progress->done[i];

		json_open_object(json, NULL);
		json_string(json, "version", done->migration->version);
		json_string(json, "name", done->migration->name);
		json_integer(json, "duration_ms", done->duration);
		json_integer(json, "rows", progress_rows(progress, done->index));
		write_changes(json, effects ? &effects[done->index - first] : NULL, &job->before);
		json_open_list(json, "validated");
		for (size_t j = 0; j < sizeof validated / sizeof *validated; j++)
			json_string(json, NULL, validated[j]);
		json_close_list(json);
		json_close_object(json);
	}
	json_close_list(json);
}

void
migrate_print_json(const struct migrate_job *job, const char *message)
{
	const struct plan_adoption adoption = migrate_adoption(job);
	struct text text = { 0 };
	struct json json;

	json_init(&json, &text);
	json_open_object(&json, NULL);
	plan_adoption_write(&json, &adoption);
	write_applied(&json, job);
	write_pending(&json, job);
	json_string(&json, "backup", job->backup);
	outcome_write(&json, job->rc, message, &job->report, job->path, &job->migrations, job->run);
	json_close_object(&json);
	answer_print(job->run, &text);
	text_finish(&text);
}
