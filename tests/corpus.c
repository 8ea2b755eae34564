/* Opens the file named by the first argument with the generated code, and closes it. */
#include <stdio.h>

#include "db.h"

#ifdef STUBS
static void null_function(sqlite3_context *context, int count, sqlite3_value **values)
{
	(void)count;
	(void)values;
	sqlite3_result_null(context);
}

static int add_stubs(sqlite3 *handle, void *unused)
{
	static const char *const names[] = { STUBS };
	int rc = SQLITE_OK;

	(void)unused;
	for (size_t i = 0; i < sizeof names / sizeof *names && rc == SQLITE_OK; i++)
		rc = sqlite3_create_function(handle, names[i], -1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL,
					     null_function, NULL, NULL);
	return rc;
}
#endif

int main(int argc, char **argv)
{
	struct db db;
	int rc;

	if (argc != 2)
		return 2;
#ifdef STUBS
	struct sqlgen_options options = db_options_default();
	options.on_open = add_stubs;
	rc = db_open(&db, argv[1], &options);
#else
	rc = db_open(&db, argv[1], NULL);
#endif
	if (rc != SQLITE_OK) {
		fprintf(stderr, "db_open: %d: %s\n", rc, db_error(&db));
		db_close(&db);
		return 1;
	}
	rc = db_close(&db);
	if (rc != SQLITE_OK) {
		fprintf(stderr, "db_close: %d\n", rc);
		return 1;
	}
	return 0;
}
