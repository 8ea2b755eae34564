#include "cli/load.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"
#include "cli/screen.h"
#include "cli/verb.h"
#include "input/migrations.h"
#include "input/placeholder.h"
#include "input/project.h"
#include "input/project_key.h"
#include "input/queries.h"
#include "query/build.h"
#include "query/query.h"
#include "query/statement.h"
#include "schema/inspect.h"
#include "schema/replay.h"
#include "schema/schema.h"
#include "sqlgen.h"

enum { VERSIONS_SHOWN = 10 };

const struct option project_options[] = {
	{ "config", '\0', "FILE", "read FILE instead of sqlgen.ini", NULL, NULL },
	{ "migrations", '\0', "DIR", "where the migrations are (default: migrations)", NULL, NULL },
	{ "convention", '\0', "NAME", "how their files are named, instead of finding out", value_is_convention, NULL },
	{ "schema", '\0', "FILE", "one schema instead of migrations; again for more", NULL, NULL },
	{ "queries", '\0', "DIR", "where the named queries are (default: queries, if it is there)", NULL, NULL },
	{ NULL, '\0', NULL, NULL, NULL, NULL }
};

/* Every --schema, in order, parted by commas; NULL: there is none. */
static const char *
schema_paths(const struct run *run)
{
	const char *paths = NULL;

	for (size_t i = 0; i < run->arguments->given_count; i++) {
		const struct given *given = &run->arguments->given[i];

		if (strcmp(given->option->name, "schema") == 0)
			paths = paths ? arena_format(run->arena, "%s,%s", paths, given->value) : given->value;
	}
	return paths;
}

/* What lies beside and was not read: for those who ask. */
static void
list_passed(const struct migrations *migrations, const struct run *run)
{
	for (size_t i = 0; run->is_verbose && i < migrations->passed_count; i++)
		fprintf(stderr, "passed over %s\n", screen_text(migrations->passed[i], run->arena));
}

bool
load_project(struct project *project, const struct run *run)
{
	const char *config = arguments_value(run->arguments, "config");
	const char *migrations = arguments_value(run->arguments, "migrations");
	const char *convention = arguments_value(run->arguments, "convention");
	const char *queries = arguments_value(run->arguments, "queries");
	const char *schema = schema_paths(run);

	project_init(project);
	if (!config && file_is_named("sqlgen.ini"))
		config = "sqlgen.ini";
	if (config && !project_read(project, config, run->arena, run->diag))
		return false;
	if (migrations && schema) {
		diag_error(run->diag, (struct place){ 0 }, "expected '--migrations' or '--schema', found both");
		return false;
	}
	if (migrations)
		project->migrations = migrations;
	if (migrations || schema)
		project->schema = schema;
	if (convention)
		project->convention = convention;
	if (queries)
		project->queries = queries;
	return true;
}

static const char *
skip_zeros(const char *version)
{
	while (version[0] == '0' && version[1] != '\0')
		version++;
	return version;
}

/* Those that sqlgen.ini allows to lose data; what else it allows is for lint. */
static bool
set_allowances(struct migration *items, size_t count, const struct project *project, struct diag *diag)
{
	for (size_t i = 0; i < project->allowance_count; i++) {
		const struct allowance *allowance = &project->allowances[i];
		size_t j = 0;

		while (j < count && strcmp(skip_zeros(items[j].version), skip_zeros(allowance->version)) != 0)
			j++;
		if (j == count) {
			diag_error(diag, allowance->place, "there is no migration '%s'", allowance->version);
			return false;
		}
		if (strcmp(allowance->rule, "destructive") == 0)
			items[j].allows_loss = true;
	}
	return true;
}

