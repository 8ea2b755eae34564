#include "emit/query_model.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "emit/cname.h"
#include "emit/field.h"
#include "emit/global_names.h"
#include "emit/names.h"
#include "emit/reserved.h"
#include "input/project.h"
#include "query/query.h"
#include "schema/schema.h"
#include "sql/token.h"

struct builder {
	const struct model *model;
	const struct project *project;
	struct names *names;
	struct c_query *query;
	struct arena *arena;
	struct diag *diag;
};

static const struct c_table *
find_table(const struct model *model, const struct table *source)
{
	for (size_t i = 0; i < model->table_count && source; i++)
		if (model->tables[i].source == source || model->tables[i].table == source)
			return &model->tables[i];
	return NULL;
}

/* The field of the column that a value is stored in. */
static const struct field *
stored_field(const struct model *model, const struct query_type *type)
{
	const struct c_table *table = find_table(model, type->table);

	for (size_t i = 0; table && type->column && i < table->field_count; i++)
		if (name_compare(table->fields[i].column->name, type->column->name) == 0)
			return &table->fields[i];
	return NULL;
}

/* What holds every value of these classes as it is. */
static enum field_kind
kind_of_classes(unsigned classes)
{
	switch (classes & ~(unsigned)CLASS_NULL) {
	case CLASS_INTEGER:
		return FIELD_INT64;
	case CLASS_REAL:
		return FIELD_DOUBLE;
	case CLASS_TEXT:
		return FIELD_TEXT;
	case CLASS_BLOB:
		return FIELD_BLOB;
	default:
		return FIELD_VALUE;
	}
}

static const enum field_kind declared_kinds[] = {
	[DECLARED_NONE] = FIELD_VALUE,	  [DECLARED_INT64] = FIELD_INT64, [DECLARED_BOOL] = FIELD_BOOL,
	[DECLARED_DOUBLE] = FIELD_DOUBLE, [DECLARED_TEXT] = FIELD_TEXT,	  [DECLARED_BLOB] = FIELD_BLOB,
	[DECLARED_VALUE] = FIELD_VALUE,
};

struct field
query_field(const char *name, const struct query_type *type, const struct model *model, struct arena *arena)
{
	const struct field *stored = stored_field(model, type);
	struct column *column = arena_alloc(arena, sizeof *column);
	const char *plain = cname_lower(name, arena);
	struct field field = {
		.column = column,
		.plain = plain,
		.name = reserved_word(plain) ? arena_format(arena, "%s_", plain) : plain,
		.is_written = true,
		.is_nullable = type->classes & CLASS_NULL,
	};

	column->name = name;
	column->is_not_null = !field.is_nullable;
	if (type->declared != DECLARED_NONE) {
		field.kind = declared_kinds[type->declared];
	} else if (stored) {
		field.kind = stored->kind;
		field.size = stored->size;
		field.enum_tag = stored->enum_tag;
		field.enumerators = stored->enumerators;
		field.is_integer_enum = stored->is_integer_enum;
	} else {
		field.kind = kind_of_classes(type->classes);
	}
	field.argument = field.name;
	return field;
}

static void
build_embeds(struct builder *builder)
{
	struct c_query *query = builder->query;
	const struct query *source = query->query;

	query->embeds = arena_alloc(builder->arena, (source->embed_count + 1) * sizeof *query->embeds);
	for (size_t i = 0; i < source->embed_count; i++) {
		const struct query_embed *embed = &source->embeds[i];
		const struct c_table *table = find_table(builder->model, embed->table);
		const char *name = cname_lower(embed->name, builder->arena);

		if (!table || table->field_count != embed->count) {
			diag_error(builder->diag, source->place, "sqlc.embed(%s) needs the struct of a table, and '%s' has none",
				   embed->name, embed->table->name);
			continue;
		}
		if (name_compare(embed->name, embed->table->name) == 0)
			name = table->name;
		query->embeds[query->embed_count++] = (struct c_embed){
			.embed = embed,
			.table = table,
			.name = reserved_word(name) ? arena_format(builder->arena, "%s_", name) : name,
		};
	}
}

static const struct c_embed *
embed_of(const struct c_query *query, size_t column)
{
	for (size_t i = 0; i < query->embed_count; i++)
		if (column >= query->embeds[i].embed->first &&
		    column - query->embeds[i].embed->first < query->embeds[i].embed->count)
			return &query->embeds[i];
	return NULL;
}

static bool
take_member(struct builder *builder, struct names *members, const char *name, const struct query_column *column)
{
	if (names_has(members, name)) {
		diag_error(builder->diag, column->place,
			   "the column '%s' would be '%s' in C, which another one is already: name it by AS", column->name,
			   name);
		names_tell_owner(members, name, builder->diag);
		return false;
	}
	return names_take(members, name, arena_format(builder->arena, "the column '%s'", column->name), "",
			  column->place, builder->diag);
}

static void
take_member_names(struct builder *builder)
{
	struct c_query *query = builder->query;
	const struct c_embed *last = NULL;
	struct names members = { 0 };
	struct arena scratch = { 0 };

	for (size_t i = 0; i < query->member_count; i++) {
		const struct c_member *member = &query->members[i];
		const struct query_column *column = &query->query->columns[i];
		const char *name = member->embed ? member->embed->name : member->field.name;
		bool has_flag = member->embed ? member->embed->embed->is_nullable : member->field.has_flag;

		if (member->embed && member->embed == last)
			continue;
		last = member->embed;
		if (take_member(builder, &members, name, column) && has_flag)
			take_member(builder, &members, arena_format(&scratch, "has_%s", name), column);
	}
	names_finish(&members);
	arena_finish(&scratch);
}

