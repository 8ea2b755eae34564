#include "live/table_items.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "live/phrasing.h"
#include "schema/column.h"
#include "schema/rows.h"
#include "sql/parse.h"
#include "sql/token.h"

static const char *
in_small_letters(const char *text, struct arena *arena)
{
	char *copy = arena_string(arena, text);

	for (char *at = copy; *at != '\0'; at++)
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at - 'A' + 'a');
	return copy;
}

static const char *
phrase(const char *sql, struct arena *arena)
{
	struct token_reader reader;

	token_reader_init(&reader, sql, strlen(sql));
	return phrasing_of(&reader, strlen(sql), arena);
}

/* "USING fts5 (a, b)" of a virtual table, "STRICT" and the like of others. */
static void
add_table(struct inventory *inventory, const struct live_table *table, bool is_virtual, struct arena *arena)
{
	struct item item = { .kind = ITEM_TABLE, .table = table->name, .name = "" };
	struct text text = { 0 };
	struct token_reader reader;

	token_reader_init(&reader, table->sql, strlen(table->sql));
	if (is_virtual && token_pass_to(&reader, "USING"))
		text_add_string(&text, phrasing_of(&reader, strlen(table->sql), arena));
	if (!is_virtual && table->is_without_rowid)
		text_add_string(&text, "WITHOUT ROWID");
	if (!is_virtual && table->is_strict)
		text_format(&text, "%sSTRICT", text.length > 0 ? ", " : "");
	if (!is_virtual && keyword_is_in(table->sql, strlen(table->sql), "AUTOINCREMENT"))
		text_add_string(&text, "AUTOINCREMENT");
	item.meaning = item.definition = text_keep(&text, arena);
	inventory_add(inventory, &item, arena);
}

/* The expression of a generated column, in one way of writing it; "" if its text cannot be read. */
static const char *
generated_expression(const char *sql, const struct parsed_table *parsed, const char *column, struct arena *arena)
{
	size_t depth = 0, i = 0;
	struct token_reader reader, start;

	while (i < parsed->column_count && name_compare(parsed->columns[i].name, column) != 0)
		i++;
	if (i == parsed->column_count)
		return "";
	token_reader_init(&reader, sql + parsed->columns[i].offset, strlen(sql + parsed->columns[i].offset));
	if (!token_pass_to(&reader, "AS"))
		return "";
	token_next(&reader);
	start = reader;
	do {
		depth += reader.token.kind == TOKEN_LEFT ? 1 : 0;
		depth -= reader.token.kind == TOKEN_RIGHT ? 1 : 0;
		token_next(&reader);
	} while (depth > 0 && reader.token.kind != TOKEN_END);
	return phrasing_of(&start, reader.offset, arena);
}

/* https://sqlite.org/pragma.html#pragma_table_xinfo */
enum { XINFO_NAME, XINFO_TYPE, XINFO_NOT_NULL, XINFO_DEFAULT, XINFO_KEY, XINFO_HIDDEN };
enum { HIDDEN_VIRTUAL = 2, HIDDEN_STORED = 3 };

/* What both the definition and the meaning of a column end with. */
static const char *
column_rest(const struct live_table *table, const struct rows *rows, const struct item *item,
	    const struct parsed_table *parsed, struct arena *arena)
{
	const char *collation = NULL;
	int hidden = rows_int(rows, XINFO_HIDDEN);
	struct text text = { 0 };

	if (!item->is_nullable)
		text_add_string(&text, " NOT NULL");
	if (item->default_text)
		text_format(&text, " DEFAULT %s", phrase(item->default_text, arena));
	sqlite3_table_column_metadata(table->handle, "main", table->name, item->name, NULL, &collation, NULL, NULL,
				      NULL);
	if (collation && sqlite3_stricmp(collation, "BINARY") != 0) {
		text_add_string(&text, " COLLATE ");
		phrasing_add_name(&text, collation);
	}
	if (hidden == HIDDEN_VIRTUAL || hidden == HIDDEN_STORED)
		text_format(&text, " AS %s%s", generated_expression(table->sql, parsed, item->name, arena),
			    hidden == HIDDEN_STORED ? " STORED" : "");
	return text_keep(&text, arena);
}

