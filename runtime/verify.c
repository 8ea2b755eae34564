#include <string.h>

#include "private.h"

struct verification {
	struct sqlgen_connection *connection;
	int (*each)(void *context, const struct sqlgen_finding *);
	void *context;
	int found; /* the first finding's code */
};

static int
report(struct verification *verification, int code, const char *text)
{
	struct sqlgen_finding finding;

	if (verification->found == SQLITE_OK)
		verification->found = sqlgen_fail(verification->connection, code, "%s", text);
	finding.code = code;
	finding.text = text;
	return verification->each != NULL ? verification->each(verification->context, &finding) :
					    SQLITE_OK;
}

/* Steps to the next row: false at the end, and on an error, which goes to rc. */
static bool
next_row(struct sqlgen_connection *connection, sqlite3_stmt *stmt, int *rc)
{
	int step = sqlite3_step(stmt);

	if (step != SQLITE_ROW && step != SQLITE_DONE)
		*rc = sqlgen_fail_database(connection, step);
	return step == SQLITE_ROW;
}

/* SQLite stops after 100 findings if it is not told another number. */
static int
verify_integrity(struct verification *verification)
{
	struct sqlgen_connection *connection = verification->connection;
	sqlite3_stmt *stmt = NULL;
	int rc = sqlgen_prepare(connection, "PRAGMA main.integrity_check(1000000)", &stmt);

	while (rc == SQLITE_OK && next_row(connection, stmt, &rc))
		if (strcmp(sqlgen_row_text(stmt, 0), "ok") != 0)
			rc = report(verification, SQLITE_CORRUPT, sqlgen_row_text(stmt, 0));
	sqlite3_finalize(stmt);
	return rc;
}

/* A row of rowid, parent, columns. */
static int
report_orphan(struct verification *verification, const char *table, sqlite3_stmt *stmt)
{
	const char *columns = sqlgen_row_text(stmt, 2), *parent = sqlgen_row_text(stmt, 1);
	char text[400];

	if (sqlite3_column_type(stmt, 0) == SQLITE_NULL)
		sqlite3_snprintf((int)sizeof(text), text,
				 "a row of '%.100s': expected a row of '%.100s' for its %.100s, found none",
				 table, parent, columns);
	else
		sqlite3_snprintf((int)sizeof(text), text,
				 "row %lld of '%.100s': expected a row of '%.100s' for its %.100s, found none",
				 sqlite3_column_int64(stmt, 0), table, parent, columns);
	return report(verification, SQLITE_CONSTRAINT, text);
}

/* A table whose foreign keys cannot be checked, since a parent has no such key, is a finding too. */
static int
verify_table(struct verification *verification, const char *table, sqlite3_stmt *stmt)
{
	struct sqlgen_connection *connection = verification->connection;
	int rc = sqlgen_give_text(connection, stmt, 1, table), step = SQLITE_DONE;

	if (rc != SQLITE_OK)
		return rc;
	while (rc == SQLITE_OK && (step = sqlite3_step(stmt)) == SQLITE_ROW)
		rc = report_orphan(verification, table, stmt);
	if (sqlgen_is(step, SQLITE_ERROR))
		rc = report(verification, SQLITE_CONSTRAINT, sqlite3_errmsg(connection->handle));
	else if (step != SQLITE_ROW && step != SQLITE_DONE)
		rc = sqlgen_fail_database(connection, step);
	sqlite3_reset(stmt);
	return rc;
}

static int
verify_foreign_keys(struct verification *verification)
{
	struct sqlgen_connection *connection = verification->connection;
	sqlite3_stmt *tables = NULL, *stmt = NULL;
	int rc = sqlgen_prepare(connection, "SELECT name FROM main.sqlite_master WHERE type = 'table'",
				&tables);

	if (rc == SQLITE_OK)
		rc = sqlgen_prepare(connection,
				    "SELECT f.rowid, f.parent,"
				    " (SELECT group_concat(k.\"from\", ', ')"
				    " FROM pragma_foreign_key_list(?1, 'main') AS k WHERE k.id = f.fkid)"
				    " FROM pragma_foreign_key_check(?1, 'main') AS f",
				    &stmt);
	while (rc == SQLITE_OK && next_row(connection, tables, &rc))
		rc = verify_table(verification, sqlgen_row_text(tables, 0), stmt);
	sqlite3_finalize(stmt);
	sqlite3_finalize(tables);
	return rc;
}

static int
report_fact(void *context, const char *text)
{
	return report(context, SQLITE_SCHEMA, text);
}

int
sqlgen_verify(struct sqlgen_connection *connection, const struct sqlgen_schema *schema,
	      int (*each)(void *context, const struct sqlgen_finding *), void *context)
{
	struct verification verification;
	int rc;

	if (connection->handle == NULL)
		return sqlgen_fail(connection, SQLITE_MISUSE, "the database is not open");
	verification.connection = connection;
	verification.each = each;
	verification.context = context;
	verification.found = SQLITE_OK;
	rc = verify_integrity(&verification);
	if (rc == SQLITE_OK)
		rc = verify_foreign_keys(&verification);
	if (rc == SQLITE_OK)
		rc = sqlgen_check_each(connection, schema, report_fact, &verification);
	return rc != SQLITE_OK ? rc : verification.found;
}
