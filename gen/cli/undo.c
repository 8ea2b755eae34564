#include "cli/undo.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"
#include "cli/interrupt.h"
#include "cli/outcome.h"
#include "cli/plan.h"
#include "live/rehearsal.h"
#include "live/session.h"

/* The history while it is read, oldest first. */
struct reading {
	struct undo *undo;
	const struct migrations *all;
};

static const struct migration *
find_file(const struct migrations *all, const char *version)
{
	for (size_t i = 0; i < all->count; i++)
		if (strcmp(all->items[i].version, version) == 0)
			return &all->items[i];
	return NULL;
}

static int
take_applied(void *context, const struct sqlgen_applied *applied)
{
	struct reading *reading = context;
	struct undo *undo = reading->undo;
	struct arena *arena = undo->run->arena;
	const struct migration *file = find_file(reading->all, applied->version);
	struct undo_step step = {
		.version = arena_string(arena, applied->version),
		.name = arena_string(arena, applied->name),
		.adopted_from = arena_string(arena, applied->adopted_from),
	};

	if (applied->is_repeatable)
		return SQLITE_OK;
	if (file && file->down_text) {
		step.down = file->down_text;
	} else if (applied->down) {
		step.down = arena_string(arena, applied->down);
		step.is_kept = true;
	}
	undo->steps = arena_grow(arena, undo->steps, undo->count, sizeof *undo->steps);
	undo->steps[undo->count++] = step;
	return SQLITE_OK;
}

static enum status
read_history(struct reading *reading)
{
	const struct undo *undo = reading->undo;
	struct sqlgen_options options = session_options();
	struct sqlgen_connection connection;
	enum status status = STATUS_OK;
	int rc;

	options.open_flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX;
	options.busy_timeout = arguments_wait(undo->run->arguments);
	rc = sqlgen_open(&connection, undo->path, &options, NULL, NULL, 0);
	if (rc == SQLITE_OK)
		rc = sqlgen_history(&connection, take_applied, reading);
	if (rc != SQLITE_OK) {
		diag_error(undo->run->diag, (struct place){ .path = undo->path }, "cannot read the history: %s%s",
			   sqlgen_error(&connection), outcome_cause(rc, undo->path, undo->run));
		status = outcome_of_code(rc);
	}
	sqlgen_close(&connection);
	return status;
}

static const char *
skip_zeros(const char *version)
{
	while (version[0] == '0' && version[1] >= '0' && version[1] <= '9')
		version++;
	return version;
}

/* How many of the history stay. */
static bool
find_target(size_t *staying, const struct undo *undo, const char *to)
{
	*staying = undo->count > 0 ? undo->count - 1 : 0;
	if (!to)
		return true;
	for (size_t i = undo->count; i > 0; i--) {
		if (strcmp(skip_zeros(undo->steps[i - 1].version), skip_zeros(to)) != 0)
			continue;
		*staying = i;
		return true;
	}
	*staying = 0;
	if (strcmp(skip_zeros(to), "0") == 0)
		return true;
	diag_error(undo->run->diag, (struct place){ .path = undo->path },
		   "expected a version that is applied to it, or 0 to undo all, found '%s': 'sqlgen status %s' lists them",
		   to, undo->path);
	return false;
}

/* Drops the first ones, and turns the others round. */
static void
keep_newest(struct undo *undo, size_t staying)
{
	size_t count = undo->count - staying;
	struct undo_step *steps = arena_alloc(undo->run->arena, (count + 1) * sizeof *steps);

	for (size_t i = 0; i < count; i++)
		steps[i] = undo->steps[undo->count - 1 - i];
	undo->target = staying > 0 ? undo->steps[staying - 1].version : NULL;
	undo->steps = steps;
	undo->count = count;
}

/* A step as a migration whose text is the down script, for places in it. */
static struct migration
down_of(const struct undo *undo, const struct undo_step *step, const struct migrations *all)
{
	const struct migration *file = find_file(all, step->version);
	struct migration down = {
		.version = step->version,
		.name = step->name,
		.text = step->down ? step->down : "",
		.path = file ? file->path : undo->path,
	};

	down.size = strlen(down.text);
	if (!step->down)
		return down;
	if (!step->is_kept) {
		down.path = file->down_path;
		down.text_offset = file->down_text_offset;
		return down;
	}
	down.path = arena_format(undo->run->arena, "%s: down script of %s", undo->path, step->version);
	diag_add_source(undo->run->diag, down.path, down.text, down.size, undo->run->arena);
	return down;
}

