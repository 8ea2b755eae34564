#include "emit/description.h"

#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/text.h"
#include "emit/cname.h"
#include "emit/field_view.h"
#include "emit/query_model.h"
#include "query/query.h"
#include "schema/schema.h"

/* A line of the text, in columns. */
struct row {
	const char *declaration, *null, *origin;
};

static const char *const type_words[] = {
	[FIELD_INT64] = "int64",	[FIELD_BOOL] = "bool",	  [FIELD_DOUBLE] = "double", [FIELD_TEXT] = "text",
	[FIELD_NUMERIC_TEXT] = "text",	[FIELD_SIZED_TEXT] = "text", [FIELD_CHARS] = "text",
	[FIELD_NUMERIC_CHARS] = "text", [FIELD_BYTES] = "blob",	  [FIELD_BLOB] = "blob",     [FIELD_VALUE] = "value",
	[FIELD_ENUM] = "enum",
};

/* "tasks.title"; NULL: it is no column's value. */
static const char *
origin_of(const struct query_type *type, struct arena *arena)
{
	return type->column ? arena_format(arena, "%s.%s", type->table->name, type->column->name) : NULL;
}

static struct row
parameter_row(const struct query_parameter *parameter, const struct model *model, struct arena *arena)
{
	static const char *const kinds[] = {
		[PARAMETER_PLAIN] = "",
		[PARAMETER_LIST] = "list, ",
		[PARAMETER_OPTIONAL] = "optional, ",
	};
	struct field field = query_field(parameter->name, &parameter->type, model, arena);
	bool is_optional = parameter->kind == PARAMETER_OPTIONAL;
	const char *origin = origin_of(&parameter->type, arena);
	struct row row = {
		.null = arena_format(arena, "%s%s", kinds[parameter->kind],
				     field.is_nullable ? "can be NULL" : "not NULL"),
		.origin = origin ? origin : "",
	};

	if (parameter->kind == PARAMETER_LIST)
		row.declaration = list_declaration(&field, arena);
	else
		row.declaration = argument_declaration(
			&field, !argument_points(&field) && (field.is_nullable || is_optional), arena);
	return row;
}

static struct row
column_row(const struct query_column *column, const struct model *model, struct arena *arena)
{
	struct field field = query_field(column->name, &column->type, model, arena);
	const char *origin = origin_of(&column->type, arena);

	return (struct row){
		.declaration = field_declaration(&field, arena),
		.null = field.is_nullable ? "can be NULL" : "not NULL",
		.origin = origin ? origin : "an expression",
	};
}

/* The choice of one of its orders. */
static struct row
order_row(const struct query *query, const char *prefix, struct arena *arena)
{
	const char *name = query->name[0] != '\0' ? cname_lower(query->name, arena) : "statement";
	const char *names = query->orders[0].name;

	for (size_t i = 1; i < query->order_count; i++)
		names = arena_format(arena, "%s, %s", names, query->orders[i].name);
	return (struct row){
		.declaration = arena_format(arena, "enum %s%s_order order", prefix, name),
		.null = "not NULL",
		.origin = names,
	};
}

static void
add_rows(struct text *out, const char *title, const struct row *rows, size_t count)
{
	size_t declaration_width = 0, null_width = 0;

	text_format(out, "  %s:%s\n", title, count == 0 ? " none" : "");
	for (size_t i = 0; i < count; i++) {
		size_t declaration = strlen(rows[i].declaration), null = strlen(rows[i].null);

		declaration_width = declaration > declaration_width ? declaration : declaration_width;
		null_width = null > null_width ? null : null_width;
	}
	for (size_t i = 0; i < count; i++) {
		text_format(out, "    %-*s  ", (int)declaration_width, rows[i].declaration);
		if (rows[i].origin[0] == '\0')
			text_format(out, "%s\n", rows[i].null);
		else
			text_format(out, "%-*s  %s\n", (int)null_width, rows[i].null, rows[i].origin);
	}
}

void
description_to_text(const struct query *query, const struct model *model, const char *prefix, struct text *out,
		    struct arena *arena)
{
	size_t most = query->parameter_count + query->column_count + 1, count = 0;
	struct row *rows = arena_alloc(arena, (most + 1) * sizeof *rows);

	text_format(out, "%s\n", query->name[0] != '\0' ? query->name : "statement");
	for (size_t i = 0; i <= query->parameter_count; i++) {
		if (query->order_count > 0 && i == query->order_index)
			rows[count++] = order_row(query, prefix, arena);
		if (i < query->parameter_count)
			rows[count++] = parameter_row(&query->parameters[i], model, arena);
	}
	add_rows(out, "parameters", rows, count);
	for (size_t i = 0; i < query->column_count; i++)
		rows[i] = column_row(&query->columns[i], model, arena);
	add_rows(out, "columns", rows, query->column_count);
}

/* The members that parameters and columns have alike. */
static void
add_value(struct json *out, const char *name, const struct query_type *type, const struct model *model,
	  struct arena *arena)
{
	struct field field = query_field(name, type, model, arena);

	json_string(out, "name", name);
	json_string(out, "type", type_words[field.kind]);
	json_bool(out, "nullable", field.is_nullable);
}

static void
add_order(struct json *out)
{
	json_open_object(out, NULL);
	json_string(out, "name", "order");
	json_string(out, "type", type_words[FIELD_ENUM]);
	json_bool(out, "nullable", false);
	json_close_object(out);
}

void
description_to_json(const struct query *query, const struct model *model, struct json *out, struct arena *arena)
{
	json_open_object(out, NULL);
	if (query->name[0] != '\0')
		json_string(out, "name", query->name);
	json_open_list(out, "params");
	for (size_t i = 0; i <= query->parameter_count; i++) {
		if (query->order_count > 0 && i == query->order_index)
			add_order(out);
		if (i == query->parameter_count)
			break;
		json_open_object(out, NULL);
		add_value(out, query->parameters[i].name, &query->parameters[i].type, model, arena);
		json_close_object(out);
	}
	json_close_list(out);
	json_open_list(out, "columns");
	for (size_t i = 0; i < query->column_count; i++) {
		json_open_object(out, NULL);
		add_value(out, query->columns[i].name, &query->columns[i].type, model, arena);
		json_string(out, "origin", origin_of(&query->columns[i].type, arena));
		json_close_object(out);
	}
	json_close_list(out);
	json_close_object(out);
}
