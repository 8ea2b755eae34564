#include <stdio.h>

#include "db.h"

/* A hook moves data when its migration runs, and a failure of it undoes the migration. */

static int hook_rc;

int
my_db_hook_1_2(sqlite3 *handle)
{
	int rc = sqlite3_exec(handle, "UPDATE notes SET length = length(text)", NULL, NULL, NULL);

	return rc != SQLITE_OK ? rc : hook_rc;
}

static void
show(struct my_db *db, const char *sql)
{
	sqlite3_stmt *stmt = NULL;

	if (sqlite3_prepare_v2(db->handle, sql, -1, &stmt, NULL) != SQLITE_OK)
		printf("%s\n", sqlite3_errmsg(db->handle));
	while (sqlite3_step(stmt) == SQLITE_ROW)
		printf("  %s\n", (const char *)sqlite3_column_text(stmt, 0));
	sqlite3_finalize(stmt);
}

int
main(void)
{
	static const char first[] = "CREATE TABLE notes (\n  id   INTEGER PRIMARY KEY,\n  text TEXT NOT NULL\n);\n";
	struct sqlgen_options options = my_db_options_default();
	struct sqlgen_migration only = { .version = "1", .name = "init", .sql = first, .size = sizeof first - 1 };
	struct sqlgen_schema old = { .migrations = &only, .migration_count = 1 };
	struct sqlgen_connection connection;
	struct sqlgen_report report;
	char checksum[SQLGEN_CHECKSUM_SIZE];
	struct my_db db;
	int rc;

	/* A database that an older program made. */
	sqlgen_checksum(checksum, first, sizeof first - 1);
	only.checksum = checksum;
	rc = sqlgen_open(&connection, "file:notes?mode=memory&cache=shared", NULL, &old, NULL, 0);
	printf("%d %s\n", rc, sqlgen_error(&connection));
	sqlite3_exec(connection.handle, "INSERT INTO notes (text) VALUES ('short'), ('longer')", NULL, NULL, NULL);

	options.migrate = options.check = false;
	printf("%d\n", my_db_open(&db, "file:notes?mode=memory&cache=shared", &options));
	hook_rc = SQLITE_FULL;
	rc = my_db_migrate(&db, NULL, &report);
	printf("%d %d %s\n", rc, report.stop == SQLGEN_STOP_HOOK, my_db_error(&db));
	hook_rc = SQLITE_OK;
	rc = my_db_migrate(&db, &options, &report);
	printf("%d, %d applied\n", rc, (int)report.applied);
	show(&db, "SELECT text || ' ' || length FROM notes");
	show(&db, "SELECT text FROM long_notes");
	show(&db, "SELECT version || ' ' || coalesce(compatible_with, '') FROM sqlgen_migrations");

	/* The older program gets on with it, and the history knows how to go back. */
	printf("%d\n", sqlgen_migrate(&connection, &old, NULL, NULL));
	sqlite3_exec(connection.handle, "DROP VIEW long_notes", NULL, NULL, NULL);
	options.allow_loss = true;
	printf("%d\n", sqlgen_rollback_to(&connection, NULL, "1", &options, &report));
	show(&db, "SELECT count(*) FROM pragma_table_info('notes')");
	printf("%d %d\n", my_db_close(&db), sqlgen_close(&connection));
	return 0;
}
