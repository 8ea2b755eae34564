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
#include "cli/screen.h"
#include "cli/verb.h"
#include "input/migrations.h"
#include "input/project.h"
#include "live/difference.h"
#include "live/guarded.h"
#include "schema/replay.h"

static const struct option options[] = {
	{ "json", '\0', NULL, "print JSON", NULL, NULL },
	{ NULL, '\0', NULL, NULL, NULL, NULL }
};

static const char *const examples[] = {
	"sqlgen diff 3 latest",
	"what the migrations behind version 3 change",
	"sqlgen diff latest app.db",
	"what app.db has and the migrations do not, and the other way round",
	"sqlgen diff ../stable/migrations migrations",
	"two directories",
	NULL
};

/* The schema after some of the migrations. */
static enum status
read_version(struct inventory *inventory, struct migrations *migrations, size_t count, const struct project *project,
	     const struct run *run)
{
	struct replay replay;
	bool is_read;

	if (!load_database(&replay, migrations, count, project, run))
		return STATUS_FAILED;
	is_read = inventory_read(inventory, replay.handle, run->arena, run->diag);
	replay_finish(&replay);
	return is_read ? STATUS_OK : STATUS_FAILED;
}

static enum status
read_database(struct inventory *inventory, const char *path, const struct run *run)
{
	sqlite3 *handle;
	bool is_read;
	int rc = guarded_open(&handle, path, run->arena, run->diag);

	if (rc != SQLITE_OK)
		return outcome_of_code(rc);
	is_read = inventory_read(inventory, handle, run->arena, run->diag);
	sqlite3_close(handle);
	return is_read ? STATUS_OK : STATUS_FAILED;
}

/* What a word on the command line stands for: a version of the project, a directory, or a database. */
static enum status
read_side(struct inventory *inventory, const char *word, const struct project *project, const struct run *run)
{
	bool is_directory = file_is_directory(word);
	struct project elsewhere = *project;
	struct migrations migrations;
	size_t count;

	if (!is_directory && file_exists(word)) {
		enum status status = outcome_check_path(word, run);

		return status == STATUS_OK ? read_database(inventory, word, run) : status;
	}
	if (is_directory) {
		elsewhere.migrations = word;
		elsewhere.schema = NULL;
	}
	if (!load_migrations(&migrations, &elsewhere, run))
		return STATUS_FAILED;
	count = migrations.count;
	if (!is_directory && strcmp(word, "latest") != 0 && !load_version(&count, word, &migrations, run)) {
		diag_note(run->diag, (struct place){ 0 }, "'%s' is no directory and no database, either", word);
		return STATUS_USAGE;
	}
	return read_version(inventory, &migrations, count, &elsewhere, run);
}

static void
print_json(const struct difference *difference, const struct run *run)
{
	struct text text = { 0 };
	struct json json;

	json_init(&json, &text);
	json_open_object(&json, NULL);
	difference_to_json(difference, &json, "changes");
	json_close_object(&json);
	answer_print(run, &text);
	text_finish(&text);
}

static void
print_text(const struct difference *difference, struct arena *arena)
{
	for (size_t i = 0; i < difference->count; i++) {
		const struct change *change = &difference->items[i];

		printf("%-7s %s\n", change_word(change), screen_text(change_sentence(change, arena), arena));
	}
}

static enum status
show_difference(const struct run *run)
{
	struct inventory before, after;
	struct difference difference;
	struct project project;
	enum status status;

	if (!load_project(&project, run))
		return STATUS_FAILED;
	status = read_side(&before, run->arguments->operands[0], &project, run);
	if (status == STATUS_OK)
		status = read_side(&after, run->arguments->operands[1], &project, run);
	if (status != STATUS_OK)
		return status;
	difference_find(&difference, &before, &after, run->arena);
	if (arguments_has(run->arguments, "json"))
		print_json(&difference, run);
	else if (!run->is_quiet)
		print_text(&difference, run->arena);
	return difference.count == 0 ? STATUS_OK : STATUS_FAILED;
}

const struct verb verb_diff = {
	.name = "diff",
	.operands = "A B",
	.operand_min = 2,
	.operand_max = 2,
	.summary = "compares two schemas by meaning",
	.about = "A and B are each a version of these migrations (\"3\", \"latest\"), a directory of migrations, or\n"
		 "a database; what is there as a file is taken as one (\"./3\"). Spelling, blanks, comments and the\n"
		 "order of columns make no difference. Exit status 0 if they are the same, 1 if not.\n",
	.reads_project = true,
	.options = options,
	.examples = examples,
	.run = show_difference,
};
