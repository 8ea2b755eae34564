#include "emit/statements.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "emit/model.h"
#include "emit/query_model.h"
#include "emit/query_view.h"
#include "emit/sql_probe.h"
#include "emit/statement_view.h"
#include "emit/table_view.h"
#include "query/query.h"
#include "schema/lacking.h"
#include "schema/replay.h"
#include "schema/schema.h"
#include "template/value.h"

/* The lines of sqlgen.ini that would mend it, where what is missing is the program's to register. */
static void
tell_remedy(const char *reason, const char *sql, struct arena *arena, struct diag *diag)
{
	struct lacking lacking;
	const char *const *lines;
	size_t count = 0;

	if (!lacking_find(&lacking, reason, sql, arena))
		return;
	lines = lacking_lines(&count, &lacking, sql, lacking_offset(&lacking, sql, 0), arena);
	diag_note(diag, (struct place){ 0 }, "if the program registers it, declare it in sqlgen.ini:");
	for (size_t i = 0; i < count; i++)
		diag_note(diag, (struct place){ 0 }, "    %s", lines[i]);
}

static bool
prove(const char *sql, struct place place, const struct replay *replay, struct arena *arena, struct diag *diag)
{
	const char *reason = replay_refuses(replay, sql);

	if (!reason)
		return true;
	diag_error(diag, place, "SQLite refuses a generated statement: %s, in: %s", reason, sql);
	tell_remedy(arena_string(arena, reason), sql, arena, diag);
	return false;
}

struct context {
	const struct project *project;
	const struct model *model;
};

/* A part is a table, or behind those a query. */
static size_t
part_count(const struct model *model)
{
	return model->table_count + model->query_count;
}

static void
add_part(const struct statement_lists *lists, size_t part, const struct context *context, struct arena *arena)
{
	const struct model *model = context->model;

	if (part < model->table_count)
		table_view(value_record(arena), &model->tables[part], context->project, lists->all, lists->long_ones,
			   arena);
	else
		query_view(value_record(arena), &model->queries[part - model->table_count], context->project, lists,
			   arena);
}

/* Where a part's statements come from, if a file has them. */
static struct place
place_of(const struct model *model, size_t part)
{
	return part < model->table_count ? (struct place){ 0 } :
					   model->queries[part - model->table_count].query->place;
}

static bool
prove_part(const struct statement_lists *lists, size_t part, const struct model *model, const struct replay *replay,
	   struct arena *arena, struct diag *diag)
{
	struct place place = place_of(model, part);
	const char *probe = part < model->table_count ? sql_probe(&model->tables[part], arena) : NULL;

	for (size_t i = 0; i < lists->all->count; i++)
		if (!prove(value_get(lists->all->items[i], "sql")->text, place, replay, arena, diag))
			return false;
	return !probe || prove(probe, place, replay, arena, diag);
}

bool
statements_prove(struct statements *statements, const struct project *project, const struct model *model,
		 const struct replay *replay, struct arena *arena, struct diag *diag)
{
	const struct context context = { project, model };
	struct statements counted = { 0 };
	struct arena scratch = { 0 };
	bool is_proved = true;

	for (size_t i = 0; i < part_count(model) && is_proved; i++) {
		struct statement_lists lists;

		arena_reset(&scratch);
		lists = (struct statement_lists){ value_list(&scratch), value_list(&scratch) };
		add_part(&lists, i, &context, &scratch);
		counted.count += lists.all->count;
		counted.long_count += lists.long_ones->count;
		if (replay)
			is_proved = prove_part(&lists, i, model, replay, arena, diag);
	}
	arena_finish(&scratch);
	*statements = counted;
	return is_proved;
}

static void
list_part(struct generated_statement **items, size_t *count, size_t part, const struct context *context,
	  struct arena *arena)
{
	const struct model *model = context->model;
	const struct c_table *table = part < model->table_count ? &model->tables[part] : NULL;
	const struct statement_lists lists = { value_list(arena), value_list(arena) };
	const char *probe = table ? sql_probe(table, arena) : NULL;
	size_t prefix = table ? 0 : strlen("query_");
	struct generated_statement statement = {
		.place = table ? table->source->place : place_of(model, part),
	};

	add_part(&lists, part, context, arena);
	for (size_t i = 0; i < lists.all->count; i++) {
		statement.name = value_get(lists.all->items[i], "of")->text + prefix;
		statement.sql = value_get(lists.all->items[i], "sql")->text;
		statement.reads_all = table && !strstr(statement.sql, " WHERE ");
		*items = arena_grow(arena, *items, *count, sizeof **items);
		(*items)[(*count)++] = statement;
	}
	if (!probe)
		return;
	statement.name = arena_format(arena, "%s_probe", table->name);
	statement.sql = probe;
	statement.reads_all = false;
	*items = arena_grow(arena, *items, *count, sizeof **items);
	(*items)[(*count)++] = statement;
}

void
statements_list(struct generated_statement **items, size_t *count, const struct project *project,
		const struct model *model, struct arena *arena)
{
	const struct context context = { project, model };

	*items = NULL;
	*count = 0;
	for (size_t i = 0; i < part_count(model); i++)
		list_part(items, count, i, &context, arena);
}

static void
add_statements(struct value *list, size_t part, const void *pointer, struct arena *arena)
{
	add_part(&(struct statement_lists){ list, value_list(arena) }, part, pointer, arena);
}

static void
add_long_statements(struct value *list, size_t part, const void *pointer, struct arena *arena)
{
	add_part(&(struct statement_lists){ value_list(arena), list }, part, pointer, arena);
}

void
statements_view(struct value *root, const struct statements *statements, const struct project *project,
		const struct model *model, struct arena *arena)
{
	struct context *context = arena_alloc(arena, sizeof *context);
	struct value_stream all = { add_statements, context, part_count(model) };
	struct value_stream long_ones = { add_long_statements, context, part_count(model) };

	*context = (struct context){ project, model };
	value_set_stream(root, "statements", all, statements->count, arena);
	value_set_stream(root, "long_statements", long_ones, statements->long_count, arena);
}
