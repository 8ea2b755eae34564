#include <string.h>

#include "private.h"

/*
 * Each query gives a row for each migration that is applied, in order: what names it, whether it
 * is at fault, the checksum of its file, and whether those before it are applied with it.
 */
static const struct sqlgen_tool known_tools[] = {
	{
		.name = "golang-migrate",
		.table = "schema_migrations",
		.columns = "'version', 'dirty'",
		.column_count = 2,
		.rows = "SELECT version, dirty, NULL, 1 FROM main.schema_migrations LIMIT 1",
		.fault = "is dirty",
		.remedy = "mend the database, then 'migrate force' the version that it is at",
	},
	{
		.name = "rails",
		.table = "schema_migrations",
		.columns = "'version'",
		.column_count = 1,
		.is_all_columns = true,
		.beside = "ar_internal_metadata",
		.rows = "SELECT version, 0, NULL, 0 FROM main.schema_migrations ORDER BY version",
	},
	{
		.name = "dbmate",
		.table = "schema_migrations",
		.columns = "'version'",
		.column_count = 1,
		.is_all_columns = true,
		.rows = "SELECT version, 0, NULL, 0 FROM main.schema_migrations ORDER BY version",
	},
	{
		/* A rollback deletes the row, in old versions it adds one. */
		.name = "goose",
		.table = "goose_db_version",
		.columns = "'id', 'version_id', 'is_applied'",
		.column_count = 3,
		.rows = "SELECT version, 0, NULL, 0 FROM (SELECT version_id AS version, is_applied,"
			" max(id) FROM main.goose_db_version GROUP BY version_id)"
			" WHERE is_applied AND version > 0 ORDER BY version",
	},
	{
		.name = "diesel",
		.table = "__diesel_schema_migrations",
		.columns = "'version', 'run_on'",
		.column_count = 2,
		.rows = "SELECT version, 0, NULL, 0 FROM main.__diesel_schema_migrations"
			" ORDER BY version",
	},
	{
		.name = "sqlx",
		.table = "_sqlx_migrations",
		.columns = "'version', 'success', 'checksum'",
		.column_count = 3,
		.rows = "SELECT version, NOT success, hex(checksum), 0 FROM main._sqlx_migrations"
			" ORDER BY version",
		.fault = "failed",
		.remedy = "mend the database, and delete its row from '_sqlx_migrations'",
		.checksum = SQLGEN_CHECKSUM_SHA384,
	},
	{
		/* An undone version has a later row that says so. */
		.name = "flyway",
		.table = "flyway_schema_history",
		.columns = "'installed_rank', 'version', 'description', 'type', 'checksum', 'success'",
		.column_count = 6,
		.rows = "SELECT name, NOT success, CASE type WHEN 'SQL' THEN checksum END,"
			" type LIKE '%BASELINE' FROM (SELECT coalesce(version, description) AS name,"
			" version, type, checksum, success, max(installed_rank) AS rank"
			" FROM main.flyway_schema_history GROUP BY version, coalesce(version, description))"
			" WHERE type NOT LIKE 'UNDO%' AND type <> 'DELETE'"
			" AND (version IS NOT NULL OR NOT success) ORDER BY rank",
		.fault = "failed",
		.remedy = "mend the database, then 'flyway repair'",
		.checksum = SQLGEN_CHECKSUM_CRC32,
	},
	{
		.name = "refinery",
		.table = "refinery_schema_history",
		.columns = "'version', 'name', 'checksum'",
		.column_count = 3,
		.rows = "SELECT version || '__' || name, 0, NULL, 0 FROM main.refinery_schema_history"
			" ORDER BY version",
	},
	{
		.name = "drizzle",
		.table = "__drizzle_migrations",
		.columns = "'hash', 'created_at'",
		.column_count = 2,
		.rows = "SELECT hash, 0, hash, 0 FROM main.__drizzle_migrations"
			" ORDER BY created_at, rowid",
		.checksum = SQLGEN_CHECKSUM_SHA256,
		.is_named_by_checksum = true,
	},
	{
		.name = "prisma",
		.table = "_prisma_migrations",
		.columns = "'migration_name', 'checksum', 'finished_at', 'rolled_back_at', 'started_at'",
		.column_count = 5,
		.rows = "SELECT migration_name, finished_at IS NULL, checksum, 0"
			" FROM main._prisma_migrations WHERE rolled_back_at IS NULL"
			" ORDER BY migration_name",
		.fault = "failed",
		.remedy = "mend the database, then 'prisma migrate resolve' it",
		.checksum = SQLGEN_CHECKSUM_SHA256,
	},
	{
		.name = "d1",
		.table = "d1_migrations",
		.columns = "'id', 'name', 'applied_at'",
		.column_count = 3,
		.rows = "SELECT name, 0, NULL, 0 FROM main.d1_migrations ORDER BY id",
	},
	{
		.name = "django",
		.table = "django_migrations",
		.columns = "'id', 'app', 'name'",
		.column_count = 3,
		.owners = "SELECT DISTINCT app FROM main.django_migrations WHERE app NOT IN ('admin', 'auth',"
			  " 'contenttypes', 'flatpages', 'redirects', 'sessions', 'sites') ORDER BY app",
		.rows = "SELECT name, 0, NULL, 0 FROM main.django_migrations WHERE app = :owner ORDER BY id",
	},
	{
		.name = "knex",
		.table = "knex_migrations",
		.columns = "'id', 'name', 'batch'",
		.column_count = 3,
		.beside = "knex_migrations_lock",
		.rows = "SELECT name, (SELECT max(is_locked) FROM main.knex_migrations_lock), NULL, 0"
			" FROM main.knex_migrations ORDER BY id",
		.fault = "has left its lock",
		.remedy = "mend the database, then 'knex migrate:unlock'",
	},
	{
		.name = "sql-migrate",
		.table = "gorp_migrations",
		.columns = "'id', 'applied_at'",
		.column_count = 2,
		.rows = "SELECT id, 0, NULL, 0 FROM main.gorp_migrations ORDER BY id",
	},
	{
		.name = "sqitch",
		.table = "changes",
		.columns = "'change_id', 'change', 'project', 'committed_at'",
		.column_count = 4,
		.is_beside = true,
		.convention = "sqitch",
		.owners = "SELECT DISTINCT project FROM main.changes WHERE project IS NOT NULL ORDER BY project",
		.rows = "SELECT change, 0, NULL, 0 FROM main.changes WHERE project = :owner"
			" ORDER BY committed_at, rowid",
	},
	{
		.name = "rusqlite",
		.convention = "rusqlite",
		.rows = "SELECT user_version, 0, NULL, 1 FROM pragma_user_version WHERE user_version > 0",
	},
	{
		/* A database starts at 1, and 1.sqm leads to 2. */
		.name = "sqldelight",
		.convention = "sqldelight",
		.rows = "SELECT user_version - 1, 0, NULL, 1 FROM pragma_user_version"
			" WHERE user_version > 1",
	},
	{
		.name = "user_version",
		.convention = "",
		.rows = "SELECT user_version, 0, NULL, 1 FROM pragma_user_version WHERE user_version > 0",
	},
};

