#include "schema/replay.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "input/migrations.h"
#include "schema/addition.h"
#include "schema/application.h"
#include "schema/cache.h"
#include "schema/explain.h"
#include "schema/limit.h"
#include "schema/origin.h"
#include "schema/own_transaction.h"
#include "schema/quoted.h"
#include "schema/trial.h"
#include "sql/token.h"
#include "sqlgen.h"

/* The migrations with their checksums, as input cannot know them. */
static void
set_checksums(struct migrations *migrations, struct arena *arena)
{
	struct migration *items = arena_alloc(arena, (migrations->count + 1) * sizeof *items);
	for (size_t i = 0; i < migrations->count; i++) {
		char checksum[SQLGEN_CHECKSUM_SIZE];
		items[i] = migrations->items[i];
		if (items[i].checksum != NULL)
			continue;
		sqlgen_checksum(checksum, items[i].text, items[i].size);
		items[i].checksum = arena_string(arena, checksum);
	}
	migrations->items = items;
}

struct sqlgen_migration *
replay_for_runtime(const struct migrations *migrations, size_t count, struct arena *arena)
{
	struct sqlgen_migration *items = arena_alloc(arena, (count + 1) * sizeof *items);
	for (size_t i = 0; i < count; i++) {
		const struct migration *from = &migrations->items[i];
		items[i] = (struct sqlgen_migration){
			.version = from->version,
			.name = from->name,
			.sql = from->text,
			.size = from->size,
			.checksum = from->checksum,
			.down = from->down_text,
			.compatible_with = from->compatible_with,
			.flags = (from->no_transaction ? (unsigned)SQLGEN_NO_TRANSACTION : 0u) |
				 (from->if_missing ? (unsigned)SQLGEN_IF_MISSING : 0u) |
				 (from->allows_loss ? (unsigned)SQLGEN_ALLOW_LOSS : 0u) |
				 (from->has_hook ? (unsigned)SQLGEN_HOOK : 0u) |
				 (from->is_repeatable ? (unsigned)SQLGEN_REPEATABLE : 0u),
		};
	}
	return items;
}

static struct place
stop_place(const struct sqlgen_report *report, const struct migrations *migrations, size_t count,
	   const struct diag *diag)
{
	switch (report->stop) {
	case SQLGEN_STOP_STATEMENT:
	case SQLGEN_STOP_LOSS:
		return migration_place(&migrations->items[report->migration], report->offset, diag);
	case SQLGEN_STOP_FOREIGN_KEYS:
	case SQLGEN_STOP_HOOK:
		return migration_place(&migrations->items[report->migration], 0, diag);
	case SQLGEN_STOP_NO_DOWN:
	case SQLGEN_STOP_EDITED:
	case SQLGEN_STOP_MISSING:
	case SQLGEN_STOP_ORDER:
	case SQLGEN_STOP_NEWER:
	case SQLGEN_STOP_ADOPTION:
	case SQLGEN_STOP_CANCELLED:
	case SQLGEN_STOP_NONE:
		break;
	case SQLGEN_STOP_DATABASE:
		/* In memory it is the statement that asked for too much. */
		if (report->migration < count)
			return migration_place(&migrations->items[report->migration],
					       report->offset, diag);
		break;
	}
	if (report->migration < count)
		return (struct place){ .path = migrations->items[report->migration].path };
	return (struct place){ .path = migrations->directory };
}

/* Looks at each migration and statement before it runs. */
struct watch {
	sqlite3 *handle;
	const struct migrations *migrations;
	struct sqlgen_migration *items; /* the same as the runner has them */
	struct additions additions;
	size_t next; /* the first migration that was not looked at */
	char *text;  /* of the one before that, if it is no longer the file's */
	const char *own_transactions; /* the last file with some */
	const struct replay_observer *observer; /* NULL: nobody looks on */
	struct arena *arena;
	struct diag *diag;
};

/* Puts one that does nothing in the place of a statement that has been done. */
static void
replace_statement(struct watch *watch, size_t index, size_t offset, size_t length)
{
	static const char nothing[] = "SELECT 1";
	const struct migration *migration = &watch->migrations->items[index];
	if (watch->text == NULL)
		watch->text = arena_copy(watch->arena, migration->text, migration->size);
	if (watch->text[offset + length - 1] == ';')
		length--;
	memset(watch->text + offset, ' ', length);
	memcpy(watch->text + offset, nothing, strlen(nothing));
	watch->items[index].sql = watch->text;
}

