#include "live/tool_table.h"

#include <stddef.h>

#include <sqlite3.h>

#include "private.h"

static bool
is_name(const char *table, const char *name)
{
	return name && sqlite3_stricmp(table, name) == 0;
}

bool
tool_table_is(const char *table, const char *tool)
{
	const struct sqlgen_tool *each;

	for (size_t i = 0; (each = sqlgen_tool_at(i)); i++)
		if (sqlgen_tool_is(each, tool) && (is_name(table, each->table) || is_name(table, each->beside)))
			return true;
	return false;
}

bool
tool_is_known(const char *tool)
{
	const struct sqlgen_tool *each;

	for (size_t i = 0; (each = sqlgen_tool_at(i)); i++)
		if (sqlgen_tool_is(each, tool))
			return true;
	return false;
}
