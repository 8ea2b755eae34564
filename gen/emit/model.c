#include "emit/model.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "emit/cname.h"
#include "emit/constraint.h"
#include "emit/field.h"
#include "emit/global_names.h"
#include "emit/guard.h"
#include "emit/names.h"
#include "emit/query_model.h"
#include "emit/reserved.h"
#include "emit/settings.h"
#include "emit/table_function.h"
#include "input/project.h"
#include "query/query.h"
#include "schema/schema.h"
#include "schema/table.h"
#include "sql/token.h"

const struct field *
model_field(const struct c_table *table, size_t column)
{
	for (size_t i = 0; i < table->field_count; i++)
		if (table->fields[i].column == &table->table->columns[column])
			return &table->fields[i];
	return NULL;
}

/* Can its rows be had without memory of their own? */
static bool
is_fixed(const struct c_table *table, const struct project *project)
{
	bool is_asked_for = field_arrays_are_asked_for(project, table->table->name);

	for (size_t i = 0; i < table->field_count; i++) {
		if (field_points(&table->fields[i]))
			return false;
		is_asked_for |= table->fields[i].size > 0;
	}
	return is_asked_for;
}

static bool
has_json(const struct table *table, const struct project *project)
{
	const char *value = project_table_value(project, table->name, "json", project->json);

	return value && strcmp(value, "yes") == 0;
}

/* The members of one struct: has_ flags count too. */
static bool
take_member_names(const struct c_table *table, const struct project *project, struct diag *diag)
{
	struct names members = { 0 };
	struct arena arena = { 0 };
	bool is_taken = true;

	for (size_t i = 0; i < table->field_count; i++) {
		const struct field *field = &table->fields[i];
		const char *what = arena_format(&arena, "column '%s.%s'", table->table->name, field->column->name);
		const char *remedy = names_column_remedy(table->table->name, field->column->name, "name = …", &arena);
		struct place place = project_name_place(project, table->table->name, field->column->name, "name",
							field->column->place);

		if (!names_take(&members, field->name, what, remedy, place, diag))
			is_taken = false;
		else if (field->has_flag)
			is_taken &= names_take(&members, arena_format(&arena, "has_%s", field->name), what,
					       remedy, place, diag);
	}
	names_finish(&members);
	arena_finish(&arena);
	return is_taken;
}

/* What the source numbers: the texts of migrations, and long facts. */
static bool
is_numbered(const char *name)
{
	return strncmp(name, "db_migration_", strlen("db_migration_")) == 0 ||
	       strncmp(name, "db_fact_", strlen("db_fact_")) == 0;
}

/* Does another field go by this name as an argument already? */
static bool
is_argument(const struct c_table *table, size_t before, const char *name)
{
	for (size_t i = 0; i < before; i++)
		if (strcmp(table->fields[i].argument, name) == 0)
			return true;
	return false;
}

/* Arguments stand beside locals and shadow what is global: those that would get a '_' more. */
static void
choose_arguments(struct c_table *table, const struct names *names, struct arena *arena)
{
	for (size_t i = 0; i < table->field_count; i++) {
		const char *name = table->fields[i].name;

		if (reserved_table_local(name) || is_numbered(name) || names_has(names, name) || reserved_prefix(name) ||
		    is_argument(table, i, name))
			name = arena_format(arena, "%s_", name);
		while (is_argument(table, i, name))
			name = arena_format(arena, "%sx", name);
		table->fields[i].argument = name;
	}
}

/* Does SQLite set a column of a row that is inserted? */
static bool
is_filled_in(const struct c_table *table)
{
	if (table->shape != SHAPE_TABLE)
		return false;
	for (size_t i = 0; i < table->field_count; i++)
		if (table->fields[i].is_rowid || table->fields[i].has_default || !table->fields[i].is_written)
			return true;
	return false;
}

/* What is known of a view's column: of one that could not be typed, nothing. */
static struct field
view_field(const struct model *model, const struct table *view, size_t column, struct arena *arena)
{
	const struct query_list *queries = model->typed;
	struct query_type type = { .classes = CLASS_ANY };
	struct field field;

	for (size_t i = 0; i < queries->view_count; i++)
		if (queries->views[i].row == view)
			type = queries->views[i].columns[column].type;
	field = query_field(view->columns[column].name, &type, model, arena);
	field.is_computed = !type.column;
	return field;
}

static void
build_fields(struct c_table *table, const struct model *model, const struct project *project,
	     struct arena *arena, struct diag *diag)
{
	const struct table *source = table->table;
	bool is_view = table->shape == SHAPE_VIEW;

