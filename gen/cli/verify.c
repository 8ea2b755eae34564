#include <stdio.h>
#include <string.h>

#include <sqlite3.h>

#include "base/arena.h"
#include "base/diag.h"
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
#include "input/project.h"
#include "live/difference.h"
#include "live/digest.h"
#include "live/guarded.h"
#include "live/soundness.h"
#include "live/tool_table.h"
#include "schema/replay.h"

static const struct option options[] = {
	{ "content", '\0', NULL, "print a digest of all rows, to be compared with another's", NULL, NULL },
	{ "adopt", '\0', "TOOL", "whose history to go on from, where DB has more than one", option_is_tool,
	  option_tools },
	{ "json", '\0', NULL, "print JSON", NULL, NULL },
	{ NULL, '\0', NULL, NULL, NULL, NULL }
};

static const char *const examples[] = {
	"sqlgen verify app.db",
	"is the file whole, and its schema what the migrations that it has made?",
	"sqlgen verify backup.db --content",
	"the same, and what it holds in 64 digits",
	NULL
};

/* What was found out about one database. */
struct finding {
	const struct run *run;
	const char *path;
	struct soundness soundness;
	struct plan plan;
	struct difference drift; /* from what the migrations say to what the file has */
	bool has_digest;
	char digest[DIGEST_SIZE];
};

static bool
is_sound(const struct finding *finding)
{
	return finding->soundness.damage_count == 0 && finding->soundness.orphan_count == 0;
}

/* What the tool that the database was adopted from keeps there is its own. */
static void
pass_over_tool(struct difference *drift, const char *tool)
{
	size_t kept = 0;

	for (size_t i = 0; i < drift->count; i++)
		if (drift->items[i].before || !tool_table_is(drift->items[i].after->table, tool))
			drift->items[kept++] = drift->items[i];
	drift->count = kept;
}

/* The schema against that of the migrations which the database has. */
static bool
find_drift(struct finding *finding, sqlite3 *handle, struct migrations *migrations, const struct project *project)
{
	const struct run *run = finding->run;
	struct inventory expected, found;
	struct replay replay;
	bool is_read;

	if (!load_database(&replay, migrations, plan_applied(&finding->plan), project, run))
		return false;
	is_read = inventory_read(&expected, replay.handle, run->arena, run->diag) &&
		  inventory_read(&found, handle, run->arena, run->diag);
	replay_finish(&replay);
	if (!is_read)
		return false;
	difference_find(&finding->drift, &expected, &found, run->arena);
	if (finding->plan.adoption.tool)
		pass_over_tool(&finding->drift, finding->plan.adoption.tool);
	return true;
}

/* Of a file that is damaged nothing more is read than that. */
static enum status
examine(struct finding *finding, sqlite3 *handle, struct migrations *migrations, const struct project *project)
{
	const struct run *run = finding->run;
	int rc = soundness_read(&finding->soundness, handle, run->arena);
	enum status status;

	if (rc != SQLITE_OK) {
		diag_error(run->diag, (struct place){ .path = finding->path }, "cannot read the database: %s",
			   sqlite3_errmsg(handle));
		return outcome_of_code(rc);
	}
	if (finding->soundness.damage_count > 0)
		return STATUS_FAILED;
	status = plan_read_open(&finding->plan, handle, finding->path, migrations, run);
	if (status != STATUS_OK)
		return status;
	if (!find_drift(finding, handle, migrations, project))
		return STATUS_FAILED;
	if (arguments_has(run->arguments, "content")) {
		finding->has_digest = digest_read(finding->digest, handle, run->arena, run->diag);
		if (!finding->has_digest)
			return STATUS_FAILED;
	}
	if (finding->soundness.orphan_count > 0)
		return STATUS_FAILED;
	status = plan_status(&finding->plan);
	return status == STATUS_OK && finding->drift.count > 0 ? STATUS_DRIFT : status;
}

static void
write_list(struct json *json, const char *name, const char *const *texts, size_t count)
{
	json_open_list(json, name);
	for (size_t i = 0; i < count; i++)
		json_string(json, NULL, texts[i]);
	json_close_list(json);
}

static void
write_history(struct json *json, const struct plan *plan)
{
	json_open_list(json, "history");
	for (size_t i = 0; i < plan->count; i++) {
		json_open_object(json, NULL);
		json_string(json, "version", plan->rows[i].version);
		json_string(json, "name", plan->rows[i].name);
		json_string(json, "state", plan_state_name(plan->rows[i].state));
		json_close_object(json);
	}
	json_close_list(json);
}

