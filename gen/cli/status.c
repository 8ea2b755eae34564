#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/json.h"
#include "base/text.h"
#include "cli/answer.h"
#include "cli/load.h"
#include "cli/outcome.h"
#include "cli/plan.h"
#include "cli/screen.h"
#include "cli/verb.h"
#include "input/migrations.h"
#include "input/order.h"
#include "input/project.h"

static const struct option options[] = {
	{ "adopt", '\0', "TOOL", "whose history to go on from, where DB has more than one", option_is_tool,
	  option_tools },
	{ "json", '\0', NULL, "print JSON", NULL, NULL },
	{ NULL, '\0', NULL, NULL, NULL, NULL }
};

static const char *const examples[] = {
	"sqlgen status",
	"the migrations: how many, where, in which convention",
	"sqlgen status app.db",
	"which of them app.db has, and whether the two go together",
	NULL
};

static void
write_row(struct json *json, const struct plan_row *row)
{
	json_open_object(json, NULL);
	json_string(json, "version", row->version);
	json_string(json, "name", row->name);
	json_string(json, "state", plan_state_name(row->state));
	json_string(json, "path", row->migration ? row->migration->path : NULL);
	json_string(json, "applied_at", row->applied_at);
	if (row->applied_at)
		json_integer(json, "duration_ms", row->duration);
	else
		json_null(json, "duration_ms");
	json_close_object(json);
}

/* Two migrations that would run the other way round by names, or by numbers. */
static void
write_order(struct json *json, const struct migrations *migrations)
{
	struct order_clash clash;

	if (!order_find_clash(&clash, migrations)) {
		json_null(json, "order_differs");
		return;
	}
	json_open_object(json, "order_differs");
	json_string(json, "runs_by", clash.is_by_number ? "number" : "name");
	json_string(json, "first", clash.first->path);
	json_string(json, "second", clash.second->path);
	json_close_object(json);
}

static void
print_order(const struct migrations *migrations, struct arena *arena)
{
	struct order_clash clash;

	if (order_find_clash(&clash, migrations))
		printf("they run in the order of their %s: %s comes after %s, unlike by %s\n",
		       clash.is_by_number ? "numbers" : "names", screen_text(clash.second->path, arena),
		       screen_text(clash.first->path, arena), clash.is_by_number ? "name" : "number");
}

static void
write_states(struct json *json, const struct plan *plan)
{
	json_open_object(json, "states");
	for (int i = 0; i < PLAN_STATES; i++)
		json_integer(json, plan_state_name((enum plan_state)i), (long long)plan->states[i]);
	json_close_object(json);
}

static void
print_json(const struct plan *plan, const char *database, const struct migrations *migrations,
	   const struct run *run)
{
	struct text text = { 0 };
	struct json json;

	json_init(&json, &text);
	json_open_object(&json, NULL);
	json_string(&json, "directory", migrations->directory);
	json_string(&json, "convention", convention_name(migrations->convention));
	json_integer(&json, "count", (long long)migrations->count);
	write_order(&json, migrations);
	json_string(&json, "database", database);
	json_bool(&json, "database_exists", plan->has_database);
	plan_adoption_write(&json, &plan->adoption);
	json_integer(&json, "size", database ? file_size(database) : 0);
	write_states(&json, plan);
	json_open_list(&json, "migrations");
	for (size_t i = 0; i < plan->count; i++)
		write_row(&json, &plan->rows[i]);
	json_close_list(&json);
	json_close_object(&json);
	answer_print(run, &text);
	text_finish(&text);
}

static void
print_rows(const struct plan *plan, struct arena *arena)
{
	int width = 0;

	for (size_t i = 0; i < plan->count; i++) {
		size_t length = strlen(screen_text(plan->rows[i].version, arena));

		if (length > (size_t)width && length <= 40)
			width = (int)length;
	}
	for (size_t i = 0; i < plan->count; i++) {
		const struct plan_row *row = &plan->rows[i];

		printf("%-7s  %*s  %s%s%s\n", plan_state_name(row->state), width, screen_text(row->version, arena),
		       screen_text(row->name, arena), row->applied_at ? "  " : "",
		       row->applied_at ? screen_text(row->applied_at, arena) : "");
	}
}

/* What the words of the table mean, where something is wrong. */
static void
print_remedies(const struct plan *plan)
{
	static const struct {
		enum plan_state state;
		const char *text;
	} remedies[] = {
		{ PLAN_EDITED, "edited: changed after it was applied; restore the file, and make the change a new migration" },
		{ PLAN_SKIPPED, "skipped: not applied, but a later one is; give it a version after the last one" },
		{ PLAN_MISSING, "missing: applied, but its file is not there; bring it back" },
		{ PLAN_NEWER, "newer: applied, and behind the last of these migrations; update them" },
	};

	for (size_t i = 0; i < sizeof remedies / sizeof *remedies; i++)
		if (plan->states[remedies[i].state] > 0)
			printf("%s\n", remedies[i].text);
}

static void
print_text(const struct plan *plan, const char *database, const struct migrations *migrations, struct arena *arena)
{
	printf("%zu %s in %s (%s)\n", migrations->count, migrations->count == 1 ? "migration" : "migrations",
	       screen_text(migrations->directory, arena), convention_name(migrations->convention));
	print_order(migrations, arena);
	if (!database)
		return;
	if (plan->has_database)
		printf("%s: %zu applied, %zu pending, %lld bytes\n", screen_text(database, arena),
		       plan->count - plan->states[PLAN_PENDING] - plan->states[PLAN_SKIPPED],
		       plan->states[PLAN_PENDING] + plan->states[PLAN_SKIPPED], file_size(database));
	else
		printf("%s: no such file, every migration is pending\n", screen_text(database, arena));
	if (plan->adoption.tool)
		printf("%s%s\n", plan->adoption.is_done ? "" : "to be ",
		       screen_text(plan_adoption_text(&plan->adoption, arena), arena));
	print_rows(plan, arena);
	print_remedies(plan);
}

static enum status
show_status(const struct run *run)
{
	const char *database = run->arguments->operand_count > 0 ? run->arguments->operands[0] : NULL;
	struct project project;
	struct migrations migrations;
	struct plan plan;
	enum status status = database ? outcome_check_path(database, run) : STATUS_OK;

	if (status != STATUS_OK)
		return status;
	if (!load_project(&project, run) || !load_migrations(&migrations, &project, run))
		return STATUS_FAILED;
	status = plan_read(&plan, database, &migrations, run);
	if (status != STATUS_OK)
		return status;
	if (arguments_has(run->arguments, "json"))
		print_json(&plan, database, &migrations, run);
	else
		print_text(&plan, database, &migrations, run->arena);
	return plan_status(&plan);
}

const struct verb verb_status = {
	.name = "status",
	.operands = "[DB]",
	.operand_max = 1,
	.summary = "shows the migrations, and which of them a database has",
	.about = "DB is opened for reading only and never made. Each migration is applied or pending;\n"
		 "edited, skipped and missing ones are drift (exit status 3), a newer one is 6.\n",
	.reads_project = true,
	.options = options,
	.examples = examples,
	.page = "sqlgen-migrate",
	.run = show_status,
};
