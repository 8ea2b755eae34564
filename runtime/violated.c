#include <string.h>

#include "private.h"

/* SQLITE_CONSTRAINT_DATATYPE, which the header of SQLite 3.35 does not have. */
enum { CONSTRAINT_DATATYPE = SQLITE_CONSTRAINT | 12 << 8 };

/*
 * What a message names: "UNIQUE constraint failed: tasks.uuid", "cannot store TEXT value in INTEGER
 * column tasks.priority". NULL: nothing.
 */
static const char *
named_in(const char *message, int code)
{
	const char *before = code == CONSTRAINT_DATATYPE ? " column " : " constraint failed: ";
	const char *found = strstr(message, before);

	return found != NULL ? found + strlen(before) : NULL;
}

/*
 * The place of the one that is called so between first and end: 0 if there is none, or if several
 * are, such as equal CHECKs of two tables.
 */
static int
find(const struct sqlgen_connection *connection, int first, int end, int code, const char *text)
{
	int found = 0, i;

	for (i = first; i < end; i++) {
		const struct sqlgen_constraint *constraint = &connection->constraints[i];

		if (constraint->code != code || strcmp(constraint->text, text) != 0)
			continue;
		if (found != 0)
			return 0;
		found = i;
	}
	return found;
}

/* table is looked at first; NULL: all are alike. */
static int
find_place(const struct sqlgen_connection *connection, const struct sqlgen_table *table, int code,
	   const char *text)
{
	int found = 0;

	if (connection->constraints == NULL || text == NULL)
		return 0;
	if (table != NULL)
		found = find(connection, table->first, table->end, code, text);
	if (found == 0)
		found = find(connection, SQLGEN_FIRST_CONSTRAINT,
			     (int)connection->constraint_count, code, text);
	return found;
}

static int
violated_by(const struct sqlgen_connection *connection, const struct sqlgen_table *table)
{
	int code = sqlite3_extended_errcode(connection->handle), found;

	if (!sqlgen_is(code, SQLITE_CONSTRAINT))
		return SQLGEN_OTHER_CONSTRAINT;
	if (code == SQLITE_CONSTRAINT_FOREIGNKEY)
		return SQLGEN_FOREIGN_KEY;
	if (code == SQLITE_CONSTRAINT_TRIGGER)
		return SQLGEN_TRIGGER;
	found = find_place(connection, table, code,
			   named_in(sqlite3_errmsg(connection->handle), code));
	return found != 0 ? found : SQLGEN_OTHER_CONSTRAINT;
}

int
sqlgen_violated_now(const struct sqlgen_connection *connection)
{
	return violated_by(connection, NULL);
}

/* Asks which foreign key the row breaks. Whatever comes of it, the call failed for SQLite's reason. */
static void
probe_foreign_keys(const struct sqlgen_call *failed)
{
	struct sqlgen_connection *connection = failed->connection;
	const struct sqlgen_table *table = failed->table;
	struct sqlgen_call probe;
	const char *text = NULL;

	memset(&probe, 0, sizeof(probe));
	probe.connection = connection;
	probe.named = failed->named;
	probe.rc = sqlite3_prepare_v2(connection->handle, table->probe, -1, &probe.stmt, NULL);
	if (probe.rc == SQLITE_OK)
		sqlgen_row_bind(&probe, table->type, failed->row);
	/* What is out of range is behind the last parameter that the probe has. */
	if ((probe.rc == SQLITE_OK || probe.rc == SQLITE_RANGE) &&
	    sqlite3_step(probe.stmt) == SQLITE_ROW)
		text = (const char *)sqlite3_column_text(probe.stmt, 0);
	sqlgen_fail(connection, SQLITE_CONSTRAINT, "FOREIGN KEY constraint failed%s%s",
		    text != NULL ? ": " : "", text != NULL ? text : "");
	connection->violated =
		find_place(connection, table, SQLITE_CONSTRAINT_FOREIGNKEY, text);
	if (connection->violated == 0)
		connection->violated = SQLGEN_FOREIGN_KEY;
	sqlite3_finalize(probe.stmt);
}

int
sqlgen_fail_call(struct sqlgen_call *call, int rc)
{
	struct sqlgen_connection *connection = call->connection;

	sqlgen_fail_database(connection, rc);
	if (!sqlgen_is(rc, SQLITE_CONSTRAINT) || call->table == NULL)
		return rc;
	connection->violated = violated_by(connection, call->table);
	if (connection->violated == SQLGEN_FOREIGN_KEY && call->table->probe != NULL)
		probe_foreign_keys(call);
	return rc;
}

int
sqlgen_violated(const struct sqlgen_connection *connection)
{
	return connection->violated;
}
