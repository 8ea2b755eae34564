#include "query/typer.h"

#include <stdint.h>

#include <sqlite3.h>

#include "base/arena.h"
#include "query/builtin.h"
#include "query/type.h"
#include "schema/schema.h"
#include "sql/token.h"

/*
 * What joins do to the columns of their sources, from left to right: USING and NATURAL merge, outer
 * joins widen, conditions narrow. https://sqlite.org/lang_select.html#the_from_clause
 */

static bool
has_column(const struct scope_source *source, const char *name)
{
	for (size_t i = 0; i < source->column_count; i++) {
		const struct scope_column *column = &source->columns[i];
		if (!column->is_hidden && !column->is_rowid && !column->is_merged &&
		    name_compare(column->name, name) == 0)
			return true;
	}
	return false;
}

static void
merge(struct typer *typer, struct scope_source *source, const char *name)
{
	source->using = arena_grow(typer->arena, (void *)(uintptr_t)source->using,
				   source->using_count, sizeof *source->using);
	source->using[source->using_count++] = name;
}

static void
find_merged(struct typer *typer, struct scope *scope, size_t at)
{
	struct scope_source *source = &scope->sources[at];
	const struct identifier_list *using = &source->syntax->using;
	for (size_t i = 0; i < using->count; i++)
		merge(typer, source, using->items[i].text);
	if (!source->syntax->is_natural)
		return;
	for (size_t i = 0; i < source->column_count; i++)
		for (size_t j = 0; j < at; j++)
			if (has_column(source, source->columns[i].name) &&
			    !source->columns[i].is_hidden &&
			    has_column(&scope->sources[j], source->columns[i].name)) {
				merge(typer, source, source->columns[i].name);
				break;
			}
}

void
narrow_source(struct scope_source *source, const bool *set)
{
	for (size_t i = 0; i < source->column_count; i++)
		if (set[source->columns[i].slot]) {
			source->columns[i].is_not_null = true;
			source->is_widened = false;
		}
}

/* Merged columns are compared by =, which NULL does not pass. */
static void
narrow_merged(struct scope *scope, size_t at)
{
	struct scope_source *source = &scope->sources[at];
	for (size_t i = 0; i < source->using_count; i++) {
		struct column_name name = { .column = { .text = source->using[i] } };
		struct scope left = *scope;
		struct scope_match match;
		left.source_count = at;
		match = scope_find_here(&left, &name);
		if (match.count == 1 && !match.is_ambiguous) {
			match.columns[0]->is_not_null = true;
			match.sources[0]->is_widened = false;
		}
		for (size_t j = 0; j < source->column_count; j++)
			if (name_compare(source->columns[j].name, source->using[i]) == 0)
				source->columns[j].is_not_null = true;
	}
}

static void
widen(struct scope *scope, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++)
		scope->sources[i].is_widened = true;
}

/* Of the sources up to this one; what ON says of later ones is left alone. */
static void
join_source(struct typer *typer, struct scope *scope, size_t at)
{
	const struct expression *on = scope->sources[at].syntax->on;
	bool *set = narrow_where(typer, scope, on);
	switch (scope->sources[at].join) {
	case JOIN_NONE:
	case JOIN_COMMA:
	case JOIN_INNER:
	case JOIN_CROSS:
		for (size_t i = 0; i <= at; i++)
			narrow_source(&scope->sources[i], set);
		narrow_merged(scope, at);
		break;
	case JOIN_LEFT:
		narrow_source(&scope->sources[at], set);
		widen(scope, at, at + 1);
		break;
	case JOIN_RIGHT:
		widen(scope, 0, at);
		break;
	case JOIN_FULL:
		widen(scope, 0, at + 1);
		break;
	}
}

/* f('tea') is f MATCH 'tea'. https://sqlite.org/fts5.html#full_text_query_syntax */
static struct query_type
wanted_argument(const struct scope_source *source)
{
	if (source->table != NULL && source->table->kind == TABLE_VIRTUAL &&
	    sqlite3_strnicmp(source->table->module, "fts", 3) == 0)
		return type_of_classes(CLASS_TEXT);
	return builtin_argument(source->syntax->table.table.text);
}

static void
type_arguments(struct typer *typer, struct scope *scope, const struct scope_source *source)
{
	const struct expression_list *arguments = &source->syntax->arguments;
	for (size_t i = 0; i < arguments->count; i++) {
		(void)type_expression(typer, scope, arguments->items[i]);
		parameter_expect(typer, arguments->items[i], wanted_argument(source), false, NULL);
	}
}

void
join_sources(struct typer *typer, struct scope *scope)
{
	for (size_t i = 0; i < scope->source_count; i++) {
		struct scope_source *source = &scope->sources[i];
		if (source->syntax == NULL)
			continue;
		find_merged(typer, scope, i);
		for (size_t j = 0; j < i; j++)
			if (source->join == JOIN_RIGHT || source->join == JOIN_FULL)
				scope->sources[j].is_left_of_right = true;
	}
	for (size_t i = 0; i < scope->source_count; i++) {
		if (scope->sources[i].syntax == NULL)
			continue;
		type_arguments(typer, scope, &scope->sources[i]);
		(void)type_condition(typer, scope, scope->sources[i].syntax->on);
		join_source(typer, scope, i);
	}
}
