#include "schema/inspect.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "schema/allowed.h"
#include "schema/catalog.h"
#include "schema/column.h"
#include "schema/constraint.h"
#include "schema/foreign.h"
#include "schema/key.h"
#include "schema/probe.h"
#include "schema/quoted.h"
#include "schema/replay.h"
#include "schema/rows.h"
#include "schema/schema.h"
#include "schema/table.h"
#include "schema/trigger.h"
#include "schema/view.h"
#include "sql/token.h"
#include "sqlgen.h"

/* https://sqlite.org/pragma.html#pragma_table_list */
enum { LIST_NAME = 1, LIST_TYPE, LIST_WITHOUT_ROWID = 4, LIST_STRICT = 5 };

static bool
is_ours_to_show(const char *name, const char *type)
{
	return strcmp(type, "shadow") != 0 && sqlite3_strnicmp(name, "sqlite_", 7) != 0 &&
	       name_compare(name, SQLGEN_HISTORY_TABLE) != 0;
}

static int
compare(const void *a, const void *b)
{
	return strcmp(((const struct table *)a)->name, ((const struct table *)b)->name);
}

static bool
list_tables(struct schema *schema, sqlite3 *handle, struct arena *arena, struct diag *diag)
{
	struct rows rows;
	if (!rows_open(&rows, handle, diag, "PRAGMA main.table_list"))
		return false;
	while (rows_next(&rows)) {
		const char *name = rows_text(&rows, LIST_NAME, arena);
		const char *type = rows_text(&rows, LIST_TYPE, arena);
		if (!is_ours_to_show(name, type))
			continue;
		schema->tables = arena_grow(arena, schema->tables, schema->table_count,
					    sizeof *schema->tables);
		schema->tables[schema->table_count++] = (struct table){
			.name = name,
			.kind = table_kind_of(type),
			.is_without_rowid = rows_int(&rows, LIST_WITHOUT_ROWID) != 0,
			.is_strict = rows_int(&rows, LIST_STRICT) != 0,
		};
	}
	if (schema->table_count > 0)
		qsort(schema->tables, schema->table_count, sizeof *schema->tables, compare);
	return rows_close(&rows);
}

static const char *
table_sql(const struct table *table, const struct catalog *catalog)
{
	size_t count;
	const char *type = table->kind == TABLE_VIEW ? "view" : "table";
	const struct catalog_entry *entries = catalog_find(&count, catalog, type, table->name);
	return count > 0 ? entries[0].sql : NULL;
}

/* The word after USING. */
static const char *
module_name(const char *sql, struct arena *arena)
{
	struct token_reader reader;
	token_reader_init(&reader, sql, strlen(sql));
	while (reader.token.kind != TOKEN_END && !token_is(&reader.token, "USING"))
		token_next(&reader);
	if (reader.token.kind == TOKEN_END)
		return NULL;
	token_next(&reader);
	return token_name(&reader.token, arena);
}

static bool
view_prepares(const struct table *view, sqlite3 *handle)
{
	char *sql = sqlite3_mprintf("SELECT * FROM main.\"%w\" LIMIT 0", view->name);
	sqlite3_stmt *stmt = NULL;
	int rc = sql == NULL ? SQLITE_NOMEM : sqlite3_prepare_v2(handle, sql, -1, &stmt, NULL);
	sqlite3_finalize(stmt);
	sqlite3_free(sql);
	return rc == SQLITE_OK;
}

/* A view's text is not looked at when it is made. */
static void
check_strings(const struct table *view, sqlite3 *handle, struct diag *diag)
{
	if (view->sql == NULL || strchr(view->sql, '"') == NULL)
		return;
	quoted_refuse(handle);
	if (!view_prepares(view, handle))
		diag_warning(diag, view->place, "double-quoted-string",
			     "view '%s' has a string in double quotes: %s; expected a column, or "
			     "single quotes",
			     view->name, sqlite3_errmsg(handle));
	quoted_allow(handle);
}

