#include "emit/sql_probe.h"

#include <stddef.h>
#include <string.h>

#include "base/text.h"
#include "emit/model.h"
#include "emit/sql.h"
#include "schema/schema.h"
#include "schema/table.h"
#include "schema/written.h"
#include "sql/token.h"

bool
sql_probe_asks(const struct c_table *table, const struct foreign_key *key)
{
	bool is_written = true;

	for (size_t i = 0; i < key->columns.count; i++)
		is_written &= sql_parameter(table, key->columns.items[i]) > 0;
	return is_written && !key->is_dangling && !key->is_deferred;
}

char *
sql_probe_text(const struct c_table *table, const struct foreign_key *key, struct arena *arena)
{
	struct text text = { 0 };

	for (size_t i = 0; i < key->columns.count; i++)
		text_format(&text, "%s%s.%s", i > 0 ? ", " : "", table->table->name,
			    table->table->columns[key->columns.items[i]].name);
	return text_keep(&text, arena);
}

static void
add_string(struct text *text, const char *string)
{
	text_add_char(text, '\'');
	for (; *string != '\0'; string++) {
		if (*string == '\'')
			text_add_char(text, '\'');
		text_add_char(text, *string);
	}
	text_add_char(text, '\'');
}

static bool
references_key(const struct c_table *table, const struct foreign_key *key)
{
	for (size_t i = 0; i < key->columns.count; i++) {
		size_t column = table_column(table->table, key->parent_columns[i]);

		if (table->table->columns[column].key_position == 0)
			return false;
	}
	return true;
}

/*
 * A row may be its own parent, for which SQLite compares without collations. A rowid of 0 is not
 * the row's: SQLite chooses another.
 */
static void
add_not_itself(struct text *sql, const struct c_table *table, const struct foreign_key *key)
{
	text_add_string(sql, " AND NOT (");
	for (size_t i = 0; i < key->columns.count; i++) {
		size_t column = table_column(table->table, key->parent_columns[i]);
		int parameter = sql_parameter(table, column);

		text_format(sql, "%s?%d IS ", i > 0 ? " AND " : "", sql_parameter(table, key->columns.items[i]));
		if (parameter == 0)
			text_add_string(sql, "NULL");
		else if (&table->table->columns[column] == table->table->rowid_alias)
			text_format(sql, "nullif(?%d, 0)", parameter);
		else
			text_format(sql, "?%d", parameter);
	}
	text_add_char(sql, ')');
}

/* The row as it is stored does not count: an update may be about to change what it is referenced by. */
static void
add_other_rows(struct text *sql, const struct c_table *table, struct arena *arena)
{
	const struct column_list *key = &table->table->key;

	text_add_string(sql, " AND NOT (");
	for (size_t i = 0; i < key->count; i++)
		text_format(sql, "%s%s IS ?%d", i > 0 ? " AND " : "",
			    sql_name(table->table->columns[key->items[i]].name, arena),
			    sql_parameter(table, key->items[i]));
	text_add_char(sql, ')');
}

/* "SELECT 'tasks.session_id' WHERE ?2 IS NOT NULL AND NOT EXISTS (SELECT 1 FROM sessions WHERE id = ?2)" */
static void
add_key(struct text *sql, const struct c_table *table, const struct foreign_key *key, struct arena *arena)
{
	bool is_itself = name_compare(key->parent, table->table->name) == 0;

	text_add_string(sql, sql->length > 0 ? " UNION ALL SELECT " : "SELECT ");
	add_string(sql, sql_probe_text(table, key, arena));
	text_add_string(sql, " WHERE ");
	for (size_t i = 0; i < key->columns.count; i++)
		text_format(sql, "?%d IS NOT NULL AND ", sql_parameter(table, key->columns.items[i]));
	text_format(sql, "NOT EXISTS (SELECT 1 FROM %s", sql_name(key->parent, arena));
	for (size_t i = 0; i < key->columns.count; i++)
		text_format(sql, " %s %s = ?%d", i == 0 ? "WHERE" : "AND", sql_name(key->parent_columns[i], arena),
			    sql_parameter(table, key->columns.items[i]));
	if (is_itself && table->has_key && !references_key(table, key))
		add_other_rows(sql, table, arena);
	text_add_char(sql, ')');
	if (is_itself)
		add_not_itself(sql, table, key);
}

char *
sql_probe(const struct c_table *table, struct arena *arena)
{
	struct text sql = { 0 };

	for (size_t i = 0; i < table->table->foreign_key_count; i++)
		if (sql_probe_asks(table, &table->table->foreign_keys[i]))
			add_key(&sql, table, &table->table->foreign_keys[i], arena);
	if (sql.length == 0)
		return NULL;
	text_add_string(&sql, " LIMIT 1");
	return text_keep(&sql, arena);
}
