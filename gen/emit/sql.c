#include "emit/sql.h"

#include <stdbool.h>
#include <string.h>

#include <sqlite3.h>

#include "base/arena.h"
#include "base/text.h"
#include "emit/model.h"
#include "schema/schema.h"
#include "sql/token.h"

/* A word that needs no quotes in any version: no keyword of the linked SQLite, nor true or false. */
static bool
is_bare(const char *name)
{
	size_t length = strlen(name);

	if (length == 0 || strspn(name, "0123456789") > 0 || sqlite3_keyword_check(name, (int)length) ||
	    name_compare(name, "true") == 0 || name_compare(name, "false") == 0)
		return false;
	return strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == length;
}

char *
sql_name(const char *name, struct arena *arena)
{
	char *out, *at;

	if (is_bare(name))
		return arena_string(arena, name);
	at = out = arena_alloc(arena, 2 * strlen(name) + 3);
	*at++ = '"';
	for (; *name != '\0'; name++) {
		if (*name == '"')
			*at++ = '"';
		*at++ = *name;
	}
	*at = '"';
	return out;
}

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

/* The text as a string of the arena; the text is finished. */
static char *
take(struct text *text, struct arena *arena)
{
	char *string = arena_copy(arena, text->data ? text->data : "", text->length);

	text_finish(text);
	return string;
}

char *
sql_columns(const struct c_table *table, struct arena *arena)
{
	struct text list = { 0 };

	for (size_t i = 0; i < table->field_count; i++)
		add_item(&list, sql_name(table->fields[i].column->name, arena));
	return take(&list, arena);
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
	return take(&out, arena);
}

/* What stands for a column's default: a bare word is text in a DEFAULT, and a column's name elsewhere. */
static const char *
default_expression(const struct column *column, struct arena *arena)
{
	struct stored_value value = column->default_value;
	struct text out = { 0 };

	if (column->default_kind != DEFAULT_LITERAL || value.type != SQLITE_TEXT)
		return without_comments(column->default_text, arena);
	text_add_char(&out, '\'');
	for (size_t i = 0; i < value.size; i++) {
		if (value.data[i] == '\'')
			text_add_char(&out, '\'');
		text_add_char(&out, value.data[i]);
	}
	text_add_char(&out, '\'');
	return take(&out, arena);
}

char *
sql_insert(const struct c_table *table, struct arena *arena)
{
	struct text columns = { 0 }, values = { 0 };
	int parameter = 0;

	for (size_t i = 0; i < table->field_count; i++) {
		const struct field *field = &table->fields[i];

		if (!field->is_written)
			continue;
		add_item(&columns, sql_name(field->column->name, arena));
		add_item(&values, field->has_default ? arena_format(arena, "coalesce(?%d, %s)", ++parameter,
								    default_expression(field->column, arena)) :
						       arena_format(arena, "?%d", ++parameter));
	}
	return arena_format(arena, "INSERT INTO %s (%s) VALUES (%s)", table_name(table, arena),
			    take(&columns, arena), take(&values, arena));
}

/* The parameter of a column in insert and update. */
static int
written_parameter(const struct c_table *table, size_t column)
{
	int parameter = 0;

	for (size_t i = 0; i <= column; i++) {
		const struct field *field = model_field(table, i);

		parameter += field && field->is_written;
	}
	return parameter;
}

/* "id = ?1": by primary key; is_written: with the parameters of insert and update. */
static char *
is_key(const struct c_table *table, bool is_written, struct arena *arena)
{
	const struct column_list *key = &table->table->key;
	struct text where = { 0 };

	for (size_t i = 0; i < key->count; i++) {
		const struct column *column = &table->table->columns[key->items[i]];

		text_format(&where, "%s%s = ?%d", i == 0 ? "" : " AND ", sql_name(column->name, arena),
			    is_written ? written_parameter(table, key->items[i]) : (int)i + 1);
	}
	return take(&where, arena);
}

char *
sql_is_row(const struct c_table *table, struct arena *arena)
{
	return is_key(table, true, arena);
}

/* What update writes into a column: NULL where the default was meant keeps what is stored. */
static char *
written_value(const struct field *field, int parameter, struct arena *arena)
{
	return field->has_default && !field->is_nullable ?
		       arena_format(arena, "coalesce(?%d, %s)", parameter, sql_name(field->column->name, arena)) :
		       arena_format(arena, "?%d", parameter);
}

char *
sql_set(const struct field *field, int parameter, struct arena *arena)
{
	return arena_format(arena, "%s = %s", sql_name(field->column->name, arena),
			    written_value(field, parameter, arena));
}

/*
 * " AND name IS ?2": the value is stored already, to the byte. Of all integers the smallest alone
 * may have an equal real beside it in the same column: https://sqlite.org/datatype3.html#affinity
 */
