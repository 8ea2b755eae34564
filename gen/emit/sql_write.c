#include "emit/sql_write.h"

#include <stdint.h>

#include <sqlite3.h>

#include "base/arena.h"
#include "base/memory.h"
#include "emit/field_view.h"
#include "emit/model.h"
#include "emit/sql.h"
#include "schema/schema.h"
#include "schema/written.h"

/* The columns as statements are made of them; members have no place here. */
static const struct sqlgen_field *
describe_fields(const struct c_table *table, struct arena *arena)
{
	struct sqlgen_field *fields = arena_alloc(arena, table->field_count * sizeof *fields);

	for (size_t i = 0; i < table->field_count; i++)
		fields[i] = (struct sqlgen_field){
			.kind = (uint8_t)member_kind(&table->fields[i]),
			.flags = (uint8_t)member_flags(&table->fields[i], true),
		};
	return fields;
}

static int
rowid_parameter(const struct c_table *table)
{
	for (size_t i = 0; i < table->field_count; i++)
		if (table->fields[i].is_rowid)
			return (int)i + 1;
	return 0;
}

/* Those of columns whose default is no constant of C. */
static size_t
describe_defaults(const struct sqlgen_default **out, const struct c_table *table, struct arena *arena)
{
	struct sqlgen_default *defaults = arena_alloc(arena, (table->field_count + 1) * sizeof *defaults);
	size_t count = 0;

	for (size_t i = 0; i < table->field_count; i++)
		if (table->fields[i].has_default)
			defaults[count++] = (struct sqlgen_default){ (int)i, sql_default(&table->fields[i], arena) };
	*out = defaults;
	return count;
}

char *
sql_target(const struct c_table *table, const struct function *function, struct arena *arena)
{
	const char *list = "", *before = "";

	for (size_t i = 0; i < function->columns->count; i++, before = ", ") {
		const struct column *column = &table->table->columns[function->columns->items[i]];

		list = arena_format(arena, "%s%s%s%s", list, before, sql_name(column->name, arena),
				    sql_collate(function, i, column, arena));
	}
	return arena_string(arena, list);
}

char *
sql_write(const struct c_table *table, enum sqlgen_write write, const struct function *function, struct arena *arena)
{
	const struct sqlgen_row_type type = {
		.selected = sql_columns(table, arena),
		.count = (int)table->field_count,
		.fields = describe_fields(table, arena),
	};
	struct sqlgen_table described = {
		.type = &type,
		.name = sql_name(table->table->name, arena),
		.rowid = rowid_parameter(table),
	};
	char *made, *sql;

	described.default_count = describe_defaults(&described.defaults, table, arena);
	made = sqlgen_write_sql(&described, write, function ? sql_target(table, function, arena) : NULL);
	if (!made)
		memory_exhausted();
	sql = arena_string(arena, made);
	sqlite3_free(made);
	return sql;
}
