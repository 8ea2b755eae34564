#include "schema/snapshot.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "schema/catalog.h"
#include "schema/column.h"
#include "schema/foreign.h"
#include "schema/key.h"
#include "schema/replay.h"
#include "schema/rows.h"
#include "schema/schema.h"
#include "schema/table.h"
#include "schema/trigger.h"
#include "sql/token.h"
#include "sqlgen.h"

/* https://sqlite.org/pragma.html#pragma_table_list */
enum { LIST_NAME = 1, LIST_TYPE, LIST_WITHOUT_ROWID = 4, LIST_STRICT = 5 };

/* One reading. */
struct reader {
	struct replay replay; /* without origins: there are no places */
	const struct snapshot *before;
	struct catalog catalog; /* in scratch */
	struct arena scratch;
	struct arena *arena;
	struct diag *diag;
};

const struct table *
snapshot_find(const struct snapshot *snapshot, const char *name)
{
	const struct table wanted = { .name = name };
	const struct table *key = &wanted, **found = NULL;
	if (snapshot->count > 0)
		found = bsearch(&key, snapshot->tables, snapshot->count, sizeof *snapshot->tables,
				table_compare);
	return found == NULL ? NULL : *found;
}

const struct table *
snapshot_find_index(const struct snapshot *snapshot, const char *name)
{
	for (size_t i = 0; i < snapshot->count; i++)
		for (size_t j = 0; j < snapshot->tables[i]->index_count; j++)
			if (name_compare(snapshot->tables[i]->indexes[j].name, name) == 0)
				return snapshot->tables[i];
	return NULL;
}

const struct table *
snapshot_find_trigger(const struct snapshot *snapshot, const char *name)
{
	for (size_t i = 0; i < snapshot->count; i++)
		for (size_t j = 0; j < snapshot->tables[i]->trigger_count; j++)
			if (name_compare(snapshot->tables[i]->triggers[j].name, name) == 0)
				return snapshot->tables[i];
	return NULL;
}

static bool
is_same_text(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static const char *
sql_of(const struct reader *reader, const struct table *table)
{
	const char *type = table->kind == TABLE_VIEW ? "view" : "table";
	size_t count;
	const struct catalog_entry *entries =
		catalog_find(&count, &reader->catalog, type, table->name);
	return count > 0 ? entries[0].sql : NULL;
}

/* Are its indexes and triggers, too, what they were? Both are sorted by name. */
static bool
is_unchanged(const struct reader *reader, const struct table *old, const struct table *table)
{
	size_t indexes, triggers;
	const struct catalog_entry *index =
		catalog_find(&indexes, &reader->catalog, "index", table->name);
	const struct catalog_entry *trigger =
		catalog_find(&triggers, &reader->catalog, "trigger", table->name);
	if (old->kind != table->kind || strcmp(old->name, table->name) != 0 ||
	    !is_same_text(old->sql, sql_of(reader, table)) || old->index_count != indexes ||
	    old->trigger_count != triggers)
		return false;
	for (size_t i = 0; i < indexes; i++)
		if (strcmp(old->indexes[i].name, index[i].name) != 0 ||
		    !is_same_text(old->indexes[i].sql, index[i].sql))
			return false;
	for (size_t i = 0; i < triggers; i++)
		if (strcmp(old->triggers[i].name, trigger[i].name) != 0 ||
		    !is_same_text(old->triggers[i].sql, trigger[i].sql))
			return false;
	return true;
}

/* The entries of one table, in memory that stays. */
static struct catalog
own_entries(const struct reader *reader, const struct table *table)
{
	static const char *const types[] = { "index", "table", "trigger", "view" };
	struct catalog own = { .entries = NULL };
	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		size_t count;
		const struct catalog_entry *entries =
			catalog_find(&count, &reader->catalog, types[i], table->name);
		for (size_t j = 0; j < count; j++) {
			own.entries = arena_grow(reader->arena, own.entries, own.count,
						 sizeof *own.entries);
			own.entries[own.count++] = (struct catalog_entry){
				.type = types[i],
				.name = arena_string(reader->arena, entries[j].name),
				.table = table->name,
				.sql = entries[j].sql == NULL
					       ? NULL
					       : arena_string(reader->arena, entries[j].sql),
			};
		}
	}
	return own;
}