static void
add_guard(struct text *where, const struct field *field, int parameter, struct arena *arena)
{
	const struct column *column = field->column;
	const char *name = sql_name(column->name, arena);
	bool is_numeric = column->affinity == AFFINITY_INTEGER || column->affinity == AFFINITY_NUMERIC;

	text_format(where, " AND %s IS %s%s", name, written_value(field, parameter, arena),
		    name_compare(column->collation, "BINARY") == 0 ? "" : " COLLATE BINARY");
	if (is_numeric && field->kind != FIELD_BOOL && field->kind != FIELD_ENUM)
		text_format(where, " AND %s IS NOT -9223372036854775808", name);
}

/* compares: the guards are not written but compared. */
static char *
update(const struct c_table *table, bool compares, struct arena *arena)
{
	struct text set = { 0 }, guards = { 0 };
	int parameter = 0;

	for (size_t i = 0; i < table->field_count; i++) {
		const struct field *field = &table->fields[i];

		parameter += field->is_written;
		if (!field->is_written || field->column->key_position > 0)
			continue;
		if (compares && field->is_guard)
			add_guard(&guards, field, parameter, arena);
		else
			add_item(&set, sql_set(field, parameter, arena));
	}
	return arena_format(arena, "UPDATE %s SET %s WHERE %s%s", table_name(table, arena), take(&set, arena),
			    is_key(table, true, arena), take(&guards, arena));
}

char *
sql_update(const struct c_table *table, struct arena *arena)
{
	return update(table, false, arena);
}

char *
sql_update_guarded(const struct c_table *table, struct arena *arena)
{
	return update(table, true, arena);
}

char *
sql_delete(const struct c_table *table, struct arena *arena)
{
	return arena_format(arena, "DELETE FROM %s WHERE %s", table_name(table, arena),
			    is_key(table, false, arena));
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
	return key->count == 0 ? "" : arena_format(arena, " ORDER BY %s", take(&list, arena));
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
	return arena_format(arena, " FROM %s WHERE %s", table_name(table, arena), is_key(table, false, arena));
}

/* " COLLATE x" where an index compares otherwise than its column: what is unique is so by the index. */
static const char *
collate(const struct function *function, size_t i, const struct column *column, struct arena *arena)
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
			    collate(function, i, column, arena));
}

char *
sql_from_function(const struct c_table *table, const struct function *function, struct arena *arena)
{
	struct text where = { 0 };

	for (size_t i = 0; i < function->columns->count; i++)
		text_format(&where, " %s %s", i == 0 ? "WHERE" : "AND",
			    condition(function, &table->table->columns[function->columns->items[i]], i, arena));
	return arena_format(arena, " FROM %s%s%s", table_name(table, arena), take(&where, arena),
			    function->kind == FUNCTION_GET ? "" : order_by_key(table, arena));
}

char *
sql_from_match(const struct c_table *table, struct arena *arena)
{
	const char *name = table_name(table, arena);

	return arena_format(arena, "%s FROM %s WHERE %s MATCH ?1%s", rank(table), name, name,
			    table->shape == SHAPE_FTS5 ? " ORDER BY rank" : order_by_key(table, arena));
}

static bool
has_column(const struct column_list *list, const struct c_table *table, const struct field *field)
{
	for (size_t i = 0; i < list->count; i++)
		if (field->column == &table->table->columns[list->items[i]])
			return true;
	return false;
}

/* What an upsert does to the row that is there; where there is nothing but keys, it writes one as it is. */
static char *
upsert_sets(const struct c_table *table, const struct column_list *target, struct arena *arena)
{
	const char *first = sql_name(table->table->columns[target->items[0]].name, arena);
	struct text set = { 0 };
	int parameter = 0;

	for (size_t i = 0; i < table->field_count; i++) {
		const struct field *field = &table->fields[i];

		parameter += field->is_written;
		if (field->is_written && field->column->key_position == 0 && !has_column(target, table, field))
			add_item(&set, sql_set(field, parameter, arena));
	}
	if (set.length == 0)
		text_format(&set, "%s = %s", first, first);
	return take(&set, arena);
}

char *
sql_on_conflict(const struct c_table *table, const struct function *function, struct arena *arena)
{
	const struct column_list *target = function ? function->columns : &table->table->key;
	bool returns_rowid = function && table->table->rowid_alias;
	struct text columns = { 0 };

	for (size_t i = 0; i < target->count; i++) {
		const struct column *column = &table->table->columns[target->items[i]];

		add_item(&columns, arena_format(arena, "%s%s", sql_name(column->name, arena),
						function ? collate(function, i, column, arena) : ""));
	}
	return arena_format(arena, " ON CONFLICT (%s) DO UPDATE SET %s%s%s", take(&columns, arena), upsert_sets(table, target, arena),
			    returns_rowid ? " RETURNING " : "",
			    returns_rowid ? sql_name(table->table->rowid_alias->name, arena) : "");
}
