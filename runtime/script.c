#include <string.h>

#include "private.h"

/* Tells how far it is. SQLITE_INTERRUPT: it was cancelled. */
static int
report_progress(struct sqlgen_script *script)
{
	const struct sqlgen_options *options = script->options;
	struct sqlgen_progress progress;

	if (options->on_progress == NULL)
		return SQLITE_OK;
	progress.migration = script->migration;
	progress.index = script->index;
	progress.count = script->schema != NULL ? script->schema->migration_count : 0;
	progress.offset = script->offset;
	if (options->on_progress(options->context, &progress) == 0)
		return SQLITE_OK;
	script->is_cancelled = true;
	return sqlgen_fail(script->connection, SQLITE_INTERRUPT, "cancelled");
}

/* Where in the statement the error is, if this SQLite can tell. */
static size_t
error_offset_in(sqlite3 *handle, const char *text)
{
#if SQLITE_VERSION_NUMBER >= 3038000
	if (sqlite3_libversion_number() >= 3038000) {
		int offset = sqlite3_error_offset(handle);

		if (offset >= 0 && (size_t)offset <= strlen(text))
			return (size_t)offset;
	}
#endif
	(void)handle;
	(void)text;
	return 0;
}

static int
fail_statement(struct sqlgen_script *script, int rc)
{
	struct sqlgen_connection *connection = script->connection;

	if (script->guard.refusal[0] != '\0')
		return sqlgen_fail(connection, rc, "%s", script->guard.refusal);
	sqlgen_fail_database(connection, rc);
	if (script->guard.is_inside && sqlite3_get_autocommit(connection->handle))
		sqlgen_fail(connection, rc, "%s (this ended the migration's transaction)",
			    connection->message);
	return rc;
}

static int
prepare_next(struct sqlgen_script *script, sqlite3_stmt **stmt, const char **tail)
{
	struct sqlgen_connection *connection = script->connection;
	const char *text = script->migration->sql + script->offset;
	struct sqlgen_wait wait;
	int rc;

	sqlgen_wait_init(&wait, script->options, script->schema, script->index,
			 script->options->migrate_timeout);
	do
		rc = sqlite3_prepare_v2(connection->handle, text, -1, stmt, tail);
	while (!script->guard.is_inside && sqlgen_wait_more(&wait, rc));
	if (rc == SQLITE_OK)
		return rc;
	script->is_cancelled = wait.is_cancelled;
	script->offset += error_offset_in(connection->handle, text);
	fail_statement(script, rc);
	if (sqlgen_is(rc, SQLITE_ERROR) && text[0] == '.')
		sqlgen_fail(connection, rc, "%s (a line that begins with '.' is a command of the sqlite3 shell, not SQL)",
			    connection->message);
	return rc;
}

/* Outside a transaction a statement must wait for the lock by itself. */
static int
step_to_end(struct sqlgen_script *script, sqlite3_stmt *stmt)
{
	sqlite3 *handle = script->connection->handle;
	bool was_autocommit = sqlite3_get_autocommit(handle) != 0;
	struct sqlgen_wait wait;
	int rc;

	sqlgen_wait_init(&wait, script->options, script->schema, script->index,
			 script->options->migrate_timeout);
	for (;;) {
		do
			rc = sqlite3_step(stmt);
		while (rc == SQLITE_ROW);
		if (script->guard.is_inside || !was_autocommit || !sqlgen_wait_more(&wait, rc))
			break;
		sqlite3_reset(stmt);
	}
	script->is_cancelled = wait.is_cancelled;
	if (rc != SQLITE_DONE)
		return fail_statement(script, rc);
	if (script->guard.is_inside && sqlite3_get_autocommit(handle))
		return sqlgen_fail(script->connection, SQLITE_ABORT,
				   "the statement ended the migration's transaction");
	return SQLITE_OK;
}

/* VACUUM INTO writes another file, wherever it stands; VACUUM needs a migration outside transactions. */
static bool
is_vacuum_into(const struct sqlgen_token *first)
{
	struct sqlgen_token next = sqlgen_token_after(first);

	if (!sqlgen_token_is(&next, "INTO"))
		next = sqlgen_token_after(&next);
	return sqlgen_token_is(&next, "INTO");
}

static int
check_vacuum(struct sqlgen_script *script, const struct sqlgen_token *first)
{
	if (!script->guard.is_inside || !sqlgen_token_is(first, "VACUUM"))
		return SQLITE_OK;
	if (is_vacuum_into(first))
		return sqlgen_fail(script->connection, SQLITE_AUTH,
				   "VACUUM INTO is not allowed in a migration: a migration stays in its own file");
	return sqlgen_fail(script->connection, SQLITE_ERROR,
			   "cannot VACUUM from within a transaction: put it into a migration of its own"
			   " that begins with '-- sqlgen: no transaction'");
}

static bool
is_loss_allowed(const struct sqlgen_script *script)
{
	return script->is_new || script->options->allow_loss ||
	       (script->migration->flags & SQLGEN_ALLOW_LOSS) != 0;
}