static void
add_column(struct inventory *inventory, const struct live_table *table, const struct rows *rows, bool is_rowid,
	   const struct parsed_table *parsed, struct arena *arena)
{
	struct item item = {
		.kind = ITEM_COLUMN,
		.table = table->name,
		.name = rows_text(rows, XINFO_NAME, arena),
		.type = rows_text(rows, XINFO_TYPE, arena),
		.is_nullable = !rows_int(rows, XINFO_NOT_NULL) && !is_rowid,
		.default_text = rows_text(rows, XINFO_DEFAULT, arena),
	};
	const char *rest;

	item.type = item.type ? item.type : "";
	rest = column_rest(table, rows, &item, parsed, arena);
	item.definition = arena_format(arena, "%s%s", item.type, item.type[0] == '\0' && rest[0] != '\0' ? rest + 1 : rest);
	item.meaning = table->is_strict ? arena_format(arena, "%s%s", in_small_letters(item.type, arena), rest) :
				  arena_format(arena, "%d%s", (int)affinity_of(item.type, false), rest);
	inventory_add(inventory, &item, arena);
}

/* An INTEGER PRIMARY KEY without an index of its own stands for the rowid, and is never NULL. */
static bool
find_rowid(const char **rowid, const struct live_table *table, struct arena *arena, struct diag *diag)
{
	struct rows rows;

	*rowid = NULL;
	if (!rows_open(&rows, table->handle, diag,
		       "SELECT CASE WHEN count(*) = 1 AND upper(max(type)) = 'INTEGER' THEN max(name) END"
		       " FROM pragma_table_xinfo(%Q, 'main') WHERE pk > 0 AND NOT EXISTS"
		       " (SELECT 1 FROM pragma_index_list(%Q, 'main') WHERE origin = 'pk')",
		       table->name, table->name))
		return false;
	if (rows_next(&rows) && !table->is_without_rowid)
		*rowid = rows_text(&rows, 0, arena);
	return rows_close(&rows);
}

static bool
add_columns(struct inventory *inventory, const struct live_table *table, const struct parsed_table *parsed,
	    struct arena *arena, struct diag *diag)
{
	const char *rowid;
	struct rows rows;

	if (!find_rowid(&rowid, table, arena, diag) ||
	    !rows_open(&rows, table->handle, diag,
		       "SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo(%Q, 'main')"
		       " WHERE hidden <> 1",
		       table->name))
		return false;
	while (rows_next(&rows)) {
		const char *name = rows_text(&rows, XINFO_NAME, arena);

		add_column(inventory, table, &rows, rowid && strcmp(name, rowid) == 0, parsed, arena);
	}
	return rows_close(&rows);
}

/* Rows of (group, column, collation or parent column, …), joined to "(a, b)" a group. */
static void
add_to_list(struct text *list, const char *name, const char *collation)
{
	text_add_string(list, list->length == 0 ? "(" : ", ");
	phrasing_add_name(list, name);
	if (collation && sqlite3_stricmp(collation, "BINARY") != 0) {
		text_add_string(list, " COLLATE ");
		phrasing_add_name(list, collation);
	}
}

static bool
add_key(struct inventory *inventory, const struct live_table *table, struct arena *arena, struct diag *diag)
{
	struct item item = { .kind = ITEM_KEY, .table = table->name, .name = "" };
	struct text list = { 0 };
	struct rows rows;

	if (!rows_open(&rows, table->handle, diag,
		       "SELECT name FROM pragma_table_xinfo(%Q, 'main') WHERE pk > 0 ORDER BY pk", table->name))
		return false;
	while (rows_next(&rows))
		add_to_list(&list, rows_text(&rows, 0, arena), NULL);
	if (list.length > 0) {
		text_add_char(&list, ')');
		item.definition = text_keep(&list, arena);
		item.meaning = in_small_letters(item.definition, arena);
		inventory_add(inventory, &item, arena);
	}
	return rows_close(&rows);
}