static int
watch_statement(void *context, const struct sqlgen_progress *progress)
{
	struct watch *watch = context;
	const struct migration *migration = &watch->migrations->items[progress->index];
	size_t length;
	if (watch->observer != NULL)
		watch->observer->see(watch->observer->context, watch->handle, progress->index,
				     progress->offset);
	if (progress->offset >= migration->size)
		return 0;
	if (progress->index >= watch->next) {
		watch->next = progress->index + 1;
		watch->text = NULL;
		trial_run(watch->handle, watch->migrations, progress->index, watch->arena,
			  watch->diag);
	}
	own_transaction_check(&watch->own_transactions, migration, progress->offset, watch->diag);
	length = additions_do(&watch->additions, progress->index, progress->offset);
	if (length > 0)
		replace_statement(watch, progress->index, progress->offset, length);
	else if (!watch->additions.has_failed)
		quoted_check(watch->handle, migration, progress->offset, watch->arena, watch->diag);
	return watch->additions.has_failed;
}

/* What the runner would refuse where there is something to lose. */
static void
warn_of_loss(void *context, const struct sqlgen_loss *loss)
{
	struct watch *watch = context;
	const struct migration *migration = &watch->migrations->items[loss->index];
	struct token first = token_at(migration->text + loss->offset, migration->size - loss->offset);
	const char *rule = loss->column == NULL ? "drop-table"
			   : token_is(&first, "DROP") ? "rebuild-missing-column"
						      : "drop-column";
	if (migration->allows_loss)
		return;
	diag_warning(watch->diag, migration_place(migration, loss->offset, watch->diag), rule,
		     "%s '%s%s%s' is dropped, and no statement before has copied it: the runner "
		     "refuses this where it holds something; if it may be lost, write '-- sqlgen: "
		     "allow destructive'",
		     loss->column != NULL ? "column" : "table", loss->table,
		     loss->column != NULL ? "." : "", loss->column != NULL ? loss->column : "");
}

static void
tell(int rc, const struct sqlgen_report *report, const struct sqlgen_connection *connection,
     const struct migrations *migrations, size_t count, const struct limit *limit,
     struct arena *arena, struct diag *diag)
{
	const char *message = report->reason != NULL ? report->reason : sqlgen_error(connection);
	struct failure failure = { message, migrations, report->migration, report->offset };
	struct place place = stop_place(report, migrations, count, diag);
	if (limit_is_reached(limit))
		diag_error(diag, place,
			   "this does not end: expected at most %d million steps of SQLite",
			   LIMIT_MILLION_STEPS);
	else if ((rc & 0xff) == SQLITE_NOMEM || (rc & 0xff) == SQLITE_FULL)
		diag_error(diag, place, "%s: expected a database of at most %d MB", message,
			   LIMIT_MEGABYTES);
	else if (report->stop == SQLGEN_STOP_STATEMENT)
		explain_failure(&failure, arena, diag);
	else
		diag_error(diag, place, "%s", message);
}

static bool
migrate(sqlite3 *handle, const struct migrations *migrations, size_t count,
	const struct replay_observer *observer, struct arena *arena, struct diag *diag)
{
	struct sqlgen_connection connection = { .handle = handle };
	struct sqlgen_schema schema = { .migration_count = count };
	struct sqlgen_report report = { .stop = SQLGEN_STOP_NONE };
	struct sqlgen_options options = sqlgen_options_default();
	struct watch watch = {
		.handle = handle, .migrations = migrations, .observer = observer, .arena = arena, .diag = diag
	};
	struct limit limit;
	int rc;

	options.on_progress = watch_statement;
	options.on_loss = warn_of_loss;
	options.allow_loss = true;
	options.context = &watch;
	watch.items = replay_for_runtime(migrations, count, arena);
	for (size_t i = 0; i < count; i++)
		watch.items[i].flags &= ~(unsigned)SQLGEN_HOOK;
	schema.migrations = watch.items;
	additions_init(&watch.additions, handle, migrations, arena, diag);
	watch.additions.is_off = watch.additions.is_off || observer != NULL;
	limit_set(&limit, handle, LIMIT_MILLION_STEPS);
	limit_memory(true);
	rc = sqlgen_migrate(&connection, &schema, &options, &report);
	if ((rc == SQLITE_OK && !additions_settle(&watch.additions)) ||
	    watch.additions.has_failed) {
		rc = SQLITE_NOMEM;
		report.reason = "cannot read the schema again";
	}
	additions_finish(&watch.additions);
	limit_memory(false);
	limit_lift(handle);
	if (rc != SQLITE_OK)
		tell(rc, &report, &connection, migrations, count, &limit, arena, diag);
	sqlgen_close(&connection);
	return rc == SQLITE_OK;
}

/*
 * What was temporary would hide the objects of the same name; a user's connection never sees it.
 * Another temp_store deletes it: https://sqlite.org/pragma.html#pragma_temp_store
 */
