#ifndef SQLGEN_TEST_DATABASE_H
#define SQLGEN_TEST_DATABASE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlgen.h>

#include "test.h"

/* What the tests of the runtime share: series of migrations, scratch files, and questions to a database. */

enum { SERIES_MAX = 16, SLOTS = 8 };

/* A program's migrations, as generated code would embed them. */
struct series {
	struct sqlgen_migration items[SERIES_MAX];
	char checksums[SERIES_MAX][SQLGEN_CHECKSUM_SIZE];
	struct sqlgen_schema schema;
};

static inline void
series_add(struct series *series, const char *version, const char *name, const char *sql,
	   unsigned flags)
{
	size_t i = series->schema.migration_count++;
	struct sqlgen_migration *item = &series->items[i];

	item->version = version;
	item->name = name;
	item->sql = sql;
	item->size = strlen(sql);
	item->flags = flags;
	sqlgen_checksum(series->checksums[i], sql, item->size);
	item->checksum = series->checksums[i];
	series->schema.migrations = series->items;
}

struct database {
	struct sqlgen_connection connection;
	sqlite3_stmt *statements[SLOTS];
};

static inline int
database_open(struct database *database, const char *path, const struct sqlgen_options *options,
	      const struct sqlgen_schema *schema)
{
	return sqlgen_open(&database->connection, path, options, schema, database->statements, SLOTS);
}

/* An empty database in memory. */
static inline sqlite3 *
database_start(struct database *database)
{
	struct sqlgen_schema nothing = { 0 };

	CHECK_INT(database_open(database, ":memory:", NULL, &nothing), SQLITE_OK);
	return database->connection.handle;
}

static inline void
database_end(struct database *database)
{
	CHECK_INT(sqlgen_close(&database->connection), SQLITE_OK);
}

static inline const char *
database_error(const struct database *database)
{
	return sqlgen_error(&database->connection);
}

static inline int
execute(sqlite3 *handle, const char *sql)
{
	char *message = NULL;
	int rc = sqlite3_exec(handle, sql, NULL, NULL, &message);

	if (rc != SQLITE_OK)
		fprintf(stderr, "%s: %s\n", sql, message ? message : "");
	sqlite3_free(message);
	return rc;
}

/* The first value of the first row; -1 if there is none. */
static inline long long
number(sqlite3 *handle, const char *sql)
{
	sqlite3_stmt *stmt = NULL;
	long long value = -1;

	if (sqlite3_prepare_v2(handle, sql, -1, &stmt, NULL) == SQLITE_OK &&
	    sqlite3_step(stmt) == SQLITE_ROW)
		value = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return value;
}

static inline int
contains(const char *text, const char *part)
{
	if (strstr(text, part) != NULL)
		return 1;
	fprintf(stderr, "'%s' is not in '%s'\n", part, text);
	return 0;
}

/* A directory of its own for one file, removed by scratch_remove. */
struct scratch {
	char directory[64];
	char path[80];
};

static inline void
scratch_make(struct scratch *scratch)
{
	const char *parent = getenv("TMPDIR");

	snprintf(scratch->directory, sizeof scratch->directory, "%.40s/sqlgen-XXXXXX",
		 parent ? parent : ".");
	CHECK(mkdtemp(scratch->directory) != NULL);
	snprintf(scratch->path, sizeof scratch->path, "%s/db", scratch->directory);
}

static inline void
scratch_clear(const struct scratch *scratch)
{
	static const char *const suffixes[] = { "", "-wal", "-shm", "-journal" };
	char path[96];

	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
		snprintf(path, sizeof path, "%s%s", scratch->path, suffixes[i]);
		remove(path);
	}
}

static inline void
scratch_remove(const struct scratch *scratch)
{
	scratch_clear(scratch);
	rmdir(scratch->directory);
}

#endif
