#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "cli/answer.h"
#include "cli/load.h"
#include "cli/screen.h"
#include "cli/verb.h"
#include "emit/description.h"
#include "emit/model.h"
#include "input/migrations.h"
#include "input/project.h"
#include "input/queries.h"
#include "query/query.h"
#include "schema/replay.h"
#include "schema/schema.h"

static const struct option options[] = {
	{ "json", '\0', NULL, "print JSON: an object for one statement, a list of them for more", NULL, NULL },
	{ NULL, '\0', NULL, NULL, NULL, NULL }
};

static const char *const examples[] = {
	"sqlgen describe queries/tasks.sql",
	"the parameters and columns of each query in the file",
	"echo 'SELECT id, title FROM tasks WHERE id > :after' | sqlgen describe --json",
	"of a statement that has no name, for an editor",
	NULL
};

static void
print_json(const struct query_list *queries, const struct model *model, const struct run *run)
{
	struct text text = { 0 };
	struct json json;

	json_init(&json, &text);
	if (queries->count != 1)
		json_open_list(&json, NULL);
	for (size_t i = 0; i < queries->count; i++)
		description_to_json(&queries->items[i], model, &json, run->arena);
	if (queries->count != 1)
		json_close_list(&json);
	answer_print(run, &text);
	text_finish(&text);
}

static void
print_text(const struct query_list *queries, const struct model *model, const char *prefix, const struct run *run)
{
	struct text text = { 0 };

	for (size_t i = 0; i < queries->count; i++)
		description_to_text(&queries->items[i], model, prefix, &text, run->arena);
	screen_print(&text);
	text_finish(&text);
}

static enum status
describe_on(const struct schema *schema, const struct replay *replay, const struct project *project,
	    const struct run *run)
{
	const char *path = run->arguments->operand_count > 0 ? run->arguments->operands[0] : "-";
	struct queries texts;
	struct query_list queries, views;
	struct model model;

	if (!queries_read_input(&texts, strcmp(path, "-") == 0 ? NULL : path, run->arena, run->diag) ||
	    !load_queries(&queries, &texts, schema, replay, project, run))
		return STATUS_FAILED;
	views = (struct query_list){ .views = queries.views, .view_count = queries.view_count };
	if (!model_build(&model, project, schema, &views, run->arena, run->diag))
		return STATUS_FAILED;
	if (arguments_has(run->arguments, "json"))
		print_json(&queries, &model, run);
	else
		print_text(&queries, &model, project->prefix, run);
	return STATUS_OK;
}

static enum status
describe(const struct run *run)
{
	struct project project;
	struct migrations migrations;
	struct schema schema;
	struct replay replay;
	enum status status;

	if (!load_project(&project, run) || !load_migrations(&migrations, &project, run) ||
	    !load_replay(&schema, &replay, &migrations, migrations.count, &project, run))
		return STATUS_FAILED;
	status = describe_on(&schema, &replay, &project, run);
	replay_finish(&replay);
	return status;
}

const struct verb verb_describe = {
	.name = "describe",
	.operands = "[FILE|-]",
	.operand_max = 1,
	.summary = "shows what queries take and give",
	.about = "The parameters and columns of each statement in a file, or on standard input: as they are in C,\n"
		 "whether they can be NULL, and which column they are values of. A statement needs no name here.\n",
	.reads_project = true,
	.options = options,
	.examples = examples,
	.run = describe,
};
