#include "schema/view.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "schema/column.h"
#include "schema/schema.h"
#include "schema/table.h"
#include "sql/token.h"

/* A view's definition, as far as it must be known what its columns can hold. */
struct view_text {
	bool is_compound; /* several SELECTs give one column */
	bool is_plain;    /* a row is there because each of its tables has one */
	bool *is_read;    /* by the place of the view in the schema */
};

static bool
is_any_of(const struct token *token, const char *const *keywords)
{
	for (; *keywords != NULL; keywords++)
		if (token_is(token, *keywords))
			return true;
	return false;
}

/* Could a word before '(' be the name of a function, which may be an aggregate? */
static bool
may_call(const struct token *before)
{
	static const char *const keywords[] = { "SELECT", "FROM", "JOIN", "WHERE", "ON",   "AND",
						"OR",     "NOT",  "IN",   "USING", "BY",   "CASE",
						"WHEN",   "THEN", "ELSE", "LIKE",  "LIMIT", NULL };
	return before->kind == TOKEN_QUOTED ||
	       (before->kind == TOKEN_WORD && !is_any_of(before, keywords));
}

static const struct table *
named_view(const struct schema *schema, const struct token *token, struct arena *arena)
{
	const struct table *table;
	if (!token_is_name(token) && token->kind != TOKEN_STRING)
		return NULL;
	table = table_find(schema, token_name(token, arena));
	return table != NULL && table->kind == TABLE_VIEW ? table : NULL;
}

/* Reads from SELECT or WITH on; what other views say counts, and in doubt a name is theirs. */
static void
read_definition(struct view_text *text, const struct table *view, const struct schema *schema,
		struct arena *arena)
{
	static const char *const compounds[] = { "UNION", "INTERSECT", "EXCEPT", "VALUES", NULL };
	static const char *const widening[] = { "LEFT", "RIGHT", "FULL", "WITH", NULL };
	struct token_reader reader;
	struct token before = { .kind = TOKEN_END };
	bool calls = false, groups = false;
	size_t selects = 0;
	if (view->sql == NULL || text->is_read[view - schema->tables])
		return;
	text->is_read[view - schema->tables] = true;
	token_reader_init(&reader, view->sql, strlen(view->sql));
	(void)token_pass_to(&reader, "AS");
	for (; reader.token.kind != TOKEN_END; token_next(&reader)) {
		const struct token *token = &reader.token;
		const struct table *other = named_view(schema, token, arena);
		selects += token_is(token, "SELECT");
		groups = groups || (token_is(token, "BY") && token_is(&before, "GROUP"));
		calls = calls || token_is(token, "HAVING") ||
			(token->kind == TOKEN_LEFT && may_call(&before));
		text->is_compound = text->is_compound || is_any_of(token, compounds);
		text->is_plain = text->is_plain && !is_any_of(token, widening);
		if (other != NULL)
			read_definition(text, other, schema, arena);
		before = *token;
	}
	text->is_plain = text->is_plain && selects == 1 && (groups || !calls);
}

#ifdef SQLGEN_COLUMN_METADATA
static void
find_origin(struct column *column, const struct schema *schema, sqlite3_stmt *stmt, int index)
{
	const char *table_name = sqlite3_column_table_name(stmt, index);
	const char *name = sqlite3_column_origin_name(stmt, index);
	const char *database = sqlite3_column_database_name(stmt, index);
	const struct table *table;
	size_t found;
	if (table_name == NULL || name == NULL || database == NULL || strcmp(database, "main") != 0)
		return;
	table = table_find(schema, table_name);
	if (table == NULL || table->kind == TABLE_VIEW)
		return;
	found = table_column(table, name);
	if (found < table->column_count) {
		column->origin_table = table;
		column->origin = &table->columns[found];
	} else if (name_compare(name, "rowid") == 0) {
		/* A rowid without a name of its own. */
		column->origin_table = table;
		column->type = "INTEGER";
		column->affinity = AFFINITY_INTEGER;
	}
}
#else
static void
find_origin(struct column *column, const struct schema *schema, sqlite3_stmt *stmt, int index)
{
	(void)column;
	(void)schema;
	(void)stmt;
	(void)index;
}
#endif

static void
set_type(struct column *column, bool is_plain)
{
	const struct column *origin = column->origin;
	if (origin != NULL) {
		column->type = origin->type;
		column->affinity = origin->affinity;
		column->collation = origin->collation;
	}
	column->is_not_null = is_plain && column->origin_table != NULL &&
			      (origin == NULL || origin->is_not_null);
}

static void
view_inspect(struct table *view, const struct schema *schema, sqlite3 *handle, struct arena *arena)
{
	struct view_text text = { .is_plain = true };
	sqlite3_stmt *stmt = NULL;
	char *sql = sqlite3_mprintf("SELECT * FROM main.\"%w\"", view->name);
	for (size_t i = 0; i < view->column_count; i++) {
		view->columns[i].type = "";
		view->columns[i].affinity = AFFINITY_BLOB;
	}
	text.is_read = arena_alloc(arena, schema->table_count * sizeof *text.is_read);
	read_definition(&text, view, schema, arena);
	if (!text.is_compound && sql != NULL &&
	    sqlite3_prepare_v2(handle, sql, -1, &stmt, NULL) == SQLITE_OK &&
	    (size_t)sqlite3_column_count(stmt) == view->column_count)
		for (size_t i = 0; i < view->column_count; i++) {
			find_origin(&view->columns[i], schema, stmt, (int)i);
			set_type(&view->columns[i], text.is_plain);
		}
	sqlite3_finalize(stmt);
	sqlite3_free(sql);
}

void
views_inspect(struct schema *schema, sqlite3 *handle, struct arena *arena)
{
	for (size_t i = 0; i < schema->table_count; i++)
		if (schema->tables[i].kind == TABLE_VIEW && !schema->tables[i].is_broken &&
		    schema->tables[i].sql != NULL)
			view_inspect(&schema->tables[i], schema, handle, arena);
}
