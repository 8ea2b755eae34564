#include "schema/column_list.h"

#include "base/text.h"
#include "schema/schema.h"
#include "schema/table.h"
#include "schema/written.h"
#include "sql/token.h"

bool
column_list_has(const struct column_list *list, size_t column)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->items[i] == column)
			return true;
	return false;
}

bool
column_list_is_in(const struct column_list *list, const struct table *table,
		  const struct table *other)
{
	for (size_t i = 0; i < list->count; i++)
		if (!table_find_column(other, table->columns[list->items[i]].name))
			return false;
	return true;
}

bool
column_list_matches(const struct column_list *list, const struct table *table,
		    const struct column_list *other_list, const struct table *other)
{
	if (list->count != other_list->count)
		return false;
	for (size_t i = 0; i < list->count; i++)
		if (name_compare(table->columns[list->items[i]].name,
				 other->columns[other_list->items[i]].name) != 0)
			return false;
	return true;
}

char *
column_list_names(const struct column_list *list, const struct table *table, struct arena *arena)
{
	struct text names = { 0 };

	for (size_t i = 0; i < list->count; i++)
		text_format(&names, "%s%s", i > 0 ? ", " : "", table->columns[list->items[i]].name);
	return text_keep(&names, arena);
}

char *
column_list_sql(const struct column_list *list, const struct table *table, struct arena *arena)
{
	struct text names = { 0 };

	for (size_t i = 0; i < list->count; i++)
		text_format(&names, "%s%s", i > 0 ? ", " : "",
			    sql_name(table->columns[list->items[i]].name, arena));
	return text_keep(&names, arena);
}
