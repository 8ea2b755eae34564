#include "schema/addition.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "input/migrations.h"
#include "schema/application.h"
#include "sql/token.h"
#include "sqlgen.h"

/* An ordinary table as sqlite_schema has it. */
struct stored_table {
	sqlite3_int64 rowid;
	const char *name, *sql;
	struct text script; /* makes it and its indexes */
	struct arena arena; /* of these, and of its new text */
};

void
additions_init(struct additions *additions, sqlite3 *handle, const struct migrations *migrations,
	       struct arena *arena, struct diag *diag)
{
	*additions = (struct additions){
		.handle = handle, .migrations = migrations, .arena = arena, .diag = diag
	};
	for (size_t i = 0; i < migrations->count && !additions->is_off; i++)
		additions->is_off = sqlite3_strlike("%changes%", migrations->items[i].text, 0) == 0;
}

static const char *
small_letters(const char *name, struct arena *arena)
{
	char *copy = arena_string(arena, name);
	for (char *c = copy; *c != '\0'; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	return copy;
}

static bool
is_pending(const struct additions *additions, const char *table)
{
	const char *key = small_letters(table, additions->arena);
	return map_get(&additions->tables, key, strlen(key)) != NULL;
}

/* What has a value of its own making, or a type with a name like that. */
static bool
has_expression(struct token_reader *reader)
{
	bool is_default = false;
	for (; reader->token.kind != TOKEN_END; token_next(reader)) {
		if (token_is(&reader->token, "AS") || token_is(&reader->token, "CHECK") ||
		    (is_default && reader->token.kind == TOKEN_LEFT))
			return true;
		is_default = token_is(&reader->token, "DEFAULT");
	}
	return false;
}

/* Most statements do not, and may be long. */
static bool
begins_with_alter(const char *text)
{
	struct token token = token_at(text, strlen("ALTER "));
	return token_is(&token, "ALTER");
}

/*
 * The table that a plain ADD COLUMN alters; NULL if the statement is anything else. Names in double
 * quotes may be strings, for which schema/quoted looks.
 */
static const char *
altered_table(const char *text, size_t length, struct arena *arena)
{
	struct token_reader reader;
	struct token table;
	if (memchr(text, '"', length) != NULL)
		return NULL;
	token_reader_init(&reader, text, length);
	if (!token_accept(&reader, "ALTER") || !token_accept(&reader, "TABLE"))
		return NULL;
	table = reader.token;
	if (!token_is_name(&table))
		return NULL;
	token_next(&reader);
	if (!token_accept(&reader, "ADD") || has_expression(&reader))
		return NULL;
	return token_name(&table, arena);
}

static sqlite3_stmt *
prepare(sqlite3 *handle, const char *sql, const char *name)
{
	sqlite3_stmt *stmt = NULL;
	sqlite3_prepare_v2(handle, sql, -1, &stmt, NULL);
	sqlite3_bind_text(stmt, 1, name, -1, SQLITE_STATIC);
	return stmt;
}

static const char *
column_text(sqlite3_stmt *stmt, int column, struct arena *arena)
{
	const unsigned char *text = sqlite3_column_text(stmt, column);
	return arena_string(arena, text == NULL ? "" : (const char *)text);
}

static bool
is_empty(sqlite3 *handle, const char *table)
{
	char *sql = sqlite3_mprintf("SELECT 1 FROM main.\"%w\"", table);
	sqlite3_stmt *stmt = sql == NULL ? NULL : prepare(handle, sql, NULL);
	bool is_done = sqlite3_step(stmt) == SQLITE_DONE;
	sqlite3_finalize(stmt);
	sqlite3_free(sql);
	return is_done;
}

/* False if it is no ordinary table, or there is anything beside that could matter. */
static bool
add_object(struct stored_table *table, sqlite3_stmt *stmt)
{
	enum { ROWID, TYPE, NAME, SQL };
	const char *type = (const char *)sqlite3_column_text(stmt, TYPE);
	const char *sql = (const char *)sqlite3_column_text(stmt, SQL);
	bool is_table = type != NULL && strcmp(type, "table") == 0;
	if (sql == NULL || is_table != (table->sql == NULL) ||
	    !(is_table ? sqlite3_strnicmp(sql, "CREATE TABLE", 12) == 0
		       : type != NULL && strcmp(type, "index") == 0))
		return false;
	if (is_table) {
		table->rowid = sqlite3_column_int64(stmt, ROWID);
		table->name = column_text(stmt, NAME, &table->arena);
		table->sql = arena_string(&table->arena, sql);
	}
	text_format(&table->script, "%s;\n", sql);
	return true;
}

/* Virtual tables, which SQLite would connect again, keep all others from it. */
static bool
read_table(struct stored_table *table, const struct additions *additions, const char *name)
{
	sqlite3_stmt *stmt =
		prepare(additions->handle,
			"SELECT rowid, type, name, sql FROM main.sqlite_master"
			" WHERE (tbl_name = ?1 COLLATE NOCASE AND sql IS NOT NULL)"
			" OR (rootpage = 0 AND type = 'table')"
			" UNION ALL SELECT NULL, NULL, NULL, NULL FROM sqlite_temp_master",
			name);
	bool is_ordinary = true;
	int rc;
	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW && is_ordinary)
		is_ordinary = add_object(table, stmt);
	sqlite3_finalize(stmt);
	return is_ordinary && rc == SQLITE_DONE && table->sql != NULL &&
	       is_empty(additions->handle, table->name);
}

