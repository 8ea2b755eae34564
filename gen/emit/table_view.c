#include "emit/table_view.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "emit/cname.h"
#include "emit/field.h"
#include "emit/field_view.h"
#include "emit/finder_view.h"
#include "emit/literal.h"
#include "emit/model.h"
#include "emit/sql.h"
#include "emit/sql_probe.h"
#include "emit/sql_write.h"
#include "emit/statement_view.h"
#include "input/project.h"
#include "schema/schema.h"
#include "schema/written.h"
#include "template/value.h"

/* What stays the same while one table's values are made. */
struct table_writer {
	const struct c_table *table;
	const char *prefix;
	struct value *record, *statements, *long_statements;
	struct arena *arena;
};

/* before: what the runtime puts before the text, without being among its lines; NULL: nothing. */
static void
set_statement(struct table_writer *writer, struct value *record, const char *name, const char *before, const char *text)
{
	struct statement_lists lists = { writer->statements, writer->long_statements };

	statement_view(record, name, before, text, &lists, writer->arena);
}

/* A text of the table's description: "guards". */
static void
set_text(struct table_writer *writer, struct value *record, const char *what, const char *text)
{
	const char *constant = arena_format(writer->arena, "sql_%s_of_%s", what, writer->table->name);

	text_view(record, constant, text, writer->long_statements, writer->arena);
}

static void
set_rowid(struct table_writer *writer, const struct field *field, size_t i)
{
	struct value *rowid = value_set_record(writer->record, "rowid", writer->arena);

	value_set_text(rowid, "name", field->name, writer->arena);
	value_set_number(rowid, "parameter", (long long)i + 1, writer->arena);
}

static void
set_fields(struct table_writer *writer)
{
	const struct c_table *table = writer->table;
	struct arena *arena = writer->arena;
	struct value *fields = value_set_list(writer->record, "fields", arena);
	struct value *members = value_set_list(writer->record, "members", arena);
	struct value *labels = value_set_list(writer->record, "labels", arena);
	struct value *enums = value_set_list(writer->record, "enums", arena);
	const char *parameters = "";
	size_t before = strlen("struct  new_(") + strlen(table->tag) + strlen(writer->prefix) + strlen(table->name);

	for (size_t i = 0; i < table->field_count; i++) {
		const struct field *field = &table->fields[i];
		struct value *record = value_add_record(fields, arena);

		field_view(record, field, arena);
		member_view(value_add_record(members, arena), field, "", table->has_insert || table->has_update, labels,
			    arena);
		value_set_flag(record, "is_patched", field->is_written && !field_is_key(field), arena);
		if (field->is_rowid)
			set_rowid(writer, field, i);
		if (field->has_own_enum)
			enum_view(value_add_record(enums, arena), field, arena);
		if (field->is_required)
			parameters = parameters_add(parameters, before, argument_declaration(field, false, arena), arena);
	}
	value_set_number(writer->record, "field_count", (long long)table->field_count, arena);
	value_set_text(writer->record, "new_parameters", parameters, arena);
	if (!value_get(writer->record, "rowid"))
		value_set_flag(writer->record, "rowid", false, arena);
}

static bool
has_insert_trigger(const struct table *table)
{
	for (size_t i = 0; i < table->trigger_count; i++)
		if (table->triggers[i].event == TRIGGER_INSERT)
			return true;
	return false;
}

/* Is a row that is there updated as update_ does it, which no trigger can tell? */
static bool
tries_update(const struct c_table *table)
{
	return table->has_guards && !has_insert_trigger(table->table);
}

/* What a table is beside a plain one, and which functions it has. */
static void
set_shape(struct table_writer *writer)
{
	const struct c_table *table = writer->table;
	struct value *record = writer->record;
	struct arena *arena = writer->arena;
	bool is_view = table->shape == SHAPE_VIEW;
	bool is_fts = table->shape == SHAPE_FTS5 || table->shape == SHAPE_FTS4;

	value_set_flag(record, "is_without_key", table->shape == SHAPE_TABLE && !table->has_key, arena);
	value_set_flag(record, "is_view", is_view, arena);
	value_set_flag(record, "is_full_text", is_fts, arena);
	value_set_flag(record, "is_rtree", table->shape == SHAPE_RTREE, arena);
	value_set_flag(record, "has_insert", table->has_insert, arena);
	value_set_flag(record, "has_row_functions", table->has_insert || table->has_key, arena);
	value_set_flag(record, "has_bind", table->has_insert || table->has_update, arena);
	value_set_flag(record, "has_update", table->has_update, arena);
	value_set_flag(record, "tries_update", tries_update(table), arena);
	/* Of a view's rows SQLite counts none. */
	value_set_text(record, "change", is_view ? "sqlgen_call_run" : "sqlgen_call_change", arena);
}

/* A statement that writes a row: t.update. has: is there one? */
static void
set_write(struct table_writer *writer, const char *name, bool has, const char *function, enum sqlgen_write write)
{
	struct arena *arena = writer->arena;

	if (has)
		slot_view(value_set_record(writer->record, name, arena),
			  arena_format(arena, function, writer->table->name), sql_write(writer->table, write, NULL, arena),
			  writer->statements, arena);
	else
		value_set_flag(writer->record, name, false, arena);
}

/* upsert_…_by_… of unique keys. */
static void
set_upserts(struct table_writer *writer)
{
	const struct c_table *table = writer->table;
	struct arena *arena = writer->arena;
	struct value *upserts = value_set_list(writer->record, "upserts", arena);

	for (size_t i = 0; i < table->function_count; i++) {
		const struct function *function = &table->functions[i];
		struct value *record;

		if (!function->upsert_name)
			continue;
		record = value_add_record(upserts, arena);
		value_set_text(record, "name", arena_format(arena, "%s%s", writer->prefix, function->upsert_name), arena);
		slot_view(record, function->upsert_name, sql_write(table, SQLGEN_UPSERT, function, arena),
			  writer->statements, arena);
		text_view(record, arena_format(arena, "sql_%s", function->upsert_name),
			  sql_target(table, function, arena), writer->long_statements, arena);
	}
}