static bool
drop_temporary(sqlite3 *handle, const struct migrations *migrations, struct diag *diag)
{
	if (sqlite3_exec(handle, "PRAGMA temp_store = FILE; PRAGMA temp_store = MEMORY", NULL, NULL,
			 NULL) == SQLITE_OK)
		return true;
	diag_error(diag, (struct place){ .path = migrations->directory },
		   "cannot drop temporary objects: %s", sqlite3_errmsg(handle));
	return false;
}

/* An image before the last migration too: it is the one that is being written. */
static bool
migrate_with_cache(sqlite3 *handle, const struct migrations *migrations, size_t count,
		   struct replay_cache place, struct arena *arena, struct diag *diag)
{
	struct cache cache;
	size_t done;
	bool is_done = true;

	if (place.directory == NULL)
		return migrate(handle, migrations, count, NULL, arena, diag);
	cache_init(&cache, place.directory, place.salt, migrations, arena, diag);
	cache_listen(&cache);
	done = cache_load(&cache, handle, count);
	if (done + 1 < count) {
		is_done = migrate(handle, migrations, count - 1, NULL, arena, diag);
		if (is_done)
			cache_store(&cache, handle, count - 1);
	}
	if (is_done && done < count) {
		is_done = migrate(handle, migrations, count, NULL, arena, diag);
		if (is_done)
			cache_store(&cache, handle, count);
	}
	cache_finish(&cache);
	return is_done;
}

/* Most tables stay empty, and have a page each. A migration may still choose another size. */
static void
choose_pages(sqlite3 *handle)
{
	sqlite3_exec(handle, "PRAGMA page_size = 1024", NULL, NULL, NULL);
}

/* observer NULL: the cache may be used. */
static bool
run(struct replay *replay, struct migrations *migrations, size_t count, struct replay_cache cache,
    const struct replay_observer *observer, struct arena *arena, struct diag *diag)
{
	struct replay result = { .handle = NULL };
	struct trace trace = { .items = NULL };

	assert(count <= migrations->count);
	if (sqlite3_open(":memory:", &result.handle) != SQLITE_OK) {
		diag_error(diag, (struct place){ .path = migrations->directory },
			   "cannot open a database in memory: %s", sqlite3_errmsg(result.handle));
		replay_finish(&result);
		return false;
	}
	choose_pages(result.handle);
	set_checksums(migrations, arena);
	if (!application_register(result.handle, migrations->declarations,
				  migrations->declaration_count, arena, diag) ||
	    !(observer != NULL ? migrate(result.handle, migrations, count, observer, arena, diag)
			       : migrate_with_cache(result.handle, migrations, count, cache, arena,
						    diag)) ||
	    !drop_temporary(result.handle, migrations, diag)) {
		replay_finish(&result);
		return false;
	}
	/* Without it the queries that take lists do not prepare, and each of them says so. */
	sqlgen_register_lists(result.handle);
	for (size_t i = 0; i < count; i++)
		trace_migration(&trace, &migrations->items[i], arena, diag);
	result.migrations = migrations;
	result.origins = trace_origins(&result.origin_count, &trace, arena);
	*replay = result;
	return true;
}

bool
replay_run(struct replay *replay, struct migrations *migrations, size_t count,
	   struct replay_cache cache, struct arena *arena, struct diag *diag)
{
	return run(replay, migrations, count, cache, NULL, arena, diag);
}

bool
replay_observe(struct replay *replay, struct migrations *migrations,
	       const struct replay_observer *observer, struct arena *arena, struct diag *diag)
{
	struct replay_cache none = { .directory = NULL };
	return run(replay, migrations, migrations->count, none, observer, arena, diag);
}

void
replay_finish(struct replay *replay)
{
	sqlite3_close(replay->handle);
	*replay = (struct replay){ .handle = NULL };
}

static struct place
find_place(const struct replay *replay, const struct origin *wanted)
{
	const struct origin *found = NULL;
	if (replay->origin_count > 0)
		found = bsearch(wanted, replay->origins, replay->origin_count,
				sizeof *replay->origins, origin_compare);
	return found == NULL ? (struct place){ .path = NULL } : found->place;
}

struct place
replay_place(const struct replay *replay, const char *name, const char *column)
{
	return find_place(replay, &(struct origin){ .name = name, .column = column });
}

struct place
replay_trigger_place(const struct replay *replay, const char *name)
{
	return find_place(replay, &(struct origin){ .name = name, .is_trigger = true });
}

const char *
replay_refuses(const struct replay *replay, const char *sql)
{
	sqlite3_stmt *stmt = NULL;
	int rc;

	sqlite3_db_config(replay->handle, SQLITE_DBCONFIG_DQS_DML, 0, (int *)NULL);
	rc = sqlite3_prepare_v2(replay->handle, sql, -1, &stmt, NULL);
	sqlite3_finalize(stmt);
	return rc == SQLITE_OK ? NULL : sqlite3_errmsg(replay->handle);
}
