#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/json.h"
#include "base/text.h"
#include "cli/answer.h"
#include "cli/consent.h"
#include "cli/interrupt.h"
#include "cli/load.h"
#include "cli/outcome.h"
#include "cli/screen.h"
#include "cli/undo.h"
#include "cli/verb.h"
#include "input/project.h"
#include "live/backup.h"
#include "live/session.h"

static const struct option options[] = {
	{ "to", '\0', "VERSION", "undo all behind this one; 0: undo all (default: undo the last one)", NULL, NULL },
	{ "dry-run", 'n', NULL, "print the SQL, and change nothing", NULL, NULL },
	{ "yes", 'y', NULL, "do not ask", NULL, NULL },
	{ "allow-loss", '\0', NULL, "go on where rows or values will be lost", NULL, NULL },
	{ "backup", '\0', "[=DIR]", "copy DB into DIR first (default: beside it)", NULL, NULL },
	{ "keep", '\0', "N", "keep the last N backups (default: all)", option_is_count, "a number from 1 to 9999" },
	{ "wait", '\0', "SECONDS", "how long to wait while others use DB (default: 5)", option_is_seconds,
	  "0 to 86400 seconds" },
	{ "json", '\0', NULL, "print JSON", NULL, NULL },
	{ NULL, '\0', NULL, NULL, NULL, NULL }
};

static const char *const examples[] = {
	"sqlgen rollback app.db",
	"undoes the last migration, after it has said what that means and asked",
	"sqlgen rollback app.db --to 3 --dry-run",
	"the SQL that would undo all migrations behind version 3",
	"sqlgen rollback app.db --to 0 --yes --allow-loss",
	"undoes all of them, without a question, whatever is in the tables",
	NULL
};

/* One call of the verb. */
struct job {
	const struct run *run;
	struct undo undo;
	bool is_json, has_lines;
	bool is_drawn; /* a line on a terminal that shows how far it is */
	bool is_other; /* the history changed since it was read */
	size_t done;
	const char *backup; /* NULL: there is none */
};

static void
write_steps(struct json *json, const struct undo *undo)
{
	json_open_list(json, "migrations");
	for (size_t i = 0; i < undo->count; i++) {
		json_open_object(json, NULL);
		json_string(json, "version", undo->steps[i].version);
		json_string(json, "name", undo->steps[i].name);
		json_string(json, "path", undo->steps[i].is_kept ? NULL : undo->downs.items[i].path);
		json_string(json, "sql", undo->steps[i].down);
		json_close_object(json);
	}
	json_close_list(json);
}

static void
write_losses(struct json *json, const struct undo *undo)
{
	if (!undo->is_rehearsed) {
		json_null(json, "lost");
		return;
	}
	json_open_list(json, "lost");
	for (size_t i = 0; i < undo->loss_count; i++) {
		const struct undo_loss *loss = &undo->losses[i];

		json_open_object(json, NULL);
		json_string(json, "version", undo->steps[loss->step].version);
		json_string(json, "table", loss->table);
		json_string(json, "column", loss->column);
		json_integer(json, "count", loss->count);
		json_close_object(json);
	}
	json_close_list(json);
}

static void
print_json(const struct job *job, enum status status)
{
	const struct undo *undo = &job->undo;
	struct text text = { 0 };
	struct json json;

	json_init(&json, &text);
	json_open_object(&json, NULL);
	write_steps(&json, undo);
	write_losses(&json, undo);
	json_integer(&json, "undone", (long long)job->done);
	json_string(&json, "backup", job->backup);
	if (status != STATUS_OK && undo->rc == SQLITE_OK)
		answer_write_stopped(&json, job->run, status);
	else
		outcome_write(&json, undo->rc, undo->message, &undo->report, undo->path, &undo->downs, job->run);
	json_close_object(&json);
	answer_print(job->run, &text);
	text_finish(&text);
}

static void
print_sql(const struct job *job)
{
	struct text text = { 0 };

	for (size_t i = 0; i < job->undo.count; i++) {
		const struct migration *down = &job->undo.downs.items[i];

		text_format(&text, "%s-- %s\n", i > 0 ? "\n" : "", screen_text(down->path, job->run->arena));
		text_add(&text, down->text, down->size);
		if (down->size > 0 && down->text[down->size - 1] != '\n')
			text_add_char(&text, '\n');
	}
	screen_print(&text);
	text_finish(&text);
}