static bool
open_scratch(struct additions *additions)
{
	const struct migrations *migrations = additions->migrations;
	if (additions->scratch != NULL)
		return true;
	if (sqlite3_open(":memory:", &additions->scratch) != SQLITE_OK ||
	    !application_register(additions->scratch, migrations->declarations,
				  migrations->declaration_count, additions->arena, additions->diag))
		return false;
	sqlite3_db_config(additions->scratch, SQLITE_DBCONFIG_ENABLE_FKEY, 0, (int *)NULL);
	limit_set(&additions->limit, additions->scratch, LIMIT_MILLION_STEPS);
	return true;
}

/* Runs one statement, of exactly this length. */
static bool
execute(sqlite3 *handle, const char *text, size_t length)
{
	sqlite3_stmt *stmt = NULL;
	const char *tail = NULL;
	bool is_done = sqlite3_prepare_v2(handle, text, -1, &stmt, &tail) == SQLITE_OK &&
		       tail == text + length && sqlite3_step(stmt) == SQLITE_DONE;
	sqlite3_finalize(stmt);
	return is_done;
}

static const char *
stored_text(sqlite3 *handle, const char *table, struct arena *arena)
{
	sqlite3_stmt *stmt = prepare(
		handle, "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?1", table);
	const char *sql = sqlite3_step(stmt) == SQLITE_ROW ? column_text(stmt, 0, arena) : "";
	sqlite3_finalize(stmt);
	return sql;
}

/* The text of the table with its new column; NULL if SQLite does not agree in every respect. */
static const char *
altered_text(sqlite3 *scratch, struct stored_table *table, const char *text, size_t length)
{
	const char *sql = NULL;
	if (sqlite3_exec(scratch, "BEGIN", NULL, NULL, NULL) == SQLITE_OK &&
	    sqlite3_exec(scratch, table->script.data, NULL, NULL, NULL) == SQLITE_OK &&
	    strcmp(stored_text(scratch, table->name, &table->arena), table->sql) == 0 &&
	    execute(scratch, text, length))
		sql = stored_text(scratch, table->name, &table->arena);
	sqlite3_exec(scratch, "ROLLBACK", NULL, NULL, NULL);
	return sql;
}

static bool
store(sqlite3 *handle, sqlite3_int64 rowid, const char *sql)
{
	sqlite3_stmt *stmt;
	bool is_done;
	sqlite3_db_config(handle, SQLITE_DBCONFIG_WRITABLE_SCHEMA, 1, (int *)NULL);
	stmt = prepare(handle, "UPDATE main.sqlite_master SET sql = ?1 WHERE rowid = ?2", sql);
	sqlite3_bind_int64(stmt, 2, rowid);
	is_done = sqlite3_step(stmt) == SQLITE_DONE;
	sqlite3_finalize(stmt);
	sqlite3_db_config(handle, SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0, (int *)NULL);
	return is_done;
}

