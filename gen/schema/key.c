#include "schema/key.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "schema/catalog.h"
#include "schema/column_list.h"
#include "schema/replay.h"
#include "schema/rows.h"
#include "schema/schema.h"
#include "sql/token.h"

/* https://sqlite.org/pragma.html#pragma_index_list and #pragma_index_xinfo */
enum { LIST_NAME = 1, LIST_UNIQUE, LIST_ORIGIN, LIST_PARTIAL };
enum { XINFO_COLUMN = 1, XINFO_COLLATION = 4, XINFO_KEY = 5 };

static enum index_origin
origin_of(const char *letter)
{
	if (strcmp(letter, "pk") == 0)
		return INDEX_PRIMARY_KEY;
	return strcmp(letter, "u") == 0 ? INDEX_UNIQUE_CONSTRAINT : INDEX_CREATED;
}

static void
add_key_column(struct index *index, const struct table *table, const struct rows *rows,
	       struct arena *arena)
{
	int number = rows_int(rows, XINFO_COLUMN);
	struct column_list *list = &index->columns;
	const char *collation = rows_text(rows, XINFO_COLLATION, arena);
	if (number < 0 || (size_t)number >= table->column_count) {
		index->has_expression = true;
		return;
	}
	if (column_list_has(list, (size_t)number))
		return;
	list->items = arena_grow(arena, list->items, list->count, sizeof *list->items);
	index->collations =
		arena_grow(arena, index->collations, list->count, sizeof *index->collations);
	index->collations[list->count] = collation == NULL ? "BINARY" : collation;
	list->items[list->count++] = (size_t)number;
}

static bool
read_columns(struct index *index, const struct table *table, sqlite3 *handle, struct arena *arena,
	     struct diag *diag)
{
	struct rows rows;
	if (!rows_open(&rows, handle, diag, "PRAGMA main.index_xinfo(%Q)", index->name))
		return false;
	while (rows_next(&rows))
		if (rows_int(&rows, XINFO_KEY) != 0)
			add_key_column(index, table, &rows, arena);
	return rows_close(&rows);
}

static struct place
index_place(const struct index *index, const struct table *table, const struct replay *replay)
{
	struct place place = replay_place(replay, index->name, NULL);
	if (place.path != NULL)
		return place;
	return index->columns.count > 0 ? table->columns[index->columns.items[0]].place
					: table->place;
}

static const char *
index_sql(const struct index *index, const struct table *table, const struct catalog *catalog)
{
	size_t count;
	const struct catalog_entry *entries = catalog_find(&count, catalog, "index", table->name);
	for (size_t i = 0; i < count; i++)
		if (strcmp(entries[i].name, index->name) == 0)
			return entries[i].sql;
	return NULL;
}

static int
compare(const void *a, const void *b)
{
	return strcmp(((const struct index *)a)->name, ((const struct index *)b)->name);
}

static bool
read_list(struct table *table, sqlite3 *handle, struct arena *arena, struct diag *diag)
{
	struct rows rows;
	if (!rows_open(&rows, handle, diag, "PRAGMA main.index_list(%Q)", table->name))
		return false;
	while (rows_next(&rows)) {
		table->indexes = arena_grow(arena, table->indexes, table->index_count,
					    sizeof *table->indexes);
		table->indexes[table->index_count++] = (struct index){
			.name = rows_text(&rows, LIST_NAME, arena),
			.origin = origin_of(rows_text(&rows, LIST_ORIGIN, arena)),
			.is_unique = rows_int(&rows, LIST_UNIQUE) != 0,
			.is_partial = rows_int(&rows, LIST_PARTIAL) != 0,
		};
	}
	if (table->index_count > 0)
		qsort(table->indexes, table->index_count, sizeof *table->indexes, compare);
	return rows_close(&rows);
}

/*
 * A key that is the rowid has no index of its own, which tells INTEGER PRIMARY KEY DESC apart:
 * https://sqlite.org/lang_createtable.html#rowids_and_the_integer_primary_key
 */
static void
find_rowid_alias(struct table *table)
{
	struct column *column;
	if (table->is_without_rowid || table->key.count != 1)
		return;
	column = &table->columns[table->key.items[0]];
	if (name_compare(column->type, "INTEGER") != 0)
		return;
	for (size_t i = 0; i < table->index_count; i++)
		if (table->indexes[i].origin == INDEX_PRIMARY_KEY)
			return;
	column->is_not_null = true;
	table->rowid_alias = column;
}

bool
keys_inspect(struct table *table, const struct replay *replay, const struct catalog *catalog,
	     struct arena *arena, struct diag *diag)
{
	if (table->kind != TABLE_ORDINARY)
		return true;
	if (!read_list(table, replay->handle, arena, diag))
		return false;
	for (size_t i = 0; i < table->index_count; i++) {
		struct index *index = &table->indexes[i];
		if (!read_columns(index, table, replay->handle, arena, diag))
			return false;
		index->sql = index_sql(index, table, catalog);
		index->place = index_place(index, table, replay);
	}
	find_rowid_alias(table);
	return true;
}
