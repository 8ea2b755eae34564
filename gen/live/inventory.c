#include "live/inventory.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/text.h"
#include "live/phrasing.h"
#include "live/seeding.h"
#include "live/table_items.h"
#include "schema/rows.h"
#include "sql/token.h"
#include "sqlgen.h"

static const char *const kind_names[] = {
	[ITEM_TABLE] = "table",
	[ITEM_VIEW] = "view",
	[ITEM_COLUMN] = "column",
	[ITEM_KEY] = "primary key",
	[ITEM_UNIQUE] = "unique",
	[ITEM_FOREIGN_KEY] = "foreign key",
	[ITEM_CHECK] = "check",
	[ITEM_INDEX] = "index",
	[ITEM_TRIGGER] = "trigger",
};

const char *
item_kind_name(enum item_kind kind)
{
	return kind_names[kind];
}

int
item_compare(const struct item *a, const struct item *b)
{
	int order = name_compare(a->table, b->table);

	if (order == 0)
		order = (a->kind > b->kind) - (a->kind < b->kind);
	return order != 0 ? order : name_compare(a->name, b->name);
}

static int
compare(const void *a, const void *b)
{
	const struct item *left = a, *right = b;
	int order = item_compare(left, right);

	return order != 0 ? order : strcmp(left->meaning, right->meaning);
}

const char *
item_title(const struct item *item, struct arena *arena)
{
	bool is_named = item->kind == ITEM_INDEX || item->kind == ITEM_TRIGGER;
	struct text title = { 0 };

	text_format(&title, "%s ", kind_names[item->kind]);
	phrasing_add_name(&title, is_named ? item->name : item->table);
	if (item->kind == ITEM_COLUMN) {
		text_add_char(&title, '.');
		phrasing_add_name(&title, item->name);
	} else if (is_named) {
		text_add_string(&title, " on ");
		phrasing_add_name(&title, item->table);
	} else if (item->name[0] != '\0') {
		text_format(&title, " %s", item->name);
	}
	return text_keep(&title, arena);
}

void
inventory_add(struct inventory *inventory, const struct item *item, struct arena *arena)
{
	inventory->items = arena_grow(arena, inventory->items, inventory->count, sizeof *inventory->items);
	inventory->items[inventory->count++] = *item;
}

/* The tables that the runtime counts as such. */
struct table_names {
	const char **items;
	size_t count;
	struct arena *arena;
};

static int
take_fact(void *context, const char *fact)
{
	struct table_names *names = context;
	struct token token;

	if (strncmp(fact, "table ", 6) != 0)
		return SQLITE_OK;
	token = token_at(fact + 6, strlen(fact + 6));
	names->items = arena_grow(names->arena, names->items, names->count, sizeof *names->items);
	names->items[names->count++] = token_name(&token, names->arena);
	return SQLITE_OK;
}

static int
compare_names(const void *a, const void *b)
{
	return name_compare(*(const char *const *)a, *(const char *const *)b);
}

static bool
read_names(struct table_names *names, sqlite3 *handle, struct diag *diag)
{
	struct sqlgen_connection connection = { .handle = handle };

	if (sqlgen_schema_facts(&connection, take_fact, names) != SQLITE_OK) {
		diag_error(diag, (struct place){ 0 }, "cannot read the schema: %s", sqlgen_error(&connection));
		return false;
	}
	if (names->count > 0)
		qsort(names->items, names->count, sizeof *names->items, compare_names);
	return true;
}

static bool
is_among(const struct table_names *names, const char *name)
{
	return names->count > 0 &&
	       bsearch(&name, names->items, names->count, sizeof *names->items, compare_names);
}

/* A view, an index or a trigger: its meaning is its text behind its name. */
static void
add_by_text(struct inventory *inventory, enum item_kind kind, const char *table, const char *name, const char *sql,
	    struct arena *arena)
{
	struct item item = { .kind = kind, .table = table, .name = kind == ITEM_VIEW ? "" : name };
	struct token_reader reader;

	token_reader_init(&reader, sql, strlen(sql));
	while (reader.token.kind != TOKEN_END && !token_accept(&reader, kind == ITEM_VIEW ? "VIEW" : "TRIGGER"))
		token_next(&reader);
	token_next(&reader);
	item.meaning = item.definition = phrasing_of(&reader, strlen(sql), arena);
	inventory_add(inventory, &item, arena);
}

/* Views and triggers: SQLite knows nothing about them but their text. */
static bool
add_texts(struct inventory *inventory, sqlite3 *handle, struct arena *arena, struct diag *diag)
{
	struct rows rows;

	if (!rows_open(&rows, handle, diag,
		       "SELECT type = 'view', tbl_name, name, sql FROM main.sqlite_master"
		       " WHERE type IN ('view', 'trigger') AND typeof(tbl_name) = 'text' AND typeof(name) = 'text'"
		       " AND typeof(sql) = 'text' AND tbl_name <> %Q COLLATE NOCASE",
		       SQLGEN_HISTORY_TABLE))
		return false;
	while (rows_next(&rows))
		add_by_text(inventory, rows_int(&rows, 0) ? ITEM_VIEW : ITEM_TRIGGER, rows_text(&rows, 1, arena),
			    rows_text(&rows, 2, arena), rows_text(&rows, 3, arena), arena);
	return rows_close(&rows);
}

static bool
add_tables(struct inventory *inventory, const struct table_names *names, sqlite3 *handle, struct arena *arena,
	   struct diag *diag)
{
	bool is_read = true;
	struct rows rows;

	if (!rows_open(&rows, handle, diag,
		       "SELECT l.name, l.strict, l.wr, s.sql FROM pragma_table_list AS l"
		       " JOIN main.sqlite_master AS s ON s.name = l.name AND s.type = 'table'"
		       " WHERE l.schema = 'main' AND typeof(s.sql) = 'text'"))
		return false;
	while (is_read && rows_next(&rows)) {
		struct live_table table = {
			.handle = handle,
			.name = rows_text(&rows, 0, arena),
			.is_strict = rows_int(&rows, 1) != 0,
			.is_without_rowid = rows_int(&rows, 2) != 0,
			.sql = rows_text(&rows, 3, arena),
		};

		if (is_among(names, table.name) && name_compare(table.name, SEEDING_TABLE) != 0)
			is_read = table_items_read(inventory, &table, arena, diag);
	}
	return rows_close(&rows) && is_read;
}

/* What stands there twice means no more than once. */
static void
sort_and_unite(struct inventory *inventory)
{
	size_t kept = 0;

	if (inventory->count == 0)
		return;
	qsort(inventory->items, inventory->count, sizeof *inventory->items, compare);
	for (size_t i = 1; i < inventory->count; i++)
		if (compare(&inventory->items[kept], &inventory->items[i]) != 0)
			inventory->items[++kept] = inventory->items[i];
	inventory->count = kept + 1;
}

bool
inventory_read(struct inventory *inventory, sqlite3 *handle, struct arena *arena, struct diag *diag)
{
	struct inventory result = { .items = NULL };
	struct table_names names = { .arena = arena };

	if (!read_names(&names, handle, diag) || !add_tables(&result, &names, handle, arena, diag) ||
	    !add_texts(&result, handle, arena, diag))
		return false;
	sort_and_unite(&result);
	*inventory = result;
	return true;
}
