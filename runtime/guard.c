#include <string.h>

#include "private.h"

enum pragma_rule {
	PRAGMA_ALLOW,
	PRAGMA_READ,    /* allowed without an argument */
	PRAGMA_SWITCH,  /* allowed, and set back after the migration */
	PRAGMA_PASS,    /* setting it cannot act in a transaction, or is the connection's business: passed over */
	PRAGMA_SET,     /* setting it is passed over inside a transaction of ours, allowed elsewhere */
	PRAGMA_OUTSIDE  /* acts without an argument too: passed over inside, allowed elsewhere */
};

/* What is in no row is refused. Names in order of the alphabet. */
static const struct pragma {
	const char *name;
	enum pragma_rule rule;
} pragmas[] = {
	{ "analysis_limit", PRAGMA_SWITCH },
	{ "application_id", PRAGMA_ALLOW },
	{ "auto_vacuum", PRAGMA_SET },
	{ "automatic_index", PRAGMA_SWITCH },
	{ "busy_timeout", PRAGMA_PASS },
	{ "cache_size", PRAGMA_PASS },
	{ "cache_spill", PRAGMA_PASS },
	{ "case_sensitive_like", PRAGMA_SWITCH },
	{ "cell_size_check", PRAGMA_PASS },
	{ "checkpoint_fullfsync", PRAGMA_PASS },
	{ "collation_list", PRAGMA_ALLOW },
	{ "compile_options", PRAGMA_ALLOW },
	{ "count_changes", PRAGMA_PASS },
	{ "data_version", PRAGMA_ALLOW },
	{ "database_list", PRAGMA_ALLOW },
	{ "defer_foreign_keys", PRAGMA_ALLOW },
	{ "empty_result_callbacks", PRAGMA_PASS },
	{ "encoding", PRAGMA_SET },
	{ "foreign_key_check", PRAGMA_ALLOW },
	{ "foreign_key_list", PRAGMA_ALLOW },
	{ "foreign_keys", PRAGMA_PASS },
	{ "freelist_count", PRAGMA_ALLOW },
	{ "full_column_names", PRAGMA_PASS },
	{ "fullfsync", PRAGMA_PASS },
	{ "function_list", PRAGMA_ALLOW },
	{ "ignore_check_constraints", PRAGMA_SWITCH },
	{ "incremental_vacuum", PRAGMA_OUTSIDE },
	{ "index_info", PRAGMA_ALLOW },
	{ "index_list", PRAGMA_ALLOW },
	{ "index_xinfo", PRAGMA_ALLOW },
	{ "integrity_check", PRAGMA_ALLOW },
	{ "journal_mode", PRAGMA_PASS },
	{ "journal_size_limit", PRAGMA_SET },
	{ "legacy_alter_table", PRAGMA_SWITCH },
	{ "legacy_file_format", PRAGMA_PASS },
	{ "locking_mode", PRAGMA_PASS },
	{ "max_page_count", PRAGMA_PASS },
	{ "mmap_size", PRAGMA_PASS },
	{ "module_list", PRAGMA_ALLOW },
	{ "optimize", PRAGMA_ALLOW },
	{ "page_count", PRAGMA_ALLOW },
	{ "page_size", PRAGMA_SET },
	{ "pragma_list", PRAGMA_ALLOW },
	{ "quick_check", PRAGMA_ALLOW },
	{ "read_uncommitted", PRAGMA_PASS },
	{ "recursive_triggers", PRAGMA_SWITCH },
	{ "reverse_unordered_selects", PRAGMA_SWITCH },
	{ "schema_version", PRAGMA_READ },
	{ "secure_delete", PRAGMA_PASS },
	{ "short_column_names", PRAGMA_PASS },
	{ "shrink_memory", PRAGMA_ALLOW },
	{ "synchronous", PRAGMA_PASS },
	{ "table_info", PRAGMA_ALLOW },
	{ "table_list", PRAGMA_ALLOW },
	{ "table_xinfo", PRAGMA_ALLOW },
	{ "temp_store", PRAGMA_PASS },
	{ "threads", PRAGMA_PASS },
	{ "user_version", PRAGMA_ALLOW },
	{ "wal_autocheckpoint", PRAGMA_PASS },
	{ "wal_checkpoint", PRAGMA_OUTSIDE },
};