static bool
has_rowid(const struct c_table *table)
{
	for (size_t i = 0; i < table->field_count; i++)
		if (table->fields[i].is_rowid)
			return true;
	return false;
}

static void
set_writes(struct table_writer *writer)
{
	const struct c_table *table = writer->table;
	bool has_rest = table->has_guards && (!table->replaced.update || (table->has_upsert && tries_update(table)));

	/* The runtime expects these two slots one behind the other. */
	set_write(writer, "insert", table->has_insert, "insert_%s", SQLGEN_INSERT);
	set_write(writer, "insert_new", table->has_insert && has_rowid(table), "insert_new_%s", SQLGEN_INSERT_NEW);
	set_write(writer, "insert_returning", table->has_returning, "insert_%s_returning", SQLGEN_INSERT_RETURNING);
	set_write(writer, "update_rest", has_rest, "update_rest_of_%s", SQLGEN_UPDATE_REST);
	set_write(writer, "update", table->has_update && !table->replaced.update, "update_%s", SQLGEN_UPDATE);
	set_write(writer, "upsert", table->has_upsert, "upsert_%s", SQLGEN_UPSERT);
	set_upserts(writer);
}

static void
set_defaults(struct table_writer *writer)
{
	const struct c_table *table = writer->table;
	struct value *defaults = value_set_list(writer->record, "defaults", writer->arena);

	for (size_t i = 0; i < table->field_count; i++) {
		struct value *record;

		if (!table->has_insert || !table->fields[i].has_default)
			continue;
		record = value_add_record(defaults, writer->arena);
		value_set_number(record, "column", (long long)i, writer->arena);
		set_text(writer, record, arena_format(writer->arena, "default_%zu", i),
			 sql_default(&table->fields[i], writer->arena));
	}
}

/* What the runtime is told of the table beside its columns. */
static void
set_description(struct table_writer *writer)
{
	const struct c_table *table = writer->table;
	struct arena *arena = writer->arena;
	const char *name = sql_name(table->table->name, arena), *probe = sql_probe(table, arena);

	set_defaults(writer);
	value_set_text(writer->record, "sql_name", cname_literal(name, strlen(name), arena), arena);
	value_set_flag(writer->record, "has_guards", table->has_guards, arena);
	if (probe)
		set_text(writer, value_set_record(writer->record, "probe", arena), "probe", probe);
	else
		value_set_flag(writer->record, "probe", false, arena);
}

static void
set_own_statements(struct table_writer *writer, const char *select)
{
	const struct c_table *table = writer->table;
	struct arena *arena = writer->arena;
	struct value *record = writer->record;

	set_writes(writer);
	set_description(writer);
	if (table->replaced.list)
		value_set_flag(record, "list", false, arena);
	else
		set_statement(writer, value_set_record(record, "list", arena),
			      arena_format(arena, "list_%s", table->plural), select, sql_from_all(table, arena));
	if (table->replaced.count)
		value_set_flag(record, "count", false, arena);
	else
		set_statement(writer, value_set_record(record, "count", arena),
			      arena_format(arena, "count_%s", table->plural), NULL, sql_count(table, arena));
	value_set_flag(record, "has_new", table->has_insert && !table->replaced.new_row, arena);
	value_set_flag(record, "has_patch", table->has_update && !table->replaced.patch, arena);
	value_set_flag(record, "has_copy", !table->is_fixed && !table->replaced.copy, arena);
	value_set_flag(record, "is_insert_replaced", table->replaced.insert, arena);
	value_set_flag(record, "is_update_replaced", table->replaced.update, arena);
}

/* The columns of a SELECT: lines of a macro, and bytes where a literal could not hold them. */
static void
set_columns(struct table_writer *writer, const char *columns)
{
	literal_set_lines(writer->record, "columns_lines", columns, writer->arena);
	set_text(writer, value_set_record(writer->record, "selected", writer->arena), "columns", columns);
}

void
table_view(struct value *record, const struct c_table *table, const struct project *project,
	   struct value *statements, struct value *long_statements, struct arena *arena)
{
	const char *name = table->table->name, *columns = sql_columns(table, arena);
	const char *select = arena_format(arena, "SELECT %s", columns);
	struct table_writer writer = {
		.table = table,
		.prefix = project->prefix,
		.record = record,
		.statements = statements,
		.long_statements = long_statements,
		.arena = arena,
	};
	struct statement_lists lists = { statements, long_statements };

	value_set_text(record, "name", table->name, arena);
	value_set_text(record, "plural", table->plural, arena);
	value_set_text(record, "tag", table->tag, arena);
	value_set_text(record, "cursor", arena_format(arena, "%s%s_cursor", project->prefix, table->name), arena);
	value_set_text(record, "comment", cname_comment(name, arena), arena);
	value_set_text(record, "literal", cname_literal(name, strlen(name), arena), arena);
	value_set_text(record, "columns_macro",
		       cname_upper(arena_format(arena, "%s%s_columns", project->prefix, table->name), arena), arena);
	set_columns(&writer, columns);
	set_shape(&writer);
	value_set_flag(record, "is_fixed", table->is_fixed, arena);
	value_set_flag(record, "has_json", table->has_json, arena);
	set_fields(&writer);
	set_own_statements(&writer, select);
	finder_view(record, table, project->prefix, select, &lists, arena);
}