const struct sqlgen_tool *
sqlgen_tool_at(size_t i)
{
	return i < sizeof(known_tools) / sizeof(known_tools[0]) ? &known_tools[i] : NULL;
}

bool
sqlgen_tool_is(const struct sqlgen_tool *tool, const char *asked)
{
	size_t length = strlen(tool->name);

	return strncmp(asked, tool->name, length) == 0 &&
	       (asked[length] == '\0' || (asked[length] == ':' && tool->owners != NULL));
}

/* Opens the tool's own database, "sqitch.db" or with the suffix of ours, if it is there. */
static int
open_beside(struct sqlgen_connection *source, sqlite3 *handle, bool has_suffix)
{
	const char *path = sqlite3_db_filename(handle, "main");
	const char *base = path != NULL ? strrchr(path, '/') : NULL;
	const char *suffix = ".db";
	char *beside;
	int rc;

	if (path == NULL || path[0] == '\0')
		return SQLITE_OK;
	base = base != NULL ? base + 1 : path;
	if (has_suffix) {
		suffix = strrchr(base, '.');
		suffix = suffix != NULL ? suffix : "";
	}
	beside = sqlite3_mprintf("%.*ssqitch%s", (int)(base - path), path, suffix);
	if (beside == NULL)
		return SQLITE_NOMEM;
	rc = sqlite3_open_v2(beside, &source->handle, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX,
			     NULL);
	sqlite3_free(beside);
	if (rc == SQLITE_OK)
		return rc;
	sqlite3_close(source->handle);
	source->handle = NULL;
	return sqlgen_is(rc, SQLITE_CANTOPEN) ? SQLITE_OK : rc;
}

