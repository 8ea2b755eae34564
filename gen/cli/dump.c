#include <stddef.h>

#include "base/text.h"
#include "cli/load.h"
#include "cli/screen.h"
#include "cli/verb.h"
#include "emit/emit.h"
#include "input/migrations.h"
#include "input/project.h"
#include "input/project_key.h"
#include "input/queries.h"
#include "query/query.h"
#include "schema/replay.h"
#include "schema/schema.h"
#include "template/value.h"

static const struct option options[] = {
	{ "prefix", '\0', "PREFIX", "goes before every identifier, as in app_", value_is_prefix,
	  "a C identifier that begins with a letter" },
	{ NULL, '\0', NULL, NULL, NULL, NULL }
};

static const char *const examples[] = {
	"sqlgen dump | less",
	"the names that a template of one's own can use, and their values",
	NULL
};

static enum status
print_values(const struct project *project, const struct migrations *migrations, const struct schema *schema,
	     const struct replay *replay, const struct run *run)
{
	struct queries texts;
	struct query_list queries;
	const struct value *values;
	struct text text = { 0 };

	if (!load_query_texts(&texts, project, run) ||
	    !load_queries(&queries, &texts, schema, replay, project, run))
		return STATUS_FAILED;
	values = emit_values(project, migrations, schema, &queries, NULL, run->arena, run->diag);
	if (!values)
		return STATUS_FAILED;
	value_to_json(values, &text);
	screen_print(&text);
	text_finish(&text);
	return STATUS_OK;
}

static enum status
dump(const struct run *run)
{
	struct project project;
	struct migrations migrations;
	struct schema schema;
	struct replay replay;
	enum status status;

	if (!load_project(&project, run) || !load_migrations(&migrations, &project, run))
		return STATUS_FAILED;
	if (arguments_has(run->arguments, "prefix"))
		project.prefix = arguments_value(run->arguments, "prefix");
	if (!load_replay(&schema, &replay, &migrations, migrations.count, &project, run))
		return STATUS_FAILED;
	status = print_values(&project, &migrations, &schema, &replay, run);
	replay_finish(&replay);
	return status;
}

const struct verb verb_dump = {
	.name = "dump",
	.operands = "",
	.summary = "prints the values that templates see, as JSON",
	.about = "For those who write templates of their own: see 'sqlgen help templates'.\n",
	.reads_project = true,
	.options = options,
	.examples = examples,
	.run = dump,
};
