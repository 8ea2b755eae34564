#include "schema/limit.h"

#include <stddef.h>

#include "schema/engine.h"

/* Pages are of 1 KB where a migration does not choose others; SQLite needs memory besides the
 * database. */
enum { STEPS_BETWEEN_CALLS = 1000 * 1000, PAGES_OF_A_MEGABYTE = 1024, HEAP_MEGABYTES = 512 };

/* An ATTACH is refused before it is counted; VACUUM needs one. */
static const struct {
	int category, value;
} limits[] = {
	{ SQLITE_LIMIT_LENGTH, LIMIT_VALUE_SIZE }, { SQLITE_LIMIT_SQL_LENGTH, LIMIT_VALUE_SIZE },
	{ SQLITE_LIMIT_TRIGGER_DEPTH, 100 },       { SQLITE_LIMIT_ATTACHED, 1 },
	{ SQLITE_LIMIT_WORKER_THREADS, 0 },
};

static const struct {
	int option, value;
} settings[] = {
	{ SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
	{ SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0 },
	/* Real migrations need them, whatever this SQLite was built with. */
	{ SQLITE_DBCONFIG_DQS_DML, 1 },
	{ SQLITE_DBCONFIG_DQS_DDL, 1 },
};

static int
count_call(void *context)
{
	struct limit *limit = context;
	return --limit->calls_left < 0;
}

void
limit_set(struct limit *limit, sqlite3 *handle, int million_steps)
{
	char pragmas[80];
	limit->calls_left = million_steps;
	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
		sqlite3_limit(handle, limits[i].category, limits[i].value);
	for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
		sqlite3_db_config(handle, settings[i].option, settings[i].value, (int *)NULL);
	sqlite3_snprintf((int)sizeof pragmas, pragmas,
			 "PRAGMA temp_store = MEMORY; PRAGMA max_page_count = %d",
			 LIMIT_MEGABYTES * PAGES_OF_A_MEGABYTE);
	sqlite3_exec(handle, pragmas, NULL, NULL, NULL);
	sqlite3_progress_handler(handle, STEPS_BETWEEN_CALLS, count_call, limit);
}

void
limit_lift(sqlite3 *handle)
{
	sqlite3_progress_handler(handle, 0, NULL, NULL);
}

void
limit_memory(bool is_limited)
{
	engine_limit(is_limited ? (size_t)HEAP_MEGABYTES * 1024 * 1024 : 0);
}

bool
limit_is_reached(const struct limit *limit)
{
	return limit->calls_left < 0;
}
