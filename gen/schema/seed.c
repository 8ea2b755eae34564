#include "schema/seed.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "sql/parse.h"
#include "sql/token.h"
#include "sqlgen.h"

/* As an id it is one that no migration writes, as a Julian day it is in 1998. */
enum { FIRST_VALUE = 2451001, ROWS = 3 };

struct seed_column {
	const char *name;
	const char *type;
	bool is_not_null, is_key, is_unique;
	struct parsed_literal *allowed;
	size_t allowed_count;
	int values[ROWS]; /* which of the values each row has; -1: NULL */
};

struct seed_table {
	sqlite3 *handle;
	const char *name;
	struct seed_column *columns;
	size_t column_count;
	struct arena *arena;
};

static sqlite3_stmt *
prepare(sqlite3 *handle, const char *format, const char *name)
{
	char *sql = sqlite3_mprintf(format, name);
	sqlite3_stmt *stmt = NULL;
	if (sql != NULL)
		sqlite3_prepare_v2(handle, sql, -1, &stmt, NULL);
	sqlite3_free(sql);
	return stmt;
}

static const char *
column_text(sqlite3_stmt *stmt, int column, struct arena *arena)
{
	const unsigned char *text = sqlite3_column_text(stmt, column);
	return arena_string(arena, text == NULL ? "" : (const char *)text);
}

static int
compare_names(const void *a, const void *b)
{
	const char *const *left = a, *const *right = b;
	return name_compare(*left, *right);
}

const char **
table_names_find(const struct table_names *names, const char *name)
{
	return names->count == 0 ? NULL
				 : bsearch(&name, names->items, names->count, sizeof(const char *),
					   compare_names);
}

struct table_names
seed_tables(sqlite3 *handle, struct arena *arena)
{
	struct table_names names = { .items = NULL };
	sqlite3_stmt *stmt = prepare(handle,
				     "SELECT name FROM main.sqlite_master WHERE type = 'table'"
				     " AND rootpage > 0 AND name NOT LIKE 'sqlite\\_%%' ESCAPE '\\'"
				     " AND name <> %Q",
				     SQLGEN_HISTORY_TABLE);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		names.items = arena_grow(arena, names.items, names.count, sizeof *names.items);
		names.items[names.count++] = column_text(stmt, 0, arena);
	}
	sqlite3_finalize(stmt);
	if (names.count > 0)
		qsort(names.items, names.count, sizeof *names.items, compare_names);
	return names;
}

/* https://sqlite.org/pragma.html#pragma_table_xinfo; generated columns cannot be written. */
static void
read_columns(struct seed_table *table)
{
	enum { NAME = 1, TYPE, NOT_NULL, KEY = 5, HIDDEN };
	sqlite3_stmt *stmt = prepare(table->handle, "PRAGMA main.table_xinfo(%Q)", table->name);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		if (sqlite3_column_int(stmt, HIDDEN) != 0)
			continue;
		table->columns = arena_grow(table->arena, table->columns, table->column_count,
					    sizeof *table->columns);
		table->columns[table->column_count++] = (struct seed_column){
			.name = column_text(stmt, NAME, table->arena),
			.type = column_text(stmt, TYPE, table->arena),
			.is_not_null = sqlite3_column_int(stmt, NOT_NULL) != 0,
			.is_key = sqlite3_column_int(stmt, KEY) != 0,
		};
	}
	sqlite3_finalize(stmt);
}

static struct seed_column *
find_column(const struct seed_table *table, const char *name)
{
	for (size_t i = 0; i < table->column_count; i++)
		if (name_compare(table->columns[i].name, name) == 0)
			return &table->columns[i];
	return NULL;
}

static void
read_allowed(const struct seed_table *table)
{
	sqlite3_stmt *stmt =
		prepare(table->handle,
			"SELECT sql FROM main.sqlite_master WHERE type = 'table' AND name = %Q",
			table->name);
	struct parsed_table parsed;
	const char *sql = "";
	if (sqlite3_step(stmt) == SQLITE_ROW)
		sql = column_text(stmt, 0, table->arena);
	sqlite3_finalize(stmt);
	if (!parse_create_table(&parsed, sql, strlen(sql), table->arena))
		return;
	for (size_t i = 0; i < parsed.check_count; i++) {
		struct parsed_literal *literals;
		struct seed_column *column;
		const char *name;
		size_t count;
		if (!parse_allowed_values(&name, &literals, &count, &parsed.checks[i],
					  parsed.columns, parsed.column_count, table->arena))
			continue;
		column = find_column(table, name);
		if (column == NULL || (column->allowed != NULL && column->allowed_count <= count))
			continue;
		column->allowed = literals;
		column->allowed_count = count;
	}
}

static void
choose_values(const struct seed_table *table)
{
	for (size_t i = 0; i < table->column_count; i++) {
		struct seed_column *column = &table->columns[i];
		column->values[1] = column->is_not_null || column->is_key ? 1 : -1;
	}
}

/* The third row must differ from the first in one column of each key: the last, if in none yet. */
static void
tell_apart(struct seed_column **columns, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		columns[i]->is_unique = true;
		if (columns[i]->values[2] != columns[i]->values[0])
			return;
	}
	if (count > 0)
		columns[count - 1]->values[2] = 2;
}

static void
tell_primary_keys_apart(const struct seed_table *table)
{
	struct seed_column **columns =
		arena_alloc(table->arena, (table->column_count + 1) * sizeof *columns);
	size_t count = 0;
	for (size_t i = 0; i < table->column_count; i++)
		if (table->columns[i].is_key)
			columns[count++] = &table->columns[i];
	tell_apart(columns, count);
}

