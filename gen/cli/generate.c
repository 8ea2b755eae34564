#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "base/file_set.h"
#include "cli/load.h"
#include "cli/rounds.h"
#include "cli/screen.h"
#include "cli/verb.h"
#include "emit/depfile.h"
#include "emit/emit.h"
#include "input/migrations.h"
#include "input/project.h"
#include "input/project_key.h"
#include "input/queries.h"
#include "query/falsify.h"
#include "query/query.h"
#include "query/statement.h"
#include "query/variant.h"
#include "schema/replay.h"
#include "schema/schema.h"

static const struct option options[] = {
	{ "output", '\0', "DIR", "where the files go (default: .)", NULL, NULL },
	{ "name", '\0', "NAME", "name of the files, NAME.h and NAME.c (default: db)", value_is_file_name,
	  "a file's name of letters, digits, '_', '-' and '.'" },
	{ "prefix", '\0', "PREFIX", "goes before every identifier, as in app_", value_is_prefix,
	  "a C identifier that begins with a letter" },
	{ "templates", '\0', "DIR", "templates that take the place of the built-in ones", NULL, NULL },
	{ "runtime", '\0', "beside|system|none", "write the runtime, use the installed one, or neither", NULL, NULL },
	{ "depfile", '\0', "FILE", "the rule for make or ninja (default: NAME.d in DIR)", NULL, NULL },
	{ "depfile-target", '\0', "NAME", "target of that rule (default: the depfile itself)", NULL, NULL },
	{ "cache", '\0', "DIR", "keep images of the schema there: a new migration costs only itself", NULL, NULL },
	{ "check", '\0', NULL, "write nothing; exit 1 if a file would change", NULL, NULL },
	{ "dry-run", 'n', NULL, "write nothing; say which files would be written", NULL, NULL },
	{ "watch", '\0', NULL, "again whenever an input changes, until Ctrl-C", NULL, NULL },
	{ NULL, '\0', NULL, NULL, NULL, NULL }
};

static const char *const examples[] = {
	"sqlgen generate",
	"with sqlgen.ini, or migrations/ and queries/ to db.h, db.c, sqlgen.h, sqlgen.c",
	"sqlgen generate --migrations sql --output src/db --prefix app_",
	"without a configuration",
	"sqlgen generate --check",
	"in continuous integration: is what is committed up to date?",
	"sqlgen generate --watch",
	"while one edits: errors are shown as they come and go",
	NULL
};