/* The pragmas of PRAGMA_SWITCH. case_sensitive_like cannot be asked: it goes back to SQLite's default. */
static const struct {
	const char *name;
	bool is_readable;
} switches_of[SQLGEN_SWITCHES] = {
	{ "analysis_limit", true },           { "automatic_index", true },
	{ "case_sensitive_like", false },     { "ignore_check_constraints", true },
	{ "legacy_alter_table", true },       { "recursive_triggers", true },
	{ "reverse_unordered_selects", true }
};

static int
refuse(struct sqlgen_guard *guard, const char *what, const char *why)
{
	char shown[64];

	sqlgen_show(shown, sizeof(shown), what, strlen(what));
	sqlite3_snprintf((int)sizeof(guard->refusal), guard->refusal,
			 "%s is not allowed in a migration: %s", shown, why);
	return SQLITE_DENY;
}

static void
note_switch(struct sqlgen_guard *guard, const char *name)
{
	unsigned i;

	for (i = 0; i < SQLGEN_SWITCHES; i++)
		if (sqlite3_stricmp(name, switches_of[i].name) == 0)
			guard->changed |= 1u << i;
}

static int
rule_pragma(struct sqlgen_guard *guard, const char *name, const char *argument)
{
	char shown[80];
	size_t i;

	for (i = 0; i < sizeof(pragmas) / sizeof(pragmas[0]); i++) {
		if (sqlite3_stricmp(name, pragmas[i].name) != 0)
			continue;
		switch (pragmas[i].rule) {
		case PRAGMA_SWITCH:
			if (argument != NULL)
				note_switch(guard, name);
			return SQLITE_OK;
		case PRAGMA_ALLOW:
			return SQLITE_OK;
		case PRAGMA_PASS:
			/* Reading is allowed: virtual tables ask for page_size and the like. */
			return argument != NULL ? SQLITE_IGNORE : SQLITE_OK;
		case PRAGMA_SET:
			return argument != NULL && guard->is_inside ? SQLITE_IGNORE : SQLITE_OK;
		case PRAGMA_OUTSIDE:
			return guard->is_inside ? SQLITE_IGNORE : SQLITE_OK;
		case PRAGMA_READ:
			if (argument == NULL)
				return SQLITE_OK;
			break;
		}
		break;
	}
	sqlite3_snprintf((int)sizeof(shown), shown, "PRAGMA %s", name);
	return refuse(guard, shown,
		      sqlite3_stricmp(name, "writable_schema") == 0
			      ? "it can damage the database; to change a table, rebuild it"
			      : "it reaches beyond the schema and the data");
}

static int
rule_transaction(struct sqlgen_guard *guard, const char *operation)
{
	if (!guard->is_inside)
		return SQLITE_OK;
	if (sqlite3_stricmp(operation, "ROLLBACK") != 0)
		return SQLITE_IGNORE;
	return refuse(guard, "ROLLBACK", "it would undo the migration and leave it recorded as applied");
}

static int
rule_function(struct sqlgen_guard *guard, const char *name)
{
	if (sqlite3_stricmp(name, "load_extension") == 0 ||
	    sqlite3_stricmp(name, "fts3_tokenizer") == 0)
		return refuse(guard, name, "it runs code from outside the database");
	return SQLITE_OK;
}

/* The history is the runner's; table is the object that an action is about. */
static int
rule_history(struct sqlgen_guard *guard, const char *table)
{
	if (table != NULL && sqlite3_stricmp(table, SQLGEN_HISTORY_TABLE) == 0)
		return refuse(guard, "changing " SQLGEN_HISTORY_TABLE,
			      "it is the runner's own record");
	return SQLITE_OK;
}

/*
 * Notes what could leave rows in a table: an INSERT, also in a trigger that a statement fires, and
 * CREATE TABLE AS SELECT, which reports no INSERT.
 */
