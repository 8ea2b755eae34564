#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/text.h"
#include "cli/interrupt.h"
#include "cli/load.h"
#include "cli/migrate_job.h"
#include "cli/outcome.h"
#include "cli/plan.h"
#include "cli/screen.h"
#include "cli/verb.h"
#include "input/migrations.h"
#include "input/project.h"
#include "live/backup.h"
#include "live/session.h"
#include "schema/replay.h"
#include "sqlgen.h"

static const struct option options[] = {
	{ "to", '\0', "VERSION", "stop after this one (default: the last)", NULL, NULL },
	{ "dry-run", 'n', NULL, "print the SQL of what is pending, and change nothing", NULL, NULL },
	{ "backup", '\0', "[=DIR]", "copy DB first, beside it or into DIR, if anything is pending", NULL, NULL },
	{ "keep", '\0', "N", "keep the last N backups (default: all)", option_is_count, "a number from 1 to 9999" },
	{ "wait", '\0', "SECONDS", "how long to wait while others use DB (default: 5)", option_is_seconds,
	  "0 to 86400 seconds" },
	{ "adopt", '\0', "TOOL", "whose history to go on from: dbmate, django:blog, user_version, none",
	  option_is_tool, option_tools },
	{ "json", '\0', NULL, "print JSON", NULL, NULL },
	{ NULL, '\0', NULL, NULL, NULL, NULL }
};

static const char *const examples[] = {
	"sqlgen migrate app.db",
	"makes app.db if there is none, and brings it to the last version",
	"sqlgen migrate app.db --to 3",
	"stops after version 3",
	"sqlgen migrate app.db --dry-run",
	"what would be run",
	"sqlgen migrate app.db --backup=backups --keep 5",
	"copies app.db to backups/app.db.20260131-120000-000.backup first",
	NULL
};

/* A statement that Ctrl-C ended failed for no other reason. */
static void
note_interrupt(struct migrate_job *job)
{
	if (job->rc == SQLITE_OK || !interrupt_has_come())
		return;
	job->report.stop = SQLGEN_STOP_CANCELLED;
	job->report.reason = arena_format(job->run->arena,
					  "interrupted: the migrations that were not reported as applied are not");
}

static void
run_migrations(struct migrate_job *job, struct sqlgen_connection *connection, const struct sqlgen_options *opened)
{
	struct sqlgen_options with_progress = *opened;
	struct sqlgen_schema schema = {
		.migrations = replay_for_runtime(&job->migrations, job->migrations.count, job->run->arena),
		.migration_count = job->migrations.count,
		.convention = convention_name(job->migrations.convention),
	};

	with_progress.adopt = plan_asked_tool(job->run);
	with_progress.on_open = progress_register;
	progress_begin(&job->progress, connection->handle, !job->is_json && !job->run->is_quiet, &job->migrations,
		       job->run);
	with_progress.on_progress = progress_show;
	with_progress.context = &job->progress;
	job->rc = sqlgen_migrate(connection, &schema, &with_progress, &job->report);
	note_interrupt(job);
	progress_end(&job->progress);
}

/* What the lines of the migrations have not said. */
static void
print_outcome(const struct migrate_job *job)
{
	const struct plan_adoption adoption = migrate_adoption(job);

	if (adoption.tool)
		printf("%s\n", screen_text(plan_adoption_text(&adoption, job->run->arena), job->run->arena));
	else if (job->progress.done_count == 0)
		printf("nothing to apply\n");
}

/* The first migration makes what is there: the database was made in another way. */
static void
suggest_baseline(const struct migrate_job *job, sqlite3 *handle)
{
	const struct sqlgen_report *report = &job->report;
	sqlite3_stmt *stmt = NULL;

	if (report->stop != SQLGEN_STOP_STATEMENT || report->migration > 0 || !strstr(report->reason, "already exists"))
		return;
	if (sqlite3_prepare_v2(handle, "SELECT 1 FROM main.sqlite_master LIMIT 1", -1, &stmt, NULL) == SQLITE_OK &&
	    sqlite3_step(stmt) == SQLITE_ROW)
		diag_note(job->run->diag, (struct place){ .path = job->path },
			  "it has no history; if it was made in another way, 'sqlgen baseline %s VERSION' gives it that of the"
			  " migrations up to VERSION, without running them",
			  job->path);
	sqlite3_finalize(stmt);
}