static bool
check_view(struct table *table, sqlite3 *handle, struct diag *diag)
{
	table->is_broken = !view_prepares(table, handle);
	if (table->is_broken)
		diag_warning(diag, table->place, "broken-view", "view '%s' cannot be read: %s",
			     table->name, sqlite3_errmsg(handle));
	else
		check_strings(table, handle, diag);
	return !table->is_broken;
}

static bool
inspect_table(struct table *table, const struct replay *replay, const struct catalog *catalog,
	      struct probe *probe, struct arena *arena, struct diag *diag)
{
	table->sql = table_sql(table, catalog);
	table->place = replay_place(replay, table->name, NULL);
	if (table->kind == TABLE_VIRTUAL && table->sql != NULL)
		table->module = module_name(table->sql, arena);
	triggers_inspect(table, replay, catalog, arena);
	if (table->kind == TABLE_VIEW && !check_view(table, replay->handle, diag))
		return true;
	if (!columns_inspect(table, replay, arena, diag) ||
	    !keys_inspect(table, replay, catalog, arena, diag))
		return false;
	defaults_inspect(table, probe, arena);
	allowed_inspect(table, probe, arena);
	types_check(table, arena, diag);
	constraints_inspect(table, replay->handle, arena);
	return true;
}

static bool
inspect_tables(struct schema *schema, const struct replay *replay, struct arena *arena,
	       struct diag *diag)
{
	struct catalog catalog;
	struct probe probe;
	bool is_done = true;
	if (!list_tables(schema, replay->handle, arena, diag) ||
	    !catalog_read(&catalog, replay->handle, arena, diag) || !probe_open(&probe, diag))
		return false;
	for (size_t i = 0; i < schema->table_count && is_done; i++)
		is_done = inspect_table(&schema->tables[i], replay, &catalog, &probe, arena, diag);
	probe_finish(&probe);
	if (is_done)
		views_inspect(schema, replay->handle, arena);
	return is_done;
}

struct fact_list {
	struct schema *schema;
	struct arena *arena;
};

static int
add_fact(void *context, const char *fact)
{
	struct fact_list *list = context;
	struct schema *schema = list->schema;
	schema->facts =
		arena_grow(list->arena, schema->facts, schema->fact_count, sizeof *schema->facts);
	schema->facts[schema->fact_count++] = arena_string(list->arena, fact);
	return SQLITE_OK;
}

/* What these are is for their modules to say: the same text need not mean the same. */
static bool
has_virtual_table(const struct schema *schema)
{
	for (size_t i = 0; i < schema->table_count; i++)
		if (schema->tables[i].kind == TABLE_VIRTUAL)
			return true;
	return false;
}

static bool
read_facts(struct schema *schema, const struct replay *replay, struct arena *arena,
	   struct diag *diag)
{
	struct sqlgen_connection connection = { .handle = replay->handle };
	struct fact_list list = { .schema = schema, .arena = arena };
	char checksum[SQLGEN_CHECKSUM_SIZE];
	int rc = sqlgen_schema_facts(&connection, add_fact, &list);
	if (rc == SQLITE_OK)
		rc = sqlgen_schema_checksum(&connection, checksum);
	if (rc != SQLITE_OK)
		diag_error(diag, (struct place){ .path = NULL }, "cannot read the schema: %s",
			   sqlgen_error(&connection));
	else if (!has_virtual_table(schema))
		schema->checksum = arena_string(arena, checksum);
	sqlgen_close(&connection);
	return rc == SQLITE_OK;
}

bool
inspect_schema(struct schema *schema, const struct replay *replay, struct arena *arena,
	       struct diag *diag)
{
	struct schema result = { .tables = NULL };
	if (!inspect_tables(&result, replay, arena, diag) ||
	    !foreign_keys_inspect(&result, replay, arena, diag) ||
	    !triggers_check(&result, replay, arena, diag) ||
	    !read_facts(&result, replay, arena, diag))
		return false;
	*schema = result;
	return true;
}
