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

static const struct option options[] = {
	{ "at", '\0', "VERSION", "the schema after this migration (default: the last)", NULL, NULL },
	{ "format", '\0', "sql|json|text", "how it is written (default: sql)", NULL, NULL },
	{ "json", '\0', NULL, "the same as --format json", NULL, NULL },
	{ NULL, '\0', NULL, NULL, NULL, NULL }
};

static const char *const examples[] = {
	"sqlgen schema > schema.sql",
	"the final schema, for people and for other tools",
	"sqlgen schema --at 3 --format text",
	"as it was after version 3",
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

static enum status
show_schema(const struct run *run)
{
	const char *at = arguments_value(run->arguments, "at");
	const char *format = arguments_value(run->arguments, "format");
	struct project project;
	struct migrations migrations;
	struct schema schema;
	struct text text = { 0 };
	size_t count;

	if (arguments_has(run->arguments, "json")) {
		if (format && strcmp(format, "json") != 0) {
			diag_error(run->diag, (struct place){ 0 },
				   "expected one of '--json' and '--format %s', found both", format);
			return STATUS_USAGE;
		}
		format = "json";
	}
	if (!load_project(&project, run) || !load_migrations(&migrations, &project, run))
		return STATUS_FAILED;
	count = migrations.count;
	if (at && !load_version(&count, at, &migrations, run))
		return STATUS_USAGE;
	if (!load_schema(&schema, &migrations, count, &project, run))
		return STATUS_FAILED;
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
		if (strcmp(formats[i].name, format ? format : "sql") == 0)
			formats[i].write(&schema, &text);
	screen_print(&text);
	text_finish(&text);
	return STATUS_OK;
}

const struct verb verb_schema = {
	.name = "schema",
	.operands = "",
	.summary = "prints the schema that the migrations make",
	.about = "As SQL that makes it anew, as JSON, or as text to read.\n",
	.reads_project = true,
	.options = options,
	.examples = examples,
	.run = show_schema,
};