static void
note_rows(struct sqlgen_guard *guard, int action, const char *first)
{
	if (action == SQLITE_CREATE_TABLE)
		guard->creates = true;
	else if ((action == SQLITE_SELECT && guard->creates) ||
		 (action == SQLITE_INSERT && sqlite3_stricmp(first, "sqlite_master") != 0))
		guard->writes_rows = true;
}

/* https://sqlite.org/c3ref/c_alter_table.html says what first and second are. */
static int
authorize(void *context, int action, const char *first, const char *second, const char *database,
	  const char *trigger)
{
	struct sqlgen_guard *guard = context;

	if (guard->losses.is_asking)
		return SQLITE_OK;
	note_rows(guard, action, first);
	sqlgen_losses_note(&guard->losses, action, first, second, database, trigger);
	if (action == SQLITE_ATTACH) {
		if (guard->is_vacuuming && first != NULL && first[0] == '\0')
			return SQLITE_OK;
		return refuse(guard, guard->is_vacuuming ? "VACUUM INTO" : "ATTACH",
			      "a migration stays in its own file");
	}
	if (action == SQLITE_FUNCTION)
		return rule_function(guard, second);
	if (guard->is_vacuuming)
		return SQLITE_OK;
	switch (action) {
	case SQLITE_TRANSACTION:
		return rule_transaction(guard, first);
	case SQLITE_SAVEPOINT:
		return refuse(guard, "SAVEPOINT", "each migration is one transaction as a whole");
	case SQLITE_DETACH:
		return refuse(guard, "DETACH", "a migration stays in its own file");
	case SQLITE_PRAGMA:
		return rule_pragma(guard, first, second);
	case SQLITE_INSERT:
	case SQLITE_UPDATE:
	case SQLITE_DELETE:
	case SQLITE_DROP_TABLE:
	case SQLITE_CREATE_TABLE:
	case SQLITE_CREATE_TEMP_TABLE:
	case SQLITE_CREATE_VIEW:
	case SQLITE_CREATE_TEMP_VIEW:
	case SQLITE_CREATE_VTABLE:
		return rule_history(guard, first);
	case SQLITE_ALTER_TABLE:
	case SQLITE_CREATE_INDEX:
	case SQLITE_CREATE_TRIGGER:
	case SQLITE_CREATE_TEMP_TRIGGER:
		return rule_history(guard, second);
	default:
		return SQLITE_OK;
	}
}

void
sqlgen_guard_begin(struct sqlgen_guard *guard, sqlite3 *handle)
{
	guard->creates = false;
	sqlite3_set_authorizer(handle, authorize, guard);
}

void
sqlgen_guard_end(struct sqlgen_guard *guard, sqlite3 *handle)
{
	(void)guard;
	sqlite3_set_authorizer(handle, NULL, NULL);
}

int
sqlgen_switches_read(struct sqlgen_connection *connection, struct sqlgen_switches *switches)
{
	char sql[64];
	int rc = SQLITE_OK;
	size_t i;

	memset(switches, 0, sizeof(*switches));
	for (i = 0; i < SQLGEN_SWITCHES && rc == SQLITE_OK; i++) {
		if (!switches_of[i].is_readable)
			continue;
		sqlite3_snprintf((int)sizeof(sql), sql, "PRAGMA %s", switches_of[i].name);
		rc = sqlgen_query_int64(connection, sql, &switches->values[i]);
	}
	return rc;
}

int
sqlgen_switches_restore(struct sqlgen_connection *connection, const struct sqlgen_switches *switches,
			unsigned changed)
{
	char sql[80];
	int rc = SQLITE_OK;
	size_t i;

	for (i = 0; i < SQLGEN_SWITCHES; i++) {
		int set;

		if ((changed >> i & 1u) == 0)
			continue;
		sqlite3_snprintf((int)sizeof(sql), sql, "PRAGMA %s = %lld", switches_of[i].name,
				 (sqlite3_int64)switches->values[i]);
		set = sqlite3_exec(connection->handle, sql, NULL, NULL, NULL);
		if (set == SQLITE_NOMEM)
			set = sqlite3_exec(connection->handle, sql, NULL, NULL, NULL);
		if (rc == SQLITE_OK)
			rc = set;
	}
	return rc;
}
