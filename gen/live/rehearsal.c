#include "live/rehearsal.h"

#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"
#include "live/backup.h"
#include "live/guarded.h"
#include "live/session.h"
#include "sql/token.h"

enum { WAIT_MILLISECONDS = 5000 };

/* A failure that is neither of the migrations nor of the database. */
static int
fail(const struct rehearsal *rehearsal, int rc, const char *path, const char *reason)
{
	diag_error(rehearsal->diag, (struct place){ .path = path }, "cannot rehearse on a copy: %s", reason);
	return rc;
}

/* Of the copying; is it the place of the copy that failed? */
static int
fail_to_copy(const struct rehearsal *rehearsal, int rc, const char *path, const char *reason)
{
	int kind = rc & 0xff;

	if (kind == SQLITE_FULL || kind == SQLITE_IOERR)
		reason = arena_format(rehearsal->arena, "%s: in '%s' (TMPDIR is another place)", reason,
				      file_directory(rehearsal->arena, rehearsal->scratch.path));
	return fail(rehearsal, rc, path, reason);
}

/* While others write to it with a write-ahead log it cannot be copied file by file. */
static int
open_source(struct rehearsal *rehearsal, const char *path)
{
	const char *shared = arena_format(rehearsal->arena, "%s-shm", path);
	int rc;

	if (!file_exists(shared))
		return guarded_open(&rehearsal->source, path, rehearsal->arena, rehearsal->diag);
	rc = sqlite3_open_v2(path, &rehearsal->source, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);
	if (rc != SQLITE_OK)
		return fail(rehearsal, rc, path, sqlite3_errstr(rc));
	return sqlite3_busy_timeout(rehearsal->source, WAIT_MILLISECONDS);
}

/* The number that sql, which is freed, finds; -1: it cannot be read. */
static int64_t
read_number(sqlite3 *handle, char *sql)
{
	sqlite3_stmt *stmt = NULL;
	int64_t number = -1;

	if (sql && sqlite3_prepare_v2(handle, sql, -1, &stmt, NULL) == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW)
		number = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	sqlite3_free(sql);
	return number;
}

static int64_t
count_rows(sqlite3 *handle, const char *table)
{
	return read_number(handle, sqlite3_mprintf("SELECT count(*) FROM main.\"%w\"", table));
}

static void
add_count(struct rehearsal *rehearsal, const char *table, int64_t before, int64_t after)
{
	rehearsal->counts = arena_grow(rehearsal->arena, rehearsal->counts, rehearsal->count, sizeof *rehearsal->counts);
	rehearsal->counts[rehearsal->count++] = (struct row_count){ table, before, after };
}

/* How many rows there were in a table at the last look. */
static int64_t
count_before(const struct row_count *counts, size_t count, const char *table)
{
	for (size_t i = 0; i < count; i++)
		if (name_compare(counts[i].table, table) == 0)
			return counts[i].after;
	return -1;
}

/* What has come of the rows since the last look: before and after of every table that is or was there. */
static void
count_tables(struct rehearsal *rehearsal, const struct inventory *inventory, sqlite3 *handle)
{
	const struct row_count *old = rehearsal->counts;
	size_t old_count = rehearsal->count;

	rehearsal->counts = NULL;
	rehearsal->count = 0;
	for (size_t i = 0; i < inventory->count; i++) {
		const char *table = inventory->items[i].table;

		if (inventory->items[i].kind == ITEM_TABLE)
			add_count(rehearsal, table, count_before(old, old_count, table), count_rows(handle, table));
	}
	for (size_t i = 0, present = rehearsal->count; i < old_count; i++)
		if (old[i].after >= 0 && count_before(rehearsal->counts, present, old[i].table) < 0)
			add_count(rehearsal, old[i].table, old[i].after, -1);
}

/* https://sqlite.org/c3ref/c_stmtstatus_counter.html: known when a statement has ended. */
static int
count_steps(unsigned event, void *context, void *stmt, void *nanoseconds)
{
	struct rehearsal *rehearsal = context;

	(void)event;
	(void)nanoseconds;
	rehearsal->steps += sqlite3_stmt_status(stmt, SQLITE_STMTSTATUS_VM_STEP, 1);
	return 0;
}

static int
open_copy(struct rehearsal *rehearsal, const char *copy)
{
	struct sqlgen_options options = session_options();
	int rc;

	rc = sqlgen_open(&rehearsal->connection, copy, &options, NULL, NULL, 0);
	if (rc != SQLITE_OK)
		return fail(rehearsal, rc, copy, sqlgen_error(&rehearsal->connection));
	sqlite3_trace_v2(rehearsal->connection.handle, SQLITE_TRACE_PROFILE, count_steps, rehearsal);
	return SQLITE_OK;
}

