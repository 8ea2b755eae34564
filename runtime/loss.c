#include <string.h>

#include "private.h"

static bool
is_internal(const char *table)
{
	return sqlite3_strnicmp(table, "sqlite_", 7) == 0;
}

static char *
copy_name(const char *text)
{
	return text != NULL ? sqlite3_mprintf("%s", text) : NULL;
}

static bool
is_same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : sqlite3_stricmp(a, b) == 0;
}

static bool
is_of(const struct sqlgen_read *read, const char *database, const char *table, const char *column)
{
	return is_same(read->database, database) && is_same(read->table, table) &&
	       (column == NULL || is_same(read->column, column));
}

static void
free_read(struct sqlgen_read *read)
{
	sqlite3_free(read->database);
	sqlite3_free(read->table);
	sqlite3_free(read->column);
	sqlite3_free(read->through);
}

static void
keep_read(struct sqlgen_losses *losses, const char *database, const char *table, const char *column,
	  const char *through)
{
	struct sqlgen_read *reads, *read;
	size_t i;

	for (i = 0; i < losses->read_count; i++)
		if (is_of(&losses->reads[i], database, table, column) &&
		    is_same(losses->reads[i].through, through))
			return;
	reads = sqlite3_realloc64(losses->reads, (losses->read_count + 1) * sizeof(*reads));
	if (reads == NULL) {
		losses->is_out_of_memory = true;
		return;
	}
	losses->reads = reads;
	read = &reads[losses->read_count++];
	read->database = copy_name(database);
	read->table = copy_name(table);
	read->column = copy_name(column);
	read->through = copy_name(through);
	if (read->database == NULL || read->table == NULL || read->column == NULL ||
	    (through != NULL && read->through == NULL))
		losses->is_out_of_memory = true;
}

static void
keep_drop(struct sqlgen_losses *losses, const char *database, const char *table, const char *column,
	  const char *module)
{
	if (losses->table != NULL || is_internal(table))
		return;
	losses->is_temporary = sqlite3_stricmp(database, "temp") == 0;
	losses->is_full_text = module != NULL && sqlite3_strnicmp(module, "fts", 3) == 0;
	losses->table = copy_name(table);
	losses->column = copy_name(column);
	if (losses->table == NULL || (column != NULL && losses->column == NULL))
		losses->is_out_of_memory = true;
}

void
sqlgen_losses_note(struct sqlgen_losses *losses, int action, const char *first, const char *second,
		   const char *third, const char *through)
{
	switch (action) {
	case SQLITE_READ:
		if (third != NULL && second[0] != '\0' && !is_internal(first))
			keep_read(losses, third, first, second, through);
		break;
	case SQLITE_INSERT:
	case SQLITE_UPDATE:
		if (through == NULL && !is_internal(first))
			losses->writes = true;
		break;
	case SQLITE_CREATE_TABLE:
		losses->creates = true;
		if (losses->makes == NULL && !is_internal(first)) {
			losses->makes = copy_name(first);
			losses->is_out_of_memory = losses->is_out_of_memory || losses->makes == NULL;
		}
		break;
	case SQLITE_CREATE_TEMP_TABLE:
		losses->creates = true;
		break;
	case SQLITE_SELECT:
		losses->selects = true;
		if (losses->creates)
			losses->writes = true;
		break;
	case SQLITE_DROP_TABLE:
	case SQLITE_DROP_TEMP_TABLE:
		keep_drop(losses, third, first, NULL, NULL);
		break;
	case SQLITE_DROP_VTABLE:
		keep_drop(losses, third, first, NULL, second);
		break;
	case SQLITE_ALTER_TABLE:
		if (third != NULL)
			keep_drop(losses, first, second, third, NULL);
		break;
	default:
		break;
	}
}

static void
forget_reads(struct sqlgen_losses *losses, size_t count)
{
	while (losses->read_count > count)
		free_read(&losses->reads[--losses->read_count]);
}

static const char *
database_of(const struct sqlgen_losses *losses)
{
	return losses->is_temporary ? "temp" : "main";
}

/* Another table or column may get the name of what is gone. */
static void
forget_dropped(struct sqlgen_losses *losses)
{
	size_t i, kept = 0;

	for (i = 0; i < losses->read_count; i++) {
		struct sqlgen_read *read = &losses->reads[i];

		if (is_of(read, database_of(losses), losses->table, losses->column))
			free_read(read);
		else
			losses->reads[kept++] = *read;
	}
	losses->read_count = losses->carried = kept;
}

static void
forget_statement(struct sqlgen_losses *losses)
{
	sqlite3_free(losses->makes);
	sqlite3_free(losses->table);
	sqlite3_free(losses->column);
	losses->makes = losses->table = losses->column = NULL;
	losses->writes = losses->creates = losses->selects = false;
}

/* Was what is dropped made by this file, temporary or not? */
static bool
is_own(const struct sqlgen_losses *losses)
{
	size_t i;

	for (i = 0; i < losses->made_count; i++)
		if (is_same(losses->made[i], losses->table))
			return true;
	return losses->is_temporary;
}

void
sqlgen_losses_next(struct sqlgen_losses *losses)
{
	if (losses->writes)
		losses->carried = losses->read_count;
	forget_reads(losses, losses->carried);
	if (losses->table != NULL) {
		losses->has_dropped = losses->has_dropped || (losses->column == NULL && !is_own(losses));
		forget_dropped(losses);
	}
	forget_statement(losses);
}

