#include "query/build.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "input/queries.h"
#include "query/alias.h"
#include "query/breaking.h"
#include "query/command.h"
#include "query/orders.h"
#include "query/query.h"
#include "query/statement.h"
#include "query/type.h"
#include "query/variant.h"
#include "query/views.h"
#include "schema/schema.h"
#include "sql/token.h"

/* A query while it is made. */
struct builder {
	const struct query_text *text;
	const struct statement_context *context;
	struct typed_statement statement;
	bool *is_list, *is_optional, *is_nullable; /* by number - 1 */
	struct arena *arena;
	struct diag *diag;
};

static struct place
place_at(const struct builder *builder, size_t offset)
{
	return query_text_place(builder->text, offset, builder->diag);
}

/* What is missing may have been there. */
static void
note_breaking(const struct builder *builder, const char *message)
{
	struct migrations *migrations = builder->context->migrations;
	struct place place;
	bool is_missing = strncmp(message, "no such ", 8) == 0 ||
			  strstr(message, " has no column named ") != NULL;
	/* It takes a replay: not for hundreds. */
	if (is_missing && migrations != NULL && builder->diag->errors <= MESSAGES_SHOWN &&
	    breaking_find(&place, builder->text->sql, migrations, builder->arena, builder->diag))
		diag_note(builder->diag, place, "this migration broke it");
}

static bool
type_text(struct builder *builder)
{
	const struct query_text *text = builder->text;
	struct type_error error;
	bool has_optional = false;
	builder->is_list = arena_alloc(builder->arena, text->parameter_count + 1);
	builder->is_optional = arena_alloc(builder->arena, text->parameter_count + 1);
	builder->is_nullable = arena_alloc(builder->arena, text->parameter_count + 1);
	for (size_t i = 0; i < text->parameter_count; i++) {
		builder->is_list[i] = text->parameters[i].kind == PARAMETER_LIST;
		builder->is_optional[i] = text->parameters[i].kind == PARAMETER_OPTIONAL;
		builder->is_nullable[i] = text->parameters[i].is_nullable;
		has_optional = has_optional || builder->is_optional[i];
	}
	if (!has_optional)
		builder->is_optional = NULL;
	if (statement_type(&builder->statement, text->sql, builder->context, builder->is_list,
			   builder->is_optional, builder->is_nullable, builder->arena, &error))
		return true;
	diag_error(builder->diag, place_at(builder, error.offset), "%s", error.message);
	if (error.note != NULL)
		diag_note(builder->diag, place_at(builder, error.other_offset), "%s", error.note);
	note_breaking(builder, error.message);
	return false;
}

static bool
build_column(struct builder *builder, struct query_column *column,
	     const struct typed_result *result)
{
	struct place place = place_at(builder, result->offset);
	*column = (struct query_column){
		.name = result->origin == NULL ? result->name : result->origin,
		.type = result->type,
		.place = place,
	};
	if (result->origin == NULL) {
		diag_error(builder->diag, place,
			   "the column '%s' has no name: expected one, as in AS total",
			   result->name);
		return false;
	}
	/* As the column is spelt, not as the query spells it. */
	if (!result->is_aliased && name_compare(result->origin, result->name) == 0)
		column->name = result->name;
	return !result->is_aliased || alias_apply(column, builder->arena, builder->diag);
}

/* Columns of an embedded row are told apart by its name. */
static bool
is_embedded(const struct query *query, size_t column)
{
	for (size_t i = 0; i < query->embed_count; i++)
		if (column >= query->embeds[i].first &&
		    column < query->embeds[i].first + query->embeds[i].count)
			return true;
	return false;
}

static bool
check_names(const struct builder *builder, const struct query *query)
{
	bool is_good = true;
	for (size_t i = 0; i < query->column_count; i++)
		for (size_t j = 0; j < i; j++) {
			const struct query_column *column = &query->columns[i];
			if (is_embedded(query, i) || is_embedded(query, j) ||
			    name_compare(column->name, query->columns[j].name) != 0)
				continue;
			diag_error(builder->diag, column->place,
				   "two columns are called '%s': give one of them another name, "
				   "as in AS %s_2",
				   column->name, column->name);
			diag_note(builder->diag, query->columns[j].place, "the other one");
			is_good = false;
			break;
		}
	return is_good;
}

