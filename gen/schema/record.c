#include "schema/record.h"

#include <string.h>

#include "base/arena.h"
#include "input/migrations.h"
#include "sql/token.h"

/* A replay under way. */
struct recorder {
	struct record *record;
	const struct migrations *migrations;
	const struct snapshot *now;
	sqlite3_int64 version; /* PRAGMA schema_version of now */
	struct step *open;     /* the statement that runs */
	size_t reached;        /* migrations that have begun */
	bool has_failed;
	struct arena *arena;
	struct diag *diag;
};

static bool
is_same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static bool
is_kept(const struct step *step, const struct action *action)
{
	for (size_t i = 0; i < step->action_count; i++) {
		const struct action *kept = &step->actions[i];
		if (kept->code == action->code && is_same(kept->first, action->first) &&
		    is_same(kept->second, action->second) &&
		    is_same(kept->database, action->database) &&
		    is_same(kept->through, action->through))
			return true;
	}
	return false;
}

static const char *
keep(const char *text, struct arena *arena)
{
	return text == NULL ? NULL : arena_string(arena, text);
}

/* Some PRAGMAs act when they are prepared: their heading says what there is to know. */
static int
authorize(void *context, int code, const char *first, const char *second, const char *database,
	  const char *through)
{
	struct recorder *recorder = context;
	struct step *step = recorder->open;
	struct action action = { code, first, second, database, through };
	struct action *actions = (struct action *)step->actions;
	if (code == SQLITE_PRAGMA)
		return SQLITE_DENY;
	if (is_kept(step, &action))
		return SQLITE_OK;
	actions = arena_grow(recorder->arena, actions, step->action_count, sizeof *actions);
	actions[step->action_count++] = (struct action){
		.code = code,
		.first = keep(first, recorder->arena),
		.second = keep(second, recorder->arena),
		.database = keep(database, recorder->arena),
		.through = keep(through, recorder->arena),
	};
	step->actions = actions;
	return SQLITE_OK;
}

static void
ask(struct recorder *recorder, sqlite3 *handle)
{
	const struct step *step = recorder->open;
	sqlite3_stmt *stmt = NULL;
	if (step->heading.kind == HEADING_PRAGMA)
		return;
	sqlite3_set_authorizer(handle, authorize, recorder);
	sqlite3_prepare_v2(handle, step->text, (int)step->length, &stmt, NULL);
	sqlite3_finalize(stmt);
	sqlite3_set_authorizer(handle, NULL, NULL);
}

static sqlite3_int64
schema_version(sqlite3 *handle)
{
	sqlite3_stmt *stmt = NULL;
	sqlite3_int64 version = -1;
	if (sqlite3_prepare_v2(handle, "PRAGMA main.schema_version", -1, &stmt, NULL) ==
		    SQLITE_OK &&
	    sqlite3_step(stmt) == SQLITE_ROW)
		version = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return version;
}

/* What the schema is now, if it may have changed. */
static void
look(struct recorder *recorder, sqlite3 *handle)
{
	struct snapshot *snapshot;
	sqlite3_int64 version = schema_version(handle);
	if (recorder->now != NULL && version == recorder->version)
		return;
	snapshot = arena_alloc(recorder->arena, sizeof *snapshot);
	if (!snapshot_read(snapshot, recorder->now, handle, recorder->arena, recorder->diag)) {
		recorder->has_failed = true;
		return;
	}
	recorder->now = snapshot;
	recorder->version = version;
}

/* Those before this one are done. */
static void
reach(struct recorder *recorder, size_t migration)
{
	struct recorded_migration *items = recorder->record->migrations;
	for (; recorder->reached <= migration && recorder->reached < recorder->record->count;
	     recorder->reached++) {
		if (recorder->reached > 0)
			items[recorder->reached - 1].after = recorder->now;
		items[recorder->reached].before = recorder->now;
	}
}

static void
begin_step(struct recorder *recorder, size_t index, size_t offset)
{
	struct recorded_migration *recorded = &recorder->record->migrations[index];
	const struct migration *migration = recorded->migration;
	struct step *steps = arena_grow(recorder->arena, (struct step *)recorded->steps,
					recorded->step_count, sizeof *steps);
	struct step *step = &steps[recorded->step_count++];
	recorded->steps = steps;
	*step = (struct step){ .migration = migration,
			       .index = index,
			       .offset = offset,
			       .text = migration->text + offset,
			       .before = recorder->now };
	step->length = statement_length(step->text, migration->size - offset);
	heading_read(&step->heading, step->text, step->length, recorder->arena);
	step->offset += step->heading.offset;
	step->text += step->heading.offset;
	step->length -= step->heading.offset;
	heading_read(&step->heading, step->text, step->length, recorder->arena);
	recorder->open = step;
}

static void
see(void *context, sqlite3 *handle, size_t index, size_t offset)
{
	struct recorder *recorder = context;
	const struct recorded_migration *recorded = &recorder->record->migrations[index];
	bool is_seen = recorded->step_count > 0 &&
		       offset < recorded->steps[recorded->step_count - 1].offset +
					recorded->steps[recorded->step_count - 1].length;
	if (recorder->has_failed || (is_seen && offset < recorded->migration->size))
		return;
	look(recorder, handle);
	if (recorder->open != NULL)
		recorder->open->after = recorder->now;
	recorder->open = NULL;
	reach(recorder, index);
	if (offset >= recorded->migration->size)
		return;
	begin_step(recorder, index, offset);
	ask(recorder, handle);
}

bool
record_run(struct record *record, struct migrations *migrations, struct arena *arena,
	   struct diag *diag)
{
	struct recorder recorder = {
		.record = record, .migrations = migrations, .arena = arena, .diag = diag
	};
	struct replay_observer observer = { see, &recorder };
	*record = (struct record){ .count = migrations->count };
	record->migrations = arena_alloc(arena, (record->count + 1) * sizeof *record->migrations);
	for (size_t i = 0; i < record->count; i++)
		record->migrations[i].migration = &migrations->items[i];
	if (!replay_observe(&record->replay, migrations, &observer, arena, diag))
		return false;
	look(&recorder, record->replay.handle);
	if (recorder.has_failed) {
		record_finish(record);
		return false;
	}
	if (recorder.open != NULL)
		recorder.open->after = recorder.now;
	if (record->count > 0) {
		reach(&recorder, record->count - 1);
		record->migrations[record->count - 1].after = recorder.now;
	}
	return true;
}

void
record_finish(struct record *record)
{
	replay_finish(&record->replay);
}
