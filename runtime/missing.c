#include "private.h"

/* What a statement would make. */
struct made_object {
	char *table; /* of a new column; else NULL */
	char *name;
	bool is_index, is_temporary;
};

static bool
is_name(const struct sqlgen_token *token)
{
	return token->kind == SQLGEN_TOKEN_WORD || token->kind == SQLGEN_TOKEN_QUOTED ||
	       token->kind == SQLGEN_TOKEN_STRING;
}

static bool
pass_keyword(struct sqlgen_token *token, const char *keyword)
{
	if (!sqlgen_token_is(token, keyword))
		return false;
	*token = sqlgen_token_after(token);
	return true;
}

/* Also in quotes, which take nothing away from so plain a name. */
static bool
is_schema(const struct sqlgen_token *token, const char *name)
{
	size_t quotes = token->kind == SQLGEN_TOKEN_WORD ? 0 : 1;

	return token->length == 4 + 2 * quotes && sqlite3_strnicmp(token->text + quotes, name, 4) == 0;
}

/* [schema .] name; the token behind it follows. false: it is something else. */
static bool
pass_name(struct sqlgen_token *token, struct sqlgen_token *name, bool *is_temporary)
{
	if (!is_name(token))
		return false;
	*name = *token;
	*token = sqlgen_token_after(token);
	if (token->kind != SQLGEN_TOKEN_OTHER || token->text[0] != '.')
		return true;
	/* A migration has no other databases than these two. */
	if (is_schema(name, "temp"))
		*is_temporary = true;
	else if (!is_schema(name, "main"))
		return false;
	*token = sqlgen_token_after(token);
	if (!is_name(token))
		return false;
	*name = *token;
	*token = sqlgen_token_after(token);
	return true;
}

/* ALTER TABLE table ADD [COLUMN] column */
static bool
parse_add_column(struct sqlgen_token token, struct made_object *made, struct sqlgen_token *table,
		 struct sqlgen_token *name)
{
	if (!pass_keyword(&token, "ALTER") || !pass_keyword(&token, "TABLE") ||
	    !pass_name(&token, table, &made->is_temporary) || !pass_keyword(&token, "ADD"))
		return false;
	pass_keyword(&token, "COLUMN");
	*name = token;
	return is_name(name);
}

/* CREATE [TEMP] TABLE [IF NOT EXISTS] name, CREATE [UNIQUE] INDEX [IF NOT EXISTS] name */
static bool
parse_create(struct sqlgen_token token, struct made_object *made, struct sqlgen_token *name)
{
	if (!pass_keyword(&token, "CREATE"))
		return false;
	if (pass_keyword(&token, "UNIQUE")) {
		made->is_index = true;
	} else if (pass_keyword(&token, "TEMP") || pass_keyword(&token, "TEMPORARY")) {
		made->is_temporary = true;
	}
	if (!made->is_temporary && pass_keyword(&token, "INDEX"))
		made->is_index = true;
	else if (made->is_index || !pass_keyword(&token, "TABLE"))
		return false;
	if (pass_keyword(&token, "IF") &&
	    (!pass_keyword(&token, "NOT") || !pass_keyword(&token, "EXISTS")))
		return false;
	return pass_name(&token, name, &made->is_temporary);
}

static int
look_up(struct sqlgen_connection *connection, const struct made_object *made, bool *is_there)
{
	sqlite3_stmt *stmt = NULL;
	const char *sql;
	int rc;

	if (made->table != NULL)
		sql = made->is_temporary ?
			      "SELECT 1 FROM pragma_table_xinfo(?2, 'temp') WHERE name = ?1 COLLATE NOCASE" :
			      "SELECT 1 FROM pragma_table_xinfo(?2) WHERE name = ?1 COLLATE NOCASE";
	else if (made->is_index)
		sql = "SELECT 1 FROM main.sqlite_master WHERE type = 'index' AND name = ?1 COLLATE NOCASE";
	else if (made->is_temporary)
		sql = "SELECT 1 FROM sqlite_temp_master WHERE type IN ('table', 'view') AND name = ?1 COLLATE NOCASE";
	else
		sql = "SELECT 1 FROM main.sqlite_master WHERE type IN ('table', 'view') AND name = ?1 COLLATE NOCASE";
	rc = sqlgen_prepare(connection, sql, &stmt);
	if (rc != SQLITE_OK)
		return rc;
	rc = sqlgen_give_text(connection, stmt, 1, made->name);
	if (rc == SQLITE_OK && made->table != NULL)
		rc = sqlgen_give_text(connection, stmt, 2, made->table);
	if (rc == SQLITE_OK) {
		rc = sqlite3_step(stmt);
		*is_there = rc == SQLITE_ROW;
		rc = rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : sqlgen_fail_database(connection, rc);
	}
	sqlite3_finalize(stmt);
	return rc;
}

/* Up to the semicolon, which none of these statements has inside. */
static size_t
length_to_semicolon(const char *text)
{
	struct sqlgen_token token = sqlgen_token_at(text);

	while (token.kind != SQLGEN_TOKEN_END &&
	       !(token.kind == SQLGEN_TOKEN_OTHER && token.text[0] == ';'))
		token = sqlgen_token_at(token.text + token.length);
	return (size_t)(token.text - text) + token.length;
}

int
sqlgen_missing_skip(struct sqlgen_connection *connection, const char *text, size_t *length)
{
	struct made_object made = { NULL, NULL, false, false };
	struct sqlgen_token first = sqlgen_token_first(text), table = first, name = first;
	bool is_column = parse_add_column(first, &made, &table, &name), is_there = false;
	int rc = SQLITE_OK;

	*length = 0;
	if (!is_column && !parse_create(first, &made, &name))
		return SQLITE_OK;
	made.name = sqlgen_token_name(&name);
	if (is_column)
		made.table = sqlgen_token_name(&table);
	if (made.name == NULL || (is_column && made.table == NULL))
		rc = sqlgen_fail(connection, SQLITE_NOMEM, "out of memory");
	if (rc == SQLITE_OK)
		rc = look_up(connection, &made, &is_there);
	if (rc == SQLITE_OK && is_there)
		*length = length_to_semicolon(text);
	sqlite3_free(made.name);
	sqlite3_free(made.table);
	return rc;
}
