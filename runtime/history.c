#include <string.h>

#include "private.h"

#define HISTORY "main." SQLGEN_HISTORY_TABLE
#define INSERTION                                                                                 \
	HISTORY " (version, name, checksum, down, compatible_with, is_repeatable, applied_at,"     \
		" duration, sqlite_version)"                                                        \
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6, datetime('now'), ?7, sqlite_version())"

int
sqlgen_history_exists(struct sqlgen_connection *connection, bool *exists)
{
	static const char sql[] =
		"SELECT type = 'table' AND rootpage > 0 AND NOT EXISTS (SELECT 1"
		" FROM main.sqlite_master WHERE type = 'trigger'"
		" AND tbl_name = '" SQLGEN_HISTORY_TABLE "' COLLATE NOCASE) AND (SELECT count(*)"
		" FROM pragma_table_xinfo('" SQLGEN_HISTORY_TABLE "', 'main') WHERE hidden = 0"
		" AND (name <> 'id' OR (pk = 1 AND type = 'INTEGER'))"
		" AND name IN ('id', 'version', 'name', 'checksum', 'is_repeatable', 'down',"
		" 'compatible_with', 'applied_at', 'duration', 'sqlite_version',"
		" 'adopted_from')) = 11 FROM main.sqlite_master"
		" WHERE name = '" SQLGEN_HISTORY_TABLE "' COLLATE NOCASE";
	int64_t is_ours = -1;
	int rc = sqlgen_query_int64(connection, sql, &is_ours);

	if (rc != SQLITE_OK)
		return rc;
	*exists = is_ours == 1;
	return is_ours != 0 ? SQLITE_OK :
			      sqlgen_fail(connection, SQLITE_SCHEMA,
					  "expected '" SQLGEN_HISTORY_TABLE "' to be the history of migrations,"
					  " found something else of that name: rename it");
}

static int
create_history(struct sqlgen_connection *connection)
{
	bool exists;
	int rc = sqlgen_history_exists(connection, &exists);

	if (rc != SQLITE_OK || exists)
		return rc;
	return sqlgen_execute(connection, "CREATE TABLE " HISTORY " ("
					  "id INTEGER PRIMARY KEY, "
					  "version TEXT NOT NULL UNIQUE, "
					  "name TEXT NOT NULL, "
					  "checksum TEXT NOT NULL, "
					  "is_repeatable INTEGER NOT NULL DEFAULT 0, "
					  "down TEXT, "
					  "compatible_with TEXT, "
					  "applied_at TEXT NOT NULL, "
					  "duration INTEGER NOT NULL, " /* milliseconds */
					  "sqlite_version TEXT NOT NULL, "
					  "adopted_from TEXT)"); /* the tool that applied it */
}

static int
step_history(struct sqlgen_connection *connection, sqlite3_stmt *stmt)
{
	int rc = sqlite3_step(stmt);

	return rc == SQLITE_DONE ? SQLITE_OK : sqlgen_fail_database(connection, rc);
}

int
sqlgen_history_add(struct sqlgen_connection *connection, const struct sqlgen_migration *migration,
		   int64_t duration, bool is_there)
{
	bool is_repeatable = (migration->flags & SQLGEN_REPEATABLE) != 0;
	sqlite3_stmt *stmt = NULL;
	const char *texts[5];
	int rc = is_there ? SQLITE_OK : create_history(connection), i;

	if (rc == SQLITE_OK)
		rc = sqlgen_prepare(connection,
				    is_repeatable ? "REPLACE INTO " INSERTION : "INSERT INTO " INSERTION,
				    &stmt);
	if (rc != SQLITE_OK)
		return rc;
	texts[0] = migration->version;
	texts[1] = migration->name;
	texts[2] = migration->checksum;
	texts[3] = migration->down;
	texts[4] = migration->compatible_with;
	for (i = 0; i < 5 && rc == SQLITE_OK; i++)
		rc = sqlgen_give_text(connection, stmt, i + 1, texts[i]);
	sqlite3_bind_int64(stmt, 6, is_repeatable);
	sqlite3_bind_int64(stmt, 7, duration);
	if (rc == SQLITE_OK)
		rc = step_history(connection, stmt);
	sqlite3_finalize(stmt);
	return rc;
}