static void
apply_options(struct project *project, const struct arguments *arguments)
{
	const char *runtime = arguments_value(arguments, "runtime");
	const struct {
		const char *name;
		const char **field;
	} rows[] = {
		{ "output", &project->output },       { "name", &project->name },
		{ "prefix", &project->prefix },       { "templates", &project->templates },
		{ "depfile", &project->depfile },     { "depfile-target", &project->depfile_target },
		{ "cache", &project->cache },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (arguments_has(arguments, rows[i].name))
			*rows[i].field = arguments_value(arguments, rows[i].name);
	if (runtime)
		project->runtime = project_key_runtime(runtime);
}

/* A line for each file that changes; how many there are. */
static size_t
say_files(const struct file_set *files, const char *what, bool counts_stamps, const struct run *run)
{
	size_t changes = 0;

	for (size_t i = 0; i < files->count; i++) {
		const struct file_output *file = &files->files[i];
		bool changes_now = file->changes && (counts_stamps || !file->always_writes);

		changes += changes_now;
		if (changes_now && !run->is_quiet)
			printf("%s %s\n", what, screen_text(file->path, run->arena));
		else if (!file->changes && run->is_verbose)
			printf("unchanged %s\n", screen_text(file->path, run->arena));
	}
	return changes;
}

/* What was found out about the files, or what was written. */
static enum status
end_files(struct file_set *files, const struct project *project, const struct migrations *migrations,
	  const struct query_list *queries, const struct run *run)
{
	if (arguments_has(run->arguments, "check"))
		return say_files(files, "would change", false, run) > 0 ? STATUS_FAILED : STATUS_OK;
	if (arguments_has(run->arguments, "dry-run")) {
		say_files(files, "would write", true, run);
		return STATUS_OK;
	}
	if (!file_set_commit(files))
		return STATUS_DISK;
	depfile_date(project, migrations, queries, run->arena);
	say_files(files, "wrote", true, run);
	return STATUS_OK;
}

static enum status
emit(const struct project *project, const struct migrations *migrations, const struct schema *schema,
     const struct query_list *queries, const struct replay *replay, const struct run *run)
{
	bool is_rehearsed = arguments_has(run->arguments, "check") || arguments_has(run->arguments, "dry-run");
	struct file_set files;
	enum status status;

	file_set_begin(&files, is_rehearsed, run->arena, run->diag);
	if (emit_files(&files, project, migrations, schema, queries, replay, run->arena, run->diag) &&
	    run->diag->errors == 0)
		status = end_files(&files, project, migrations, queries, run);
	else
		status = files.has_failed ? STATUS_DISK : STATUS_FAILED;
	file_set_finish(&files);
	return status;
}

/* Those that ask for more filters than there are texts for run one text: for those who ask. */
static void
say_filters(const struct query_list *queries, const struct run *run)
{
	for (size_t i = 0; run->is_verbose && i < queries->count; i++) {
		const struct query *query = &queries->items[i];
		size_t optional = 0;

		for (size_t k = 0; k < query->parameter_count; k++)
			optional += query->parameters[k].kind == PARAMETER_OPTIONAL;
		if (optional > query->optional_count)
			fprintf(stderr, "query '%s' has one statement%s for its %zu optional parameters: a text for each "
					"choice is made of up to %d of them, and %d texts in all\n",
				screen_text(query->name, run->arena), query->order_count > 0 ? " in each order" : "",
				optional, OPTIONAL_MAX, VARIANT_MAX);
	}
}

static enum status
generate_from(const struct project *project, const struct migrations *migrations, const struct schema *schema,
	      const struct replay *replay, const struct run *run)
{
	const struct statement_context context = { .schema = schema, .project = project, .handle = replay->handle };
	struct queries texts;
	struct query_list queries;

	if (!load_query_texts(&texts, project, run) ||
	    !load_queries(&queries, &texts, schema, replay, project, run) ||
	    !queries_falsify(&queries, &context, run->arena, run->diag))
		return STATUS_FAILED;
	say_filters(&queries, run);
	return emit(project, migrations, schema, &queries, replay, run);
}

/* watch: NULL, or it is told what is read. */
static enum status
generate_once(const struct run *run, struct watch *watch)
{
	struct project project;
	struct migrations migrations;
	struct schema schema;
	struct replay replay;
	enum status status;

	if (!load_project(&project, run))
		return STATUS_FAILED;
	apply_options(&project, run->arguments);
	if (watch && !rounds_read(watch, &project))
		return STATUS_FAILED;
	if (!load_migrations(&migrations, &project, run) ||
	    !load_replay(&schema, &replay, &migrations, migrations.count, &project, run))
		return STATUS_FAILED;
	status = generate_from(&project, &migrations, &schema, &replay, run);
	replay_finish(&replay);
	return status;
}

static enum status
generate(const struct run *run)
{
	if (!arguments_has(run->arguments, "watch"))
		return generate_once(run, NULL);
	if (arguments_has(run->arguments, "check")) {
		diag_error(run->diag, (struct place){ 0 }, "expected '--check' or '--watch', found both");
		return STATUS_USAGE;
	}
	return rounds_run(run, generate_once);
}

const struct verb verb_generate = {
	.name = "generate",
	.operands = "",
	.summary = "writes the C",
	.about = "Replays the migrations into a database in memory, reads the schema out of it, and\n"
		 "writes a header and a source for it and for the queries, with the runtime and the\n"
		 "migrations inside.\n"
		 "Files that would not change are not touched; after an error none is.\n",
	.reads_project = true,
	.options = options,
	.examples = examples,
	.run = generate,
};
