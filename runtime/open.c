#include <string.h>

#include "private.h"

struct sqlgen_options
sqlgen_options_default(void)
{
	struct sqlgen_options options;

	memset(&options, 0, sizeof(options));
	options.open_flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
	options.journal_mode = "WAL";
	options.synchronous = "NORMAL";
	options.foreign_keys = true;
	options.busy_timeout = 5000;
	options.wal_autocheckpoint = 1000;
	options.cache_size = -64000;
	options.migrate = true;
	options.check = true;
	options.migrate_timeout = -1;
	return options;
}

static bool
is_among(const char *word, const char *const *words)
{
	for (; *words != NULL; words++)
		if (sqlite3_stricmp(word, *words) == 0)
			return true;
	return false;
}

/* These two are spliced into SQL. */
static int
check_options(struct sqlgen_connection *connection, const struct sqlgen_options *options)
{
	static const char *const modes[] = { "delete", "truncate", "persist", "memory",
					     "wal",    "off",	   NULL };
	static const char *const levels[] = { "off", "normal", "full", "extra", "0",
					      "1",   "2",      "3",    NULL };

	if (options->journal_mode != NULL && !is_among(options->journal_mode, modes))
		return sqlgen_fail(connection, SQLITE_MISUSE,
				   "journal_mode: expected WAL, DELETE, TRUNCATE, PERSIST, MEMORY or OFF, found '%.40s'",
				   options->journal_mode);
	if (options->synchronous != NULL && !is_among(options->synchronous, levels))
		return sqlgen_fail(connection, SQLITE_MISUSE,
				   "synchronous: expected OFF, NORMAL, FULL or EXTRA, found '%.40s'",
				   options->synchronous);
	return SQLITE_OK;
}

/* Another process that migrates may hold the file for as long as that takes. */
static int
execute_patiently(struct sqlgen_connection *connection, const struct sqlgen_options *options,
		  const struct sqlgen_schema *schema, const char *sql)
{
	struct sqlgen_wait wait;
	int rc;

	sqlgen_wait_init(&wait, options, schema, 0, options->migrate ? options->migrate_timeout : 0);
	do
		rc = sqlgen_execute(connection, sql);
	while (sqlgen_wait_more(&wait, rc));
	return rc;
}

/* Sets *is_set if the journal mode is what the options ask for. */
static int
read_journal_mode(struct sqlgen_connection *connection, const struct sqlgen_options *options,
		  bool *is_set)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlgen_prepare(connection, "PRAGMA main.journal_mode", &stmt);

	if (rc != SQLITE_OK)
		return rc;
	rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW) {
		const char *mode = (const char *)sqlite3_column_text(stmt, 0);

		*is_set = mode != NULL && sqlite3_stricmp(mode, options->journal_mode) == 0;
	}
	rc = sqlite3_finalize(stmt);
	return rc == SQLITE_OK ? rc : sqlgen_fail_database(connection, rc);
}

/*
 * SQLite answers the switch to WAL with BUSY at once, without asking its busy handler, if another
 * connection switches too. A database that cannot have the mode keeps its own.
 */
static int
set_journal_mode(struct sqlgen_connection *connection, const struct sqlgen_options *options)
{
	struct sqlgen_wait wait;
	char sql[64];
	bool is_set = false;
	int rc;

	if (options->journal_mode == NULL || sqlite3_db_readonly(connection->handle, "main") == 1)
		return SQLITE_OK;
	sqlite3_snprintf((int)sizeof(sql), sql, "PRAGMA main.journal_mode = %s",
			 options->journal_mode);
	sqlgen_wait_init(&wait, options, NULL, 0, options->busy_timeout);
	do {
		rc = read_journal_mode(connection, options, &is_set);
		if (rc == SQLITE_OK && !is_set)
			rc = sqlgen_execute(connection, sql);
	} while (sqlgen_wait_more(&wait, rc));
	return sqlgen_is(rc, SQLITE_READONLY) ? SQLITE_OK : rc; /* its directory may be */
}

static int
set_pragmas(struct sqlgen_connection *connection, const struct sqlgen_options *options,
	    const struct sqlgen_schema *schema)
{
	char sql[64];
	int rc;

	sqlite3_db_config(connection->handle, SQLITE_DBCONFIG_ENABLE_FKEY,
			  options->foreign_keys ? 1 : 0, (int *)NULL);
	sqlite3_wal_autocheckpoint(connection->handle, options->wal_autocheckpoint);
	sqlite3_snprintf((int)sizeof(sql), sql, "PRAGMA main.cache_size = %d", options->cache_size);
	rc = execute_patiently(connection, options, schema, sql);
	if (rc != SQLITE_OK || options->synchronous == NULL)
		return rc;
	sqlite3_snprintf((int)sizeof(sql), sql, "PRAGMA main.synchronous = %s",
			 options->synchronous);
	return execute_patiently(connection, options, schema, sql);
}

/*
 * A file that must not be migrated is not to be changed by a switch of its journal mode either. Sets
 * *is_pending unless there is nothing to migrate.
 */
static int
refuse_early(struct sqlgen_connection *connection, const struct sqlgen_options *options,
	     const struct sqlgen_schema *schema, bool *is_pending)
{
	struct sqlgen_adoption adoption;
	struct sqlgen_plan plan;
	int rc;

	*is_pending = false;
	if (!options->migrate || schema == NULL)
		return SQLITE_OK;
	rc = sqlgen_plan_make(connection, schema, &plan);
	*is_pending = rc != SQLITE_OK || plan.next < schema->migration_count;
	if (rc != SQLITE_OK)
		return plan.stop == SQLGEN_STOP_DATABASE ? SQLITE_OK : rc;
	if (!*is_pending)
		return SQLITE_OK;
	rc = sqlgen_adopt_look(connection, schema, options, &adoption);
	return adoption.stop == SQLGEN_STOP_DATABASE ? SQLITE_OK : rc;
}