static bool
build_columns(struct builder *builder, struct query *query)
{
	const struct typed_results *results = &builder->statement.results;
	bool is_good = true;
	query->column_count = results->count;
	query->columns =
		arena_alloc(builder->arena, (results->count + 1) * sizeof *query->columns);
	for (size_t i = 0; i < results->count; i++)
		is_good = build_column(builder, &query->columns[i], &results->items[i]) && is_good;
	return is_good;
}

/* How many columns t.* gives, hidden ones left out. */
static size_t
visible_count(const struct table *table)
{
	size_t count = 0;
	for (size_t i = 0; i < table->column_count; i++)
		count += !table->columns[i].is_hidden;
	return count;
}

/* Are these columns, from first on, the table's own, in order? */
static bool
is_table_at(const struct query *query, size_t first, const struct table *table)
{
	size_t at = first;
	for (size_t i = 0; i < table->column_count; i++) {
		if (table->columns[i].is_hidden)
			continue;
		if (at >= query->column_count ||
		    query->columns[at].type.column != &table->columns[i] ||
		    query->columns[at].type.declared != DECLARED_NONE ||
		    name_compare(query->columns[at].name, table->columns[i].name) != 0)
			return false;
		at++;
	}
	return at > first;
}

/* Are they called so, although some are another's? */
static bool
has_names_of_table(const struct query *query, size_t first)
{
	for (size_t i = first; i < query->column_count; i++) {
		const struct table *table = query->columns[i].type.table;
		size_t at = first;
		for (size_t j = 0; table != NULL && j < table->column_count; j++) {
			if (table->columns[j].is_hidden)
				continue;
			if (at == query->column_count ||
			    name_compare(query->columns[at].name, table->columns[j].name) != 0)
				break;
			at++;
		}
		if (table != NULL && at - first == visible_count(table))
			return true;
	}
	return false;
}

static bool
build_embed(struct builder *builder, struct query *query, struct query_embed *embed,
	    const struct text_embed *text)
{
	const struct typed_results *results = &builder->statement.results;
	size_t first = 0;
	while (first < results->count && results->items[first].offset != text->offset)
		first++;
	*embed = (struct query_embed){ .name = text->name, .first = first };
	if (first < results->count)
		embed->table = results->items[first].type.table;
	if (embed->table == NULL || !is_table_at(query, first, embed->table)) {
		diag_error(builder->diag, text->place,
			   has_names_of_table(query, first)
				   ? "'%s' has columns that USING merges with another table's: "
				     "write ON, to embed its row"
				   : "only a table's row can be embedded, and '%s' is none: name its "
				     "columns",
			   text->name);
		return false;
	}
	embed->count = visible_count(embed->table);
	for (size_t i = embed->count; i-- > 0;) {
		const struct query_type *type = &query->columns[first + i].type;
		if (!type->column->is_not_null)
			continue;
		embed->witness = first + i;
		embed->is_nullable = type_is_nullable(*type);
	}
	if (results->items[first].may_be_absent && !embed->is_nullable) {
		diag_error(builder->diag, text->place,
			   "no column of '%s' is NOT NULL, so that a row of NULLs looks like none: "
			   "name its columns",
			   text->name);
		return false;
	}
	return true;
}

static bool
build_embeds(struct builder *builder, struct query *query)
{
	bool is_good = true;
	query->embed_count = builder->text->embed_count;
	query->embeds =
		arena_alloc(builder->arena, (query->embed_count + 1) * sizeof *query->embeds);
	for (size_t i = 0; i < query->embed_count; i++)
		is_good = build_embed(builder, query, &query->embeds[i],
				      &builder->text->embeds[i]) &&
			  is_good;
	return is_good;
}