static void
tell_unique_apart(const struct seed_table *table, const char *index)
{
	enum { NAME = 2 };
	sqlite3_stmt *stmt = prepare(table->handle, "PRAGMA main.index_info(%Q)", index);
	struct seed_column **columns = NULL;
	size_t count = 0;
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		struct seed_column *column =
			find_column(table, column_text(stmt, NAME, table->arena));
		if (column == NULL)
			continue;
		columns = arena_grow(table->arena, columns, count, sizeof(struct seed_column *));
		columns[count++] = column;
	}
	sqlite3_finalize(stmt);
	tell_apart(columns, count);
}

static void
tell_keys_apart(const struct seed_table *table)
{
	enum { NAME = 1, UNIQUE };
	sqlite3_stmt *stmt = prepare(table->handle, "PRAGMA main.index_list(%Q)", table->name);
	tell_primary_keys_apart(table);
	while (sqlite3_step(stmt) == SQLITE_ROW)
		if (sqlite3_column_int(stmt, UNIQUE) != 0)
			tell_unique_apart(table, column_text(stmt, NAME, table->arena));
	sqlite3_finalize(stmt);
}

/* Does the declared type hold this word?
 * https://sqlite.org/datatype3.html#determination_of_column_affinity */
static bool
type_has(const struct seed_column *column, const char *word)
{
	size_t length = strlen(word);
	for (const char *c = column->type; *c != '\0'; c++)
		if (sqlite3_strnicmp(c, word, (int)length) == 0)
			return true;
	return false;
}

static void
add_value(struct text *sql, const struct seed_column *column, int row, bool is_small)
{
	int value = column->values[row];
	int number = FIRST_VALUE + value;
	if (value < 0) {
		text_add_string(sql, "NULL");
		return;
	}
	if (column->allowed_count > 0) {
		const struct parsed_literal *literal =
			&column->allowed[(size_t)value % column->allowed_count];
		text_add(sql, literal->text, literal->length);
		return;
	}
	if ((is_small || type_has(column, "BOOL")) && !column->is_unique)
		number = 1;
	if (type_has(column, "INT"))
		text_format(sql, "%d", number);
	else if (type_has(column, "CHAR") || type_has(column, "CLOB") || type_has(column, "TEXT") ||
		 type_has(column, "JSON"))
		text_format(sql, "'%d'", number);
	else if (type_has(column, "BLOB"))
		text_format(sql, "CAST('%d' AS BLOB)", number);
	else
		text_format(sql, "%d", number);
}

static int
insert_row(const struct seed_table *table, int row, bool is_small)
{
	char *name = sqlite3_mprintf("\"%w\"", table->name);
	struct text sql = { .data = NULL };
	int rc;
	text_format(&sql, "INSERT INTO main.%s(", name == NULL ? "" : name);
	sqlite3_free(name);
	for (size_t i = 0; i < table->column_count; i++) {
		name = sqlite3_mprintf("\"%w\"", table->columns[i].name);
		text_format(&sql, "%s%s", i > 0 ? ", " : "", name == NULL ? "" : name);
		sqlite3_free(name);
	}
	text_add_string(&sql, ") VALUES (");
	for (size_t i = 0; i < table->column_count; i++) {
		if (i > 0)
			text_add_string(&sql, ", ");
		add_value(&sql, &table->columns[i], row, is_small);
	}
	text_add_char(&sql, ')');
	rc = sqlite3_exec(table->handle, sql.data, NULL, NULL, NULL);
	text_finish(&sql);
	return rc;
}

static bool
is_empty(sqlite3 *handle, const char *table)
{
	sqlite3_stmt *stmt = prepare(handle, "SELECT 1 FROM main.\"%w\"", table);
	bool is_done = sqlite3_step(stmt) == SQLITE_DONE;
	sqlite3_finalize(stmt);
	return is_done;
}

static enum seed
insert_rows(const struct seed_table *table)
{
	enum seed seed = SEED_NONE;
	for (int i = 0; i < ROWS; i++)
		if (insert_row(table, i, false) == SQLITE_OK ||
		    insert_row(table, i, true) == SQLITE_OK)
			seed = SEED_ROWS;
	if (seed == SEED_ROWS)
		return seed;
	sqlite3_exec(table->handle, "PRAGMA ignore_check_constraints = ON", NULL, NULL, NULL);
	for (int i = 0; i < ROWS; i++)
		if (insert_row(table, i, false) == SQLITE_OK)
			seed = SEED_LOOSE;
	sqlite3_exec(table->handle, "PRAGMA ignore_check_constraints = OFF", NULL, NULL, NULL);
	return seed;
}

enum seed
seed_table(sqlite3 *handle, const char *name, struct arena *arena)
{
	struct seed_table table = { .handle = handle, .name = name, .arena = arena };
	enum seed seed;
	if (!is_empty(handle, name))
		return SEED_NONE;
	read_columns(&table);
	read_allowed(&table);
	choose_values(&table);
	tell_keys_apart(&table);
	sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, (int *)NULL);
	seed = insert_rows(&table);
	sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 1, (int *)NULL);
	return seed;
}

void
seed_empty(sqlite3 *handle, struct arena *arena)
{
	struct table_names tables = seed_tables(handle, arena);
	sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, (int *)NULL);
	for (size_t i = 0; i < tables.count; i++) {
		char *sql = sqlite3_mprintf("DELETE FROM main.\"%w\"", tables.items[i]);
		if (sql != NULL)
			sqlite3_exec(handle, sql, NULL, NULL, NULL);
		sqlite3_free(sql);
	}
	sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 1, (int *)NULL);
}
