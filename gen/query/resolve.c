#include "query/typer.h"

#include <stdint.h>
#include <string.h>

#include <sqlite3.h>

#include "base/arena.h"
#include "query/builtin.h"
#include "query/type.h"
#include "schema/column.h"
#include "schema/schema.h"
#include "schema/table.h"
#include "sql/parse.h"
#include "sql/token.h"

/* What the names of a FROM clause are: common table expressions, tables, views, functions. */

static void
read_table(struct typer *typer, struct scope_source *source, const struct table *table)
{
	size_t count = table->column_count;
	source->table = table;
	source->columns = arena_alloc(typer->arena, (count + 1) * sizeof *source->columns);
	for (size_t i = 0; i < count; i++)
		source->columns[i] = (struct scope_column){
			.name = table->columns[i].name,
			.type = type_of_column(table, &table->columns[i], typer->project),
			.is_hidden = table->columns[i].is_hidden,
		};
	source->column_count = count;
	/* rowid and its like are names of the alias, too. */
	if (table->kind == TABLE_VIEW || table->is_without_rowid)
		return;
	source->columns[count] = (struct scope_column){
		.name = table->rowid_alias == NULL ? "rowid" : table->rowid_alias->name,
		.type = table->rowid_alias == NULL
				? type_of_classes(CLASS_INTEGER)
				: type_of_column(table, table->rowid_alias, typer->project),
		.is_hidden = true,
		.is_rowid = true,
	};
	source->column_count++;
}

/* Of a view that cannot be read, or that is one of its own sources. */
static struct scope_column *
unknown_columns(const struct typer *typer, const struct table *table)
{
	struct scope_column *columns =
		arena_alloc(typer->arena, (table->column_count + 1) * sizeof *columns);
	for (size_t i = 0; i < table->column_count; i++)
		columns[i] = (struct scope_column){
			.name = table->columns[i].name,
			.type = type_unknown(),
		};
	return columns;
}

/* Its SELECT, in a world where only the schema is known. */
static void
type_view(struct typer *typer, struct typed_view *typed)
{
	const struct table *view = typed->view;
	const char *text = typer->text;
	struct type_error before = typer->error;
	struct parse_error ignored;
	struct parsed_view parsed;
	struct typed_results results = { .count = 0 };
	struct scope_column *columns = unknown_columns(typer, view);
	if (view->sql != NULL && !view->is_broken &&
	    parse_create_view(&parsed, view->sql, strlen(view->sql), typer->arena, &ignored)) {
		typer->text = view->sql;
		typer->view_depth++;
		results = type_select(typer, parsed.select, NULL, NULL);
		typer->view_depth--;
		typer->text = text;
	}
	for (size_t i = 0; i < results.count && results.count == view->column_count &&
			   typer->error.message == NULL;
	     i++)
		columns[i].type = results.items[i].type;
	typer->error = before;
	typed->columns = columns;
	typed->column_count = view->column_count;
}

static void
read_view(struct typer *typer, struct scope_source *source, const struct table *view)
{
	struct typed_view *typed = typer->views;
	while (typed != NULL && typed->view != view)
		typed = typed->next;
	if (typed == NULL) {
		typed = arena_alloc(typer->arena, sizeof *typed);
		*typed = (struct typed_view){ .next = typer->views, .view = view };
		typer->views = typed;
		type_view(typer, typed);
	}
	source->table = view;
	source->column_count = view->column_count;
	source->columns = unknown_columns(typer, view);
	if (typed->columns != NULL)
		memcpy(source->columns, typed->columns,
		       view->column_count * sizeof *source->columns);
}

/* What the schema does not hold: sqlite_schema, and modules that need no CREATE VIRTUAL TABLE. */
static void
read_other(struct typer *typer, struct scope_source *source, const char *name, size_t offset)
{
	sqlite3_stmt *stmt = NULL;
	char *sql = sqlite3_mprintf("PRAGMA table_xinfo(%Q)", name);
	bool is_stored = sqlite3_strnicmp(name, "sqlite_", 7) == 0;
	if (sql != NULL && sqlite3_prepare_v2(typer->handle, sql, -1, &stmt, NULL) == SQLITE_OK)
		while (sqlite3_step(stmt) == SQLITE_ROW) {
			const char *column = (const char *)sqlite3_column_text(stmt, 1);
			const char *type = (const char *)sqlite3_column_text(stmt, 2);
			struct scope_column found = {
				.name = arena_string(typer->arena, column == NULL ? "" : column),
				.type = builtin_column(name, column == NULL ? "" : column),
				.is_hidden = sqlite3_column_int(stmt, 6) == 1,
			};
			if (is_stored && type != NULL && type[0] != '\0')
				found.type = type_nullable(
					type_cast(type_of_classes(CLASS_TEXT), type));
			source->columns = arena_grow(typer->arena, source->columns,
						     source->column_count, sizeof found);
			source->columns[source->column_count++] = found;
		}
	sqlite3_finalize(stmt);
	sqlite3_free(sql);
	if (source->column_count == 0)
		typer_fail(typer, offset, "SQLite knows the table '%s', and sqlgen does not", name);
}