static bool
add_column(struct additions *additions, const char *name, const char *text, size_t length)
{
	struct stored_table table = { .sql = NULL };
	const char *sql = NULL, *key;
	bool is_added;
	if (name_compare(name, SQLGEN_HISTORY_TABLE) != 0 && read_table(&table, additions, name) &&
	    open_scratch(additions))
		sql = altered_text(additions->scratch, &table, text, length);
	is_added = sql != NULL && store(additions->handle, table.rowid, sql);
	if (is_added) {
		key = small_letters(table.name, additions->arena);
		map_set(&additions->tables, key, strlen(key), additions, additions->arena);
		additions->count++;
	}
	text_finish(&table.script);
	arena_finish(&table.arena);
	return is_added;
}

/* A key may be the rowid, which a new column of that name hides. */
static bool
is_known(const struct additions *additions, const char *table, const struct token *column)
{
	int is_key = 1;
	return column->kind == TOKEN_WORD &&
	       sqlite3_table_column_metadata(additions->handle, "main", table,
					     token_name(column, additions->arena), NULL, NULL, NULL,
					     &is_key, NULL) == SQLITE_OK &&
	       !is_key;
}

/* Has the index, from its '(' on, nothing but columns that SQLite knows in this table? */
static bool
are_known(const struct additions *additions, const char *table, struct token_reader *reader)
{
	do {
		token_next(reader);
		if (!is_known(additions, table, &reader->token))
			return false;
		token_next(reader);
		if (!token_accept(reader, "ASC"))
			token_accept(reader, "DESC");
	} while (reader->token.kind == TOKEN_COMMA);
	if (reader->token.kind != TOKEN_RIGHT)
		return false;
	token_next(reader);
	return reader->token.kind == TOKEN_SEMICOLON || reader->token.kind == TOKEN_END;
}

/*
 * Needs the statement nothing that SQLite has not read yet? CREATE TABLE without a SELECT looks at
 * no other table but for its name; CREATE INDEX looks at one, which has no rows if it is one of
 * ours.
 */
static bool
is_independent(const struct additions *additions, const char *text, size_t length)
{
	struct token_reader reader;
	const char *table;
	token_reader_init(&reader, text, length);
	if (!token_accept(&reader, "CREATE"))
		return false;
	if (token_accept(&reader, "TABLE"))
		return !token_pass_to(&reader, "SELECT");
	token_accept(&reader, "UNIQUE");
	if (!token_accept(&reader, "INDEX") || !token_pass_to(&reader, "ON"))
		return false;
	token_next(&reader);
	table = token_name(&reader.token, additions->arena);
	token_next(&reader);
	return is_pending(additions, table) ? are_known(additions, table, &reader)
					    : !token_pass_to(&reader, "SELECT");
}

size_t
additions_do(struct additions *additions, size_t index, size_t offset)
{
	const struct migration *migration = &additions->migrations->items[index];
	const char *text = migration->text + offset, *table = NULL;
	bool is_usual = !migration->no_transaction && !migration->if_missing;
	size_t length;
	if (additions->is_off || (additions->count == 0 && !begins_with_alter(text)))
		return 0;
	length = statement_length(text, migration->size - offset);
	if (is_usual)
		table = altered_table(text, length, additions->arena);
	if (table != NULL && add_column(additions, table, text, length))
		return length;
	if (!is_usual || !is_independent(additions, text, length))
		additions_settle(additions);
	return 0;
}

bool
additions_settle(struct additions *additions)
{
	sqlite3_stmt *stmt;
	char sql[80];
	int version = 0;
	if (additions->count == 0)
		return !additions->has_failed;
	stmt = prepare(additions->handle, "PRAGMA main.schema_version", NULL);
	if (sqlite3_step(stmt) == SQLITE_ROW)
		version = sqlite3_column_int(stmt, 0);
	sqlite3_finalize(stmt);
	sqlite3_snprintf((int)sizeof sql, sql,
			 "PRAGMA main.schema_version = %d; PRAGMA writable_schema = RESET",
			 version + additions->count);
	if (version == 0 || sqlite3_exec(additions->handle, sql, NULL, NULL, NULL) != SQLITE_OK)
		additions->has_failed = true;
	additions->count = 0;
	additions->tables = (struct map){ .count = 0 };
	return !additions->has_failed;
}

void
additions_finish(struct additions *additions)
{
	sqlite3_close(additions->scratch);
	additions->scratch = NULL;
}