/* All have a down script, or nothing is begun. */
static enum status
check_downs(const struct undo *undo)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < undo->count; i++) {
		const struct undo_step *step = &undo->steps[i];

		if (step->down)
			continue;
		diag_error(undo->run->diag, (struct place){ .path = undo->downs.items[i].path },
			   "migration %s (%s) cannot be undone: expected a down script of it in a file or in the history, found none",
			   step->version, step->name);
		status = STATUS_FAILED;
	}
	return status;
}

static void
explain(const struct undo *undo, FILE *out)
{
	struct arena *arena = undo->run->arena;

	for (size_t i = 0; i < undo->count; i++) {
		const struct undo_step *step = &undo->steps[i];

		fprintf(out, "%s %s will be undone by %s\n", screen_text(step->version, arena),
			screen_text(step->name, arena),
			step->is_kept ? "the down script that the history has kept" :
					screen_text(undo->downs.items[i].path, arena));
		if (step->adopted_from[0] != '\0')
			fprintf(out, "  the history of %s goes on saying that it is applied\n",
				screen_text(step->adopted_from, arena));
	}
	for (size_t i = 0; i < undo->loss_count; i++)
		fprintf(out, "lost: %s\n", screen_text(undo_loss_text(&undo->losses[i], arena), arena));
}

static enum status
check_losses(struct undo *undo)
{
	if (undo->loss_count == 0 || arguments_has(undo->run->arguments, "allow-loss"))
		return STATUS_OK;
	for (size_t i = 0; i < undo->loss_count; i++) {
		const struct undo_loss *loss = &undo->losses[i];

		diag_error(undo->run->diag,
			   migration_place(&undo->downs.items[loss->step], loss->offset, undo->run->diag),
			   "it would lose %s, and no statement before has copied that",
			   undo_loss_text(loss, undo->run->arena));
	}
	undo->rc = SQLITE_AUTH;
	undo->report.stop = SQLGEN_STOP_LOSS;
	undo->report.migration = undo->losses[0].step;
	undo->report.offset = undo->losses[0].offset;
	undo->message = arena_format(undo->run->arena, "it would lose %s",
				     undo_loss_text(&undo->losses[0], undo->run->arena));
	diag_note(undo->run->diag, (struct place){ .path = undo->path },
		  "nothing was changed: copy what is to be kept, or give '--allow-loss'");
	return STATUS_FAILED;
}

static enum status
back_up(struct job *job)
{
	const struct run *run = job->run;
	const char *directory = arguments_value(run->arguments, "backup"), *keep = arguments_value(run->arguments, "keep");
	int rc = backup_write(&job->backup, job->undo.path, directory && directory[0] != '\0' ? directory : NULL,
			      keep ? (size_t)atoi(keep) : 0, arguments_wait(run->arguments), run->arena, run->diag);

	if (rc != SQLITE_OK)
		return outcome_of_code(rc);
	if (job->has_lines)
		printf("backed up to %s\n", screen_text(job->backup, run->arena));
	return STATUS_OK;
}

static void
clear_line(const struct job *job)
{
	if (job->is_drawn)
		fputs("\r\033[K", stderr);
}

/* What is undone must be what was explained, whoever changed the history meanwhile. */
static int
show_progress(void *context, const struct sqlgen_progress *at)
{
	struct job *job = context;
	struct arena *arena = job->run->arena;

	if (!at->migration)
		return interrupt_has_come();
	if (job->done == job->undo.count || strcmp(at->migration->version, job->undo.steps[job->done].version) != 0) {
		job->is_other = true;
		return 1;
	}
	clear_line(job);
	if (at->offset < at->migration->size) {
		if (job->is_drawn)
			fprintf(stderr, "%zu/%zu %s", job->done + 1, job->undo.count,
				screen_text(at->migration->name, arena));
		return interrupt_has_come();
	}
	job->done++;
	if (job->has_lines)
		printf("undone %s %s\n", screen_text(at->migration->version, arena),
		       screen_text(at->migration->name, arena));
	fflush(stdout);
	return interrupt_has_come();
}

