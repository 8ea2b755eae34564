#ifndef SQLGEN_REPLAY_H
#define SQLGEN_REPLAY_H

#include <stdbool.h>
#include <stddef.h>

#include <sqlite3.h>

#include "base/diag.h"

struct arena;
struct migrations;
struct schema;
struct sqlgen_migration;

/* Where a table, column, index, trigger or view came to be: followed through renames and rebuilds.
 */
struct origin {
	const char *name;
	const char *column; /* NULL: the object itself */
	bool is_trigger;    /* triggers have names of their own: one may be called like a table */
	struct place place;
};

struct replay {
	sqlite3 *handle;              /* an in-memory database with the final schema */
	const struct origin *origins; /* sorted, for replay_place */
	size_t origin_count;
	struct migrations *migrations; /* that it ran */
};

/* Where images of earlier replays are kept, and what they depend on beside the migrations. */
struct replay_cache {
	const char *directory; /* NULL: nowhere */
	const char *salt;
};

/* The first count migrations as the runner takes them. */
struct sqlgen_migration *replay_for_runtime(const struct migrations *migrations, size_t count,
					    struct arena *arena);

/*
 * Runs the first count migrations, or those behind the newest image that the cache has, with the
 * runtime's own runner on a fresh in-memory database, and sets the checksum of all of them. On
 * failure tells diag at the statement's place, as path:line:col with a caret, and closes. Work
 * without end and values without measure are stopped.
 */
bool replay_run(struct replay *replay, struct migrations *migrations, size_t count,
		struct replay_cache cache, struct arena *arena, struct diag *diag);
void replay_finish(struct replay *replay);

/*
 * Sees the statement at offset of a migration before it runs on handle, and each migration's end,
 * where offset is its size. It may read the database, and leaves it as it was.
 */
struct replay_observer {
	void (*see)(void *context, sqlite3 *handle, size_t migration, size_t offset);
	void *context;
};

/* Runs all migrations as replay_run does, from the first one on and each statement by itself. */
bool replay_observe(struct replay *replay, struct migrations *migrations,
		    const struct replay_observer *observer, struct arena *arena, struct diag *diag);

/*
 * Would SQLite take this statement on the final schema, with strings in single quotes only? NULL if
 * so, else why not; valid until the next call.
 */
const char *replay_refuses(const struct replay *replay, const char *sql);

/* The place of a table, view or index, or of a table's column; path NULL if not known. */
struct place replay_place(const struct replay *replay, const char *name, const char *column);
struct place replay_trigger_place(const struct replay *replay, const char *name);

#endif