static int
prepare_database(struct sqlgen_connection *connection, const struct sqlgen_options *options,
		 const struct sqlgen_schema *schema)
{
	bool is_pending;
	int rc, journal_rc;

	sqlite3_busy_timeout(connection->handle, options->busy_timeout);
	rc = refuse_early(connection, options, schema, &is_pending);
	if (rc != SQLITE_OK)
		return rc;
	journal_rc = set_journal_mode(connection, options);
	if (journal_rc != SQLITE_OK && !sqlgen_is(journal_rc, SQLITE_BUSY))
		return journal_rc;
	rc = set_pragmas(connection, options, schema);
	if (rc == SQLITE_OK && is_pending)
		rc = sqlgen_migrate(connection, schema, options, NULL);
	if (rc == SQLITE_OK && journal_rc != SQLITE_OK)
		rc = set_journal_mode(connection, options);
	if (rc == SQLITE_OK && options->check && schema != NULL)
		rc = sqlgen_check(connection, schema);
	if (rc != SQLITE_OK)
		return rc;
	rc = sqlgen_register_lists(connection->handle);
	return rc == SQLITE_OK ? rc : sqlgen_fail_database(connection, rc);
}

static void
start_connection(struct sqlgen_connection *connection, const struct sqlgen_schema *schema,
		 sqlite3_stmt **statements, size_t count)
{
	size_t i;

	memset(connection, 0, sizeof(*connection));
	if (schema != NULL) {
		connection->constraints = schema->constraints;
		connection->constraint_count = schema->constraint_count;
	}
	connection->statements = statements;
	connection->statement_count = count;
	for (i = 0; i < count; i++)
		statements[i] = NULL;
}

static int
call_on_open(struct sqlgen_connection *connection, const struct sqlgen_options *options)
{
	int rc;

	if (options->on_open == NULL)
		return SQLITE_OK;
	rc = options->on_open(connection->handle, options->context);
	return rc == SQLITE_OK ? rc : sqlgen_fail_database(connection, rc);
}

/* Forgets the handle after a failed open; the sentence stays. */
static void
give_up(struct sqlgen_connection *connection)
{
	size_t i;

	for (i = 0; i < SQLGEN_OWN_STATEMENTS; i++) {
		sqlite3_finalize(connection->own[i]);
		connection->own[i] = NULL;
	}
	if (connection->owns_handle)
		sqlite3_close_v2(connection->handle);
	connection->handle = NULL;
	connection->depth = 0;
}

static int
take_into_use(struct sqlgen_connection *connection, const struct sqlgen_options *options,
	      const struct sqlgen_schema *schema)
{
	int rc = call_on_open(connection, options);

	if (rc == SQLITE_OK)
		rc = prepare_database(connection, options, schema);
	if (rc != SQLITE_OK)
		give_up(connection);
	return rc;
}

int
sqlgen_open(struct sqlgen_connection *connection, const char *path,
	    const struct sqlgen_options *options, const struct sqlgen_schema *schema,
	    sqlite3_stmt **statements, size_t count)
{
	struct sqlgen_options defaults = sqlgen_options_default();
	int rc;

	if (options == NULL)
		options = &defaults;
	start_connection(connection, schema, statements, count);
	rc = check_options(connection, options);
	if (rc != SQLITE_OK)
		return rc;
	connection->owns_handle = true;
	rc = sqlite3_open_v2(path, &connection->handle, options->open_flags | SQLITE_OPEN_URI,
			     options->vfs);
	if (rc == SQLITE_OK)
		return take_into_use(connection, options, schema);
	sqlgen_fail_database(connection, rc);
	give_up(connection);
	return rc;
}

int
sqlgen_attach(struct sqlgen_connection *connection, sqlite3 *handle,
	      const struct sqlgen_options *options, const struct sqlgen_schema *schema,
	      sqlite3_stmt **statements, size_t count)
{
	struct sqlgen_options defaults = sqlgen_options_default();
	int rc;

	if (options == NULL)
		options = &defaults;
	start_connection(connection, schema, statements, count);
	if (handle == NULL)
		return sqlgen_fail(connection, SQLITE_MISUSE, "expected an open handle, found NULL");
	if (!sqlite3_get_autocommit(handle))
		return sqlgen_fail(connection, SQLITE_MISUSE,
				   "the handle has a transaction open: end it before it is attached");
	rc = check_options(connection, options);
	if (rc != SQLITE_OK)
		return rc;
	connection->handle = handle;
	return take_into_use(connection, options, schema);
}

int
sqlgen_close(struct sqlgen_connection *connection)
{
	size_t i;
	int rc;

	if (connection->handle == NULL)
		return SQLITE_OK;
	if (connection->open_calls > 0)
		return sqlgen_fail(connection, SQLITE_BUSY,
				   "a cursor is still open: close it before the database");
	for (i = 0; i < connection->statement_count; i++) {
		sqlite3_finalize(connection->statements[i]);
		connection->statements[i] = NULL;
	}
	sqlgen_patches_finish(connection);
	for (i = 0; i < SQLGEN_OWN_STATEMENTS; i++) {
		sqlite3_finalize(connection->own[i]);
		connection->own[i] = NULL;
	}
	if (connection->owns_handle) {
		rc = sqlite3_close(connection->handle);
		if (rc != SQLITE_OK)
			return sqlgen_fail_database(connection, rc);
	}
	connection->handle = NULL;
	connection->depth = 0;
	connection->is_reading = false;
	return SQLITE_OK;
}