static void
prepare(struct undo *undo, const struct migrations *all)
{
	struct arena *arena = undo->run->arena;
	struct migration *downs = arena_alloc(arena, (undo->count + 1) * sizeof *downs);
	struct sqlgen_migration *ours = arena_alloc(arena, (undo->count + 1) * sizeof *ours);

	for (size_t i = 0; i < undo->count; i++) {
		const struct undo_step *step = &undo->steps[i];

		downs[i] = down_of(undo, step, all);
		ours[i] = (struct sqlgen_migration){
			.version = step->version, .name = step->name, .sql = "", .checksum = "", .down = step->down,
		};
	}
	undo->downs = *all;
	undo->downs.items = downs;
	undo->downs.count = undo->count;
	undo->schema = (struct sqlgen_schema){ .migrations = ours, .migration_count = undo->count };
}

/* Of a database without a history: status shows as applied what another tool has. */
static enum status
check_adoption(const struct undo *undo, const struct migrations *all)
{
	const struct run *run = undo->run;
	struct plan plan;
	enum status status = plan_read(&plan, undo->path, all, run);

	if (status != STATUS_OK || !plan.adoption.tool)
		return status;
	diag_error(run->diag, (struct place){ .path = undo->path },
		   "what is applied to it is in the history of %s only: 'sqlgen migrate %s' takes that over first",
		   plan.adoption.tool, undo->path);
	return STATUS_FAILED;
}

enum status
undo_read(struct undo *undo, const char *path, const char *to, const struct migrations *all, const struct run *run)
{
	struct reading reading = { undo, all };
	enum status status;
	size_t staying;

	*undo = (struct undo){ .run = run, .path = path, .message = "" };
	if (strncmp(path, "file:", 5) != 0 && !file_exists(path)) {
		diag_error(run->diag, (struct place){ .path = path }, "there is no such file");
		return STATUS_DISK;
	}
	status = read_history(&reading);
	if (status == STATUS_OK && undo->count == 0)
		status = check_adoption(undo, all);
	if (status != STATUS_OK)
		return status;
	if (!find_target(&staying, undo, to))
		return STATUS_USAGE;
	keep_newest(undo, staying);
	prepare(undo, all);
	return STATUS_OK;
}

enum status
undo_tell(struct undo *undo, const struct sqlgen_connection *connection)
{
	undo->message = arena_string(undo->run->arena, outcome_sentence(connection, &undo->report));
	if (undo->report.reason)
		undo->report.reason = undo->message;
	return outcome_tell(undo->rc, connection, &undo->report, undo->path, &undo->downs, undo->run);
}

static void
take_loss(void *context, const struct sqlgen_loss *loss)
{
	struct undo *undo = context;
	struct arena *arena = undo->run->arena;

	if (loss->count == 0)
		return;
	undo->losses = arena_grow(arena, undo->losses, undo->loss_count, sizeof *undo->losses);
	undo->losses[undo->loss_count++] = (struct undo_loss){
		.step = loss->index,
		.offset = loss->offset,
		.table = arena_string(arena, loss->table),
		.column = loss->column ? arena_string(arena, loss->column) : NULL,
		.count = loss->count,
	};
}

static enum status
rehearse(struct undo *undo, struct rehearsal *rehearsal)
{
	struct sqlgen_options options = sqlgen_options_default();
	int rc = rehearsal_begin(rehearsal, undo->path, undo->run->arena, undo->run->diag);

	if (rc != SQLITE_OK)
		return outcome_of_code(rc);
	options.allow_loss = true;
	options.on_loss = take_loss;
	options.context = undo;
	interrupt_catch(rehearsal->connection.handle);
	undo->rc = sqlgen_rollback_to(&rehearsal->connection, &undo->schema, undo->target, &options, &undo->report);
	undo->is_rehearsed = undo->rc == SQLITE_OK;
	if (undo->is_rehearsed || interrupt_has_come())
		return STATUS_OK;
	return undo_tell(undo, &rehearsal->connection);
}

enum status
undo_rehearse(struct undo *undo)
{
	struct rehearsal rehearsal = { .arena = undo->run->arena };
	enum status status;

	interrupt_catch(NULL);
	status = rehearse(undo, &rehearsal);
	rehearsal_finish(&rehearsal);
	interrupt_release(NULL);
	if (interrupt_has_come()) {
		diag_error(undo->run->diag, (struct place){ .path = undo->path }, "interrupted: nothing was changed");
		return STATUS_INTERRUPTED;
	}
	if (status != STATUS_OK)
		diag_note(undo->run->diag, (struct place){ .path = undo->path },
			  "that was on a copy: nothing was changed");
	return status;
}

const char *
undo_loss_text(const struct undo_loss *loss, struct arena *arena)
{
	const char *plural = loss->count == 1 ? "" : "s";

	if (!loss->column)
		return arena_format(arena, "%s, which has %lld row%s", loss->table, (long long)loss->count, plural);
	return arena_format(arena, "%s.%s, which holds %lld value%s", loss->table, loss->column,
			    (long long)loss->count, plural);
}
