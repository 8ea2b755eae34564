#include "emit/table_function.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/map.h"
#include "emit/model.h"
#include "emit/shape.h"
#include "schema/schema.h"

void
table_functions_choose(struct c_table *table)
{
	const struct table *source = table->table;
	bool is_view = table->shape == SHAPE_VIEW, has_rest = false;

	table->has_key = source->key.count > 0;
	for (size_t i = 0; i < source->key.count; i++)
		table->has_key &= source->columns[source->key.items[i]].is_not_null;
	for (size_t i = 0; i < source->column_count; i++)
		has_rest |= !source->columns[i].is_hidden && source->columns[i].key_position == 0 &&
			    source->columns[i].generated == GENERATED_NO;
	table->has_insert = is_view ? shape_has_instead_of(source, TRIGGER_INSERT) :
				      table->shape == SHAPE_TABLE || table->has_key;
	table->has_delete = table->has_key && (!is_view || shape_has_instead_of(source, TRIGGER_DELETE));
	table->has_update = table->has_key && has_rest &&
			    (!is_view || shape_has_instead_of(source, TRIGGER_UPDATE));
}

static bool
is_same_list(const struct column_list *a, const struct column_list *b)
{
	return a->count == b->count && memcmp(a->items, b->items, a->count * sizeof *a->items) == 0;
}

/* "get_task_by_uuid": before is "get_task". */
static const char *
function_name(const struct c_table *table, const char *before, const struct column_list *columns,
	      struct arena *arena)
{
	const char *name = arena_format(arena, "%s_by", before);

	for (size_t i = 0; i < columns->count; i++)
		name = arena_format(arena, "%s_%s%s", name, i > 0 ? "and_" : "",
				    model_field(table, columns->items[i])->plain);
	return name;
}

/* A key with the rowid in it says no more than the rowid does, and SQLite takes it for no conflict target. */
static bool
has_rowid(const struct c_table *table, const struct column_list *columns)
{
	for (size_t i = 0; i < columns->count; i++)
		if (&table->table->columns[columns->items[i]] == table->table->rowid_alias)
			return true;
	return false;
}

/* Unless one for the same columns is there. */
static void
add_function(struct c_table *table, enum function_kind kind, const struct column_list *columns,
	     const char **collations, struct arena *arena)
{
	bool is_get = kind == FUNCTION_GET;
	const char *before = is_get ? arena_format(arena, "get_%s", table->name) :
				      arena_format(arena, "list_%s", table->plural);
	const char *upsert = is_get && table->shape == SHAPE_TABLE && !has_rowid(table, columns) ?
				     arena_format(arena, "upsert_%s", table->name) : NULL;

	if (columns->count == 0 || (table->has_key && is_same_list(columns, &table->table->key)))
		return;
	for (size_t i = 0; i < columns->count; i++)
		if (!model_field(table, columns->items[i]))
			return;
	for (size_t i = 0; i < table->function_count; i++)
		if (is_same_list(columns, table->functions[i].columns))
			return;
	table->functions = arena_grow(arena, table->functions, table->function_count,
				      sizeof *table->functions);
	table->functions[table->function_count++] = (struct function){
		.kind = kind,
		.name = function_name(table, before, columns, arena),
		.upsert_name = upsert ? function_name(table, upsert, columns, arena) : NULL,
		.columns = columns,
		.collations = collations,
	};
}

static void
add_key_functions(struct c_table *table, struct arena *arena)
{
	const struct table *source = table->table;

	for (size_t i = 0; i < source->index_count; i++)
		if (source->indexes[i].is_unique && !source->indexes[i].is_partial &&
		    !source->indexes[i].has_expression)
			add_function(table, FUNCTION_GET, &source->indexes[i].columns,
				     source->indexes[i].collations, arena);
	for (size_t i = 0; i < source->foreign_key_count; i++)
		add_function(table, FUNCTION_LIST, &source->foreign_keys[i].columns, NULL, arena);
	for (size_t i = 0; i < source->index_count; i++)
		if (!source->indexes[i].is_unique && !source->indexes[i].is_partial &&
		    !source->indexes[i].has_expression)
			add_function(table, FUNCTION_LIST, &source->indexes[i].columns,
				     source->indexes[i].collations, arena);
}

static void
add_rtree_functions(struct c_table *table, struct arena *arena)
{
	const struct column_list *coordinates = shape_coordinates(table->table, arena);

	table->functions = arena_alloc(arena, 2 * sizeof *table->functions);
	table->functions[0] = (struct function){
		.kind = FUNCTION_OVERLAPPING,
		.name = arena_format(arena, "list_%s_overlapping", table->plural),
		.columns = coordinates,
	};
	table->functions[1] = (struct function){
		.kind = FUNCTION_WITHIN,
		.name = arena_format(arena, "list_%s_within", table->plural),
		.columns = coordinates,
	};
	table->function_count = 2;
}

void
table_functions_add(struct c_table *table, struct arena *arena)
{
	if (table->shape == SHAPE_RTREE)
		add_rtree_functions(table, arena);
	else
		add_key_functions(table, arena);
}

static bool
is_query(const struct map *query_names, const char *name)
{
	return map_get(query_names, name, strlen(name)) != NULL;
}

static bool
is_replaced(const struct map *query_names, const char *verb, const char *name, struct arena *arena)
{
	return is_query(query_names, arena_format(arena, "%s_%s", verb, name));
}

void
table_functions_replace(struct c_table *table, const struct map *query_names, struct arena *arena)
{
	size_t kept = 0;

	table->replaced = (struct replaced){
		.new_row = is_replaced(query_names, "new", table->name, arena),
		.insert = is_replaced(query_names, "insert", table->name, arena),
		.get = is_replaced(query_names, "get", table->name, arena),
		.update = is_replaced(query_names, "update", table->name, arena),
		.patch = is_replaced(query_names, "patch", table->name, arena),
		.copy = is_replaced(query_names, "copy", table->name, arena),
		.list = is_replaced(query_names, "list", table->plural, arena),
		.count = is_replaced(query_names, "count", table->plural, arena),
	};
	table->has_delete &= !is_replaced(query_names, "delete", table->name, arena);
	table->has_upsert &= !is_replaced(query_names, "upsert", table->name, arena);
	for (size_t i = 0; i < table->function_count; i++) {
		struct function *function = &table->functions[i];

		if (function->upsert_name && is_query(query_names, function->upsert_name))
			function->upsert_name = NULL;
		function->is_replaced = is_query(query_names, function->name);
		if (!function->is_replaced || function->upsert_name)
			table->functions[kept++] = *function;
	}
	table->function_count = kept;
}
