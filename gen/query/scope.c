#include "query/scope.h"

#include "base/arena.h"
#include "query/type.h"
#include "schema/schema.h"
#include "sql/token.h"

enum { MATCHES_MAX = 8 };

static bool
is_rowid_name(const char *name)
{
	return name_compare(name, "rowid") == 0 || name_compare(name, "oid") == 0 ||
	       name_compare(name, "_rowid_") == 0;
}

bool
scope_source_merges(const struct scope_source *source, const char *column)
{
	for (size_t i = 0; i < source->using_count; i++)
		if (name_compare(source->using[i], column) == 0)
			return true;
	return false;
}

static bool
is_named(const struct scope_source *source, const struct scope_column *column,
	 const struct column_name *name)
{
	const char *qualifier = column->qualifier == NULL ? source->name : column->qualifier;
	if (name->table.text == NULL)
		return !column->is_merged;
	return qualifier != NULL && name_compare(qualifier, name->table.text) == 0;
}

static struct scope_column *
column_of(const struct scope_source *source, const struct column_name *name)
{
	for (size_t i = 0; i < source->column_count; i++) {
		struct scope_column *column = &source->columns[i];
		if (!column->is_rowid && name_compare(column->name, name->column.text) == 0 &&
		    is_named(source, column, name))
			return column;
	}
	return NULL;
}

static struct scope_column *
rowid_of(const struct scope_source *source, const struct column_name *name)
{
	for (size_t i = 0; i < source->column_count; i++)
		if (source->columns[i].is_rowid && is_named(source, &source->columns[i], name))
			return &source->columns[i];
	return NULL;
}

static void
add(struct scope_match *match, struct scope_source *source, struct scope_column *column)
{
	match->is_ambiguous = match->is_ambiguous || match->count == MATCHES_MAX;
	if (match->count == MATCHES_MAX)
		return;
	match->sources[match->count] = source;
	match->columns[match->count++] = column;
}

/*
 * A name that USING merges is the left table's, under RIGHT JOIN the right one's, under FULL JOIN
 * the first that is not NULL.
 */
static void
add_column(struct scope_match *match, struct scope_source *source, struct scope_column *column,
	   const struct column_name *name)
{
	if (match->count > 0) {
		if (name->table.text != NULL || !scope_source_merges(source, name->column.text)) {
			match->is_ambiguous = true;
			return;
		}
		if (source->join != JOIN_RIGHT && source->join != JOIN_FULL)
			return;
		if (source->join == JOIN_RIGHT)
			match->count = 0;
	}
	add(match, source, column);
}

struct scope_match
scope_find_here(const struct scope *scope, const struct column_name *name)
{
	struct scope_match match = { .scope = scope };
	for (size_t i = 0; i < scope->source_count; i++) {
		struct scope_column *column = column_of(&scope->sources[i], name);
		if (column != NULL)
			add_column(&match, &scope->sources[i], column, name);
	}
	if (match.count > 0 || !is_rowid_name(name->column.text))
		return match;
	for (size_t i = 0; i < scope->source_count; i++) {
		struct scope_column *column = rowid_of(&scope->sources[i], name);
		if (column == NULL)
			continue;
		match.is_ambiguous = match.count > 0;
		match.count = 0;
		add(&match, &scope->sources[i], column);
	}
	return match;
}

struct scope_match
scope_find(const struct scope *scope, const struct column_name *name)
{
	struct scope_match match = { .count = 0 };
	for (; scope != NULL && match.count == 0; scope = scope->outer) {
		match = scope_find_here(scope, name);
		/* An alias hides what stands further out. */
		if (match.count == 0 && scope_alias(scope, name) != NULL)
			break;
	}
	return match;
}

/*
 * Is at least one of them there in every row? Only if they are all that the FROM clause has up to
 * the last of them, each joined by FULL JOIN … USING, and nothing behind it leaves them out.
 */
static bool
one_is_there(const struct scope_match *match)
{
	const struct scope *scope = match->scope;
	size_t last = (size_t)(match->sources[match->count - 1] - scope->sources);
	if (last + 1 != match->count)
		return false;
	for (size_t i = last + 1; i < scope->source_count; i++)
		if (scope->sources[i].join == JOIN_RIGHT || scope->sources[i].join == JOIN_FULL)
			return false;
	return true;
}