int
sqlgen_history_adopted(struct sqlgen_connection *connection, const char *tool)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlgen_prepare(connection, "UPDATE " HISTORY " SET adopted_from = ?1", &stmt);

	if (rc != SQLITE_OK)
		return rc;
	rc = sqlgen_give_text(connection, stmt, 1, tool);
	if (rc == SQLITE_OK)
		rc = step_history(connection, stmt);
	sqlite3_finalize(stmt);
	return rc;
}

/* Runs sql, which has a version for its parameter, to its first row or its end. */
static int
step_version(struct sqlgen_connection *connection, const char *sql, const char *version, bool *has_row)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlgen_prepare(connection, sql, &stmt);

	if (rc != SQLITE_OK)
		return rc;
	rc = sqlgen_give_text(connection, stmt, 1, version);
	if (rc == SQLITE_OK) {
		rc = sqlite3_step(stmt);
		*has_row = rc == SQLITE_ROW;
		rc = rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : sqlgen_fail_database(connection, rc);
	}
	sqlite3_finalize(stmt);
	return rc;
}

int
sqlgen_history_remove(struct sqlgen_connection *connection, const char *version)
{
	bool has_row;

	return step_version(connection, "DELETE FROM " HISTORY " WHERE version = ?1", version, &has_row);
}

int
sqlgen_history_has(struct sqlgen_connection *connection, const char *version, bool *is_there)
{
	return step_version(connection, "SELECT 1 FROM " HISTORY " WHERE version = ?1", version, is_there);
}

/* The file may be anybody's: texts may be of any type, or hold NULs. NULL is out of memory. */
static const char *
history_text(sqlite3_stmt *stmt, int column)
{
	if (sqlite3_column_type(stmt, column) == SQLITE_NULL)
		return "";
	return (const char *)sqlite3_column_text(stmt, column);
}

static int
report_row(struct sqlgen_connection *connection, sqlite3_stmt *stmt,
	   int (*each)(void *context, const struct sqlgen_applied *), void *context)
{
	struct sqlgen_applied applied;
	int rc;

	applied.version = history_text(stmt, 0);
	applied.name = history_text(stmt, 1);
	applied.checksum = history_text(stmt, 2);
	applied.applied_at = history_text(stmt, 3);
	applied.duration = sqlite3_column_int64(stmt, 4);
	applied.is_repeatable = sqlite3_column_int(stmt, 5) != 0;
	applied.down = history_text(stmt, 6);
	applied.compatible_with = history_text(stmt, 7);
	applied.adopted_from = history_text(stmt, 8);
	if (applied.version == NULL || applied.name == NULL || applied.checksum == NULL ||
	    applied.applied_at == NULL || applied.down == NULL || applied.compatible_with == NULL ||
	    applied.adopted_from == NULL)
		return sqlgen_fail(connection, SQLITE_NOMEM, "out of memory");
	if (sqlite3_column_type(stmt, 6) == SQLITE_NULL)
		applied.down = NULL;
	if (sqlite3_column_type(stmt, 7) == SQLITE_NULL)
		applied.compatible_with = NULL;
	connection->message[0] = '\0';
	rc = each(context, &applied);
	if (rc != SQLITE_OK && connection->message[0] == '\0')
		sqlgen_fail(connection, rc, "the reading of the history was stopped");
	return rc;
}

int
sqlgen_history(struct sqlgen_connection *connection,
	       int (*each)(void *context, const struct sqlgen_applied *), void *context)
{
	sqlite3_stmt *stmt = NULL;
	bool exists;
	int rc = sqlgen_history_exists(connection, &exists);

	if (rc != SQLITE_OK || !exists)
		return rc;
	rc = sqlgen_prepare(connection,
			    "SELECT version, name, checksum, applied_at, duration, is_repeatable, down,"
			    " compatible_with, adopted_from FROM " HISTORY " ORDER BY id",
			    &stmt);
	while (rc == SQLITE_OK) {
		rc = sqlite3_step(stmt);
		if (rc == SQLITE_ROW)
			rc = report_row(connection, stmt, each, context);
		else if (rc != SQLITE_DONE)
			rc = sqlgen_fail_database(connection, rc);
	}
	sqlite3_finalize(stmt);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}
