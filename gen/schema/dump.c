#include "schema/dump.h"

#include <string.h>

#include <sqlite3.h>

#include "base/text.h"
#include "schema/dump_names.h"
#include "schema/schema.h"

/* Names longer than this do not widen the table. */
enum { WIDTH_MAX = 40 };

static void
add_names(struct text *out, const struct table *table, const struct column_list *list)
{
	text_add_char(out, '(');
	for (size_t i = 0; i < list->count; i++)
		text_format(out, "%s%s", i > 0 ? ", " : "", table->columns[list->items[i]].name);
	text_add_char(out, ')');
}

static void
add_allowed(struct text *out, const struct column *column)
{
	text_add_string(out, "  in (");
	for (size_t i = 0; i < column->allowed_count; i++) {
		const struct stored_value *value = &column->allowed[i];
		text_add_string(out, i > 0 ? ", " : "");
		if (value->type == SQLITE_INTEGER)
			text_format(out, "%lld", (long long)value->integer);
		else
			text_format(out, "'%s'", value->data);
	}
	text_add_char(out, ')');
}

static void
add_clause(struct text *out, const char *before, const char *value)
{
	if (value != NULL && value[0] != '\0')
		text_format(out, "%s%s", before, value);
}

static void
column_to_text(const struct column *column, const struct table *table, size_t name_width,
	       size_t type_width, struct text *out)
{
	size_t start = out->length;
	text_format(out, "  %-*s  %-*s", (int)name_width, column->name, (int)type_width,
		    column->type);
	if (column == table->rowid_alias)
		text_add_string(out, "  rowid");
	else if (column->is_not_null)
		text_add_string(out, "  not null");
	if (column->is_hidden)
		text_add_string(out, "  hidden");
	add_clause(out, "  generated ", generated_name(column->generated));
	if (column->default_kind != DEFAULT_NONE)
		add_clause(out, "  default ", column->default_text);
	if (strcmp(column->collation, "BINARY") != 0)
		add_clause(out, "  collate ", column->collation);
	if (column->allowed_count > 0)
		add_allowed(out, column);
	while (out->length > start && out->data[out->length - 1] == ' ')
		out->data[--out->length] = '\0';
	text_add_char(out, '\n');
}

static void
columns_to_text(const struct table *table, struct text *out)
{
	size_t name_width = 0, type_width = 0;
	for (size_t i = 0; i < table->column_count; i++) {
		size_t name = strlen(table->columns[i].name), type = strlen(table->columns[i].type);
		if (name > name_width && name <= WIDTH_MAX)
			name_width = name;
		if (type > type_width && type <= WIDTH_MAX)
			type_width = type;
	}
	for (size_t i = 0; i < table->column_count; i++)
		column_to_text(&table->columns[i], table, name_width, type_width, out);
}

static void
index_to_text(const struct index *index, const struct table *table, struct text *out)
{
	if (index->origin == INDEX_PRIMARY_KEY)
		return;
	if (index->origin == INDEX_UNIQUE_CONSTRAINT)
		text_add_string(out, "  unique ");
	else
		text_format(out, "  %sindex %s ", index->is_unique ? "unique " : "", index->name);
	add_names(out, table, &index->columns);
	text_format(out, "%s%s\n", index->has_expression ? " and an expression" : "",
		    index->is_partial ? ", partial" : "");
}

static void
foreign_key_to_text(const struct foreign_key *key, const struct table *table, struct text *out)
{
	text_add_string(out, "  foreign key ");
	add_names(out, table, &key->columns);
	text_format(out, " references %s(", key->parent);
	for (size_t i = 0; i < key->columns.count; i++)
		text_format(out, "%s%s", i > 0 ? ", " : "",
			    key->parent_columns[i] == NULL ? "?" : key->parent_columns[i]);
	text_add_char(out, ')');
	if (strcmp(key->on_delete, "NO ACTION") != 0)
		add_clause(out, " on delete ", key->on_delete);
	if (strcmp(key->on_update, "NO ACTION") != 0)
		add_clause(out, " on update ", key->on_update);
	text_format(out, "%s\n", key->is_dangling ? ", dangling" : "");
}

static void
table_to_text(const struct table *table, struct text *out)
{
	text_format(out, "%s %s", kind_name(table->kind), table->name);
	add_clause(out, " using ", table->module);
	text_format(out, "%s%s%s\n", table->is_strict ? ", strict" : "",
		    table->is_without_rowid && table->kind == TABLE_ORDINARY ? ", without rowid"
									     : "",
		    table->is_broken ? ", broken" : "");
	columns_to_text(table, out);
	if (table->key.count > 0) {
		text_add_string(out, "  primary key ");
		add_names(out, table, &table->key);
		text_add_char(out, '\n');
	}
	for (size_t i = 0; i < table->index_count; i++)
		index_to_text(&table->indexes[i], table, out);
	for (size_t i = 0; i < table->foreign_key_count; i++)
		foreign_key_to_text(&table->foreign_keys[i], table, out);
	for (size_t i = 0; i < table->trigger_count; i++)
		text_format(out, "  trigger %s %s %s\n", table->triggers[i].name,
			    table->triggers[i].is_instead_of ? "instead of" : "on",
			    event_name(table->triggers[i].event));
}

void
schema_to_text(const struct schema *schema, struct text *out)
{
	for (size_t i = 0; i < schema->table_count; i++) {
		if (i > 0)
			text_add_char(out, '\n');
		table_to_text(&schema->tables[i], out);
	}
}

/* A text that ends with a comment needs its semicolon on a line of its own. */
static void
add_statement(struct text *out, const char *sql)
{
	const char *last_line;
	if (sql == NULL)
		return;
	last_line = strrchr(sql, '\n');
	text_add_string(out, sql);
	if (strstr(last_line == NULL ? sql : last_line, "--") != NULL)
		text_add_char(out, '\n');
	text_add_string(out, ";\n");
}

static void
table_to_sql(const struct table *table, struct text *out)
{
	add_statement(out, table->sql);
	for (size_t i = 0; i < table->index_count; i++)
		add_statement(out, table->indexes[i].sql);
}

static void
triggers_to_sql(const struct table *table, struct text *out)
{
	for (size_t i = 0; i < table->trigger_count; i++)
		add_statement(out, table->triggers[i].sql);
}

void
schema_to_sql(const struct schema *schema, struct text *out)
{
	for (size_t i = 0; i < schema->table_count; i++) {
		if (schema->tables[i].kind == TABLE_VIEW)
			continue;
		table_to_sql(&schema->tables[i], out);
		triggers_to_sql(&schema->tables[i], out);
	}
	for (size_t i = 0; i < schema->table_count; i++)
		if (schema->tables[i].kind == TABLE_VIEW)
			add_statement(out, schema->tables[i].sql);
	for (size_t i = 0; i < schema->table_count; i++)
		if (schema->tables[i].kind == TABLE_VIEW)
			triggers_to_sql(&schema->tables[i], out);
}