static void
note_what_stays(const struct migrate_job *job)
{
	const struct sqlgen_report *report = &job->report;

	if (report->stop == SQLGEN_STOP_STATEMENT && job->migrations.items[report->migration].no_transaction)
		diag_note(job->run->diag, (struct place){ .path = job->migrations.items[report->migration].path },
			  "it runs outside a transaction: what its statements before this one have done stays");
}

static enum status
migrate_database(struct migrate_job *job)
{
	struct sqlgen_options opened = session_options();
	struct sqlgen_connection connection;
	enum status status = STATUS_OK;
	const char *message;

	opened.busy_timeout = opened.migrate_timeout = arguments_wait(job->run->arguments);
	job->report.stop = SQLGEN_STOP_DATABASE;
	job->rc = sqlgen_open(&connection, job->path, &opened, NULL, NULL, 0);
	if (job->rc == SQLITE_OK && job->is_json)
		inventory_read(&job->before, connection.handle, job->run->arena, job->run->diag);
	if (job->rc == SQLITE_OK)
		run_migrations(job, &connection, &opened);
	if (job->rc != SQLITE_OK)
		status = outcome_tell(job->rc, &connection, &job->report, job->path, &job->migrations, job->run);
	suggest_baseline(job, connection.handle);
	note_what_stays(job);
	message = arena_string(job->run->arena, outcome_sentence(&connection, &job->report));
	sqlgen_close(&connection);
	if (job->is_json)
		migrate_print_json(job, message);
	else if (status == STATUS_OK && !job->run->is_quiet)
		print_outcome(job);
	return status;
}

/* Is the database beyond --to? */
static enum status
check_target(const struct migrate_job *job, const struct plan *plan)
{
	enum status status = plan_status(plan);

	if (status == STATUS_DRIFT) {
		diag_error(job->run->diag, (struct place){ .path = job->path },
			   "it does not go together with the migrations: 'sqlgen status %s' says why", job->path);
		return status;
	}
	for (size_t i = plan->count; i > job->migrations.count; i--) {
		const struct plan_row *row = &plan->rows[i - 1];

		if (row->state == PLAN_PENDING || row->state == PLAN_SKIPPED)
			continue;
		/* What runs again is no version that a database is at. */
		if (row->migration && row->migration->is_repeatable)
			continue;
		diag_error(job->run->diag, (struct place){ .path = job->path },
			   "the database is at version '%s' already, beyond '%s'", row->version,
			   job->migrations.items[job->migrations.count - 1].version);
		return STATUS_NEWER;
	}
	return STATUS_OK;
}

static void
print_pending(const struct migrate_job *job, const struct plan *plan)
{
	struct text text = { 0 };

	for (size_t i = 0; i < job->migrations.count; i++) {
		const struct migration *migration = plan->rows[i].migration;

		if (plan->rows[i].state != PLAN_PENDING)
			continue;
		text_format(&text, "%s-- %s\n", text.length > 0 ? "\n" : "",
			    screen_text(migration->path, job->run->arena));
		text_add(&text, migration->text, migration->size);
		if (migration->size > 0 && migration->text[migration->size - 1] != '\n')
			text_add_char(&text, '\n');
	}
	screen_print(&text);
	text_finish(&text);
}

static bool
is_empty(const char *path)
{
	return file_exists(path) && file_size(path) == 0;
}

/* Of those from first on. */
static bool
may_lose(const struct migrations *migrations, size_t first)
{
	for (size_t i = first; i < migrations->count; i++)
		if (migrations->items[i].allows_loss)
			return true;
	return false;
}

