#include "query/typer.h"

#include <stdint.h>

#include "base/arena.h"
#include "query/type.h"
#include "schema/schema.h"
#include "sql/token.h"

/*
 * https://sqlite.org/lang_insert.html, lang_update.html, lang_delete.html, lang_returning.html,
 * lang_upsert.html
 */

static struct typed_results
type_returning(struct typer *typer, const struct target *target, const struct result_list *list)
{
	struct scope scope = { .is_returning = true };
	struct typed_results none = { .count = 0 };
	struct scope_source *source;
	if (list->count == 0)
		return none;
	resolve_target(typer, &scope, target);
	/* Of a view it gives what was written, which no column has checked. */
	source = &scope.sources[0];
	if (source->table == NULL || source->table->kind != TABLE_ORDINARY)
		for (size_t i = 0; i < source->column_count; i++)
			source->columns[i].type = type_unknown();
	return type_results(typer, &scope, list);
}

/* What is stored there; NULL as it is where an INSERT leaves the rowid to SQLite. */
static void
expect_stored(struct typer *typer, const struct scope_source *source, const char *name,
	      const struct expression *value, bool is_insert)
{
	for (size_t i = 0; i < source->column_count; i++) {
		const struct scope_column *column = &source->columns[i];
		bool is_rowid = column->is_rowid ||
				(source->table != NULL && column->type.column != NULL &&
				 column->type.column == source->table->rowid_alias);
		bool is_named = name_compare(column->name, name) == 0 ||
				(column->is_rowid && (name_compare(name, "rowid") == 0 ||
						      name_compare(name, "oid") == 0 ||
						      name_compare(name, "_rowid_") == 0));
		if (!is_named)
			continue;
		parameter_expect(typer, value, column->type,
				 type_is_nullable(column->type) || (is_rowid && is_insert), name);
		return;
	}
}

/* The names that the values of an INSERT go to, in order. */
static const char **
insert_names(struct typer *typer, const struct insert *insert, const struct scope_source *source,
	     size_t *count)
{
	const char **names = NULL;
	*count = 0;
	for (size_t i = 0; i < insert->columns.count; i++) {
		names = arena_grow(typer->arena, (void *)(uintptr_t)names, *count, sizeof *names);
		names[(*count)++] = insert->columns.items[i].text;
	}
	if (insert->columns.count > 0)
		return names;
	for (size_t i = 0; i < source->column_count; i++) {
		const struct column *stored = source->columns[i].type.column;
		bool is_generated = source->table != NULL &&
				    source->table->kind == TABLE_ORDINARY && stored != NULL &&
				    stored->generated != GENERATED_NO;
		if (source->columns[i].is_hidden || is_generated)
			continue;
		names = arena_grow(typer->arena, (void *)(uintptr_t)names, *count, sizeof *names);
		names[(*count)++] = source->columns[i].name;
	}
	return names;
}

static bool
has_star(const struct result_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->items[i].kind != RESULT_EXPRESSION)
			return true;
	return false;
}

static void
expect_arm(struct typer *typer, const struct scope_source *source, const char *const *names,
	   size_t count, const struct select_arm *arm)
{
	for (size_t i = 0; arm->is_values && i < arm->row_count; i++)
		for (size_t j = 0; j < arm->rows[i].count && j < count; j++)
			expect_stored(typer, source, names[j], arm->rows[i].items[j], true);
	if (arm->is_values || has_star(&arm->result))
		return;
	for (size_t i = 0; i < arm->result.count && i < count; i++)
		expect_stored(typer, source, names[i], arm->result.items[i].expression, true);
}

/* (a, b) = (x, y), or a = x */
static void
type_assignments(struct typer *typer, struct scope *scope, const struct assignment_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct assignment *assignment = &list->items[i];
		const struct expression *value = assignment->value;
		(void)type_expression(typer, scope, value);
		for (size_t j = 0; j < assignment->columns.count; j++) {
			const char *name = assignment->columns.items[j].text;
			if (value->kind == EXPRESSION_ROW && j < value->row.count)
				expect_stored(typer, &scope->sources[0], name,
					      value->row.items[j], false);
			else if (assignment->columns.count == 1)
				expect_stored(typer, &scope->sources[0], name, value, false);
		}
	}
}

/* The row that could not be inserted: excluded.x */
static void
add_excluded(struct typer *typer, struct scope *scope)
{
	struct scope_source excluded = scope->sources[0];
	excluded.name = "excluded";
	excluded.columns =
		arena_alloc(typer->arena, (excluded.column_count + 1) * sizeof *excluded.columns);
	for (size_t i = 0; i < excluded.column_count; i++) {
		excluded.columns[i] = scope->sources[0].columns[i];
		/* only with its qualifier */
		excluded.columns[i].is_merged = true;
	}
	scope->sources = arena_grow(typer->arena, scope->sources, scope->source_count,
				    sizeof *scope->sources);
	scope->sources[scope->source_count++] = excluded;
	scope_add_slots(scope);
}

static void
type_upserts(struct typer *typer, struct scope *scope, const struct insert *insert)
{
	for (size_t i = 0; i < insert->upsert_count; i++) {
		const struct upsert *upsert = &insert->upserts[i];
		(void)type_condition(typer, scope, upsert->target_where);
		type_assignments(typer, scope, &upsert->assignments);
		(void)type_condition(typer, scope, upsert->where);
	}
}

struct typed_results
type_insert(struct typer *typer, const struct insert *insert)
{
	struct scope scope = { .outer = NULL };
	const char **names;
	size_t count;
	typer->select_depth++;
	scope.commons = type_with(typer, &insert->with, NULL, NULL);
	resolve_target(typer, &scope, &insert->target);
	names = insert_names(typer, insert, &scope.sources[0], &count);
	if (insert->select != NULL) {
		(void)type_select(typer, insert->select, NULL, scope.commons);
		for (size_t i = 0; i < insert->select->arm_count; i++)
			expect_arm(typer, &scope.sources[0], names, count,
				   &insert->select->arms[i]);
	}
	add_excluded(typer, &scope);
	type_upserts(typer, &scope, insert);
	typer->select_depth--;
	return type_returning(typer, &insert->target, &insert->returning);
}

struct typed_results
type_update(struct typer *typer, const struct update *update)
{
	struct scope scope = { .outer = NULL };
	typer->select_depth++;
	scope.commons = type_with(typer, &update->with, NULL, NULL);
	resolve_target(typer, &scope, &update->target);
	resolve_from(typer, &scope, &update->from);
	type_assignments(typer, &scope, &update->assignments);
	(void)type_condition(typer, &scope, update->where);
	type_limits(typer, update->limit, update->limit_offset, NULL);
	typer->select_depth--;
	return type_returning(typer, &update->target, &update->returning);
}

struct typed_results
type_delete(struct typer *typer, const struct delete *deletion)
{
	struct scope scope = { .outer = NULL };
	typer->select_depth++;
	scope.commons = type_with(typer, &deletion->with, NULL, NULL);
	resolve_target(typer, &scope, &deletion->target);
	(void)type_condition(typer, &scope, deletion->where);
	type_limits(typer, deletion->limit, deletion->limit_offset, NULL);
	typer->select_depth--;
	return type_returning(typer, &deletion->target, &deletion->returning);
}
