#include "private.h"

/* The table in which SQLite keeps it. */
static const char *
catalog_of(const struct sqlgen_losses *losses)
{
	return losses->is_temporary ? "sqlite_temp_master" : "main.sqlite_master";
}

/* Is this a read of the table that is changed? */
static bool
is_changed(const struct sqlgen_losses *losses, const struct sqlgen_read *read)
{
	return sqlgen_read_is_of(read, sqlgen_losses_database(losses), losses->changes, NULL);
}

static bool
is_known_table(const struct sqlgen_losses *losses)
{
	size_t i;

	for (i = 0; i < losses->read_count; i++)
		if (is_changed(losses, &losses->reads[i]))
			return true;
	return sqlgen_losses_find_made(losses, losses->changes) < losses->made_count;
}

int
sqlgen_rename_begin(struct sqlgen_connection *connection, struct sqlgen_losses *losses)
{
	const char *database = sqlgen_losses_database(losses);
	size_t i;
	int rc;

	losses->is_followed = is_known_table(losses);
	if (!losses->is_followed)
		return SQLITE_OK;
	rc = sqlgen_query_made(
		connection,
		sqlite3_mprintf(
			"SELECT rowid FROM %s WHERE type = 'table' AND name = %Q COLLATE NOCASE",
			catalog_of(losses), losses->changes),
		&losses->place);
	for (i = 0; i < losses->read_count && rc == SQLITE_OK; i++) {
		struct sqlgen_read *read = &losses->reads[i];

		if (!is_changed(losses, read))
			continue;
		read->place = -1;
		rc = sqlgen_query_made(connection,
				       sqlite3_mprintf("SELECT cid FROM pragma_table_xinfo(%Q, %Q)"
						       " WHERE name = %Q COLLATE NOCASE",
						       losses->changes, database, read->column),
				       &read->place);
	}
	return rc;
}

/* Replaces *name, unless there is nothing at that place, as for the rowid. */
static int
follow_name(struct sqlgen_connection *connection, char *sql, char **name)
{
	sqlite3_stmt *stmt = NULL;
	char *found = NULL;
	int rc = sql != NULL ? sqlgen_prepare(connection, sql, &stmt)
			     : sqlgen_fail(connection, SQLITE_NOMEM, "out of memory");

	sqlite3_free(sql);
	if (rc != SQLITE_OK)
		return rc;
	rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW) {
		found = sqlite3_mprintf("%s", sqlite3_column_text(stmt, 0));
		rc = found != NULL ? SQLITE_DONE : SQLITE_NOMEM;
	}
	if (rc != SQLITE_DONE)
		sqlgen_fail_database(connection, rc);
	sqlite3_finalize(stmt);
	if (found != NULL) {
		sqlite3_free(*name);
		*name = found;
	}
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int
follow_read(struct sqlgen_connection *connection, const struct sqlgen_losses *losses,
	    struct sqlgen_read *read, const char *table)
{
	char *name = sqlite3_mprintf("%s", table);

	if (name == NULL)
		return sqlgen_fail(connection, SQLITE_NOMEM, "out of memory");
	sqlite3_free(read->table);
	read->table = name;
	if (read->place < 0)
		return SQLITE_OK;
	return follow_name(
		connection,
		sqlite3_mprintf("SELECT name FROM pragma_table_xinfo(%Q, %Q) WHERE cid = %lld",
				table, sqlgen_losses_database(losses), (sqlite3_int64)read->place),
		&read->column);
}

int
sqlgen_rename_end(struct sqlgen_connection *connection, struct sqlgen_losses *losses)
{
	size_t made = sqlgen_losses_find_made(losses, losses->changes), i;
	char *table = NULL;
	int rc = follow_name(connection,
			     sqlite3_mprintf("SELECT name FROM %s WHERE rowid = %lld",
					     catalog_of(losses), (sqlite3_int64)losses->place),
			     &table);

	for (i = 0; i < losses->read_count && rc == SQLITE_OK && table != NULL; i++)
		if (is_changed(losses, &losses->reads[i]))
			rc = follow_read(connection, losses, &losses->reads[i], table);
	if (made < losses->made_count && table != NULL) {
		sqlite3_free(losses->made[made]);
		losses->made[made] = table;
		table = NULL;
	}
	sqlite3_free(table);
	return rc;
}