/* Why it stopped, where SQLite and the runner cannot know. */
static void
note_reason(struct job *job)
{
	struct sqlgen_report *report = &job->undo.report;

	if (job->undo.rc == SQLITE_OK)
		return;
	if (job->is_other) {
		report->stop = SQLGEN_STOP_MISSING;
		report->reason = "the history changed meanwhile: look again what is to be undone";
	} else if (interrupt_has_come()) {
		report->stop = SQLGEN_STOP_CANCELLED;
		report->reason = "interrupted: the migrations that were not reported as undone are applied";
	}
}

static void
run_downs(struct job *job, struct sqlgen_connection *connection, struct sqlgen_options *with_progress)
{
	struct undo *undo = &job->undo;

	job->is_drawn = job->has_lines && isatty(STDERR_FILENO) && isatty(STDOUT_FILENO);
	with_progress->allow_loss = arguments_has(job->run->arguments, "allow-loss");
	with_progress->on_progress = show_progress;
	with_progress->context = job;
	interrupt_catch(connection->handle);
	undo->rc = sqlgen_rollback_to(connection, &undo->schema, undo->target, with_progress, &undo->report);
	interrupt_release(connection->handle);
	clear_line(job);
	note_reason(job);
}

static enum status
roll_back(struct job *job)
{
	struct sqlgen_options opened = session_options();
	struct sqlgen_connection connection;
	struct undo *undo = &job->undo;
	enum status status = STATUS_OK;

	opened.open_flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
	opened.busy_timeout = opened.migrate_timeout = arguments_wait(job->run->arguments);
	undo->report = (struct sqlgen_report){ .stop = SQLGEN_STOP_DATABASE };
	undo->rc = sqlgen_open(&connection, undo->path, &opened, NULL, NULL, 0);
	if (undo->rc == SQLITE_OK)
		run_downs(job, &connection, &opened);
	if (undo->rc != SQLITE_OK)
		status = undo_tell(undo, &connection);
	sqlgen_close(&connection);
	return status;
}

static enum status
explain_and_roll_back(struct job *job)
{
	struct undo *undo = &job->undo;
	FILE *out = job->is_json ? stderr : stdout;
	enum status status = undo_rehearse(undo);

	if (status != STATUS_OK)
		return status;
	if (job->has_lines || !arguments_has(job->run->arguments, "yes"))
		explain(undo, out);
	status = check_losses(undo);
	if (status == STATUS_OK)
		status = consent_ask(arena_format(job->run->arena, "Undo %zu %s of %s?", undo->count,
						  undo->count == 1 ? "migration" : "migrations",
						  screen_text(undo->path, job->run->arena)),
				     out, job->run);
	if (status == STATUS_OK)
		status = back_up(job);
	if (status == STATUS_OK)
		status = roll_back(job);
	return status;
}

static enum status
rollback(const struct run *run)
{
	struct job job = { .run = run, .is_json = arguments_has(run->arguments, "json") };
	const char *path = run->arguments->operands[0];
	bool is_dry = arguments_has(run->arguments, "dry-run");
	struct project project;
	struct migrations all;
	enum status status = outcome_check_path(path, run);

	job.has_lines = !job.is_json && !run->is_quiet;
	if (status != STATUS_OK)
		return status;
	if (!load_project(&project, run) || !load_migrations(&all, &project, run))
		return STATUS_FAILED;
	status = undo_read(&job.undo, path, arguments_value(run->arguments, "to"), &all, run);
	if (status == STATUS_OK)
		status = check_downs(&job.undo);
	if (status != STATUS_OK)
		return status;
	if (is_dry && !job.is_json)
		print_sql(&job);
	else if (job.undo.count == 0 && job.has_lines)
		printf("nothing to undo\n");
	else if (!is_dry && job.undo.count > 0)
		status = explain_and_roll_back(&job);
	if (job.is_json)
		print_json(&job, status);
	return status;
}

const struct verb verb_rollback = {
	.name = "rollback",
	.operands = "DB",
	.operand_min = 1,
	.operand_max = 1,
	.summary = "undoes migrations, the newest first",
	.about = "By the down script of each, of its file, or where that is gone as the history has kept it, in\n"
		 "a transaction together with the removal of its row in the history. It first runs on a copy\n"
		 "in TMPDIR: if that fails, or would lose rows or values, nothing is changed. Then it says what\n"
		 "it will do, asks, and backs DB up. Ctrl-C rolls the script that runs back.\n",
	.reads_project = true,
	.options = options,
	.examples = examples,
	.page = "sqlgen-migrate",
	.run = rollback,
};
