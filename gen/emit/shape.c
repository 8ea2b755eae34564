#include "emit/shape.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "input/project.h"
#include "schema/table.h"
#include "sql/token.h"

enum shape
shape_of(const struct table *table)
{
	static const struct {
		const char *module;
		enum shape shape;
	} modules[] = {
		{ "fts5", SHAPE_FTS5 },	  { "fts4", SHAPE_FTS4 },      { "fts3", SHAPE_FTS4 },
		{ "rtree", SHAPE_RTREE }, { "rtree_i32", SHAPE_RTREE },
	};

	if (table->kind != TABLE_VIRTUAL)
		return table->kind == TABLE_VIEW ? SHAPE_VIEW : SHAPE_TABLE;
	for (size_t i = 0; i < sizeof modules / sizeof *modules; i++)
		if (table->module && name_compare(table->module, modules[i].module) == 0)
			return modules[i].shape;
	return SHAPE_MODULE;
}

bool
shape_has_instead_of(const struct table *view, enum trigger_event event)
{
	for (size_t i = 0; i < view->trigger_count; i++)
		if (view->triggers[i].is_instead_of && view->triggers[i].event == event)
			return true;
	return false;
}

struct column_list *
shape_coordinates(const struct table *table, struct arena *arena)
{
	struct column_list *list = arena_alloc(arena, sizeof *list);

	list->items = arena_alloc(arena, table->column_count * sizeof *list->items);
	/* Auxiliary columns stand behind them, and have no type. */
	for (size_t i = 1; i < table->column_count && table->columns[i].type[0] != '\0'; i++)
		list->items[list->count++] = i;
	return list;
}

/* The name that the rowid goes by: https://sqlite.org/lang_createtable.html#rowid */
static const char *
rowid_name(const struct table *table)
{
	static const char *const names[] = { "rowid", "oid", "_rowid_" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (!table_find_column(table, names[i]))
			return names[i];
	return NULL;
}

/* A copy without a key, whose columns can be changed; first, if it is not NULL, is before them. */
static struct table *
copy_table(const struct table *table, const struct column *first, struct arena *arena)
{
	struct table *copy = arena_alloc(arena, sizeof *copy);
	size_t before = first ? 1 : 0;

	*copy = *table;
	copy->columns = arena_alloc(arena, (table->column_count + before) * sizeof *copy->columns);
	if (first)
		copy->columns[0] = *first;
	for (size_t i = 0; i < table->column_count; i++)
		copy->columns[before + i] = table->columns[i];
	copy->column_count = table->column_count + before;
	copy->key = (struct column_list){ .items = NULL };
	for (size_t i = 0; i < copy->column_count; i++)
		copy->columns[i].key_position = 0;
	return copy;
}

static void
add_key(struct table *table, size_t column, struct arena *arena)
{
	table->key.items = arena_grow(arena, table->key.items, table->key.count, sizeof *table->key.items);
	table->key.items[table->key.count++] = column;
	table->columns[column].key_position = (unsigned)table->key.count;
	table->columns[column].is_not_null = true;
}

/* Its rowid in front, and that is the key. */
static struct table *
with_rowid(const struct table *table, struct arena *arena)
{
	struct column rowid = {
		.name = rowid_name(table),
		.type = "INTEGER",
		.affinity = AFFINITY_INTEGER,
		.collation = "BINARY",
		.place = table->place,
	};
	struct table *shaped;

	if (!rowid.name)
		return copy_table(table, NULL, arena);
	shaped = copy_table(table, &rowid, arena);
	add_key(shaped, 0, arena);
	shaped->rowid_alias = &shaped->columns[0];
	return shaped;
}

static struct table *
rtree(const struct table *table, struct arena *arena)
{
	struct table *shaped = copy_table(table, NULL, arena);

	add_key(shaped, 0, arena);
	shaped->rowid_alias = &shaped->columns[0];
	for (size_t i = 1; i < shaped->column_count && shaped->columns[i].type[0] != '\0'; i++)
		shaped->columns[i].is_not_null = true;
	return shaped;
}

static void
take_key_column(struct table *table, const char *name, struct place place, struct arena *arena,
		struct diag *diag)
{
	size_t column = table_column(table, name);

	if (column == table->column_count || table->columns[column].is_hidden)
		diag_error(diag, place, "%s '%s' has no column '%s' after the last migration",
			   table->kind == TABLE_VIEW ? "view" : "table", table->name, name);
	else if (table->columns[column].key_position > 0)
		diag_error(diag, place, "column '%s' is in the key of '%s' twice", name, table->name);
	else
		add_key(table, column, arena);
}

/* The key that sqlgen.ini names. Of a virtual table it may be its rowid, though that is no column. */
static const struct table *
with_key(const struct table *table, const struct setting *setting, struct arena *arena, struct diag *diag)
{
	bool is_rowid = table->kind == TABLE_VIRTUAL &&
			name_compare(setting->value, "rowid") == 0 &&
			!table_find_column(table, "rowid");
	struct table *shaped = is_rowid ? with_rowid(table, arena) : copy_table(table, NULL, arena);
	struct token_reader reader;

	if (is_rowid)
		return shaped;
	token_reader_init(&reader, setting->value, strlen(setting->value));
	do {
		if (!token_is_name(&reader.token))
			break;
		take_key_column(shaped, token_name(&reader.token, arena), setting->place, arena, diag);
		token_next(&reader);
	} while (token_accept_operator(&reader, ","));
	if (reader.token.kind != TOKEN_END)
		diag_error(diag, setting->place,
			   "expected columns, parted by commas, found '%s' (a name that needs quotes in SQL stands "
			   "in brackets: [my id])",
			   reader.token.text);
	return shaped;
}

const struct table *
shape_build(const struct table *table, const struct project *project, struct arena *arena,
	    struct diag *diag)
{
	const struct setting *key = project_setting(project, table->name, NULL, "key");
	enum shape shape = shape_of(table);

	if (key && shape != SHAPE_VIEW && shape != SHAPE_MODULE)
		diag_error(diag, key->place,
			   "expected a view, or a virtual table of a module that sqlgen does not know: '%s' is a "
			   "table%s%s, whose key is in the schema",
			   table->name, table->module ? " of " : "", table->module ? table->module : "");
	switch (shape) {
	case SHAPE_FTS5:
	case SHAPE_FTS4:
		return with_rowid(table, arena);
	case SHAPE_RTREE:
		return rtree(table, arena);
	case SHAPE_VIEW:
	case SHAPE_MODULE:
		return key ? with_key(table, key, arena, diag) : table;
	case SHAPE_TABLE:
		break;
	}
	return table;
}
