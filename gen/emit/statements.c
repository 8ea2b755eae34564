#include "emit/statements.h"

#include "base/arena.h"
#include "base/diag.h"
#include "emit/model.h"
#include "emit/sql_probe.h"
#include "emit/table_view.h"
#include "schema/lacking.h"
#include "schema/replay.h"
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
prove(const char *sql, const struct replay *replay, struct arena *arena, struct diag *diag)
{
	const char *reason = replay_refuses(replay, sql);

	if (!reason)
		return true;
	diag_error(diag, (struct place){ 0 }, "SQLite refuses a generated statement: %s, in: %s", reason, sql);
	tell_remedy(arena_string(arena, reason), sql, arena, diag);
	return false;
}

bool
statements_prove(struct statements *statements, const struct project *project, const struct model *model,
		 const struct replay *replay, struct arena *arena, struct diag *diag)
{
	struct statements counted = { 0 };
	struct arena scratch = { 0 };
	bool is_proved = true;

	for (size_t i = 0; i < model->table_count && is_proved; i++) {
		struct value *list, *long_list;
		const char *probe;

		arena_reset(&scratch);
		list = value_list(&scratch);
		long_list = value_list(&scratch);
		table_view(value_record(&scratch), &model->tables[i], project, list, long_list, &scratch);
		counted.count += list->count;
		counted.long_count += long_list->count;
		for (size_t j = 0; j < list->count && is_proved && replay; j++)
			is_proved = prove(value_get(list->items[j], "sql")->text, replay, arena, diag);
		probe = sql_probe(&model->tables[i], &scratch);
		if (probe && is_proved && replay)
			is_proved = prove(probe, replay, arena, diag);
	}
	arena_finish(&scratch);
	*statements = counted;
	return is_proved;
}

struct context {
	const struct project *project;
	const struct model *model;
};

static void
add_statements(struct value *list, size_t part, const void *pointer, struct arena *arena)
{
	const struct context *context = pointer;

	table_view(value_record(arena), &context->model->tables[part], context->project, list,
		   value_list(arena), arena);
}

static void
add_long_statements(struct value *list, size_t part, const void *pointer, struct arena *arena)
{
	const struct context *context = pointer;

	table_view(value_record(arena), &context->model->tables[part], context->project,
		   value_list(arena), list, arena);
}

void
statements_view(struct value *root, const struct statements *statements, const struct project *project,
		const struct model *model, struct arena *arena)
{
	struct context *context = arena_alloc(arena, sizeof *context);
	struct value_stream all = { add_statements, context, model->table_count };
	struct value_stream long_ones = { add_long_statements, context, model->table_count };

	*context = (struct context){ project, model };
	value_set_stream(root, "statements", all, statements->count, arena);
	value_set_stream(root, "long_statements", long_ones, statements->long_count, arena);
}
