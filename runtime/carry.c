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

bool
sqlgen_read_is_of(const struct sqlgen_read *read, const char *database, const char *table,
		  const char *column)
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
		if (sqlgen_read_is_of(&losses->reads[i], database, table, column) &&
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

/* Of a virtual table the first one is asked about: it renames what it consists of by itself. */
static void
keep_change(struct sqlgen_losses *losses, const char *database, const char *table)
{
	if (losses->changes != NULL)
		return;
	losses->is_temporary = sqlite3_stricmp(database, "temp") == 0;
	losses->changes = copy_name(table);
	losses->is_out_of_memory = losses->is_out_of_memory || losses->changes == NULL;
}

void
sqlgen_losses_note(struct sqlgen_losses *losses, int action, const char *first, const char *second,
		   const char *third, const char *through)
{
	if (!losses->is_on)
		return;
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
			losses->is_out_of_memory =
				losses->is_out_of_memory || losses->makes == NULL;
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
		else
			keep_change(losses, first, second);
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

const char *
sqlgen_losses_database(const struct sqlgen_losses *losses)
{
	return losses->is_temporary ? "temp" : "main";
}

bool
sqlgen_losses_has_carried(const struct sqlgen_losses *losses, const char *column)
{
	size_t i;

	for (i = 0; i < losses->carried; i++)
		if (sqlgen_read_is_of(&losses->reads[i], sqlgen_losses_database(losses),
				      losses->table, column))
			return true;
	return false;
}

/* Another table or column may get the name of what is gone. */
static void
forget_dropped(struct sqlgen_losses *losses)
{
	size_t i, kept = 0;

	for (i = 0; i < losses->read_count; i++) {
		struct sqlgen_read *read = &losses->reads[i];

		if (sqlgen_read_is_of(read, sqlgen_losses_database(losses), losses->table,
				      losses->column))
			free_read(read);
		else
			losses->reads[kept++] = *read;
	}
	losses->read_count = losses->carried = losses->settled = kept;
}

static void
forget_statement(struct sqlgen_losses *losses)
{
	sqlite3_free(losses->makes);
	sqlite3_free(losses->changes);
	sqlite3_free(losses->table);
	sqlite3_free(losses->column);
	losses->makes = losses->changes = losses->table = losses->column = NULL;
	losses->writes = losses->creates = losses->selects = losses->is_followed = false;
}

size_t
sqlgen_losses_find_made(const struct sqlgen_losses *losses, const char *table)
{
	size_t i = 0;

	if (losses->is_temporary)
		return losses->made_count;
	while (i < losses->made_count && !is_same(losses->made[i], table))
		i++;
	return i;
}

bool
sqlgen_losses_is_own(const struct sqlgen_losses *losses)
{
	return losses->is_temporary ||
	       sqlgen_losses_find_made(losses, losses->table) < losses->made_count;
}

/* Another table may get its name. */
static void
forget_made(struct sqlgen_losses *losses)
{
	size_t i = sqlgen_losses_find_made(losses, losses->table);

	if (i == losses->made_count)
		return;
	sqlite3_free(losses->made[i]);
	losses->made[i] = losses->made[--losses->made_count];
}

/* IF NOT EXISTS makes no table where there is one. */
static void
keep_made(sqlite3 *handle, struct sqlgen_losses *losses)
{
	char **made;

	if (losses->makes == NULL ||
	    sqlite3_table_column_metadata(handle, "main", losses->makes, NULL, NULL, NULL, NULL,
					  NULL, NULL) == SQLITE_OK)
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

static int
find_trigger(struct sqlgen_connection *connection, const char *name, bool *is_there)
{
	int64_t triggers = 0;
	int rc = sqlgen_query_made(
		connection,
		sqlite3_mprintf("SELECT count(*) FROM (SELECT type, name FROM main.sqlite_master"
				" UNION ALL SELECT type, name FROM sqlite_temp_master)"
				" WHERE type = 'trigger' AND name = %Q COLLATE NOCASE",
				name),
		&triggers);

	*is_there = triggers > 0;
	return rc;
}

/* What a trigger reads by itself the migration has carried nowhere. */
static int
forget_triggers(struct sqlgen_connection *connection, struct sqlgen_losses *losses)
{
	size_t i = losses->carried;
	int rc = SQLITE_OK;

	while (i < losses->read_count && rc == SQLITE_OK) {
		struct sqlgen_read *read = &losses->reads[i];
		bool is_trigger = false;

		if (read->through != NULL)
			rc = find_trigger(connection, read->through, &is_trigger);
		if (!is_trigger) {
			i++;
			continue;
		}
		free_read(read);
		*read = losses->reads[--losses->read_count];
	}
	return rc;
}

int
sqlgen_losses_begin(struct sqlgen_connection *connection, struct sqlgen_losses *losses)
{
	int rc;

	keep_made(connection->handle, losses);
	if (losses->is_out_of_memory)
		return sqlgen_fail(connection, SQLITE_NOMEM, "out of memory");
	losses->is_asking = true;
	rc = forget_triggers(connection, losses);
	if (rc == SQLITE_OK && losses->changes != NULL)
		rc = sqlgen_rename_begin(connection, losses);
	losses->is_asking = false;
	losses->settled = losses->read_count;
	return rc;
}

int
sqlgen_losses_next(struct sqlgen_connection *connection, struct sqlgen_losses *losses)
{
	int rc = SQLITE_OK;

	if (losses->writes)
		losses->carried = losses->settled;
	forget_reads(losses, losses->carried);
	if (losses->table != NULL) {
		if (!sqlgen_losses_is_own(losses) &&
		    (losses->column == NULL || sqlgen_losses_has_carried(losses, losses->column)))
			losses->has_dropped = true;
		if (losses->column == NULL)
			forget_made(losses);
		forget_dropped(losses);
	}
	if (losses->is_followed)
		rc = sqlgen_rename_end(connection, losses);
	forget_statement(losses);
	return rc;
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
