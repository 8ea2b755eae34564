#include "schema/table.h"

#include <string.h>

#include "schema/column_list.h"
#include "sql/token.h"

enum table_kind
table_kind_of(const char *type)
{
	if (strcmp(type, "view") == 0)
		return TABLE_VIEW;
	return strcmp(type, "virtual") == 0 ? TABLE_VIRTUAL : TABLE_ORDINARY;
}

int
table_compare(const void *a, const void *b)
{
	const struct table *const *left = a, *const *right = b;
	return name_compare((*left)->name, (*right)->name);
}

const struct table *
table_find(const struct schema *schema, const char *name)
{
	for (size_t i = 0; i < schema->table_count; i++)
		if (name_compare(schema->tables[i].name, name) == 0)
			return &schema->tables[i];
	return NULL;
}

size_t
table_column(const struct table *table, const char *name)
{
	size_t i;
	for (i = 0; i < table->column_count; i++)
		if (name_compare(table->columns[i].name, name) == 0)
			break;
	return i;
}

const struct column *
table_find_column(const struct table *table, const char *name)
{
	size_t at = table_column(table, name);
	return at < table->column_count ? &table->columns[at] : NULL;
}

bool
table_has_constraint(const struct table *table, const struct constraint *constraint)
{
	for (size_t i = 0; i < table->constraint_count; i++)
		if (table->constraints[i].kind == constraint->kind &&
		    strcmp(table->constraints[i].text, constraint->text) == 0)
			return true;
	return false;
}

bool
table_refers_by(const struct table *table, size_t column)
{
	for (size_t i = 0; i < table->foreign_key_count; i++)
		if (column_list_has(&table->foreign_keys[i].columns, column))
			return true;
	return false;
}
