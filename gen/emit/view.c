#include "emit/view.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "emit/cname.h"
#include "emit/constraint.h"
#include "emit/fact_view.h"
#include "emit/literal.h"
#include "emit/model.h"
#include "emit/query_model.h"
#include "emit/query_view.h"
#include "emit/statement_view.h"
#include "emit/statements.h"
#include "emit/table_view.h"
#include "input/migrations.h"
#include "input/project.h"
#include "schema/schema.h"
#include "template/value.h"

/* SQLGEN_INTERFACE of the runtime that the templates are written for. */
enum { INTERFACE = 7 };

static const char *
migration_flags(const struct migration *migration, struct arena *arena)
{
	const struct {
		bool is_set;
		const char *name;
	} rows[] = {
		{ migration->no_transaction, "SQLGEN_NO_TRANSACTION" },
		{ migration->if_missing, "SQLGEN_IF_MISSING" },
		{ migration->allows_loss, "SQLGEN_ALLOW_LOSS" },
		{ migration->has_hook, "SQLGEN_HOOK" },
		{ migration->is_repeatable, "SQLGEN_REPEATABLE" },
	};
	const char *flags = "";

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].is_set)
			flags = arena_format(arena, "%s%s%s", flags, *flags ? " | " : "", rows[i].name);
	return flags;
}

static void
set_text(struct value *record, const char *text, size_t size, struct arena *arena)
{
	bool is_long = literal_is_long(size);

	value_set_flag(record, "is_long", is_long, arena);
	if (is_long)
		literal_set_bytes(record, "bytes", text, size, arena);
	else
		literal_set_source(record, "lines", text, size, arena);
}

/* What stands behind db_hook_. */
static const char *
hook_name(const struct migration *migration, struct arena *arena)
{
	char *name = arena_string(arena, migration->version);

	for (char *c = name; *c; c++)
		if (!strchr("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", *c))
			*c = '_';
	return name;
}

/* Those without one add nothing. */
static void
add_hook(struct value *list, size_t part, const void *context, struct arena *arena)
{
	const struct migration *migration = &((const struct migrations *)context)->items[part];

	if (migration->has_hook)
		value_set_text(value_add_record(list, arena), "name", hook_name(migration, arena), arena);
}

static void
set_hooks(struct value *root, const struct migrations *migrations, struct arena *arena)
{
	struct value_stream stream = { add_hook, migrations, migrations->count };
	size_t count = 0;

	for (size_t i = 0; i < migrations->count; i++)
		count += migrations->items[i].has_hook;
	value_set_stream(root, "hooks", stream, count, arena);
}

static void
add_migration(struct value *list, size_t part, const void *context, struct arena *arena)
{
	const struct migration *migration = &((const struct migrations *)context)->items[part];
	struct value *record = value_add_record(list, arena);
	const char *compatible_with = migration->compatible_with ? migration->compatible_with : "";
	const char *title = arena_format(arena, "%s %s", migration->version, migration->name);

	value_set_number(record, "number", (long long)part + 1, arena);
	value_set_text(record, "comment", cname_comment(title, arena), arena);
	value_set_text(record, "version",
		       cname_literal(migration->version, strlen(migration->version), arena), arena);
	value_set_text(record, "name", cname_literal(migration->name, strlen(migration->name), arena), arena);
	value_set_text(record, "checksum", migration->checksum, arena);
	value_set_text(record, "flags", migration_flags(migration, arena), arena);
	set_text(record, migration->text, migration->size, arena);
	if (migration->down_text)
		set_text(value_set_record(record, "down", arena), migration->down_text, migration->down_size, arena);
	else
		value_set_flag(record, "down", false, arena);
	value_set_text(record, "compatible_with", cname_literal(compatible_with, strlen(compatible_with), arena), arena);
	value_set_text(record, "hook", migration->has_hook ? hook_name(migration, arena) : "", arena);
}

struct context {
	const struct project *project;
	const struct model *model;
};

static void
add_table(struct value *list, size_t part, const void *pointer, struct arena *arena)
{
	const struct context *context = pointer;
	const struct c_table *table = &context->model->tables[part];
	struct value *record = value_add_record(list, arena);

	table_view(record, table, context->project, value_list(arena), value_list(arena), arena);
	constrained_view(record, table, arena);
}

static void
add_query(struct value *list, size_t part, const void *pointer, struct arena *arena)
{
	const struct context *context = pointer;
	const struct statement_lists lists = { value_list(arena), value_list(arena) };

	query_view(value_add_record(list, arena), &context->model->queries[part], context->project, &lists, arena);
}

static bool
has_arrays(const struct model *model)
{
	for (size_t i = 0; i < model->table_count; i++) {
		const struct c_table *table = &model->tables[i];

		if (table->is_fixed)
			return true;
		for (size_t j = 0; j < table->field_count; j++)
			if (table->fields[j].size > 0)
				return true;
	}
	return false;
}

static void
set_tables(struct value *root, const struct project *project, const struct model *model, struct arena *arena)
{
	struct context *context = arena_alloc(arena, sizeof *context);
	struct value_stream stream = { add_table, context, model->table_count };

	*context = (struct context){ project, model };
	value_set_stream(root, "tables", stream, model->table_count, arena);
	stream = (struct value_stream){ add_query, context, model->query_count };
	value_set_stream(root, "queries", stream, model->query_count, arena);
}

/* Those of other tools: the runner adopts what they have applied. */
static void
set_convention(struct value *root, const struct migrations *migrations, struct arena *arena)
{
	const char *name = convention_name(migrations->convention);

	value_set_flag(root, "has_convention", strcmp(name, "native") != 0, arena);
	value_set_text(root, "convention", name, arena);
}

struct value *
view_build(const struct project *project, const struct migrations *migrations,
	   const struct schema *schema, const struct model *model, const struct statements *statements,
	   struct arena *arena)
{
	struct value_stream stream = { add_migration, migrations, migrations->count };
	struct value *root = value_record(arena);

	value_set_text(root, "p", project->prefix, arena);
	value_set_text(root, "P", cname_upper(project->prefix, arena), arena);
	value_set_text(root, "guard",
		       cname_upper(cname_lower(arena_format(arena, "%s%s_h", project->prefix, project->name), arena),
				   arena),
		       arena);
	value_set_text(root, "header", arena_format(arena, "%s.h", project->name), arena);
	value_set_number(root, "interface", INTERFACE, arena);
	value_set_flag(root, "runtime_is_installed", project->runtime == RUNTIME_SYSTEM, arena);
	value_set_stream(root, "migrations", stream, migrations->count, arena);
	set_convention(root, migrations, arena);
	set_hooks(root, migrations, arena);
	facts_view(root, schema, model, arena);
	statements_view(root, statements, project, model, arena);
	constraints_view(root, model, arena);
	/* They are the last ones. */
	value_set_flag(root, "has_views",
		       model->table_count > 0 && model->tables[model->table_count - 1].shape == SHAPE_VIEW, arena);
	value_set_flag(root, "has_arrays", has_arrays(model), arena);
	set_tables(root, project, model, arena);
	/* An array of a struct must not be empty. */
	value_set_number(root, "statement_count", statements->count > 0 ? (long long)statements->count : 1, arena);
	return root;
}
