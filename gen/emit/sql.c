#include "emit/sql.h"

#include <stdbool.h>
#include <string.h>

#include <sqlite3.h>

#include "base/arena.h"
#include "base/text.h"
#include "emit/field.h"
#include "emit/model.h"
#include "schema/schema.h"
#include "schema/written.h"
#include "sql/token.h"

static char *
table_name(const struct c_table *table, struct arena *arena)
{
	return sql_name(table->table->name, arena);
}

/* Adds item, with a comma before it unless it is the first. */
static void
add_item(struct text *list, const char *item)
{
	if (list->length > 0)
		text_add_string(list, ", ");
	text_add_string(list, item);
}

char *
sql_columns(const struct c_table *table, struct arena *arena)
{
	struct text list = { 0 };

	for (size_t i = 0; i < table->field_count; i++)
		add_item(&list, sql_name(table->fields[i].column->name, arena));
	return text_keep(&list, arena);
}

/* Text of a default without its comments: one of them would reach to the end of the statement. */
static char *
without_comments(const char *expression, struct arena *arena)
{
	struct text out = { 0 };
	size_t length = strlen(expression);

	while (length > 0) {
		struct token token = token_at(expression, length);

		if (token.kind == TOKEN_COMMENT)
			text_add_char(&out, ' ');
		else
			text_add(&out, token.text, token.length);
		expression += token.length;
		length -= token.length;
	}
	return text_keep(&out, arena);
}

const char *
sql_default(const struct field *field, struct arena *arena)
{
	struct stored_value value = field->column->default_value;
	struct text out = { 0 };

	if (field->column->default_kind != DEFAULT_LITERAL || value.type != SQLITE_TEXT)
		return without_comments(field->column->default_text, arena);
	text_add_char(&out, '\'');
	for (size_t i = 0; i < value.size; i++) {
		if (value.data[i] == '\'')
			text_add_char(&out, '\'');
		text_add_char(&out, value.data[i]);
	}
	text_add_char(&out, '\'');
	return text_keep(&out, arena);
}

int
sql_parameter(const struct c_table *table, size_t column)
{
	for (size_t i = 0; i < table->field_count; i++)
		if (table->fields[i].column == &table->table->columns[column])
			return table->fields[i].is_written ? (int)i + 1 : 0;
	return 0;
}

/* "id = ?1 AND part = ?2": by primary key. */
static char *
is_key(const struct c_table *table, struct arena *arena)
{
	const struct column_list *key = &table->table->key;
	struct text where = { 0 };

	for (size_t i = 0; i < key->count; i++)
		text_format(&where, "%s%s = ?%zu", i == 0 ? "" : " AND ",
			    sql_name(table->table->columns[key->items[i]].name, arena), i + 1);
	return text_keep(&where, arena);
}

char *
sql_delete(const struct c_table *table, struct arena *arena)
{
	return arena_format(arena, "DELETE FROM %s WHERE %s", table_name(table, arena),
			    is_key(table, arena));
}

char *
sql_count(const struct c_table *table, struct arena *arena)
{
	return arena_format(arena, "SELECT count(*) FROM %s", table_name(table, arena));
}

/* " ORDER BY id", or nothing for a table without a key. */
static const char *
order_by_key(const struct c_table *table, struct arena *arena)
{
	const struct column_list *key = &table->table->key;
	struct text list = { 0 };

	for (size_t i = 0; i < key->count; i++)
		add_item(&list, sql_name(table->table->columns[key->items[i]].name, arena));
	return key->count == 0 ? "" : arena_format(arena, " ORDER BY %s", text_keep(&list, arena));
}

/* Where it can be read, a cursor has it behind the columns. */
static const char *
rank(const struct c_table *table)
{
	return table->shape == SHAPE_FTS5 ? ", rank" : "";
}

char *
sql_from_all(const struct c_table *table, struct arena *arena)
{
	return arena_format(arena, "%s FROM %s%s", rank(table), table_name(table, arena),
			    order_by_key(table, arena));
}

char *
sql_from_key(const struct c_table *table, struct arena *arena)
{
	return arena_format(arena, " FROM %s WHERE %s", table_name(table, arena), is_key(table, arena));
}

const char *
sql_collate(const struct function *function, size_t i, const struct column *column, struct arena *arena)
{
	if (!function->collations || name_compare(function->collations[i], column->collation) == 0)
		return "";
	return arena_format(arena, " COLLATE %s", sql_name(function->collations[i], arena));
}

/*
 * How a column and its parameter compare. Coordinates come in pairs of least and greatest: two boxes
 * overlap if neither ends before the other begins.
 */
static char *
condition(const struct function *function, const struct column *column, size_t i, struct arena *arena)
{
	bool is_least = i % 2 == 0;
	size_t parameter = i + 1;
	const char *operator = "=";

	switch (function->kind) {
	case FUNCTION_GET:
		break;
	case FUNCTION_LIST:
		operator = column->is_not_null ? "=" : "IS";
		break;
	case FUNCTION_OVERLAPPING:
		parameter = is_least ? i + 2 : i;
		operator = is_least ? "<=" : ">=";
		break;
	case FUNCTION_WITHIN:
		operator = is_least ? ">=" : "<=";
		break;
	}
	return arena_format(arena, "%s %s ?%zu%s", sql_name(column->name, arena), operator, parameter,
			    sql_collate(function, i, column, arena));
}

char *
sql_from_function(const struct c_table *table, const struct function *function, struct arena *arena)
{
	struct text where = { 0 };

	for (size_t i = 0; i < function->columns->count; i++)
		text_format(&where, " %s %s", i == 0 ? "WHERE" : "AND",
			    condition(function, &table->table->columns[function->columns->items[i]], i, arena));
	return arena_format(arena, " FROM %s%s%s", table_name(table, arena), text_keep(&where, arena),
			    function->kind == FUNCTION_GET ? "" : order_by_key(table, arena));
}

char *
sql_from_match(const struct c_table *table, struct arena *arena)
{
	const char *name = table_name(table, arena);

	return arena_format(arena, "%s FROM %s WHERE %s MATCH ?1%s", rank(table), name, name,
			    table->shape == SHAPE_FTS5 ? " ORDER BY rank" : order_by_key(table, arena));
}
