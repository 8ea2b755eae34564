#include "cli/plan.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/json.h"
#include "cli/outcome.h"
#include "input/migrations.h"
#include "live/guarded.h"
#include "live/session.h"
#include "schema/application.h"
#include "schema/replay.h"
#include "sqlgen.h"

static const struct {
	const char *name;
	enum status status;
} states[PLAN_STATES] = {
	[PLAN_APPLIED] = { "applied", STATUS_OK },
	[PLAN_PENDING] = { "pending", STATUS_OK },
	[PLAN_EDITED] = { "edited", STATUS_DRIFT },
	[PLAN_SKIPPED] = { "skipped", STATUS_DRIFT },
	[PLAN_MISSING] = { "missing", STATUS_DRIFT },
	[PLAN_NEWER] = { "newer", STATUS_NEWER },
};

/* The history while it is read. */
struct reading {
	struct plan *plan;
	size_t ours;     /* rows of the project's own migrations */
	size_t expected; /* the row that follows the last one met */
	struct arena *arena;
};

/* ours if there is none. */
static size_t
find_row(const struct reading *reading, const char *version)
{
	const struct plan *plan = reading->plan;
	size_t i = reading->expected;

	if (i < reading->ours && strcmp(plan->rows[i].version, version) == 0)
		return i;
	for (i = 0; i < reading->ours; i++)
		if (strcmp(plan->rows[i].version, version) == 0)
			break;
	return i;
}

static bool
is_same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static int
take_applied(void *context, const struct sqlgen_applied *applied)
{
	struct reading *reading = context;
	struct plan *plan = reading->plan;
	size_t i = find_row(reading, applied->version);
	struct plan_row *row = &plan->rows[i];

	if (applied->is_repeatable && i == reading->ours)
		return SQLITE_OK;
	if (applied->is_repeatable) {
		if (strcmp(row->migration->checksum, applied->checksum) == 0)
			row->state = PLAN_APPLIED;
	} else if (i < reading->ours) {
		row->state = strcmp(row->migration->checksum, applied->checksum) == 0 ? PLAN_APPLIED : PLAN_EDITED;
		row->is_stale = (row->migration->down_text && !is_same(row->migration->down_text, applied->down)) ||
				!is_same(row->migration->compatible_with, applied->compatible_with);
		for (size_t j = reading->ours; j < plan->count; j++)
			plan->rows[j].state = PLAN_MISSING;
		reading->expected = i + 1;
	} else {
		plan->rows = arena_grow(reading->arena, plan->rows, plan->count, sizeof *plan->rows);
		row = &plan->rows[plan->count++];
		*row = (struct plan_row){
			.state = PLAN_NEWER,
			.version = arena_string(reading->arena, applied->version),
			.name = arena_string(reading->arena, applied->name),
		};
	}
	if (applied->adopted_from[0] != '\0') {
		plan->adoption.tool = arena_string(reading->arena, applied->adopted_from);
		plan->adoption.count++;
		plan->adoption.is_done = true;
	}
	row->applied_at = arena_string(reading->arena, applied->applied_at);
	row->duration = applied->duration;
	return SQLITE_OK;
}

/* A pending migration before an applied one was skipped. */
static void
find_skipped(struct plan *plan, size_t ours)
{
	bool is_behind = false;

	for (size_t i = ours; i > 0; i--) {
		struct plan_row *row = &plan->rows[i - 1];

		if (row->migration->is_repeatable)
			continue;
		if (row->state != PLAN_PENDING)
			is_behind = true;
		else if (is_behind)
			row->state = PLAN_SKIPPED;
	}
}

const char *
plan_asked_tool(const struct run *run)
{
	const char *tool = NULL;

	for (size_t i = 0; i < run->arguments->given_count; i++)
		if (strcmp(run->arguments->given[i].option->name, "adopt") == 0)
			tool = run->arguments->given[i].value;
	return tool;
}

int
plan_register(sqlite3 *handle, void *context)
{
	const struct plan_stand_ins *stand_ins = context;
	const struct migrations *migrations = stand_ins->migrations;

	return application_register(handle, migrations->declarations, migrations->declaration_count,
				    stand_ins->run->arena, stand_ins->run->diag) ?
		       SQLITE_OK :
		       SQLITE_ERROR;
}

/* What 'migrate' would take over from another tool. */
static enum status
read_adoption(struct plan *plan, struct sqlgen_connection *connection, const char *path,
	      const struct migrations *migrations, const struct run *run)
{
	struct plan_stand_ins stand_ins = { migrations, run };
	struct sqlgen_options options = sqlgen_options_default();
	struct sqlgen_adoption adoption;
	struct sqlgen_schema schema = {
		.migrations = replay_for_runtime(migrations, migrations->count, run->arena),
		.migration_count = migrations->count,
		.convention = convention_name(migrations->convention),
	};
	int rc;

	options.adopt = plan_asked_tool(run);
	options.on_open = plan_register;
	options.context = &stand_ins;
	rc = sqlgen_adoption_read(connection, &schema, &options, &adoption);
	if (rc != SQLITE_OK) {
		diag_error(run->diag, (struct place){ .path = path }, "%s", sqlgen_error(connection));
		return adoption.stop == SQLGEN_STOP_NEWER    ? STATUS_NEWER :
		       adoption.stop == SQLGEN_STOP_ADOPTION ? STATUS_DRIFT :
							       outcome_of_code(rc);
	}
	for (size_t i = 0; i < adoption.count; i++)
		plan->rows[i].state = PLAN_APPLIED;
	if (adoption.count > 0)
		plan->adoption = (struct plan_adoption){ arena_string(run->arena, adoption.tool),
							 adoption.count, false };
	return STATUS_OK;
}