	table->fields = arena_alloc(arena, source->column_count * sizeof *table->fields);
	for (size_t i = 0; i < source->column_count; i++) {
		struct field known;

		if (source->columns[i].is_hidden)
			continue;
		if (is_view)
			known = view_field(model, table->source, i, arena);
		field_build(&table->fields[table->field_count++], &source->columns[i], is_view ? &known : NULL, table,
			    project, arena, diag);
	}
}

static void
name_queries(struct model *model, const struct query_list *queries, struct arena *arena)
{
	for (size_t i = 0; i < queries->count; i++) {
		const char *name = cname_lower(queries->items[i].name, arena);

		map_set(&model->query_names, name, strlen(name), &queries->items[i], arena);
	}
}

static void
build_table(struct model *model, const struct table *schema_table, const struct project *project,
	    struct arena *arena, struct diag *diag)
{
	const struct table *source = shape_build(schema_table, project, arena, diag);
	struct c_table *table = &model->tables[model->table_count];
	const struct setting *name = project_setting(project, source->name, NULL, "name");
	const struct setting *singular = project_setting(project, source->name, NULL, "struct");
	const char *plural = name ? name->value : cname_lower(source->name, arena);
	const char *tag;

	*table = (struct c_table){
		.source = schema_table,
		.table = source,
		.shape = shape_of(source),
		.plural = plural,
	};
	table_functions_choose(table);
	table->name = singular ? singular->value : cname_singular(plural, arena);
	tag = arena_format(arena, "%s%s", project->prefix, table->name);
	table->tag = reserved_global(tag) ? arena_format(arena, "%s_", tag) : tag;
	build_fields(table, model, project, arena, diag);
	table->is_fixed = is_fixed(table, project);
	table->has_json = has_json(source, project);
	model->table_count++;
	table->has_upsert = table->has_key && table->shape == SHAPE_TABLE;
	table->has_returning = is_filled_in(table);
	table_functions_add(table, arena);
	table_functions_replace(table, &model->query_names, arena);
	guard_build(table);
	constraints_build(table, project, arena);
}

/* All names that the generated code will have: what is in the way of none of them can be an argument. */
static void
take_names(struct model *model, const struct project *project, const struct query_list *queries,
	   struct arena *arena, struct diag *diag)
{
	struct names names = { 0 };
	struct arena scratch = { 0 };

	global_names_take_own(&names, project, &scratch, diag);
	for (size_t i = 0; i < model->table_count; i++)
		if (take_member_names(&model->tables[i], project, diag))
			global_names_take_table(&names, &model->tables[i], &model->query_names, project, &scratch, diag);
	for (size_t i = 0; i < model->table_count; i++)
		choose_arguments(&model->tables[i], &names, arena);
	query_model_build(&model->queries, &model->query_count, queries, model, project, &names, arena, diag);
	names_finish(&names);
	arena_finish(&scratch);
}

/* With such a prefix every name would be one of the runtime's. */
static bool
check_prefix(const struct project *project, struct diag *diag)
{
	if (!reserved_prefix(project->prefix))
		return true;
	diag_error(diag, (struct place){ .path = project->config },
		   "expected a prefix of your own, found '%s': such names are the runtime's or sqlite3's; set another one",
		   project->prefix);
	return false;
}

static bool
is_emitted(const struct table *table, const struct project *project)
{
	const struct setting *skip = project_setting(project, table->name, NULL, "skip");

	if (table->is_broken || (skip && strcmp(skip->value, "yes") == 0))
		return false;
	/* A virtual table may have none but hidden columns: nothing to put into a struct. */
	for (size_t i = 0; i < table->column_count; i++)
		if (!table->columns[i].is_hidden)
			return true;
	return false;
}

static void
build_tables(struct model *model, const struct project *project, const struct schema *schema, bool views,
	     struct arena *arena, struct diag *diag)
{
	for (size_t i = 0; i < schema->table_count; i++)
		if (is_emitted(&schema->tables[i], project) && (schema->tables[i].kind == TABLE_VIEW) == views)
			build_table(model, &schema->tables[i], project, arena, diag);
}

bool
model_build(struct model *model, const struct project *project, const struct schema *schema,
	    const struct query_list *queries, struct arena *arena, struct diag *diag)
{
	unsigned errors = diag->errors;

	*model = (struct model){
		.tables = arena_alloc(arena, schema->table_count * sizeof *model->tables),
		.typed = queries,
	};
	if (!check_prefix(project, diag))
		return false;
	settings_check_names(project, schema, arena, diag);
	name_queries(model, queries, arena);
	build_tables(model, project, schema, false, arena, diag);
	build_tables(model, project, schema, true, arena, diag);
	take_names(model, project, queries, arena, diag);
	return diag->errors == errors;
}
