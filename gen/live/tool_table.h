#ifndef SQLGEN_TOOL_TABLE_H
#define SQLGEN_TOOL_TABLE_H

#include <stdbool.h>

/* Is this a table in which that tool ("dbmate", "django:blog") keeps its own history? */
bool tool_table_is(const char *table, const char *tool);

/* Is this the name of a tool whose history can be adopted, "dbmate", "django:blog"? */
bool tool_is_known(const char *tool);

#endif
