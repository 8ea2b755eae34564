#include "query/builtin.h"

#include <stddef.h>

#include <sqlite3.h>

#include "query/type.h"
#include "sql/token.h"

enum {
	INTEGER = CLASS_INTEGER,
	TEXT = CLASS_TEXT,
	SCALAR = CLASS_INTEGER | CLASS_REAL | CLASS_TEXT,
	OR_NULL = CLASS_NULL
};

static const struct {
	const char *function, *column;
	unsigned classes;
} columns[] = {
	{ "json_each", "key", INTEGER | TEXT | OR_NULL },
	{ "json_each", "value", SCALAR | OR_NULL },
	{ "json_each", "type", TEXT },
	{ "json_each", "atom", SCALAR | OR_NULL },
	{ "json_each", "id", INTEGER },
	{ "json_each", "parent", INTEGER | OR_NULL },
	{ "json_each", "fullkey", TEXT },
	{ "json_each", "path", TEXT },
	{ "json_tree", "key", INTEGER | TEXT | OR_NULL },
	{ "json_tree", "value", SCALAR | OR_NULL },
	{ "json_tree", "type", TEXT },
	{ "json_tree", "atom", SCALAR | OR_NULL },
	{ "json_tree", "id", INTEGER },
	{ "json_tree", "parent", INTEGER | OR_NULL },
	{ "json_tree", "fullkey", TEXT },
	{ "json_tree", "path", TEXT },
	{ "generate_series", "value", INTEGER },
	{ "pragma_table_info", "cid", INTEGER },
	{ "pragma_table_info", "name", TEXT },
	{ "pragma_table_info", "type", TEXT },
	{ "pragma_table_info", "notnull", INTEGER },
	{ "pragma_table_info", "dflt_value", TEXT | OR_NULL },
	{ "pragma_table_info", "pk", INTEGER },
};

struct query_type
builtin_column(const char *function, const char *column)
{
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		if (name_compare(columns[i].function, function) == 0 &&
		    name_compare(columns[i].column, column) == 0)
			return type_of_classes(columns[i].classes);
	return type_unknown();
}

struct query_type
builtin_argument(const char *function, size_t argument)
{
	if (name_compare(function, "generate_series") == 0)
		return type_of_classes(CLASS_INTEGER);
	if (name_compare(function, "json_each") == 0 || name_compare(function, "json_tree") == 0 ||
	    (argument == 0 && sqlite3_strnicmp(function, "pragma_", 7) == 0))
		return type_of_classes(CLASS_TEXT);
	return type_unknown();
}
