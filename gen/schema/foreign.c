#include "schema/foreign.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/text.h"
#include "schema/replay.h"
#include "schema/rows.h"
#include "schema/schema.h"
#include "schema/table.h"
#include "sql/parse.h"
#include "sql/token.h"

/* https://sqlite.org/pragma.html#pragma_foreign_key_list */
enum { LIST_ID, LIST_SEQUENCE, LIST_PARENT, LIST_FROM, LIST_TO, LIST_UPDATE, LIST_DELETE };

/* Tables by name as SQLite compares names; schema.tables are in byte order. */
struct directory {
	const struct table **tables;
	size_t count;
};

static struct directory
make_directory(const struct schema *schema, struct arena *arena)
{
	struct directory directory = { .count = schema->table_count };
	directory.tables = arena_alloc(arena, (directory.count + 1) * sizeof *directory.tables);
	for (size_t i = 0; i < directory.count; i++)
		directory.tables[i] = &schema->tables[i];
	qsort(directory.tables, directory.count, sizeof *directory.tables, table_compare);
	return directory;
}

static const struct table *
find_table(const struct directory *directory, const char *name)
{
	const struct table wanted = { .name = name };
	const struct table *key = &wanted, **found;
	found = bsearch(&key, directory->tables, directory->count, sizeof *directory->tables,
			table_compare);
	return found == NULL ? NULL : *found;
}

static void
add_column(struct foreign_key *key, const struct table *table, const struct rows *rows,
	   struct arena *arena)
{
	struct column_list *list = &key->columns;
	list->items = arena_grow(arena, list->items, list->count, sizeof *list->items);
	key->parent_columns =
		arena_grow(arena, key->parent_columns, list->count, sizeof *key->parent_columns);
	key->parent_columns[list->count] = rows_text(rows, LIST_TO, arena);
	list->items[list->count++] = table_column(table, rows_text(rows, LIST_FROM, arena));
}

/* The list begins with the key that was declared last. */
static void
reverse(struct foreign_key *keys, size_t count)
{
	for (size_t i = 0; i < count / 2; i++) {
		struct foreign_key key = keys[i];
		keys[i] = keys[count - 1 - i];
		keys[count - 1 - i] = key;
	}
}

bool
foreign_keys_read(struct table *table, sqlite3 *handle, struct arena *arena, struct diag *diag)
{
	struct rows rows;
	size_t count = 0;
	if (!rows_open(&rows, handle, diag, "PRAGMA main.foreign_key_list(%Q)", table->name))
		return false;
	while (rows_next(&rows)) {
		if (rows_int(&rows, LIST_SEQUENCE) == 0) {
			table->foreign_keys = arena_grow(arena, table->foreign_keys, count,
							 sizeof *table->foreign_keys);
			table->foreign_keys[count++] = (struct foreign_key){
				.parent = rows_text(&rows, LIST_PARENT, arena),
				.on_update = rows_text(&rows, LIST_UPDATE, arena),
				.on_delete = rows_text(&rows, LIST_DELETE, arena),
			};
		}
		add_column(&table->foreign_keys[count - 1], table, &rows, arena);
	}
	reverse(table->foreign_keys, count);
	table->foreign_key_count = count;
	for (size_t i = 0; i < count; i++)
		table->foreign_keys[i].place =
			table->columns[table->foreign_keys[i].columns.items[0]].place;
	return rows_close(&rows);
}

/* The parent's key stands in for columns that were not named; named ones get the parent's spelling.
 */
static void
name_parent_columns(struct foreign_key *key, const struct table *parent)
{
	bool is_named = key->parent_columns[0] != NULL;
	for (size_t i = 0; i < key->columns.count; i++) {
		size_t column = parent->column_count;
		if (is_named)
			column = table_column(parent, key->parent_columns[i]);
		else if (parent->key.count == key->columns.count)
			column = parent->key.items[i];
		if (column < parent->column_count)
			key->parent_columns[i] = parent->columns[column].name;
	}
}