int
rehearsal_begin(struct rehearsal *rehearsal, const char *path, struct arena *arena, struct diag *diag)
{
	const char *copy, *message;
	int rc;

	*rehearsal = (struct rehearsal){ .arena = arena, .diag = diag };
	if (!scratch_begin(&rehearsal->scratch, arena, diag))
		return SQLITE_CANTOPEN;
	rc = open_source(rehearsal, path);
	if (rc != SQLITE_OK)
		return rc;
	copy = file_join(arena, rehearsal->scratch.path, "copy.db");
	rc = backup_copy(rehearsal->source, copy, WAIT_MILLISECONDS, &message, arena);
	if (rc != SQLITE_OK)
		return fail_to_copy(rehearsal, rc, path, message);
	rc = open_copy(rehearsal, copy);
	if (rc != SQLITE_OK)
		return rc;
	rc = soundness_read(&rehearsal->before, rehearsal->connection.handle, arena);
	if (rc != SQLITE_OK)
		return fail(rehearsal, rc, path, sqlite3_errmsg(rehearsal->connection.handle));
	if (!inventory_read(&rehearsal->inventory, rehearsal->connection.handle, arena, diag))
		return SQLITE_CORRUPT;
	count_tables(rehearsal, &rehearsal->inventory, rehearsal->connection.handle);
	rehearsal->is_new = rehearsal->count == 0;
	return SQLITE_OK;
}

static int64_t
now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* One step, and the options that it was asked for with. */
struct stepping {
	struct rehearsal *rehearsal;
	const struct sqlgen_options *asked;
};

static int
register_functions(sqlite3 *handle, void *context)
{
	const struct stepping *stepping = context;

	return stepping->asked->on_open(handle, stepping->asked->context);
}

static void
take_loss(void *context, const struct sqlgen_loss *loss)
{
	struct rehearsal *rehearsal = ((struct stepping *)context)->rehearsal;
	struct arena *arena = rehearsal->arena;

	if (loss->count == 0 || rehearsal->is_new)
		return;
	rehearsal->losses = arena_grow(arena, rehearsal->losses, rehearsal->loss_count, sizeof *rehearsal->losses);
	rehearsal->losses[rehearsal->loss_count++] = (struct loss){
		.migration = loss->migration,
		.table = arena_string(arena, loss->table),
		.column = loss->column ? arena_string(arena, loss->column) : NULL,
		.count = loss->count,
	};
}

/* The runner tells of each loss, and goes on. What a migration would have lost that failed is not lost. */
static int
run_step(struct rehearsal *rehearsal, const struct sqlgen_schema *schema, const struct sqlgen_options *asked)
{
	struct stepping stepping = { rehearsal, asked };
	struct sqlgen_options options = *asked;
	size_t losses = rehearsal->loss_count;
	int rc;

	options.allow_loss = true;
	options.on_loss = take_loss;
	options.on_open = asked->on_open ? register_functions : NULL;
	options.context = &stepping;
	rc = sqlgen_migrate(&rehearsal->connection, schema, &options, &rehearsal->report);
	if (rc != SQLITE_OK)
		rehearsal->loss_count = losses;
	return rc;
}

int
rehearsal_step(struct rehearsal *rehearsal, const struct sqlgen_schema *schema, const struct sqlgen_options *options)
{
	struct rehearsed step = { .migration = &schema->migrations[schema->migration_count - 1] };
	sqlite3 *handle = rehearsal->connection.handle;
	int64_t begun = now();
	struct inventory inventory;
	int rc;

	rehearsal->steps = 0;
	rc = run_step(rehearsal, schema, options);
	step.milliseconds = now() - begun;
	step.steps = rehearsal->steps;
	if (rc != SQLITE_OK)
		return rc;
	if (!inventory_read(&inventory, handle, rehearsal->arena, rehearsal->diag))
		return SQLITE_ERROR;
	difference_find(&step.difference, &rehearsal->inventory, &inventory, rehearsal->arena);
	count_tables(rehearsal, &inventory, handle);
	rehearsal->inventory = inventory;
	step.counts = rehearsal->counts;
	step.count = rehearsal->count;
	rehearsal->done = arena_grow(rehearsal->arena, rehearsal->done, rehearsal->done_count, sizeof *rehearsal->done);
	rehearsal->done[rehearsal->done_count++] = step;
	return SQLITE_OK;
}

int
rehearsal_end(struct rehearsal *rehearsal)
{
	int rc = soundness_read(&rehearsal->after, rehearsal->connection.handle, rehearsal->arena);

	if (rc != SQLITE_OK)
		return fail(rehearsal, rc, NULL, sqlite3_errmsg(rehearsal->connection.handle));
	return SQLITE_OK;
}

void
rehearsal_finish(struct rehearsal *rehearsal)
{
	sqlgen_close(&rehearsal->connection);
	sqlite3_close(rehearsal->source);
	scratch_finish(&rehearsal->scratch);
}