static bool
read_table(struct reader *reader, const struct table **result, const struct table *listed)
{
	struct table *table;
	struct catalog own;
	const char *sql;
	const struct table *old =
		reader->before == NULL ? NULL : snapshot_find(reader->before, listed->name);
	if (old != NULL && is_unchanged(reader, old, listed)) {
		*result = old;
		return true;
	}
	table = arena_alloc(reader->arena, sizeof *table);
	*table = *listed;
	table->name = arena_string(reader->arena, listed->name);
	sql = sql_of(reader, table);
	table->sql = sql == NULL ? NULL : arena_string(reader->arena, sql);
	own = own_entries(reader, table);
	*result = table;
	triggers_inspect(table, &reader->replay, &own, reader->arena);
	return table->kind != TABLE_ORDINARY ||
	       (columns_inspect(table, &reader->replay, reader->arena, reader->diag) &&
		keys_inspect(table, &reader->replay, &own, reader->arena, reader->diag) &&
		foreign_keys_read(table, reader->replay.handle, reader->arena, reader->diag));
}

static void
add_shadow(struct reader *reader, struct snapshot *snapshot, const char *name)
{
	snapshot->shadows = arena_grow(reader->arena, snapshot->shadows, snapshot->shadow_count,
				       sizeof *snapshot->shadows);
	snapshot->shadows[snapshot->shadow_count++] = arena_string(reader->arena, name);
}

static bool
list_tables(struct reader *reader, struct snapshot *snapshot, struct table **tables)
{
	struct rows rows;
	if (!rows_open(&rows, reader->replay.handle, reader->diag, "PRAGMA main.table_list"))
		return false;
	while (rows_next(&rows)) {
		const char *name = rows_text(&rows, LIST_NAME, &reader->scratch);
		const char *type = rows_text(&rows, LIST_TYPE, &reader->scratch);
		if (strcmp(type, "shadow") == 0)
			add_shadow(reader, snapshot, name);
		else if (sqlite3_strnicmp(name, "sqlite_", 7) != 0 &&
			 name_compare(name, SQLGEN_HISTORY_TABLE) != 0) {
			*tables = arena_grow(&reader->scratch, *tables, snapshot->count,
					     sizeof **tables);
			(*tables)[snapshot->count++] = (struct table){
				.name = name,
				.kind = table_kind_of(type),
				.is_without_rowid = rows_int(&rows, LIST_WITHOUT_ROWID) != 0,
				.is_strict = rows_int(&rows, LIST_STRICT) != 0,
			};
		}
	}
	return rows_close(&rows);
}

bool
snapshot_read(struct snapshot *snapshot, const struct snapshot *before, sqlite3 *handle,
	      struct arena *arena, struct diag *diag)
{
	struct reader reader = {
		.replay = { .handle = handle }, .before = before, .arena = arena, .diag = diag
	};
	struct snapshot result = { .tables = NULL };
	struct table *tables = NULL;
	bool is_read = list_tables(&reader, &result, &tables) &&
		       catalog_read(&reader.catalog, handle, &reader.scratch, diag);
	result.tables = arena_alloc(arena, (result.count + 1) * sizeof *result.tables);
	for (size_t i = 0; i < result.count && is_read; i++)
		is_read = read_table(&reader, &result.tables[i], &tables[i]);
	arena_finish(&reader.scratch);
	if (!is_read)
		return false;
	qsort(result.tables, result.count, sizeof *result.tables, table_compare);
	*snapshot = result;
	return true;
}