/* The columns of a unique index, by name: their order is no part of what it forbids. */
static bool
add_unique(struct inventory *inventory, const struct live_table *table, const char *index, struct arena *arena,
	   struct diag *diag)
{
	struct item item = { .kind = ITEM_UNIQUE, .table = table->name, .definition = "", .meaning = "" };
	struct text list = { 0 };
	struct rows rows;

	if (!rows_open(&rows, table->handle, diag,
		       "SELECT name, coll FROM pragma_index_xinfo(%Q, 'main') WHERE key ORDER BY name COLLATE NOCASE",
		       index))
		return false;
	while (rows_next(&rows)) {
		const char *name = rows_text(&rows, 0, arena);

		add_to_list(&list, name ? name : "", rows_text(&rows, 1, arena));
	}
	text_add_char(&list, ')');
	item.name = text_keep(&list, arena);
	inventory_add(inventory, &item, arena);
	return rows_close(&rows);
}

/* Behind "CREATE [UNIQUE] INDEX name ON table". */
static void
add_index(struct inventory *inventory, const struct live_table *table, const char *name, const char *sql,
	  bool is_unique, struct arena *arena)
{
	struct item item = { .kind = ITEM_INDEX, .table = table->name, .name = name };
	struct token_reader reader;

	token_reader_init(&reader, sql, strlen(sql));
	token_pass_to(&reader, "INDEX");
	token_next(&reader);
	token_next(&reader);
	token_next(&reader);
	token_next(&reader);
	item.definition = arena_format(arena, "%s%s", is_unique ? "UNIQUE " : "",
				       phrasing_of(&reader, strlen(sql), arena));
	item.meaning = item.definition;
	inventory_add(inventory, &item, arena);
}

/* Whether an index is but a UNIQUE constraint: all of it is columns, and all rows are in it. */
static bool
add_indexes(struct inventory *inventory, const struct live_table *table, struct arena *arena, struct diag *diag)
{
	bool is_read = true;
	struct rows rows;

	if (!rows_open(&rows, table->handle, diag,
		       "SELECT l.name, l.\"unique\", l.\"unique\" AND NOT l.partial AND NOT EXISTS (SELECT 1 FROM"
		       " pragma_index_xinfo(l.name, 'main') AS x WHERE x.key AND x.name IS NULL), s.sql"
		       " FROM pragma_index_list(%Q, 'main') AS l LEFT JOIN main.sqlite_master AS s"
		       " ON s.type = 'index' AND s.name = l.name AND typeof(s.sql) = 'text' WHERE l.origin <> 'pk'",
		       table->name))
		return false;
	while (is_read && rows_next(&rows)) {
		const char *name = rows_text(&rows, 0, arena), *sql = rows_text(&rows, 3, arena);

		if (rows_int(&rows, 2))
			is_read = add_unique(inventory, table, name, arena, diag);
		else if (sql)
			add_index(inventory, table, name, sql, rows_int(&rows, 1) != 0, arena);
	}
	return rows_close(&rows) && is_read;
}

/* One foreign key, while its rows come. */
struct key_rows {
	struct text from, to;
	const char *actions;
	int id;
};

static void
end_foreign_key(struct inventory *inventory, const struct live_table *table, const struct parsed_table *parsed,
		struct key_rows *key, struct arena *arena)
{
	struct item item = { .kind = ITEM_FOREIGN_KEY, .table = table->name };
	size_t place = parsed->deferred_count - 1 - (size_t)key->id; /* the last one has the id 0 */

