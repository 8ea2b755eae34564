#include "emit/guard.h"

#include <stdbool.h>
#include <string.h>

#include <sqlite3.h>

#include "emit/field.h"
#include "emit/model.h"
#include "schema/column_list.h"
#include "schema/schema.h"
#include "schema/table.h"
#include "sql/token.h"

/* Could this SQL mean a column of this name? In doubt it does. */
static bool
names_column(const char *sql, const char *name)
{
	size_t length = strlen(name), rest = strlen(sql);

	while (rest > 0) {
		struct token token = token_at(sql, rest);
		bool is_quoted = token.kind == TOKEN_QUOTED || token.kind == TOKEN_STRING;
		const char *text = is_quoted ? token.text + 1 : token.text;

		if ((token.kind == TOKEN_WORD && token.length == length && !sqlite3_strnicmp(text, name, (int)length)) ||
		    (is_quoted && token.length == length + 2 && !sqlite3_strnicmp(text, name, (int)length)))
			return true;
		sql += token.length;
		rest -= token.length;
	}
	return false;
}

static bool
is_in_index(const struct table *table, size_t column)
{
	for (size_t i = 0; i < table->index_count; i++) {
		const struct index *index = &table->indexes[i];

		if (column_list_has(&index->columns, column) ||
		    ((index->is_partial || index->has_expression) && index->sql &&
		     names_column(index->sql, table->columns[column].name)))
			return true;
	}
	return false;
}

/*
 * Does IS find no value equal to what is written but the one that would be stored? Affinity makes
 * numbers of one value one class (-9223372036854775808 is left to the SQL); without affinity 1 and
 * 1.0 are equal and both are stored as they are.
 */
static bool
is_told_apart(const struct field *field)
{
	bool is_label = field->kind == FIELD_ENUM && field->column->allowed[0].type == SQLITE_TEXT;

	return field->column->affinity != AFFINITY_BLOB || field->kind == FIELD_BLOB || field->kind == FIELD_TEXT ||
	       is_label;
}

static bool
has_update_trigger(const struct table *table)
{
	for (size_t i = 0; i < table->trigger_count; i++)
		if (table->triggers[i].event == TRIGGER_UPDATE)
			return true;
	return false;
}

void
guard_build(struct c_table *table)
{
	const struct table *source = table->table;
	bool has_guard = false, has_other = false;

	if (!table->has_update || source->kind != TABLE_ORDINARY || has_update_trigger(source))
		return;
	for (size_t i = 0; i < table->field_count; i++) {
		struct field *field = &table->fields[i];
		size_t column = (size_t)(field->column - source->columns);

		if (!field->is_written || field_is_key(field))
			continue;
		field->is_guard = is_told_apart(field) &&
				  (is_in_index(source, column) || table_refers_by(source, column));
		has_guard |= field->is_guard;
		has_other |= !field->is_guard;
	}
	table->has_guards = has_guard && has_other;
}