static enum status
read_history(struct reading *reading, struct sqlgen_connection *connection, const char *path,
	     const struct migrations *migrations, const struct run *run)
{
	int rc = sqlgen_history(connection, take_applied, reading);

	if (rc == SQLITE_OK)
		return read_adoption(reading->plan, connection, path, migrations, run);
	diag_error(run->diag, (struct place){ .path = path }, "cannot read the history: %s%s",
		   sqlgen_error(connection), outcome_cause(rc, path, run));
	return outcome_of_code(rc);
}

/* A journal that is to be played back, or a directory that cannot be written to: what is committed
 * all the same. */
static enum status
read_guarded(struct reading *reading, const char *path, const struct migrations *migrations,
	     const struct run *run)
{
	struct sqlgen_connection connection = { .handle = NULL };
	int rc = guarded_open(&connection.handle, path, run->arena, run->diag);
	enum status status = rc == SQLITE_OK
				     ? read_history(reading, &connection, path, migrations, run)
				     : outcome_of_code(rc);

	sqlite3_close(connection.handle);
	return status;
}

static enum status
open_and_read(struct reading *reading, const char *path, const struct migrations *migrations, const struct run *run)
{
	struct sqlgen_options options = session_options();
	struct sqlgen_connection connection;
	enum status status = STATUS_OK;
	int rc;

	options.open_flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX;
	options.busy_timeout = arguments_wait(run->arguments);
	rc = sqlgen_open(&connection, path, &options, NULL, NULL, 0);
	if (rc == SQLITE_OK) {
		status = read_history(reading, &connection, path, migrations, run);
	} else if ((rc & 0xff) == SQLITE_READONLY && strncmp(path, "file:", 5) != 0) {
		status = read_guarded(reading, path, migrations, run);
	} else if ((rc & 0xff) == SQLITE_CANTOPEN && strncmp(path, "file:", 5) == 0) {
		/* Only SQLite knows which file a URI means: it may be there later. */
		reading->plan->has_database = false;
	} else {
		diag_error(run->diag, (struct place){ .path = path }, "cannot read the history: %s%s",
			   sqlgen_error(&connection), outcome_cause(rc, path, run));
		status = outcome_of_code(rc);
	}
	sqlgen_close(&connection);
	return status;
}

/* All of ours, none of them applied. */
static void
begin_plan(struct plan *plan, const struct migrations *migrations, struct arena *arena)
{
	*plan = (struct plan){ .rows = NULL };
	for (size_t i = 0; i < migrations->count; i++) {
		const struct migration *migration = &migrations->items[i];

		plan->rows = arena_grow(arena, plan->rows, plan->count, sizeof *plan->rows);
		plan->rows[plan->count++] = (struct plan_row){
			.state = PLAN_PENDING,
			.version = migration->version,
			.name = migration->name,
			.migration = migration,
		};
	}
}

/* What is none of ours and by its number comes before our last one is no later program's. */
static void
find_gone(struct plan *plan, size_t ours)
{
	size_t last = ours;

	while (last > 0 && plan->rows[last - 1].migration->is_repeatable)
		last--;
	for (size_t i = ours; i < plan->count && last > 0; i++)
		if (session_version_is_before(plan->rows[i].version, plan->rows[last - 1].version))
			plan->rows[i].state = PLAN_MISSING;
}

static void
end_plan(struct plan *plan, const struct migrations *migrations)
{
	find_gone(plan, migrations->count);
	find_skipped(plan, migrations->count);
	for (size_t i = 0; i < plan->count; i++)
		plan->states[plan->rows[i].state]++;
}

enum status
plan_read(struct plan *plan, const char *path, const struct migrations *migrations, const struct run *run)
{
	struct reading reading = { .plan = plan, .ours = migrations->count, .arena = run->arena };
	enum status status = STATUS_OK;

	begin_plan(plan, migrations, run->arena);
	plan->has_database = path && (strncmp(path, "file:", 5) == 0 || file_exists(path));
	if (plan->has_database)
		status = open_and_read(&reading, path, migrations, run);
	end_plan(plan, migrations);
	return status;
}

enum status
plan_read_open(struct plan *plan, sqlite3 *handle, const char *path, const struct migrations *migrations,
	       const struct run *run)
{
	struct reading reading = { .plan = plan, .ours = migrations->count, .arena = run->arena };
	struct sqlgen_connection connection = { .handle = handle };
	enum status status;

	begin_plan(plan, migrations, run->arena);
	plan->has_database = true;
	status = read_history(&reading, &connection, path, migrations, run);
	end_plan(plan, migrations);
	return status;
}

size_t
plan_applied(const struct plan *plan)
{
	size_t i = 0;

	while (i < plan->count && plan->rows[i].migration &&
	       (plan->rows[i].state == PLAN_APPLIED || plan->rows[i].state == PLAN_EDITED))
		i++;
	return i;
}

enum status
plan_status(const struct plan *plan)
{
	enum status status = STATUS_OK;

	for (size_t i = PLAN_STATES; i > 0; i--)
		if (plan->states[i - 1] > 0 && states[i - 1].status != STATUS_OK)
			status = states[i - 1].status;
	return status;
}

const char *
plan_adoption_text(const struct plan_adoption *adoption, struct arena *arena)
{
	return arena_format(arena, "adopted from %s: %zu %s", adoption->tool, adoption->count,
			    adoption->count == 1 ? "migration" : "migrations");
}

void
plan_adoption_write(struct json *json, const struct plan_adoption *adoption)
{
	if (!adoption->tool) {
		json_null(json, "adopted");
		return;
	}
	json_open_object(json, "adopted");
	json_string(json, "from", adoption->tool);
	json_integer(json, "count", (long long)adoption->count);
	json_close_object(json);
}

const char *
plan_state_name(enum plan_state state)
{
	return states[state].name;
}