bool
load_migrations(struct migrations *migrations, const struct project *project, const struct run *run)
{
	const struct convention *convention = NULL;
	struct migration *items;

	if (project->convention)
		convention = convention_find(project->convention);
	if (project->schema ? !migrations_read_schema(migrations, project->schema, run->arena, run->diag) :
			      !migrations_read(migrations, project->migrations, convention, run->arena, run->diag))
		return false;
	list_passed(migrations, run);
	migrations->declarations = project->declarations;
	migrations->declaration_count = project->declaration_count;
	if (!placeholder_fill(migrations, run->arena, run->diag))
		return false;
	items = arena_alloc(run->arena, (migrations->count + 1) * sizeof *items);
	for (size_t i = 0; i < migrations->count; i++) {
		char checksum[SQLGEN_CHECKSUM_SIZE];

		items[i] = migrations->items[i];
		sqlgen_checksum(checksum, items[i].text, items[i].size);
		items[i].checksum = arena_string(run->arena, checksum);
	}
	migrations->items = items;
	return set_allowances(items, migrations->count, project, run->diag);
}

/* The last versions: "…, 8, 9, 10". */
static const char *
list_versions(const struct migrations *migrations, struct arena *arena)
{
	size_t first = migrations->count > VERSIONS_SHOWN ? migrations->count - VERSIONS_SHOWN : 0;
	const char *list = first > 0 ? "..., " : "";

	for (size_t i = first; i < migrations->count; i++)
		list = arena_format(arena, "%s%s%s", list, migrations->items[i].version,
				    i + 1 < migrations->count ? ", " : "");
	return list;
}

bool
load_version(size_t *count, const char *version, const struct migrations *migrations, const struct run *run)
{
	for (size_t i = 0; i < migrations->count; i++) {
		if (strcmp(skip_zeros(migrations->items[i].version), skip_zeros(version)) == 0) {
			*count = i + 1;
			return true;
		}
	}
	if (migrations->count == 0)
		diag_error(run->diag, (struct place){ 0 }, "no version '%s': there are no migrations in '%s'", version,
			   migrations->directory);
	else
		diag_error(run->diag, (struct place){ 0 }, "no version '%s': expected one of %s", version,
			   list_versions(migrations, run->arena));
	return false;
}

static bool
run_replay(struct replay *replay, struct migrations *migrations, size_t count, const struct project *project,
	   const struct run *run)
{
	struct replay_cache cache = { .directory = project->cache, .salt = SQLGEN_VERSION };

	return replay_run(replay, migrations, count, cache, run->arena, run->diag);
}

bool
load_database(struct replay *replay, struct migrations *migrations, size_t count, const struct project *project,
	      const struct run *run)
{
	bool was_quiet = run->diag->is_quiet, is_run;

	run->diag->is_quiet = true;
	is_run = run_replay(replay, migrations, count, project, run);
	run->diag->is_quiet = was_quiet;
	return is_run;
}

bool
load_replay(struct schema *schema, struct replay *replay, struct migrations *migrations, size_t count,
	    const struct project *project, const struct run *run)
{
	if (!run_replay(replay, migrations, count, project, run))
		return false;
	if (inspect_schema(schema, replay, run->arena, run->diag) && run->diag->errors == 0)
		return true;
	replay_finish(replay);
	return false;
}

const char *
load_queries_directory(const struct project *project, struct arena *arena)
{
	const char *beside = project->config ? file_directory(arena, project->config) : ".";

	return project->queries ? project->queries : file_join(arena, beside, "queries");
}

bool
load_query_texts(struct queries *queries, const struct project *project, const struct run *run)
{
	const char *directory = load_queries_directory(project, run->arena);

	return queries_read(queries, directory, project->queries, run->arena, run->diag);
}

bool
load_queries(struct query_list *list, const struct queries *queries, const struct schema *schema,
	     const struct replay *replay, const struct project *project, const struct run *run)
{
	const struct statement_context context = {
		.schema = schema,
		.project = project,
		.handle = replay->handle,
		.migrations = replay->migrations,
	};

	if (!queries_build(list, queries, &context, run->arena, run->diag))
		return false;
	list->texts = queries;
	return true;
}

bool
load_schema(struct schema *schema, struct migrations *migrations, size_t count, const struct project *project,
	    const struct run *run)
{
	struct replay replay;

	if (!load_replay(schema, &replay, migrations, count, project, run))
		return false;
	replay_finish(&replay);
	return true;
}
