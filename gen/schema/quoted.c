#include "schema/quoted.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "input/migrations.h"
#include "sql/token.h"

/* What is larger holds rows, not columns; each statement is looked at once more. */
enum { TEXT_SIZE_MAX = 4 * 1024 * 1024, STRINGS_MAX = 20 };

static void
set(sqlite3 *handle, int is_allowed)
{
	sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, is_allowed, (int *)NULL);
	sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, is_allowed, (int *)NULL);
}

void
quoted_refuse(sqlite3 *handle)
{
	set(handle, 0);
}

void
quoted_allow(sqlite3 *handle)
{
	set(handle, 1);
}

static bool
is_double_quoted(const struct token *token)
{
	return token->kind == TOKEN_QUOTED && token->text[0] == '"';
}

static void
warn(const struct migration *migration, size_t offset, const char *name, bool is_default,
     struct diag *diag)
{
	diag_warning(diag, migration_place(migration, offset, diag), "double-quoted-string",
		     is_default ? "\"%s\" is taken for a string: expected single quotes, '%s'"
				: "\"%s\" is taken for a string, as there is no column of this "
				  "name: expected a column, or single quotes, '%s'",
		     name, name);
}

/* A default is never a column, so that SQLite does not complain. */
static bool
check_defaults(const struct migration *migration, size_t offset, size_t length, struct arena *arena,
	       struct diag *diag)
{
	struct token_reader reader;
	bool has_quotes = false, is_default = false;
	token_reader_init(&reader, migration->text + offset, length);
	for (; reader.token.kind != TOKEN_END; token_next(&reader)) {
		bool is_quoted = is_double_quoted(&reader.token);
		if (is_quoted && is_default)
			warn(migration, offset + reader.offset, token_name(&reader.token, arena),
			     true, diag);
		else if (is_quoted)
			has_quotes = true;
		is_default = token_is(&reader.token, "DEFAULT");
	}
	return has_quotes;
}

/* Makes a string of the token in a copy of the statement, whatever is in it. */
static void
replace(char *sql, size_t at, size_t length)
{
	for (size_t i = at + 1; i + 1 < at + length; i++)
		if (sql[i] == '\'' || sql[i] == '"')
			sql[i] = '_';
	sql[at] = sql[at + length - 1] = '\'';
}

/* Where SQLite stopped, if that is at a double-quoted name; else a token of another kind. */
static struct token
refused_token(sqlite3 *handle, const char *sql, size_t length)
{
	int offset = sqlite3_error_offset(handle);
	if (offset < 0 || (size_t)offset >= length)
		return (struct token){ .kind = TOKEN_END };
	return token_at(sql + offset, length - (size_t)offset);
}

static bool
prepares(sqlite3 *handle, const char *sql, size_t length)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(handle, sql, (int)length, &stmt, NULL);
	sqlite3_finalize(stmt);
	return rc == SQLITE_OK;
}

size_t
quoted_find(struct quoted_string *strings, size_t room, sqlite3 *handle, const char *text, size_t length,
	    struct arena *arena)
{
	char *sql = NULL;
	size_t count = 0;
	bool runs;
	quoted_refuse(handle);
	if (prepares(handle, text, length)) {
		quoted_allow(handle);
		return 0;
	}
	quoted_allow(handle);
	runs = prepares(handle, text, length);
	quoted_refuse(handle);
	while (runs && count < room && !prepares(handle, sql ? sql : text, length)) {
		struct token token = refused_token(handle, sql ? sql : text, length);
		size_t at;
		if (!is_double_quoted(&token) || token.length < 2)
			break;
		at = (size_t)(token.text - (sql ? sql : text));
		if (sql == NULL)
			sql = arena_copy(arena, text, length);
		token.text = text + at;
		strings[count++] = (struct quoted_string){ at, token_name(&token, arena) };
		replace(sql, at, token.length);
	}
	quoted_allow(handle);
	return count;
}

static void
check_names(sqlite3 *handle, const struct migration *migration, size_t offset, size_t length,
	    struct arena *arena, struct diag *diag)
{
	struct quoted_string strings[STRINGS_MAX];
	size_t count = quoted_find(strings, STRINGS_MAX, handle, migration->text + offset, length,
				   arena);
	for (size_t i = 0; i < count; i++)
		warn(migration, offset + strings[i].offset, strings[i].name, false, diag);
}

/* Some PRAGMAs act when they are prepared. */
static bool
is_only_prepared(const char *text, size_t length)
{
	static const char *const words[] = { "CREATE", "INSERT", "REPLACE", "UPDATE",
					     "DELETE", "SELECT", "WITH",    "ALTER" };
	struct token_reader reader;
	token_reader_init(&reader, text, length);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (token_is(&reader.token, words[i]))
			return true;
	return false;
}

void
quoted_check(sqlite3 *handle, const struct migration *migration, size_t offset, struct arena *arena,
	     struct diag *diag)
{
	const char *text = migration->text + offset;
	size_t length;
	if (migration->size > TEXT_SIZE_MAX)
		return;
	length = statement_length(text, migration->size - offset);
	if (memchr(text, '"', length) == NULL || !is_only_prepared(text, length) ||
	    !check_defaults(migration, offset, length, arena, diag))
		return;
	check_names(handle, migration, offset, length, arena, diag);
}