static void
print_json(const struct finding *finding, const struct run *run)
{
	const struct soundness *soundness = &finding->soundness;
	struct text text = { 0 };
	struct json json;

	json_init(&json, &text);
	json_open_object(&json, NULL);
	json_string(&json, "database", finding->path);
	write_list(&json, "damages", soundness->damages, soundness->damage_count);
	write_list(&json, "foreign_keys", soundness->orphans, soundness->orphan_count);
	write_list(&json, "unchecked", soundness->unchecked, soundness->unchecked_count);
	write_history(&json, &finding->plan);
	difference_to_json(&finding->drift, &json, "drift");
	json_string(&json, "content", finding->has_digest ? finding->digest : NULL);
	json_close_object(&json);
	answer_print(run, &text);
	text_finish(&text);
}

static void
print_findings(const char *title, const char *const *texts, size_t count, struct arena *arena)
{
	for (size_t i = 0; i < count; i++)
		printf("%s: %s\n", title, screen_text(texts[i], arena));
	if (count == FINDINGS_MAX)
		printf("%s: there may be more than these %d\n", title, FINDINGS_MAX);
}

static void
print_history(const struct plan *plan, struct arena *arena)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->rows[i].state != PLAN_APPLIED && plan->rows[i].state != PLAN_PENDING)
			printf("history: %s %s is %s\n", screen_text(plan->rows[i].version, arena),
			       screen_text(plan->rows[i].name, arena), plan_state_name(plan->rows[i].state));
	printf("history: %zu applied, %zu pending\n",
	       plan->count - plan->states[PLAN_PENDING] - plan->states[PLAN_SKIPPED],
	       plan->states[PLAN_PENDING] + plan->states[PLAN_SKIPPED]);
}

static void
print_drift(const struct difference *drift, struct arena *arena)
{
	for (size_t i = 0; i < drift->count; i++) {
		const struct change *change = &drift->items[i];
		const char *sentence = screen_text(change_sentence(change, arena), arena);

		if (!change->before)
			printf("drift: only in the database: %s\n", sentence);
		else if (!change->after)
			printf("drift: only in the migrations: %s\n", sentence);
		else if (strcmp(change_sentence(change, arena), item_title(change->after, arena)) == 0)
			printf("drift: %s is not the one of the migrations\n", sentence);
		else
			printf("drift: %s in the migrations\n", sentence);
	}
	if (drift->count == 0)
		printf("schema: as the migrations make it\n");
}

static void
print_text(const struct finding *finding)
{
	const struct soundness *soundness = &finding->soundness;
	struct arena *arena = finding->run->arena;

	print_findings("damage", soundness->damages, soundness->damage_count, arena);
	if (soundness->damage_count > 0)
		return;
	print_findings("foreign key", soundness->orphans, soundness->orphan_count, arena);
	print_findings("not checked", soundness->unchecked, soundness->unchecked_count, arena);
	if (is_sound(finding))
		printf("integrity, foreign keys: ok\n");
	print_history(&finding->plan, arena);
	print_drift(&finding->drift, arena);
	if (finding->has_digest)
		printf("content: %s\n", finding->digest);
}

static enum status
verify(const struct run *run)
{
	struct finding finding = { .run = run, .path = run->arguments->operands[0] };
	struct project project;
	struct migrations migrations;
	sqlite3 *handle;
	enum status status = outcome_check_path(finding.path, run);
	int rc;

	if (status != STATUS_OK)
		return status;
	if (!load_project(&project, run) || !load_migrations(&migrations, &project, run))
		return STATUS_FAILED;
	rc = guarded_open(&handle, finding.path, run->arena, run->diag);
	if (rc != SQLITE_OK)
		return outcome_of_code(rc);
	status = examine(&finding, handle, &migrations, &project);
	sqlite3_close(handle);
	if (run->diag->errors > 0)
		return status;
	if (arguments_has(run->arguments, "json"))
		print_json(&finding, run);
	else if (!run->is_quiet || status != STATUS_OK)
		print_text(&finding);
	return status;
}

const struct verb verb_verify = {
	.name = "verify",
	.operands = "DB",
	.operand_min = 1,
	.operand_max = 1,
	.summary = "is a database whole, and what the migrations say",
	.about = "Pages, indexes, foreign keys, the history, and the schema by meaning in both directions.\n"
		 "DB is only read, and may come from anyone: nothing in it is executed. Where a journal or\n"
		 "write-ahead log lies beside it, a copy is read. Damage and rows without their parent are\n"
		 "exit status 1, drift is 3.\n",
	.reads_project = true,
	.options = options,
	.examples = examples,
	.run = verify,
};
