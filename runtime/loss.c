#include <string.h>

#include "private.h"

/* A default that is no expression: a number, a word, or a string in single quotes. */
static bool
is_literal(const char *text)
{
	static const char letters[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.+-";
	struct sqlgen_token token = sqlgen_token_first(text);

	if (token.kind == SQLGEN_TOKEN_STRING)
		return sqlgen_token_after(&token).kind == SQLGEN_TOKEN_END;
	return text[strspn(text, letters)] == '\0';
}

/*
 * Values that are neither NULL nor the column's default: these are told by the schema itself. A
 * word that is no value is no default either.
 */
static int
count_values(struct sqlgen_connection *connection, const struct sqlgen_losses *losses,
	     const char *column, const char *initial, int64_t *values)
{
	const char *database = sqlgen_losses_database(losses);
	int rc = SQLITE_ERROR;

	if (initial != NULL && is_literal(initial))
		rc = sqlgen_query_made(
			connection,
			sqlite3_mprintf("WITH initial (value) AS (SELECT %s)"
					" SELECT count(*) FROM %s.\"%w\" AS t, initial"
					" WHERE t.\"%w\" IS NOT NULL"
					" AND t.\"%w\" IS NOT initial.value",
					initial, database, losses->table, column, column),
			values);
	if (!sqlgen_is(rc, SQLITE_ERROR))
		return rc;
	return sqlgen_query_made(connection,
				 sqlite3_mprintf("SELECT count(*) FROM %s.\"%w\" AS t"
						 " WHERE t.\"%w\" IS NOT NULL",
						 database, losses->table, column),
				 values);
}

/* One column, or all: those that are neither generated nor hidden. */
static int
prepare_columns(struct sqlgen_connection *connection, const struct sqlgen_losses *losses,
		sqlite3_stmt **stmt)
{
	int rc = sqlgen_prepare(connection,
				"SELECT name, dflt_value FROM pragma_table_xinfo(?1, ?2)"
				" WHERE hidden = 0 AND (?3 IS NULL OR name = ?3 COLLATE NOCASE)",
				stmt);

	if (rc != SQLITE_OK)
		return rc;
	rc = sqlgen_give_text(connection, *stmt, 1, losses->table);
	if (rc == SQLITE_OK)
		rc = sqlgen_give_text(connection, *stmt, 2, sqlgen_losses_database(losses));
	return rc == SQLITE_OK ? sqlgen_give_text(connection, *stmt, 3, losses->column) : rc;
}

struct loss_search {
	struct sqlgen_connection *connection;
	const struct sqlgen_losses *losses;
	int (*each)(void *context, const char *table, const char *column, int64_t count);
	void *context;
};

static int
look_at_column(const struct loss_search *search, const char *column, const char *initial,
	       bool *any_carried)
{
	bool is_carried = sqlgen_losses_has_carried(search->losses, column);
	int64_t values = 0;
	int rc;

	if (any_carried != NULL)
		*any_carried = *any_carried || is_carried;
	if (any_carried != NULL || is_carried)
		return SQLITE_OK;
	rc = count_values(search->connection, search->losses, column, initial, &values);
	if (rc != SQLITE_OK)
		return rc;
	return search->each(search->context, search->losses->table, column, values);
}

/* The row that stmt is at. */
static int
look_at_row(const struct loss_search *search, sqlite3_stmt *stmt, bool *any_carried)
{
	bool has_default = sqlite3_column_type(stmt, 1) != SQLITE_NULL;
	const char *name = (const char *)sqlite3_column_text(stmt, 0);
	const char *initial = (const char *)sqlite3_column_text(stmt, 1);

	if (name == NULL || (has_default && initial == NULL))
		return sqlgen_fail(search->connection, SQLITE_NOMEM, "out of memory");
	return look_at_column(search, name, initial, any_carried);
}

/* Without any_carried reports what is lost; with it only says whether some column was read. */
static int
look_at_columns(const struct loss_search *search, bool *any_carried)
{
	sqlite3_stmt *stmt = NULL;
	int rc = prepare_columns(search->connection, search->losses, &stmt);

	while (rc == SQLITE_OK) {
		rc = sqlite3_step(stmt);
		if (rc == SQLITE_ROW)
			rc = look_at_row(search, stmt, any_carried);
		else if (rc != SQLITE_DONE)
			rc = sqlgen_fail_database(search->connection, rc);
	}
	sqlite3_finalize(stmt);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* A full-text index without a table of contents says nothing that another table does not. */
static int
find_contents(const struct loss_search *search, int64_t *contents)
{
	return sqlgen_query_made(search->connection,
				 sqlite3_mprintf("SELECT count(*) FROM main.sqlite_master"
						 " WHERE name = '%q_content' COLLATE NOCASE",
						 search->losses->table),
				 contents);
}

static int
look_at_table(const struct loss_search *search)
{
	const struct sqlgen_losses *losses = search->losses;
	int64_t rows = 1;
	bool any_carried = false;
	int rc = losses->is_full_text ? find_contents(search, &rows) : SQLITE_OK;

	if (rc != SQLITE_OK || rows == 0)
		return rc;
	rc = look_at_columns(search, &any_carried);
	if (rc != SQLITE_OK)
		return rc;
	if (any_carried)
		return look_at_columns(search, NULL);
	rc = sqlgen_query_made(search->connection,
			       sqlite3_mprintf("SELECT count(*) FROM %s.\"%w\"",
					       sqlgen_losses_database(losses), losses->table),
			       &rows);
	return rc == SQLITE_OK ? search->each(search->context, losses->table, NULL, rows) : rc;
}

int
sqlgen_losses_find(struct sqlgen_connection *connection, struct sqlgen_losses *losses,
		   int (*each)(void *context, const char *table, const char *column, int64_t count),
		   void *context)
{
	struct loss_search search;
	int rc;

	if (losses->table == NULL || (!losses->has_dropped && sqlgen_losses_is_own(losses)))
		return SQLITE_OK;
	search.connection = connection;
	search.losses = losses;
	search.each = each;
	search.context = context;
	losses->is_asking = true;
	rc = losses->column != NULL ? look_at_columns(&search, NULL) : look_at_table(&search);
	losses->is_asking = false;
	return rc;
}
