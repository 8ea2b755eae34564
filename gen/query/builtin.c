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
	{ "pragma_table_xinfo", "cid", INTEGER },
	{ "pragma_table_xinfo", "name", TEXT },
	{ "pragma_table_xinfo", "type", TEXT },
	{ "pragma_table_xinfo", "notnull", INTEGER },
	{ "pragma_table_xinfo", "dflt_value", TEXT | OR_NULL },
	{ "pragma_table_xinfo", "pk", INTEGER },
	{ "pragma_table_xinfo", "hidden", INTEGER },
	{ "pragma_table_list", "schema", TEXT },
	{ "pragma_table_list", "name", TEXT },
	{ "pragma_table_list", "type", TEXT },
	{ "pragma_table_list", "ncol", INTEGER },
	{ "pragma_table_list", "wr", INTEGER },
	{ "pragma_table_list", "strict", INTEGER },
	{ "pragma_index_list", "seq", INTEGER },
	{ "pragma_index_list", "name", TEXT },
	{ "pragma_index_list", "unique", INTEGER },
	{ "pragma_index_list", "origin", TEXT },
	{ "pragma_index_list", "partial", INTEGER },
	{ "pragma_index_info", "seqno", INTEGER },
	{ "pragma_index_info", "cid", INTEGER },
	{ "pragma_index_info", "name", TEXT | OR_NULL },
	{ "pragma_index_xinfo", "seqno", INTEGER },
	{ "pragma_index_xinfo", "cid", INTEGER },
	{ "pragma_index_xinfo", "name", TEXT | OR_NULL },
	{ "pragma_index_xinfo", "desc", INTEGER },
	{ "pragma_index_xinfo", "coll", TEXT },
	{ "pragma_index_xinfo", "key", INTEGER },
	{ "pragma_foreign_key_list", "id", INTEGER },
	{ "pragma_foreign_key_list", "seq", INTEGER },
	{ "pragma_foreign_key_list", "table", TEXT },
	{ "pragma_foreign_key_list", "from", TEXT },
	{ "pragma_foreign_key_list", "to", TEXT | OR_NULL },
	{ "pragma_foreign_key_list", "on_update", TEXT },
	{ "pragma_foreign_key_list", "on_delete", TEXT },
	{ "pragma_foreign_key_list", "match", TEXT },
	{ "pragma_foreign_key_check", "table", TEXT },
	{ "pragma_foreign_key_check", "rowid", INTEGER | OR_NULL },
	{ "pragma_foreign_key_check", "parent", TEXT },
	{ "pragma_foreign_key_check", "fkid", INTEGER },
	{ "pragma_database_list", "seq", INTEGER },
	{ "pragma_database_list", "name", TEXT },
	{ "pragma_database_list", "file", TEXT | OR_NULL },
	{ "pragma_integrity_check", "integrity_check", TEXT },
	{ "pragma_quick_check", "quick_check", TEXT },
	{ "pragma_compile_options", "compile_options", TEXT },
	{ "pragma_page_count", "page_count", INTEGER },
	{ "pragma_page_size", "page_size", INTEGER },
	{ "pragma_freelist_count", "freelist_count", INTEGER },
	{ "pragma_user_version", "user_version", INTEGER },
	{ "pragma_application_id", "application_id", INTEGER },
	{ "pragma_schema_version", "schema_version", INTEGER },
	{ "pragma_data_version", "data_version", INTEGER },
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
builtin_argument(const char *function)
{
	if (name_compare(function, "generate_series") == 0)
		return type_of_classes(CLASS_INTEGER);
	if (name_compare(function, "json_each") == 0 || name_compare(function, "json_tree") == 0 ||
	    sqlite3_strnicmp(function, "pragma_", 7) == 0)
		return type_of_classes(CLASS_TEXT);
	return type_unknown();
}