static void
build_members(struct builder *builder)
{
	struct c_query *query = builder->query;
	const struct query *source = query->query;

	query->member_count = source->column_count;
	query->members = arena_alloc(builder->arena, (source->column_count + 1) * sizeof *query->members);
	for (size_t i = 0; i < source->column_count; i++) {
		const struct query_column *column = &source->columns[i];
		struct c_member *member = &query->members[i];

		member->embed = embed_of(query, i);
		if (member->embed) {
			member->field = member->embed->table->fields[i - member->embed->embed->first];
		} else {
			member->field = query_field(column->name, &column->type, builder->model, builder->arena);
			member->field.has_flag = member->field.is_nullable && !field_points(&member->field);
		}
	}
	take_member_names(builder);
}

static bool
take_argument(struct builder *builder, struct names *taken, const char *name, const struct query_parameter *parameter)
{
	if (names_has(taken, name)) {
		diag_error(builder->diag, parameter->place,
			   "the parameter '%s' would be '%s' in C, which another one is already: rename one",
			   parameter->name, name);
		names_tell_owner(taken, name, builder->diag);
		return false;
	}
	return names_take(taken, name, arena_format(builder->arena, "the parameter '%s'", parameter->name), "",
			  parameter->place, builder->diag);
}

static void
build_argument(struct builder *builder, struct c_argument *argument, const struct query_parameter *parameter,
	       struct names *taken)
{
	struct field *field = &argument->field;

	argument->parameter = parameter;
	*field = query_field(parameter->name, &parameter->type, builder->model, builder->arena);
	argument->has_flag = parameter->kind == PARAMETER_OPTIONAL && (field->is_nullable || field->kind == FIELD_VALUE);
	if (!builder->query->has_struct &&
	    (reserved_query_local(field->name) || names_has(builder->names, field->name) ||
	     reserved_prefix(field->name)))
		field->argument = arena_format(builder->arena, "%s_", field->name);
	if (take_argument(builder, taken, field->argument, parameter) && parameter->kind == PARAMETER_LIST)
		take_argument(builder, taken, arena_format(builder->arena, "%s_count", field->argument), parameter);
	if (argument->has_flag)
		take_argument(builder, taken, arena_format(builder->arena, "has_%s", field->argument), parameter);
}

static void
build_arguments(struct builder *builder)
{
	struct c_query *query = builder->query;
	const struct query *source = query->query;
	size_t count = source->parameter_count + (source->order_count > 0);
	struct names taken = { 0 };

	query->argument_count = source->parameter_count;
	query->arguments = arena_alloc(builder->arena, (source->parameter_count + 1) * sizeof *query->arguments);
	query->has_struct = count > strtoul(builder->project->max_arguments, NULL, 10);
	if (source->order_count > 0)
		names_take(&taken, "order", "the choice of an order", "", source->orders[0].place, builder->diag);
	for (size_t i = 0; i < source->parameter_count; i++)
		build_argument(builder, &query->arguments[i], &source->parameters[i], &taken);
	names_finish(&taken);
}

/* The enum of the orders that it lists. */
static void
build_orders(struct builder *builder)
{
	struct c_query *query = builder->query;
	const struct query *source = query->query;

	if (source->order_count == 0)
		return;
	query->order_tag = arena_format(builder->arena, "%s%s_order", builder->project->prefix, query->name);
	query->orders = arena_alloc(builder->arena, source->order_count * sizeof *query->orders);
	for (size_t i = 0; i < source->order_count; i++)
		query->orders[i] = cname_upper(
			arena_format(builder->arena, "%s_%s", query->order_tag,
				     cname_lower(source->orders[i].name, builder->arena)),
			builder->arena);
}

/* The struct of its rows, as if it were a table's. */
static struct c_table *
row_of(struct builder *builder)
{
	struct c_table *row = arena_alloc(builder->arena, sizeof *row);
	struct table *table = arena_alloc(builder->arena, sizeof *table);

	table->name = builder->query->name;
	row->table = table;
	row->name = builder->query->name;
	row->tag = arena_format(builder->arena, "%s%s_row", builder->project->prefix, row->name);
	return row;
}

static bool
gives_rows(const struct query *query)
{
	return query->command == QUERY_ONE || query->command == QUERY_MANY;
}

static void
build_query(struct builder *builder, const struct query *source)
{
	struct c_query *query = builder->query;
	const char *plain = cname_lower(source->name, builder->arena);
	const char *loaded = strncmp(plain, "list_", 5) == 0 ? plain + 5 : plain;
	const struct c_table *table = find_table(builder->model, source->row);

	*query = (struct c_query){
		.query = source,
		.name = plain,
		.load_name = arena_format(builder->arena, "load_%s", loaded),
	};
	/* The cursor of a full-text table has a rank beside its row. */
	if (table && table->field_count == source->column_count && table->shape != SHAPE_FTS5)
		query->table = table;
	query->row = row_of(builder);
	if (gives_rows(source) && !query->table) {
		build_embeds(builder);
		build_members(builder);
	}
	build_arguments(builder);
	build_orders(builder);
}

bool
query_model_build(struct c_query **queries, size_t *count, const struct query_list *list, const struct model *model,
		  const struct project *project, struct names *names, struct arena *arena, struct diag *diag)
{
	unsigned errors = diag->errors;
	struct c_query *items = arena_alloc(arena, (list->count + 1) * sizeof *items);
	struct builder builder = {
		.model = model,
		.project = project,
		.names = names,
		.arena = arena,
		.diag = diag,
	};

	*queries = items;
	*count = 0;
	for (size_t i = 0; i < list->count; i++) {
		builder.query = &items[(*count)++];
		build_query(&builder, &list->items[i]);
		global_names_take_query(names, builder.query, project, arena, diag);
	}
	return diag->errors == errors;
}