	if (key->from.length == 0)
		return;
	text_add_char(&key->from, ')');
	text_add_char(&key->to, ')');
	item.name = text_keep(&key->from, arena);
	item.definition = arena_format(arena, "REFERENCES %s%s%s", text_keep(&key->to, arena), key->actions,
				       place < parsed->deferred_count && parsed->deferred[place] ? " DEFERRED" : "");
	item.meaning = in_small_letters(item.definition, arena);
	inventory_add(inventory, &item, arena);
}

/* Of a row of id, from, parent, to, on delete, on update. */
static void
begin_foreign_key(struct key_rows *key, const struct rows *rows, struct arena *arena)
{
	const char *on_delete = rows_text(rows, 4, arena), *on_update = rows_text(rows, 5, arena);
	struct text actions = { 0 };

	key->id = rows_int(rows, 0);
	phrasing_add_name(&key->to, rows_text(rows, 2, arena));
	if (strcmp(on_delete, "NO ACTION") != 0)
		text_format(&actions, " ON DELETE %s", on_delete);
	if (strcmp(on_update, "NO ACTION") != 0)
		text_format(&actions, " ON UPDATE %s", on_update);
	key->actions = text_keep(&actions, arena);
}

static bool
add_foreign_keys(struct inventory *inventory, const struct live_table *table, const struct parsed_table *parsed,
		 struct arena *arena, struct diag *diag)
{
	struct key_rows key = { .id = -1 };
	struct rows rows;

	/* Without named columns it is the parent's primary key that is meant. */
	if (!rows_open(&rows, table->handle, diag,
		       "SELECT f.id, f.\"from\", f.\"table\", coalesce(f.\"to\", (SELECT name FROM"
		       " pragma_table_xinfo(f.\"table\", 'main') WHERE pk = f.seq + 1), ''), f.on_delete, f.on_update"
		       " FROM pragma_foreign_key_list(%Q, 'main') AS f ORDER BY f.id, f.seq",
		       table->name))
		return false;
	while (rows_next(&rows)) {
		bool is_new = key.id != rows_int(&rows, 0);

		if (is_new) {
			end_foreign_key(inventory, table, parsed, &key, arena);
			begin_foreign_key(&key, &rows, arena);
		}
		add_to_list(&key.from, rows_text(&rows, 1, arena), NULL);
		text_add_string(&key.to, is_new ? "(" : ", ");
		phrasing_add_name(&key.to, rows_text(&rows, 3, arena));
	}
	end_foreign_key(inventory, table, parsed, &key, arena);
	return rows_close(&rows);
}

static void
add_checks(struct inventory *inventory, const struct live_table *table, const struct parsed_table *parsed,
	   struct arena *arena)
{
	for (size_t i = 0; i < parsed->check_count; i++) {
		const struct parsed_check *check = &parsed->checks[i];
		const char *text = phrase(arena_copy(arena, check->text, check->length), arena);
		struct item item = {
			.kind = ITEM_CHECK,
			.table = table->name,
			.name = arena_format(arena, "(%s)", text),
			.definition = "",
			.meaning = "",
		};

		inventory_add(inventory, &item, arena);
	}
}

bool
table_items_read(struct inventory *inventory, const struct live_table *table, struct arena *arena, struct diag *diag)
{
	struct token_reader reader;
	struct parsed_table parsed = { 0 };
	bool is_virtual;

	token_reader_init(&reader, table->sql, strlen(table->sql));
	token_next(&reader);
	is_virtual = token_is(&reader.token, "VIRTUAL");
	add_table(inventory, table, is_virtual, arena);
	if (is_virtual)
		return true;
	parse_create_table(&parsed, table->sql, strlen(table->sql), arena);
	add_checks(inventory, table, &parsed, arena);
	return add_columns(inventory, table, &parsed, arena, diag) && add_key(inventory, table, arena, diag) &&
	       add_indexes(inventory, table, arena, diag) &&
	       add_foreign_keys(inventory, table, &parsed, arena, diag);
}
