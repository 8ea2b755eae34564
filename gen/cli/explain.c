#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/file_set.h"
#include "base/json.h"
#include "base/text.h"
#include "cli/answer.h"
#include "cli/load.h"
#include "cli/screen.h"
#include "cli/verb.h"
#include "emit/model.h"
#include "emit/statements.h"
#include "input/migrations.h"
#include "input/project.h"
#include "input/queries.h"
#include "query/plan_baseline.h"
#include "query/query.h"
#include "query/query_plan.h"
#include "schema/replay.h"
#include "schema/schema.h"

static const struct option options[] = {
	{ "baseline", '\0', "FILE", "accept the plans in FILE; exit 1 if another one is costly", NULL, NULL },
	{ "update", '\0', NULL, "write FILE anew", NULL, NULL },
	{ "json", '\0', NULL, "print JSON", NULL, NULL },
	{ NULL, '\0', NULL, NULL, NULL, NULL }
};

static const char *const examples[] = {
	"sqlgen explain",
	"the plans, and warnings of those that read, sort or index more than they should",
	"sqlgen explain --baseline plans.txt --update",
	"accepts them as they are; commit the file",
	"sqlgen explain --baseline plans.txt",
	"in continuous integration: is there a new one?",
	NULL
};

struct explanation {
	const struct generated_statement *statements;
	struct query_plan *plans;
	size_t count;
};

static void
warn(const struct query_plan *plan, const struct run *run)
{
	static const char *const sentences[] = {
		[PLAN_CHEAP] = "",
		[PLAN_FULL_SCAN] = "reads every row: where it asks for some of them, an index would find those",
		[PLAN_TEMPORARY_TREE] = "puts rows into a temporary b-tree, which an index in that order may spare",
		[PLAN_AUTOMATIC_INDEX] = "makes an index each time it runs: create it in a migration",
	};

	for (size_t i = 0; i < plan->step_count; i++)
		if (plan->steps[i].cost != PLAN_CHEAP)
			diag_warning(run->diag, plan->place, plan_cost_rule(plan->steps[i].cost), "'%s' %s: %s",
				     plan->name, sentences[plan->steps[i].cost], plan->steps[i].detail);
}

/* Each line of a plan, behind a mark. */
static void
add_marked(struct text *out, const char *mark, const char *lines)
{
	while (*lines != '\0') {
		size_t length = strcspn(lines, "\n");

		text_format(out, "%s%.*s\n", mark, (int)length, lines);
		lines += length + (lines[length] == '\n');
	}
}

/* Shows what differs from the baseline; true if there is a costly plan that it does not have. */
static bool
compare_plan(const struct query_plan *plan, const struct plan_baseline *baseline, struct text *out,
	     const struct run *run)
{
	const char *accepted = plan_baseline_find(baseline, plan->name);
	struct text found = { 0 };
	bool is_costly = query_plan_is_costly(plan), is_new;

	if (is_costly)
		query_plan_to_text(plan, &found);
	is_new = is_costly && (!accepted || strcmp(accepted, found.data) != 0);
	if (is_new || (accepted && !is_costly)) {
		text_format(out, "%s\n", plan->name);
		add_marked(out, "-", accepted ? accepted : "");
		add_marked(out, "+", is_costly ? found.data : "");
	}
	if (is_new)
		warn(plan, run);
	text_finish(&found);
	return is_new;
}

/* What was accepted of functions that there are no more. */
static void
add_gone(struct text *out, const struct explanation *explanation, const struct plan_baseline *baseline)
{
	for (size_t i = 0; i < baseline->count; i++) {
		size_t at = 0;

		while (at < explanation->count && strcmp(explanation->plans[at].name, baseline->names[i]) != 0)
			at++;
		if (at < explanation->count)
			continue;
		text_format(out, "%s\n", baseline->names[i]);
		add_marked(out, "-", plan_baseline_find(baseline, baseline->names[i]));
	}
}

static enum status
compare(const struct explanation *explanation, const char *path, const struct run *run)
{
	struct plan_baseline baseline;
	struct text text = { 0 };
	bool is_new = false;

	if (!plan_baseline_read(&baseline, path, run->arena, run->diag))
		return STATUS_FAILED;
	for (size_t i = 0; i < explanation->count; i++)
		is_new |= compare_plan(&explanation->plans[i], &baseline, &text, run);
	add_gone(&text, explanation, &baseline);
	if (!arguments_has(run->arguments, "json"))
		screen_print(&text);
	text_finish(&text);
	return is_new ? STATUS_FAILED : STATUS_OK;
}

static enum status
update(const struct explanation *explanation, const char *path, const struct run *run)
{
	struct text text = { 0 };
	struct file_set files;
	bool is_written;

	plan_baseline_write(explanation->plans, explanation->count, &text);
	file_set_begin(&files, false, run->arena, run->diag);
	is_written = file_set_put(&files, path, text.data, text.length) && file_set_commit(&files);
	if (is_written && !run->is_quiet)
		printf("%s %s\n", files.files[0].changes ? "wrote" : "unchanged", screen_text(path, run->arena));
	file_set_finish(&files);
	text_finish(&text);
	return is_written ? STATUS_OK : STATUS_DISK;
}