/* Tells of what would be lost, and refuses it unless somebody allowed it. */
static int
meet_loss(void *context, const char *table, const char *column, int64_t count)
{
	struct sqlgen_script *script = context;
	const struct sqlgen_options *options = script->options;
	const struct sqlgen_migration *migration = script->migration;
	char what[160];

	if (options->on_loss != NULL) {
		struct sqlgen_loss loss;

		loss.migration = migration;
		loss.index = script->index;
		loss.offset = script->offset;
		loss.table = table;
		loss.column = column;
		loss.count = count;
		options->on_loss(options->context, &loss);
	}
	if (count == 0 || is_loss_allowed(script))
		return SQLITE_OK;
	script->is_lossy = true;
	if (column == NULL)
		sqlite3_snprintf((int)sizeof(what), what, "'%.60s', which has %lld row%s", table,
				 (sqlite3_int64)count, count == 1 ? "" : "s");
	else
		sqlite3_snprintf((int)sizeof(what), what, "'%.60s.%.60s', which holds %lld value%s", table,
				 column, (sqlite3_int64)count, count == 1 ? "" : "s");
	return sqlgen_fail(script->connection, SQLITE_AUTH,
			   "it would lose %s, and no statement before has copied that: copy what is to be"
			   " kept, or write '-- sqlgen: allow destructive'",
			   what);
}

/* Between the statement's being prepared, which says what it drops, and its being run. */
static int
check_losses(struct sqlgen_script *script)
{
	int rc;

	if (!script->guard.losses.is_on)
		return SQLITE_OK;
	rc = sqlgen_losses_begin(script->connection, &script->guard.losses);
	if (rc != SQLITE_OK)
		return rc;
	return sqlgen_losses_find(script->connection, &script->guard.losses, meet_loss, script);
}

/*
 * INSERT INTO a SELECT * FROM b, the two being alike, copies b without asking the authorizer about it
 * (xferOptimization in SQLite's insert.c). The SELECT is prepared by itself then, which asks.
 */
static int
note_transfer(struct sqlgen_script *script, const char *text)
{
	const struct sqlgen_losses *losses = &script->guard.losses;
	struct sqlgen_token token = sqlgen_token_first(text);
	sqlite3_stmt *stmt = NULL;
	int rc;

	if (!losses->writes || losses->selects)
		return SQLITE_OK;
	while (token.kind != SQLGEN_TOKEN_END &&
	       !(token.kind == SQLGEN_TOKEN_OTHER && token.text[0] != '.') &&
	       !sqlgen_token_is(&token, "SELECT"))
		token = sqlgen_token_after(&token);
	if (!sqlgen_token_is(&token, "SELECT"))
		return SQLITE_OK;
	rc = sqlite3_prepare_v2(script->connection->handle, token.text, -1, &stmt, NULL);
	sqlite3_finalize(stmt);
	return rc == SQLITE_OK ? rc : fail_statement(script, rc);
}

/* Runs the statement at offset, and moves offset behind it. */
static int
run_statement(struct sqlgen_script *script)
{
	const char *text = script->migration->sql + script->offset, *tail = text;
	struct sqlgen_token first = sqlgen_token_first(text);
	sqlite3_stmt *stmt = NULL;
	int rc = check_vacuum(script, &first);

	if (rc != SQLITE_OK)
		return rc;
	script->guard.refusal[0] = '\0';
	sqlgen_guard_begin(&script->guard, script->connection->handle);
	rc = prepare_next(script, &stmt, &tail);
	if (rc == SQLITE_OK)
		rc = note_transfer(script, text);
	if (rc == SQLITE_OK)
		rc = check_losses(script);
	if (rc == SQLITE_OK && stmt != NULL) {
		script->guard.is_vacuuming = !script->guard.is_inside &&
					     sqlgen_token_is(&first, "VACUUM");
		rc = step_to_end(script, stmt);
		script->guard.is_vacuuming = false;
	}
	sqlite3_finalize(stmt);
	sqlgen_guard_end(&script->guard, script->connection->handle);
	if (rc == SQLITE_OK)
		rc = sqlgen_losses_next(script->connection, &script->guard.losses);
	if (rc == SQLITE_OK)
		script->offset += (size_t)(tail - text);
	return rc;
}

/* Moves offset to where the next statement begins. */
static void
pass_blanks(struct sqlgen_script *script)
{
	const char *sql = script->migration->sql;
	struct sqlgen_token token = sqlgen_token_first(sql + script->offset);

	while (token.kind == SQLGEN_TOKEN_OTHER && token.text[0] == ';')
		token = sqlgen_token_after(&token);
	script->offset = (size_t)(token.text - sql);
}

static int
check_text(struct sqlgen_script *script)
{
	const struct sqlgen_migration *migration = script->migration;
	size_t length = strlen(migration->sql);

	if (length == migration->size)
		return SQLITE_OK;
	script->offset = length;
	return sqlgen_fail(script->connection, SQLITE_ERROR,
			   "expected %lld bytes of SQL, found a NUL byte after %lld",
			   (sqlite3_int64)migration->size, (sqlite3_int64)length);
}

int
sqlgen_script_run(struct sqlgen_script *script, bool is_inside)
{
	const struct sqlgen_migration *migration = script->migration;
	size_t skipped = 0;
	int rc;

	script->guard.is_inside = is_inside;
	script->guard.losses.is_on = !is_loss_allowed(script) || script->options->on_loss != NULL;
	script->offset = 0;
	rc = check_text(script);
	while (rc == SQLITE_OK) {
		pass_blanks(script);
		if (migration->sql[script->offset] == '\0')
			break;
		rc = report_progress(script);
		if (rc == SQLITE_OK && (migration->flags & SQLGEN_IF_MISSING) != 0)
			rc = sqlgen_missing_skip(script->connection,
						 migration->sql + script->offset, &skipped);
		if (rc != SQLITE_OK)
			break;
		if (skipped > 0)
			script->offset += skipped;
		else
			rc = run_statement(script);
	}
	return rc;
}
