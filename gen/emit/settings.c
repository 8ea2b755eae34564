#include "emit/settings.h"

#include <stdbool.h>
#include <string.h>

#include <sqlite3.h>

#include "base/arena.h"
#include "base/diag.h"
#include "emit/model.h"
#include "input/project.h"
#include "input/spelling.h"
#include "schema/schema.h"
#include "schema/table.h"
#include "sql/token.h"

/* ": did you mean 'tasks'?", or nothing. */
static const char *
suggestion(const char *name, const char *const *known, size_t count, struct arena *arena)
{
	const char *nearest = spelling_nearest(name, known, count);

	return nearest ? arena_format(arena, ": did you mean '%s'?", nearest) : "";
}

static void
tell_no_table(const struct setting *setting, const struct schema *schema, struct arena *arena, struct diag *diag)
{
	const char **known = arena_alloc(arena, schema->table_count * sizeof *known);

	for (size_t i = 0; i < schema->table_count; i++)
		known[i] = schema->tables[i].name;
	diag_error(diag, setting->name_place, "there is no table '%s' after the last migration%s", setting->table,
		   suggestion(setting->table, known, schema->table_count, arena));
}

static void
tell_no_column(const struct setting *setting, const struct table *table, struct arena *arena, struct diag *diag)
{
	const char **known = arena_alloc(arena, table->column_count * sizeof *known);

	for (size_t i = 0; i < table->column_count; i++)
		known[i] = table->columns[i].name;
	diag_error(diag, setting->name_place, "table '%s' has no column '%s' after the last migration%s", table->name,
		   setting->column, suggestion(setting->column, known, table->column_count, arena));
}

void
settings_check_names(const struct project *project, const struct schema *schema, struct arena *arena,
		     struct diag *diag)
{
	for (size_t i = 0; i < project->setting_count; i++) {
		const struct setting *setting = &project->settings[i];
		const struct table *table = table_find(schema, setting->table);
		bool is_rowid = table && table->kind == TABLE_VIRTUAL && setting->column &&
				name_compare(setting->column, "rowid") == 0;

		/* Once a section is enough. */
		if (i > 0 && project->settings[i - 1].name_place.line == setting->name_place.line)
			continue;
		if (!table)
			tell_no_table(setting, schema, arena, diag);
		else if (setting->column && !is_rowid && !table_find_column(table, setting->column))
			tell_no_column(setting, table, arena, diag);
	}
}

static bool
is_integer(enum field_kind kind)
{
	return kind == FIELD_INT64 || kind == FIELD_BOOL;
}

static bool
is_text(enum field_kind kind)
{
	return kind == FIELD_TEXT || kind == FIELD_SIZED_TEXT || kind == FIELD_CHARS;
}

/* Of what is one of these kinds SQLite stores none: https://sqlite.org/datatype3.html#type_affinity */
static bool
is_never_stored(enum field_kind kind, const struct column *column)
{
	switch (column->affinity) {
	case AFFINITY_TEXT: /* numbers become text */
		return is_integer(kind) || kind == FIELD_DOUBLE;
	case AFFINITY_REAL: /* integers become reals */
		return is_integer(kind) || kind == FIELD_SIZED_TEXT;
	case AFFINITY_INTEGER: /* texts that look like numbers become numbers */
	case AFFINITY_NUMERIC:
		return kind == FIELD_SIZED_TEXT;
	case AFFINITY_BLOB:
		break;
	}
	return false;
}

/* A STRICT table refuses what is not of the column's type: https://sqlite.org/stricttables.html */
static bool
is_refused(enum field_kind kind, const struct column *column)
{
	bool is_blob = kind == FIELD_BLOB || kind == FIELD_BYTES;
	bool is_any = sqlite3_stricmp(column->type, "ANY") == 0;

	if (kind == FIELD_VALUE || kind == FIELD_ENUM || is_any)
		return false;
	if (column->affinity == AFFINITY_BLOB)
		return !is_blob;
	return is_blob || (is_text(kind) && column->affinity != AFFINITY_TEXT);
}

static const char *
fitting_types(const struct column *column)
{
	switch (column->affinity) {
	case AFFINITY_TEXT:
		return "text, sized_text, char[N] or value";
	case AFFINITY_REAL:
		return "double or value";
	case AFFINITY_INTEGER:
		return "int64, bool or value";
	case AFFINITY_NUMERIC:
		return "int64, double, text, char[N] or value";
	case AFFINITY_BLOB:
		return "blob, bytes[N] or value";
	}
	return "";
}

static void
check_type(const struct setting *type, const struct table *table, const struct field *field, struct diag *diag)
{
	const struct column *column = field->column;

	if (field->is_rowid && strcmp(type->value, "int64") != 0)
		diag_error(diag, type->value_place, "expected int64 for '%s.%s', which is the rowid, found '%s'",
			   table->name, column->name, type->value);
	else if (is_never_stored(field->kind, column) || (table->is_strict && is_refused(field->kind, column)))
		diag_error(diag, type->value_place,
			   "expected %s for '%s.%s', which is declared '%s', found '%s'",
			   fitting_types(column), table->name, column->name, column->type, type->value);
}

void
settings_check_field(const struct project *project, const struct table *table, const struct field *field,
		     struct diag *diag)
{
	const char *column = field->column->name;
	const struct setting *type = project_setting(project, table->name, column, "type");
	const struct setting *tag = project_setting(project, table->name, column, "enum");

	if (type)
		check_type(type, table, field, diag);
	if (tag && field->kind != FIELD_ENUM)
		diag_error(diag, tag->place, "expected a CHECK that names the values of the enum '%s.%s', found %s",
			   table->name, column, type ? "another type set" : "none");
}
