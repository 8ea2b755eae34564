#include "emit/finder_view.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "emit/field_view.h"
#include "emit/model.h"
#include "emit/sql.h"
#include "emit/statement_view.h"
#include "schema/schema.h"
#include "template/value.h"

/* What stays the same while the functions of one table are shown. */
struct finder_writer {
	const struct c_table *table;
	const char *prefix;
	struct value *record;
	const struct statement_lists *lists;
	struct arena *arena;
};

/* What comes after a function's arguments. */
enum last_parameter { LAST_NONE, LAST_ROW, LAST_CURSOR, LAST_ROWS };

static const char *
last_declaration(const struct finder_writer *writer, enum last_parameter last)
{
	switch (last) {
	case LAST_NONE:
		return NULL;
	case LAST_ROW:
		return arena_format(writer->arena, writer->table->is_fixed ? "struct %s *out" : "struct %s **out",
				    writer->table->tag);
	case LAST_ROWS:
		return arena_format(writer->arena, "struct %s **rows, size_t *count", writer->table->tag);
	case LAST_CURSOR:
		return arena_format(writer->arena, "struct %s%s_cursor *cursor", writer->prefix, writer->table->name);
	}
	return NULL;
}

/* The text of all parameters of a function by these columns. */
static const char *
parameters_of(const struct finder_writer *writer, const char *name, const struct column_list *columns,
	      enum last_parameter last)
{
	struct arena *arena = writer->arena;
	const char *parameters = arena_format(arena, "struct %sdb *db", writer->prefix);
	const char *end = last_declaration(writer, last);
	size_t before = strlen("int (") + strlen(name);

	for (size_t i = 0; i < columns->count; i++) {
		const struct field *field = model_field(writer->table, columns->items[i]);

		parameters = parameters_add(parameters, before,
					   argument_declaration(field, argument_is_pointer(field), arena), arena);
	}
	return end ? parameters_add(parameters, before, end, arena) : parameters;
}

static void
set_arguments(const struct finder_writer *writer, struct value *record, const struct column_list *columns)
{
	struct value *arguments = value_set_list(record, "arguments", writer->arena);

	for (size_t i = 0; i < columns->count; i++)
		argument_view(value_add_record(arguments, writer->arena), writer->table,
			      model_field(writer->table, columns->items[i]), i + 1, writer->arena);
}

/* load_: it calls its list_ with the same arguments. name begins with "list_". */
static void
set_load(const struct finder_writer *writer, struct value *record, const char *name, const struct column_list *columns)
{
	struct arena *arena = writer->arena;
	const char *full = arena_format(arena, "%sload_%s", writer->prefix, name + strlen("list_"));
	const char *arguments = "db";

	for (size_t i = 0; i < columns->count; i++)
		arguments = arena_format(arena, "%s, %s", arguments,
					 model_field(writer->table, columns->items[i])->argument);
	value_set_text(record, "load_name", full, arena);
	value_set_text(record, "load_parameters", parameters_of(writer, full, columns, LAST_ROWS), arena);
	value_set_text(record, "load_arguments", arena_format(arena, "%s, &cursor", arguments), arena);
}

/* Which of the runtime's functions with one argument it is: "int64", "text"; "": it is made of parts. */
static const char *
single_key(const struct finder_writer *writer, const struct column_list *columns, enum last_parameter last)
{
	const struct c_table *table = writer->table;
	const struct field *field = model_field(table, columns->items[0]);
	bool is_cursor = last == LAST_CURSOR, is_number = field->kind == FIELD_INT64;

	if (columns->count > 1 || (last == LAST_ROW && table->is_fixed) || (last == LAST_NONE && table->shape == SHAPE_VIEW))
		return "";
	if (is_number && (is_cursor || !argument_is_pointer(field)))
		return "int64";
	return argument_is_text(field) ? "text" : "";
}

/* One of t.lookups or t.lists. */
static void
add_function(const struct finder_writer *writer, struct value *list, const char *name,
	     const struct column_list *columns, enum last_parameter last, const char *selected, const char *sql)
{
	struct arena *arena = writer->arena;
	struct value *record = value_add_record(list, arena);
	const char *full = arena_format(arena, "%s%s", writer->prefix, name);

	value_set_text(record, "name", full, arena);
	value_set_flag(record, "is_get", last == LAST_ROW, arena);
	value_set_text(record, "single", single_key(writer, columns, last), arena);
	set_arguments(writer, record, columns);
	value_set_text(record, "parameters", parameters_of(writer, full, columns, last), arena);
	if (last == LAST_CURSOR)
		set_load(writer, record, name, columns);
	statement_view(value_set_record(record, "sql", arena), name, selected, sql, writer->lists, arena);
}

/* match_ and load_match_: a full-text query. */
static void
set_match(const struct finder_writer *writer, const char *select)
{
	const struct c_table *table = writer->table;
	struct arena *arena = writer->arena;
	bool has_rank = table->shape == SHAPE_FTS5;
	struct value *record;

	value_set_flag(writer->record, "has_rank", has_rank, arena);
	if (!has_rank && table->shape != SHAPE_FTS4) {
		value_set_flag(writer->record, "match", false, arena);
		return;
	}
	record = value_set_record(writer->record, "match", arena);
	value_set_text(record, "name", arena_format(arena, "%smatch_%s", writer->prefix, table->plural), arena);
	value_set_text(record, "load_name",
		       arena_format(arena, "%sload_match_%s", writer->prefix, table->plural), arena);
	statement_view(value_set_record(record, "sql", arena), arena_format(arena, "match_%s", table->plural),
		      select, sql_from_match(table, arena), writer->lists, arena);
}

/* By the key, by other unique ones, by indexes. */
static void
set_functions(const struct finder_writer *writer, const char *select)
{
	const struct c_table *table = writer->table;
	const struct column_list *key = &table->table->key;
	struct arena *arena = writer->arena;
	struct value *lookups = value_set_list(writer->record, "lookups", arena);
	struct value *lists = value_set_list(writer->record, "lists", arena);

	if (table->has_key && !table->replaced.get)
		add_function(writer, lookups, arena_format(arena, "get_%s", table->name), key, LAST_ROW, select,
			     sql_from_key(table, arena));
	for (size_t i = 0; i < table->function_count; i++) {
		const struct function *function = &table->functions[i];
		bool is_get = function->kind == FUNCTION_GET;

		if (function->is_replaced)
			continue;
		add_function(writer, is_get ? lookups : lists, function->name, function->columns,
			     is_get ? LAST_ROW : LAST_CURSOR, select, sql_from_function(table, function, arena));
	}
	if (table->has_delete)
		add_function(writer, lookups, arena_format(arena, "delete_%s", table->name), key, LAST_NONE, NULL,
			     sql_delete(table, arena));
}

void
finder_view(struct value *record, const struct c_table *table, const char *prefix, const char *select,
	    const struct statement_lists *lists, struct arena *arena)
{
	const struct finder_writer writer = { table, prefix, record, lists, arena };

	set_match(&writer, select);
	set_functions(&writer, select);
}