/*
 * Is each row exactly one of a table? That a condition or a join takes the NULLs from a column makes
 * it no other; that the query says so by an alias does.
 */
static const struct table *
row_table(const struct query *query)
{
	const struct table *table =
		query->column_count == 0 ? NULL : query->columns[0].type.table;
	if (table == NULL || query->embed_count > 0 || table->kind != TABLE_ORDINARY ||
	    visible_count(table) != query->column_count || !is_table_at(query, 0, table))
		return NULL;
	for (size_t i = 0; i < query->column_count; i++) {
		const struct query_type *type = &query->columns[i].type;
		bool is_nullable = type_is_nullable(*type), is_not_null = type->column->is_not_null;
		if (is_nullable ? is_not_null : !is_not_null && query->columns[i].is_asserted)
			return NULL;
	}
	return table;
}

static bool
is_name_taken(const struct query *query, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (name_compare(query->parameters[i].name, name) == 0)
			return true;
	return false;
}

/* One without a name is called as what it is compared with, or by its number. */
static const char *
parameter_name(const struct builder *builder, const struct query *query, size_t index)
{
	const char *name = builder->text->parameters[index].name;
	if (name != NULL)
		return name;
	name = builder->statement.parameters[index].name;
	if (name == NULL)
		return arena_format(builder->arena, "p%zu", index + 1);
	if (is_name_taken(query, index, name))
		return arena_format(builder->arena, "%s_%zu", name, index + 1);
	return name;
}

static void
build_parameters(struct builder *builder, struct query *query)
{
	const struct query_text *text = builder->text;
	query->parameter_count = text->parameter_count;
	query->parameters = arena_alloc(builder->arena,
					(text->parameter_count + 1) * sizeof *query->parameters);
	for (size_t i = 0; i < text->parameter_count; i++) {
		const struct text_parameter *written = &text->parameters[i];
		struct query_type type = builder->statement.parameters[i].type;
		if (written->kind == PARAMETER_LIST)
			type = type_not_null(type);
		else if (written->is_nullable)
			type = type_nullable(type);
		query->parameters[i] = (struct query_parameter){
			.name = parameter_name(builder, query, i),
			.kind = written->kind,
			.number = (int)i + 1,
			.type = type,
			.place = written->place,
		};
	}
}

bool
query_build(struct query *query, const struct query_text *text,
	    const struct statement_context *context, struct arena *arena, struct diag *diag)
{
	struct builder builder = {
		.text = text,
		.context = context,
		.arena = arena,
		.diag = diag,
	};
	struct query built = {
		.name = text->name,
		.comment = text->comment,
		.command = text->command,
		.place = text->place,
	};
	if (!type_text(&builder))
		return false;
	built.is_write = builder.statement.syntax.kind != STATEMENT_SELECT;
	if (!build_columns(&builder, &built) || !build_embeds(&builder, &built) ||
	    !check_names(&builder, &built))
		return false;
	built.row = row_table(&built);
	build_parameters(&builder, &built);
	if (!command_check(&built, &builder.statement.syntax, context->schema, builder.is_optional, diag) ||
	    !orders_find(&built, text, &builder.statement.syntax, arena, diag) ||
	    !variants_build(&built, text, &builder.statement.syntax, builder.statement.edits,
			    builder.statement.edit_count, arena, diag))
		return false;
	*query = built;
	return true;
}

bool
queries_build(struct query_list *list, const struct queries *queries,
	      const struct statement_context *context, struct arena *arena, struct diag *diag)
{
	struct query_list built = { .count = 0 };
	bool is_good = true;
	built.items = arena_alloc(arena, (queries->count + 1) * sizeof *built.items);
	for (size_t i = 0; i < queries->count; i++)
		if (query_build(&built.items[built.count], &queries->items[i], context, arena,
				diag))
			built.count++;
		else
			is_good = false;
	if (!is_good)
		return false;
	views_build(&built, context, arena, diag);
	*list = built;
	return true;
}