/* Is the table there, with its columns? */
static int
look_for_table(struct sqlgen_connection *source, const struct sqlgen_tool *tool, bool *is_there)
{
	int64_t count = 0;
	char *sql;
	int rc;

	sql = sqlite3_mprintf("SELECT (SELECT count(*) FROM main.sqlite_master WHERE type = 'table'"
			      " AND rootpage > 0 AND name IN (%Q, %Q)) = %d AND (SELECT count(*) = %d"
			      " AND (NOT %d OR %d = (SELECT count(*) FROM pragma_table_xinfo(%Q, 'main')))"
			      " FROM pragma_table_xinfo(%Q, 'main') WHERE hidden = 0 AND name IN (%s))",
			      tool->table, tool->beside, tool->beside != NULL ? 2 : 1,
			      tool->column_count, tool->is_all_columns, tool->column_count,
			      tool->table, tool->table, tool->columns);
	if (sql == NULL)
		return sqlgen_fail(source, SQLITE_NOMEM, "out of memory");
	rc = sqlgen_query_int64(source, sql, &count);
	sqlite3_free(sql);
	*is_there = count == 1;
	return rc;
}

/* Is the table there, and does it say that anything was applied? */
static int
look_for_rows(struct sqlgen_connection *source, const struct sqlgen_tool *tool, bool *is_there)
{
	sqlite3_stmt *stmt = NULL;
	int rc = SQLITE_OK;

	*is_there = true;
	if (tool->table != NULL)
		rc = look_for_table(source, tool, is_there);
	if (rc != SQLITE_OK || !*is_there)
		return rc;
	rc = sqlgen_prepare(source, tool->owners != NULL ? tool->owners : tool->rows, &stmt);
	if (rc != SQLITE_OK)
		return rc;
	rc = sqlite3_step(stmt);
	*is_there = rc == SQLITE_ROW;
	rc = rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : sqlgen_fail_database(source, rc);
	sqlite3_finalize(stmt);
	return rc;
}

int
sqlgen_tool_open(const struct sqlgen_tool *tool, struct sqlgen_connection *connection,
		 struct sqlgen_connection *source, bool *is_there)
{
	int rc = SQLITE_OK, tries;

	memset(source, 0, sizeof(*source));
	*is_there = false;
	if (!tool->is_beside)
		source->handle = connection->handle;
	for (tries = 0; tries < 2 && rc == SQLITE_OK && !*is_there; tries++) {
		if (tool->is_beside) {
			sqlgen_tool_close(tool, source);
			rc = open_beside(source, connection->handle, tries == 0);
			if (rc != SQLITE_OK)
				sqlgen_fail(source, rc, "%s", sqlite3_errstr(rc));
		}
		if (rc == SQLITE_OK && source->handle != NULL)
			rc = look_for_rows(source, tool, is_there);
	}
	if (rc != SQLITE_OK)
		sqlgen_fail(connection, rc, "what %s has applied cannot be read: %s", tool->name,
			    source->message);
	if (rc != SQLITE_OK || !*is_there)
		sqlgen_tool_close(tool, source);
	return rc;
}

void
sqlgen_tool_close(const struct sqlgen_tool *tool, struct sqlgen_connection *source)
{
	if (tool->is_beside)
		sqlite3_close(source->handle);
	source->handle = NULL;
}

int
sqlgen_tool_read(const struct sqlgen_tool *tool, struct sqlgen_connection *source, const char *owner,
		 int (*each)(void *context, const struct sqlgen_tool_row *), void *context)
{
	sqlite3_stmt *stmt = NULL;
	struct sqlgen_tool_row row;
	int rc = sqlgen_prepare(source, tool->rows, &stmt);

	if (rc == SQLITE_OK && tool->owners != NULL)
		rc = sqlite3_bind_text(stmt, 1, owner, -1, SQLITE_STATIC);
	while (rc == SQLITE_OK) {
		rc = sqlite3_step(stmt);
		if (rc != SQLITE_ROW)
			break;
		row.id = (const char *)sqlite3_column_text(stmt, 0);
		row.is_at_fault = sqlite3_column_int(stmt, 1) != 0;
		row.checksum = (const char *)sqlite3_column_text(stmt, 2);
		row.is_up_to = sqlite3_column_int(stmt, 3) != 0;
		if (row.id == NULL && sqlite3_column_type(stmt, 0) == SQLITE_NULL)
			row.id = "";
		rc = row.id == NULL ? SQLITE_NOMEM : each(context, &row);
	}
	sqlite3_finalize(stmt);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}