/* A copy of a file that is there and has something pending; without being asked where that may lose some of it. */
static enum status
back_up(struct migrate_job *job, const struct plan *plan)
{
	const char *directory = arguments_value(job->run->arguments, "backup");
	const char *keep = arguments_value(job->run->arguments, "keep");
	size_t applied = plan_applied(plan);
	int rc;

	if (!plan->has_database || applied >= job->migrations.count)
		return STATUS_OK;
	if (!directory && (is_empty(job->path) || !may_lose(&job->migrations, applied)))
		return STATUS_OK;
	rc = backup_write(&job->backup, job->path, directory && directory[0] != '\0' ? directory : NULL,
			  keep ? (size_t)atoi(keep) : 0, arguments_wait(job->run->arguments), job->run->arena, job->run->diag);
	if (rc != SQLITE_OK)
		return outcome_of_code(rc);
	if (!job->is_json && !job->run->is_quiet)
		printf("backed up to %s\n", screen_text(job->backup, job->run->arena));
	return STATUS_OK;
}

/* The history is read first, without a lock; the runner reads it again in one. */
static enum status
look_and_migrate(struct migrate_job *job, const struct migrations *all)
{
	bool is_dry = arguments_has(job->run->arguments, "dry-run");
	struct plan plan;
	enum status status = plan_read(&plan, job->path, all, job->run);

	/* The runner says best what is wrong. */
	if (status == STATUS_OK && !is_dry && job->migrations.count == all->count && plan_status(&plan) != STATUS_OK)
		return migrate_database(job);
	if (status == STATUS_OK)
		status = check_target(job, &plan);
	if (status == STATUS_OK && !is_dry)
		status = back_up(job, &plan);
	if (status != STATUS_OK)
		return status;
	if (!is_dry)
		return migrate_database(job);
	if (job->is_json)
		migrate_print_json(job, "");
	else
		print_pending(job, &plan);
	return STATUS_OK;
}

static enum status
migrate(const struct run *run)
{
	const char *to = arguments_value(run->arguments, "to");
	struct migrate_job job = { .run = run, .path = run->arguments->operands[0] };
	struct project project;
	struct migrations all;
	enum status status = outcome_check_path(job.path, run);

	if (status != STATUS_OK)
		return status;
	job.is_json = arguments_has(run->arguments, "json");
	if (!load_project(&project, run) || !load_migrations(&all, &project, run))
		return STATUS_FAILED;
	job.migrations = all;
	job.total = all.count;
	if (to && !load_version(&job.migrations.count, to, &all, run))
		return STATUS_USAGE;
	if (arguments_has(run->arguments, "keep") && !arguments_has(run->arguments, "backup")) {
		diag_error(run->diag, (struct place){ 0 }, "expected '--backup' with '--keep', found '--keep' alone");
		return STATUS_USAGE;
	}
	if (to || arguments_has(run->arguments, "backup") || arguments_has(run->arguments, "dry-run") ||
	    may_lose(&job.migrations, 0))
		return look_and_migrate(&job, &all);
	return migrate_database(&job);
}

const struct verb verb_migrate = {
	.name = "migrate",
	.operands = "DB",
	.operand_min = 1,
	.operand_max = 1,
	.summary = "runs the migrations that a database does not have yet",
	.about = "Each runs in a transaction of its own together with its row in the history; a file without\n"
		 "tables gets all of them in one. Ctrl-C rolls the one that runs back. The journal mode stays\n"
		 "as it is. What another tool (goose, dbmate, sqlx, Flyway ...) has applied by its own\n"
		 "history is adopted: its table is read, not written. Before a migration that may lose\n"
		 "what is in DB ('-- sqlgen: allow destructive') it is backed up in any case.\n",
	.reads_project = true,
	.options = options,
	.examples = examples,
	.page = "sqlgen-migrate",
	.run = migrate,
};
