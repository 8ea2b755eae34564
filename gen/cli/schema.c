#include <string.h>

#include "base/diag.h"
#include "base/text.h"
#include "cli/load.h"
#include "cli/screen.h"
#include "cli/verb.h"
#include "input/migrations.h"
#include "input/project.h"
#include "schema/dump.h"
#include "schema/schema.h"
#include "schema/statement_list.h"

static const struct option options[] = {
	{ "at", '\0', "VERSION", "the schema after this migration (default: the last)", NULL, NULL },
	{ "format", '\0', "sql|json|text", "how it is written (default: sql)", NULL, NULL },
	{ "json", '\0', NULL, "the same as --format json", NULL, NULL },
	{ "plan", '\0', NULL, "the migrations as single statements, with their rows of the history", NULL, NULL },
	{ "since", '\0', "VERSION", "with --plan: only the migrations behind this one", NULL, NULL },
	{ NULL, '\0', NULL, NULL, NULL, NULL }
};

static const char *const examples[] = {
	"sqlgen schema > schema.sql",
	"the final schema, for people and for other tools",
	"sqlgen schema --at 3 --format text",
	"as it was after version 3",
	"sqlgen schema --plan --since 3 --json",
	"what rqlite or dqlite are to run behind version 3, a transaction for each migration",
	NULL
};

static const struct {
	const char *name;
	void (*write)(const struct schema *schema, struct text *out);
} formats[] = {
	{ "sql", schema_to_sql },
	{ "json", schema_to_json },
	{ "text", schema_to_text },
};

/* --format, or what --json and --plan make of it; NULL: they do not go together, which was told. */
static const char *
asked_format(const struct run *run)
{
	const char *format = arguments_value(run->arguments, "format");
	bool is_plan = arguments_has(run->arguments, "plan");

	if (arguments_has(run->arguments, "json")) {
		if (format && strcmp(format, "json") != 0) {
			diag_error(run->diag, (struct place){ 0 },
				   "expected one of '--json' and '--format %s', found both", format);
			return NULL;
		}
		format = "json";
	}
	if (is_plan && format && strcmp(format, "text") == 0) {
		diag_error(run->diag, (struct place){ 0 },
			   "expected '--format sql' or '--format json' with '--plan', found '--format text'");
		return NULL;
	}
	if (!is_plan && arguments_has(run->arguments, "since")) {
		diag_error(run->diag, (struct place){ 0 }, "expected '--plan' with '--since', found none");
		return NULL;
	}
	return format ? format : "sql";
}

/* What is written of the first count migrations: their schema. */
static enum status
write_schema(struct text *text, const char *format, struct migrations *migrations, size_t count,
	     const struct project *project, const struct run *run)
{
	struct schema schema;

	if (!load_schema(&schema, migrations, count, project, run))
		return STATUS_FAILED;
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
		if (strcmp(formats[i].name, format) == 0)
			formats[i].write(&schema, text);
	return STATUS_OK;
}

/* The same, with --plan: their statements, from the first behind --since on. */
static enum status
write_plan(struct text *text, const char *format, struct migrations *migrations, size_t count, const struct run *run)
{
	const char *since = arguments_value(run->arguments, "since");
	struct statement_list list;
	size_t first = 0;

	if (since && !load_version(&first, since, migrations, run))
		return STATUS_USAGE;
	migrations->count = count;
	if (!statement_list_make(&list, migrations, run->arena, run->diag))
		return STATUS_FAILED;
	if (strcmp(format, "json") == 0)
		statement_list_to_json(&list, first, text);
	else
		statement_list_to_sql(&list, first, text);
	return STATUS_OK;
}

static enum status
show_schema(const struct run *run)
{
	const char *at = arguments_value(run->arguments, "at");
	const char *format = asked_format(run);
	struct project project;
	struct migrations migrations;
	struct text text = { 0 };
	enum status status;
	size_t count;

	if (!format)
		return STATUS_USAGE;
	if (!load_project(&project, run) || !load_migrations(&migrations, &project, run))
		return STATUS_FAILED;
	count = migrations.count;
	if (at && !load_version(&count, at, &migrations, run))
		return STATUS_USAGE;
	status = arguments_has(run->arguments, "plan")
			 ? write_plan(&text, format, &migrations, count, run)
			 : write_schema(&text, format, &migrations, count, &project, run);
	if (status == STATUS_OK)
		screen_print(&text);
	text_finish(&text);
	return status;
}

const struct verb verb_schema = {
	.name = "schema",
	.operands = "",
	.summary = "prints the schema that the migrations make",
	.about = "As SQL that makes it anew, as JSON, or as text to read. With --plan the migrations\n"
		 "themselves, a statement at a time with the rows of their history: for databases that\n"
		 "replicate statements, as rqlite and dqlite do, run on the leader with foreign keys off.\n",
	.reads_project = true,
	.options = options,
	.examples = examples,
	.run = show_schema,
};