void
sqlgen_losses_finish(struct sqlgen_losses *losses)
{
	forget_reads(losses, 0);
	sqlite3_free(losses->reads);
	while (losses->made_count > 0)
		sqlite3_free(losses->made[--losses->made_count]);
	sqlite3_free(losses->made);
	forget_statement(losses);
	memset(losses, 0, sizeof(*losses));
}

/* What sql, which came from sqlite3_mprintf, counts. */
static int
count_rows(struct sqlgen_connection *connection, char *sql, int64_t *value)
{
	int rc;

	if (sql == NULL)
		return sqlgen_fail(connection, SQLITE_NOMEM, "out of memory");
	rc = sqlgen_query_int64(connection, sql, value);
	sqlite3_free(sql);
	return rc;
}

static int
find_trigger(struct sqlgen_connection *connection, const char *name, bool *is_there)
{
	int64_t triggers = 0;
	int rc = count_rows(connection,
		       sqlite3_mprintf("SELECT count(*) FROM (SELECT type, name FROM main.sqlite_master"
				       " UNION ALL SELECT type, name FROM sqlite_temp_master)"
				       " WHERE type = 'trigger' AND name = %Q COLLATE NOCASE",
				       name),
		       &triggers);

	*is_there = triggers > 0;
	return rc;
}

/* What a trigger reads by itself has not been carried anywhere by the migration. */
static int
find_read(struct sqlgen_connection *connection, const struct sqlgen_losses *losses,
	  const char *column, bool *is_carried)
{
	bool is_trigger = false;
	int rc = SQLITE_OK;
	size_t i;

	*is_carried = false;
	for (i = 0; i < losses->carried && rc == SQLITE_OK && !*is_carried; i++) {
		const struct sqlgen_read *read = &losses->reads[i];

		if (!is_of(read, database_of(losses), losses->table, column))
			continue;
		if (read->through != NULL)
			rc = find_trigger(connection, read->through, &is_trigger);
		*is_carried = rc == SQLITE_OK && !(read->through != NULL && is_trigger);
	}
	return rc;
}

/* A default that is no expression: a number, a word, or a string in single quotes. */
static bool
is_literal(const char *text)
{
	static const char letters[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.+-";
	struct sqlgen_token token = sqlgen_token_first(text);

	if (token.kind == SQLGEN_TOKEN_STRING)
		return sqlgen_token_after(&token).kind == SQLGEN_TOKEN_END;
	return text[0] != '\0' && text[strspn(text, letters)] == '\0';
}

/*
 * Values that are neither NULL nor the column's default: these are told by the schema itself. A word
 * that is no value is no default either.
 */
static int
count_values(struct sqlgen_connection *connection, const struct sqlgen_losses *losses,
	     const char *column, const char *initial, int64_t *values)
{
	const char *database = database_of(losses);
	int rc = SQLITE_ERROR;

	if (initial != NULL && is_literal(initial))
		rc = count_rows(connection,
				sqlite3_mprintf("WITH initial (value) AS (SELECT %s)"
						" SELECT count(*) FROM %s.\"%w\" AS t, initial"
						" WHERE t.\"%w\" IS NOT NULL"
						" AND t.\"%w\" IS NOT initial.value",
						initial, database, losses->table, column, column),
				values);
	if (!sqlgen_is(rc, SQLITE_ERROR))
		return rc;
	return count_rows(connection,
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
	rc = sqlite3_bind_text(*stmt, 1, losses->table, -1, SQLITE_STATIC);
	if (rc == SQLITE_OK)
		rc = sqlite3_bind_text(*stmt, 2, database_of(losses), -1, SQLITE_STATIC);
	if (rc == SQLITE_OK && losses->column != NULL)
		rc = sqlite3_bind_text(*stmt, 3, losses->column, -1, SQLITE_STATIC);
	return rc == SQLITE_OK ? rc : sqlgen_fail_database(connection, rc);
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
	bool is_carried = false;
	int64_t values = 0;
	int rc = find_read(search->connection, search->losses, column, &is_carried);

	if (any_carried != NULL) {
		*any_carried = *any_carried || is_carried;
		return rc;
	}
	if (rc != SQLITE_OK || is_carried)
		return rc;
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
	return count_rows(search->connection,
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
	rc = count_rows(search->connection,
		   sqlite3_mprintf("SELECT count(*) FROM %s.\"%w\"", database_of(losses), losses->table),
		   &rows);
	return rc == SQLITE_OK ? search->each(search->context, losses->table, NULL, rows) : rc;
}

/* IF NOT EXISTS makes no table where there is one. */
static void
keep_made(sqlite3 *handle, struct sqlgen_losses *losses)
{
	char **made;

	if (losses->makes == NULL ||
	    sqlite3_table_column_metadata(handle, "main", losses->makes, NULL, NULL, NULL, NULL, NULL,
					  NULL) == SQLITE_OK)
		return;
	made = sqlite3_realloc64(losses->made, (losses->made_count + 1) * sizeof(*made));
	if (made == NULL) {
		losses->is_out_of_memory = true;
		return;
	}
	losses->made = made;
	made[losses->made_count++] = losses->makes;
	losses->makes = NULL;
}

int
sqlgen_losses_find(struct sqlgen_connection *connection, struct sqlgen_losses *losses,
		   int (*each)(void *context, const char *table, const char *column, int64_t count),
		   void *context)
{
	struct loss_search search;
	int rc;

	keep_made(connection->handle, losses);
	if (losses->is_out_of_memory)
		return sqlgen_fail(connection, SQLITE_NOMEM, "out of memory");
	if (losses->table == NULL || (!losses->has_dropped && is_own(losses)))
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
