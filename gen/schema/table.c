#include "schema/table.h"

#include "schema/schema.h"
#include "sql/token.h"

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