static void
read_common(struct typer *typer, struct scope_source *source, struct common *common)
{
	type_common(typer, common);
	source->columns =
		arena_alloc(typer->arena, (common->column_count + 1) * sizeof *source->columns);
	if (common->column_count > 0)
		memcpy(source->columns, common->columns,
		       common->column_count * sizeof *source->columns);
	source->column_count = common->column_count;
}

static void
read_named(struct typer *typer, struct scope *scope, struct scope_source *source,
	   const struct column_name *name)
{
	const struct common *common = NULL;
	const struct table *table = table_find(typer->schema, name->table.text);
	if (name->schema.text == NULL)
		common = commons_find(scope->commons, name->table.text);
	if (source->name == NULL)
		source->name = name->table.text;
	if (common != NULL)
		read_common(typer, source, (struct common *)(uintptr_t)common);
	else if (table == NULL)
		read_other(typer, source, name->table.text, name->table.offset);
	else if (table->kind == TABLE_VIEW)
		read_view(typer, source, table);
	else
		read_table(typer, source, table);
}

static void
read_select(struct typer *typer, struct scope *scope, struct scope_source *source,
	    const struct select *select)
{
	struct typed_results results = type_select(typer, select, scope->outer, scope->commons);
	source->columns =
		arena_alloc(typer->arena, (results.count + 1) * sizeof *source->columns);
	for (size_t i = 0; i < results.count; i++)
		source->columns[i] = (struct scope_column){
			.name = results.items[i].name,
			.type = results.items[i].type,
		};
	source->column_count = results.count;
}

/* A column as those outside of the group see it. */
static struct scope_column
group_column(const struct scope *group, const struct scope_source *from, size_t index)
{
	struct scope_column column = from->columns[index];
	struct column_name name = { .column = { .text = column.name } };
	struct scope_match match = scope_find_here(group, &name);
	column.is_merged = column.is_merged || scope_source_merges(from, column.name);
	if (!column.is_merged && from->is_left_of_right && match.count > 0 && !match.is_ambiguous)
		column.type = scope_match_type(&match);
	else
		column.type = scope_column_type(group, from, &from->columns[index]);
	column.is_not_null = false;
	if (column.qualifier == NULL)
		column.qualifier = from->name;
	return column;
}

/*
 * ( … JOIN … ): one source, whose columns keep the names of their tables. What USING left out of it
 * can still be named with its table.
 */
static void
read_group(struct typer *typer, struct scope *scope, struct scope_source *source,
	   const struct table_sources *group)
{
	struct scope inner = { .outer = scope->outer, .commons = scope->commons };
	resolve_from(typer, &inner, group);
	for (size_t i = 0; i < inner.source_count; i++)
		for (size_t j = 0; j < inner.sources[i].column_count; j++) {
			struct scope_column column = group_column(&inner, &inner.sources[i], j);
			source->columns = arena_grow(typer->arena, source->columns,
						     source->column_count, sizeof column);
			source->columns[source->column_count++] = column;
		}
}

static void
read_source(struct typer *typer, struct scope *scope, const struct table_source *syntax)
{
	struct scope_source source = {
		.name = syntax->alias.text,
		.join = syntax->join,
		.syntax = syntax,
	};
	switch (syntax->kind) {
	case SOURCE_TABLE:
	case SOURCE_FUNCTION:
		read_named(typer, scope, &source, &syntax->table);
		break;
	case SOURCE_SELECT:
		read_select(typer, scope, &source, syntax->select);
		break;
	case SOURCE_JOIN:
		if (source.name != NULL)
			typer_fail(typer, syntax->offset,
				   "an alias of a join in parentheses: write SELECT * FROM ( … )");
		read_group(typer, scope, &source, syntax->sources);
		break;
	}
	scope->sources = arena_grow(typer->arena, scope->sources, scope->source_count,
				    sizeof *scope->sources);
	scope->sources[scope->source_count++] = source;
}

void
scope_add_slots(struct scope *scope)
{
	scope->slot_count = 0;
	for (size_t i = 0; i < scope->source_count; i++)
		for (size_t j = 0; j < scope->sources[i].column_count; j++)
			scope->sources[i].columns[j].slot = scope->slot_count++;
}

void
resolve_from(struct typer *typer, struct scope *scope, const struct table_sources *from)
{
	for (size_t i = 0; i < from->count; i++)
		read_source(typer, scope, &from->items[i]);
	scope_add_slots(scope);
	join_sources(typer, scope);
}

void
resolve_target(struct typer *typer, struct scope *scope, const struct target *target)
{
	struct scope_source source = { .name = target->alias.text, .join = JOIN_NONE };
	struct scope plain = { .commons = NULL };
	read_named(typer, &plain, &source, &target->table);
	scope->sources = arena_grow(typer->arena, scope->sources, scope->source_count,
				    sizeof *scope->sources);
	scope->sources[scope->source_count++] = source;
	scope_add_slots(scope);
}