static bool
names_column(const struct foreign_key *key, const char *name)
{
	for (size_t i = 0; i < key->columns.count; i++)
		if (key->parent_columns[i] != NULL &&
		    name_compare(key->parent_columns[i], name) == 0)
			return true;
	return false;
}

/* A unique index over the parent's columns, in any order, with the columns' own collations. */
static bool
index_serves(const struct index *index, const struct foreign_key *key, const struct table *parent)
{
	if (!index->is_unique || index->is_partial || index->has_expression ||
	    index->columns.count != key->columns.count)
		return false;
	for (size_t i = 0; i < index->columns.count; i++) {
		const struct column *column = &parent->columns[index->columns.items[i]];
		if (!names_column(key, column->name) ||
		    name_compare(index->collations[i], column->collation) != 0)
			return false;
	}
	return true;
}

static bool
has_parent_key(const struct foreign_key *key, const struct table *parent)
{
	if (key->columns.count == 1 && parent->rowid_alias != NULL &&
	    names_column(key, parent->rowid_alias->name))
		return true;
	for (size_t i = 0; i < parent->index_count; i++)
		if (index_serves(&parent->indexes[i], key, parent))
			return true;
	return false;
}

static void
warn(const struct foreign_key *key, const struct table *table, const struct table *parent,
     struct diag *diag)
{
	const char *column = table->columns[key->columns.items[0]].name;
	struct text names = { .data = NULL };
	if (parent == NULL || parent->kind != TABLE_ORDINARY) {
		diag_warning(diag, key->place, "dangling-foreign-key",
			     "'%s.%s' references '%s': expected a table, found %s", table->name,
			     column, key->parent, parent == NULL ? "none" : "another object");
		return;
	}
	for (size_t i = 0; i < key->columns.count; i++)
		if (key->parent_columns[i] != NULL)
			text_format(&names, "%s%s", i > 0 ? ", " : "", key->parent_columns[i]);
	if (names.length > 0)
		diag_warning(diag, key->place, "dangling-foreign-key",
			     "'%s.%s' references '%s(%s)': expected a primary key or a unique "
			     "index on just that, found none",
			     table->name, column, key->parent, names.data);
	else
		diag_warning(diag, key->place, "dangling-foreign-key",
			     "'%s.%s' references the primary key of '%s': expected %zu columns "
			     "in it, found %zu",
			     table->name, column, key->parent, key->columns.count,
			     parent->key.count);
	text_finish(&names);
}

/* Only the text says that. */
static void
find_deferred(struct table *table)
{
	struct parsed_table parsed;
	struct arena scratch = { .blocks = NULL };
	if (table->foreign_key_count > 0 && table->sql != NULL &&
	    parse_create_table(&parsed, table->sql, strlen(table->sql), &scratch) &&
	    parsed.deferred_count == table->foreign_key_count)
		for (size_t i = 0; i < parsed.deferred_count; i++)
			table->foreign_keys[i].is_deferred = parsed.deferred[i];
	arena_finish(&scratch);
}

bool
foreign_keys_inspect(struct schema *schema, const struct replay *replay, struct arena *arena,
		     struct diag *diag)
{
	struct directory directory = make_directory(schema, arena);
	for (size_t i = 0; i < schema->table_count; i++) {
		struct table *table = &schema->tables[i];
		if (table->kind != TABLE_ORDINARY)
			continue;
		if (!foreign_keys_read(table, replay->handle, arena, diag))
			return false;
		find_deferred(table);
		for (size_t j = 0; j < table->foreign_key_count; j++) {
			struct foreign_key *key = &table->foreign_keys[j];
			const struct table *parent = find_table(&directory, key->parent);
			if (parent != NULL)
				name_parent_columns(key, parent);
			key->is_dangling = parent == NULL || parent->kind != TABLE_ORDINARY ||
					   !has_parent_key(key, parent);
			if (key->is_dangling)
				warn(key, table, parent, diag);
		}
	}
	return true;
}