static void
print_text(const struct explanation *explanation)
{
	struct text text = { 0 };

	for (size_t i = 0; i < explanation->count; i++) {
		if (explanation->plans[i].step_count == 0)
			continue;
		text_format(&text, "%s\n", explanation->plans[i].name);
		query_plan_to_text(&explanation->plans[i], &text);
	}
	screen_print(&text);
	text_finish(&text);
}

static void
print_json(const struct explanation *explanation, const struct run *run)
{
	struct text text = { 0 };
	struct json json;

	json_init(&json, &text);
	json_open_object(&json, NULL);
	json_open_list(&json, "statements");
	for (size_t i = 0; i < explanation->count; i++) {
		const struct query_plan *plan = &explanation->plans[i];

		json_open_object(&json, NULL);
		json_string(&json, "name", plan->name);
		json_string(&json, "sql", explanation->statements[i].sql);
		json_open_list(&json, "plan");
		for (size_t j = 0; j < plan->step_count; j++) {
			json_open_object(&json, NULL);
			json_string(&json, "detail", plan->steps[j].detail);
			json_integer(&json, "depth", plan->steps[j].depth);
			json_string(&json, "warning", plan_cost_rule(plan->steps[j].cost));
			json_close_object(&json);
		}
		json_close_list(&json);
		json_close_object(&json);
	}
	json_close_list(&json);
	json_close_object(&json);
	answer_print(run, &text);
	text_finish(&text);
}

static enum status
show(const struct explanation *explanation, const struct run *run)
{
	const char *baseline = arguments_value(run->arguments, "baseline");

	if (baseline && arguments_has(run->arguments, "update"))
		return update(explanation, baseline, run);
	if (arguments_has(run->arguments, "json"))
		print_json(explanation, run);
	else if (!baseline && !run->is_quiet)
		print_text(explanation);
	if (baseline)
		return compare(explanation, baseline, run);
	for (size_t i = 0; i < explanation->count; i++)
		warn(&explanation->plans[i], run);
	return STATUS_OK;
}

static bool
read_plans(struct explanation *explanation, const struct model *model, const struct project *project,
	   const struct replay *replay, const struct run *run)
{
	struct generated_statement *statements;

	statements_list(&statements, &explanation->count, project, model, run->arena);
	explanation->statements = statements;
	explanation->plans = arena_alloc(run->arena, (explanation->count + 1) * sizeof *explanation->plans);
	for (size_t i = 0; i < explanation->count; i++) {
		struct query_plan *plan = &explanation->plans[i];

		*plan = (struct query_plan){ .name = statements[i].name, .place = statements[i].place };
		if (!query_plan_explain(plan, statements[i].sql, replay->handle, run->arena, run->diag))
			return false;
		if (statements[i].reads_all)
			query_plan_allow_scan(plan);
	}
	return true;
}

static enum status
explain_on(const struct schema *schema, const struct replay *replay, const struct project *project,
	   const struct run *run)
{
	struct queries texts;
	struct query_list queries;
	struct model model;
	struct explanation explanation;

	if (!load_query_texts(&texts, project, run) ||
	    !load_queries(&queries, &texts, schema, replay, project, run) ||
	    !model_build(&model, project, schema, &queries, run->arena, run->diag) ||
	    !read_plans(&explanation, &model, project, replay, run))
		return STATUS_FAILED;
	return show(&explanation, run);
}

static enum status
explain(const struct run *run)
{
	struct project project;
	struct migrations migrations;
	struct schema schema;
	struct replay replay;
	enum status status;

	if (arguments_has(run->arguments, "update") && !arguments_has(run->arguments, "baseline")) {
		diag_error(run->diag, (struct place){ 0 }, "expected '--baseline FILE' with '--update', found nothing");
		return STATUS_USAGE;
	}
	if (!load_project(&project, run) || !load_migrations(&migrations, &project, run) ||
	    !load_replay(&schema, &replay, &migrations, migrations.count, &project, run))
		return STATUS_FAILED;
	status = explain_on(&schema, &replay, &project, run);
	replay_finish(&replay);
	return status;
}

const struct verb verb_explain = {
	.name = "explain",
	.operands = "",
	.summary = "shows how SQLite runs each statement",
	.about = "The plan of every generated statement and of every query, on the schema without rows. What reads\n"
		 "all rows of a table, sorts in a temporary b-tree or makes an index for itself is a warning; that\n"
		 "list_ and count_ of a table read all of it is none. The baseline has the plans that are accepted:\n"
		 "with it only others are warned of, shown as a difference, and exit status 1.\n",
	.reads_project = true,
	.options = options,
	.examples = examples,
	.run = explain,
};
