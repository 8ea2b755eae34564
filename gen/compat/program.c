#include "compat/program.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "emit/fact_view.h"
#include "emit/model.h"
#include "emit/statements.h"
#include "input/migrations.h"
#include "input/project.h"
#include "query/build.h"
#include "query/statement.h"
#include "schema/inspect.h"
#include "schema/table.h"
#include "sql/token.h"

/* Nothing of what is said of old schemas is news. */
struct silence {
	struct diag diag;
	struct diag_listener listener;
	const char *first_error;
	struct arena *arena;
};

static void
hear(void *context, enum severity severity, struct place place, const char *rule, const char *text)
{
	struct silence *silence = context;

	(void)place;
	(void)rule;
	if (severity == SEVERITY_ERROR && !silence->first_error)
		silence->first_error = arena_string(silence->arena, text);
}

static void
silence_begin(struct silence *silence, const struct diag *diag, struct arena *arena)
{
	*silence = (struct silence){ .diag = *diag, .arena = arena };
	silence->listener = (struct diag_listener){ hear, silence };
	silence->diag.listener = &silence->listener;
	silence->diag.is_silent = true;
	silence->diag.errors = 0;
}

static bool
has_column(const struct table *table, const char *name)
{
	return table_find_column(table, name) ||
	       (table->kind == TABLE_VIRTUAL && name_compare(name, "rowid") == 0);
}

/* The project as it can have been: without settings for what is not there. */
static struct project
project_then(const struct project *project, const struct schema *schema, struct arena *arena)
{
	struct project then = *project;

	then.settings = arena_alloc(arena, (project->setting_count + 1) * sizeof *then.settings);
	then.setting_count = 0;
	for (size_t i = 0; i < project->setting_count; i++) {
		const struct setting *setting = &project->settings[i];
		const struct table *table = table_find(schema, setting->table);

		if (table && (!setting->column || has_column(table, setting->column)))
			then.settings[then.setting_count++] = *setting;
	}
	return then;
}

static void
build_queries(struct program *program, const struct program_source *source,
	      const struct project *project, struct diag *diag, struct arena *arena)
{
	const struct statement_context context = {
		.schema = &program->schema,
		.project = project,
		.handle = program->replay.handle,
	};
	struct query_list list = { .texts = source->queries };

	list.items = arena_alloc(arena, (source->queries->count + 1) * sizeof *list.items);
	for (size_t i = 0; i < source->queries->count; i++)
		if (query_build(&list.items[list.count], &source->queries->items[i], &context,
				arena, diag))
			list.count++;
	program->queries = list;
}

static bool
is_query(const struct query_list *queries, struct place place)
{
	for (size_t i = 0; i < queries->count; i++) {
		const struct place own = queries->items[i].place;

		if (own.line == place.line && own.path && place.path &&
		    strcmp(own.path, place.path) == 0)
			return true;
	}
	return false;
}

static void
add_statements(struct program *program, const struct project *project, const struct model *model,
	       struct arena *arena)
{
	struct generated_statement *items;
	size_t count;

	statements_list(&items, &count, project, model, arena);
	for (size_t i = 0; i < count; i++)
		reliances_add(&program->reliances,
			      &(struct reliance){
				      .kind = RELIANCE_STATEMENT,
				      .name = items[i].name,
				      .text = items[i].sql,
				      .place = items[i].place,
				      .is_query = is_query(&program->queries, items[i].place),
			      },
			      arena);
}

static void
add_results(struct program *program, struct arena *arena)
{
	for (size_t i = 0; i < program->queries.count; i++) {
		const struct query *query = &program->queries.items[i];

		for (size_t j = 0; j < query->column_count; j++)
			reliances_add(&program->reliances,
				      &(struct reliance){
					      .kind = RELIANCE_RESULT,
					      .name = arena_format(arena, "%s.%s", query->name,
								   query->columns[j].name),
					      .text = "",
					      .classes = query->columns[j].type.classes,
					      .place = query->place,
					      .is_query = true,
				      },
				      arena);
	}
}

static void
add_facts(struct program *program, const struct model *model, struct arena *arena)
{
	for (size_t i = 0; i < program->schema.fact_count; i++)
		if (fact_is_relied_on(program->schema.facts[i], model, arena))
			reliances_add(&program->reliances,
				      &(struct reliance){
					      .kind = RELIANCE_FACT,
					      .name = "",
					      .text = program->schema.facts[i],
				      },
				      arena);
}

bool
program_read(struct program *program, const struct program_source *source, size_t count,
	     struct arena *arena)
{
	struct replay_cache cache = { source->cache, "compat" };
	struct migrations migrations =
		*source->migrations; /* a replay sets their checksums, in arena */
	struct silence silence;
	struct model model;
	struct project project;

	*program = (struct program){ .unknown = NULL };
	silence_begin(&silence, source->diag, arena);
	if (!replay_run(&program->replay, &migrations, count, cache, arena, &silence.diag) ||
	    !inspect_schema(&program->schema, &program->replay, arena, &silence.diag)) {
		diag_error(source->diag, (struct place){ .path = source->migrations->directory },
			   "cannot read the schema after %zu migrations: %s", count,
			   silence.first_error);
		replay_finish(&program->replay);
		return false;
	}
	project = project_then(source->project, &program->schema, arena);
	build_queries(program, source, &project, &silence.diag, arena);
	silence.first_error = NULL;
	silence.diag.errors = 0;
	silence.diag.listener = &silence.listener; /* the cache had one of its own */
	if (model_build(&model, &project, &program->schema, &program->queries, arena,
			&silence.diag)) {
		add_facts(program, &model, arena);
		add_statements(program, &project, &model, arena);
		add_results(program, arena);
	} else {
		program->unknown =
			silence.first_error ? silence.first_error : "its names cannot be";
	}
	return true;
}

void
program_finish(struct program *program)
{
	replay_finish(&program->replay);
}

struct ground
program_ground(const struct program *program)
{
	return (struct ground){
		.handle = program->replay.handle,
		.facts = program->schema.facts,
		.fact_count = program->schema.fact_count,
		.queries = &program->queries,
	};
}