struct query_type
scope_column_type(const struct scope *scope, const struct scope_source *source,
		  const struct scope_column *column)
{
	struct query_type type = column->type;
	const struct column *stored = type.column;
	if (column->is_not_null)
		type = type_not_null(type);
	if (source->is_widened || (scope->is_bare_null && scope->aggregate_depth == 0))
		type = type_nullable(type);
	/*
	 * SQLite keeps the whole numbers of such a column as integers until they are stored: RETURNING
	 * gives what is written, before it is; a sorter may give a virtual column so.
	 */
	if (stored != NULL && stored->affinity == AFFINITY_REAL && (type.classes & CLASS_REAL) &&
	    (scope->is_returning || stored->generated == GENERATED_VIRTUAL))
		type.classes |= CLASS_INTEGER;
	return type;
}

struct query_type
scope_match_type(const struct scope_match *match)
{
	struct query_type type =
		scope_column_type(match->scope, match->sources[0], match->columns[0]);
	bool is_nullable = !one_is_there(match);
	if (match->count == 1)
		return type;
	for (size_t i = 0; i < match->count; i++) {
		const struct scope_column *column = match->columns[i];
		type = type_either(
			type, scope_column_type(match->scope, match->sources[i], column));
		is_nullable = is_nullable || type_is_nullable(column->type);
	}
	is_nullable = is_nullable ||
		      (match->scope->is_bare_null && match->scope->aggregate_depth == 0);
	return is_nullable ? type_nullable(type) : type_not_null(type);
}

struct expression *
scope_alias(const struct scope *scope, const struct column_name *name)
{
	if (scope->results == NULL || name->table.text != NULL)
		return NULL;
	for (size_t i = 0; i < scope->results->count; i++) {
		const struct result_column *result = &scope->results->items[i];
		if (result->kind == RESULT_EXPRESSION && result->alias.text != NULL &&
		    name_compare(result->alias.text, name->column.text) == 0)
			return result->expression;
	}
	return NULL;
}

const struct common *
commons_find(const struct commons *commons, const char *name)
{
	for (; commons != NULL; commons = commons->outer)
		for (size_t i = 0; i < commons->count; i++)
			if (name_compare(commons->items[i].definition->name.text, name) == 0)
				return &commons->items[i];
	return NULL;
}

static bool
is_merged_later(const struct scope *scope, size_t source, const char *column)
{
	for (size_t i = source + 1; i < scope->source_count; i++)
		if (scope_source_merges(&scope->sources[i], column))
			return true;
	return false;
}

/* Under a RIGHT or FULL JOIN a merged column is what its bare name means, also in name.* */
static struct query_type
star_type(const struct scope *scope, size_t source, const struct scope_column *column)
{
	struct column_name name = { .column = { .text = column->name } };
	struct scope_match match;
	if (!scope->sources[source].is_left_of_right ||
	    !is_merged_later(scope, source, column->name))
		return scope_column_type(scope, &scope->sources[source], column);
	match = scope_find_here(scope, &name);
	return match.count == 0 ? type_unknown() : scope_match_type(&match);
}

static bool
is_in_star(const struct scope_source *source, const struct scope_column *column, const char *name)
{
	const char *qualifier = column->qualifier == NULL ? source->name : column->qualifier;
	if (column->is_hidden || column->is_rowid)
		return false;
	if (name != NULL)
		return qualifier != NULL && name_compare(qualifier, name) == 0;
	return !column->is_merged && !scope_source_merges(source, column->name);
}

struct scope_star
scope_star(const struct scope *scope, const char *name, struct arena *arena)
{
	struct scope_star star = { .count = 0 };
	for (size_t i = 0; i < scope->source_count; i++) {
		const struct scope_source *source = &scope->sources[i];
		for (size_t j = 0; j < source->column_count; j++) {
			struct scope_column column = source->columns[j];
			if (!is_in_star(source, &column, name))
				continue;
			column.type = star_type(scope, i, &source->columns[j]);
			star.items =
				arena_grow(arena, star.items, star.count, sizeof *star.items);
			star.items[star.count++] = column;
			star.may_be_absent = source->is_widened;
		}
	}
	return star;
}
