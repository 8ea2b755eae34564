#include "live/reversal.h"

#include <string.h>

#include <sqlite3.h>

#include "base/arena.h"
#include "input/migrations.h"
#include "schema/application.h"
#include "schema/limit.h"
#include "schema/replay.h"
#include "sqlgen.h"

/* One migration there and back. */
struct trial {
	struct sqlgen_connection connection;
	struct sqlgen_schema schema; /* up to this migration */
	struct sqlgen_options options;
	const struct migrations *migrations;
	struct arena *arena;
	struct diag *diag;
};

static bool
fail(struct reversal *reversal, const struct trial *trial, const struct sqlgen_report *report,
     bool is_again)
{
	const char *why =
		report->reason != NULL ? report->reason : sqlgen_error(&trial->connection);
	reversal->failure = arena_string(trial->arena, why);
	reversal->offset = report->offset;
	reversal->is_again = is_again;
	return false;
}

static bool
undo(struct reversal *reversal, struct trial *trial, size_t index)
{
	const char *version = index > 0 ? trial->migrations->items[index - 1].version : NULL;
	struct sqlgen_report report = { .stop = SQLGEN_STOP_NONE };
	if (sqlgen_rollback_to(&trial->connection, &trial->schema, version, &trial->options,
			       &report) == SQLITE_OK)
		return true;
	return fail(reversal, trial, &report, false);
}

static bool
run(struct trial *trial, struct sqlgen_report *report)
{
	return sqlgen_migrate(&trial->connection, &trial->schema, &trial->options, report) ==
	       SQLITE_OK;
}

/* False if the database is not where it was. */
static bool
turn(struct reversal *reversal, struct trial *trial, const struct inventory *before, size_t index)
{
	struct sqlgen_report report = { .stop = SQLGEN_STOP_NONE };
	struct inventory after;
	reversal->is_tried = true;
	if (!undo(reversal, trial, index))
		return true;
	if (!inventory_read(&after, trial->connection.handle, trial->arena, trial->diag))
		return false;
	difference_find(&reversal->difference, before, &after, trial->arena);
	if (run(trial, &report))
		return true;
	return fail(reversal, trial, &report, true);
}

static bool
try_migration(struct reversal *reversal, struct trial *trial, size_t index)
{
	const struct migration *migration = &trial->migrations->items[index];
	bool has_down = migration->down_text != NULL && !migration->is_repeatable;
	struct inventory before;
	trial->schema.migration_count = index + 1;
	if (has_down &&
	    !inventory_read(&before, trial->connection.handle, trial->arena, trial->diag))
		return false;
	return run(trial, NULL) && (!has_down || turn(reversal, trial, &before, index));
}

void
reversals_read(struct reversal *reversals, const struct migrations *migrations, struct arena *arena,
	       struct diag *diag)
{
	struct trial trial = { .migrations = migrations, .arena = arena, .diag = diag };
	struct sqlgen_migration *items = replay_for_runtime(migrations, migrations->count, arena);
	struct limit limit;
	sqlite3 *handle = NULL;
	memset(reversals, 0, migrations->count * sizeof *reversals);
	for (size_t i = 0; i < migrations->count; i++)
		items[i].flags &= ~(unsigned)SQLGEN_HOOK;
	trial.options = sqlgen_options_default();
	trial.options.allow_loss = true;
	trial.schema.migrations = items;
	if (migrations_have_down(migrations) && sqlite3_open(":memory:", &handle) == SQLITE_OK &&
	    application_register(handle, migrations->declarations, migrations->declaration_count,
				 arena, diag)) {
		trial.connection.handle = handle;
		limit_set(&limit, handle, LIMIT_MILLION_STEPS);
		for (size_t i = 0; i < migrations->count; i++)
			if (!try_migration(&reversals[i], &trial, i))
				break;
		limit_lift(handle);
		sqlgen_close(&trial.connection);
	}
	sqlite3_close(handle);
}
