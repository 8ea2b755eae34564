#include "cli/amend.h"

#include <stdio.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/json.h"
#include "base/text.h"
#include "cli/answer.h"
#include "cli/consent.h"
#include "cli/load.h"
#include "cli/outcome.h"
#include "cli/screen.h"
#include "live/backup.h"
#include "live/session.h"
#include "schema/replay.h"
#include "sqlgen.h"

enum { WAIT_MILLISECONDS = 5000 };

static const struct {
	const char *word, *sentence;
} kinds[AMENDMENT_KINDS] = {
	[AMENDMENT_ADD] = { "add", "will count as applied, without being run" },
	[AMENDMENT_RENEW] = { "renew", "will have the checksum and the down script that its file has now" },
	[AMENDMENT_REMOVE] = { "remove", "will no longer count as applied" },
};

const struct option amend_options[] = {
	{ "yes", 'y', NULL, "do not ask", NULL, NULL },
	{ "backup", '\0', "[=DIR]", "copy DB into DIR first (default: beside it)", NULL, NULL },
	{ "json", '\0', NULL, "print JSON", NULL, NULL },
	{ NULL, '\0', NULL, NULL, NULL, NULL }
};

enum status
amend_begin(struct amend *amend, const struct run *run)
{
	enum status status;

	*amend = (struct amend){ .run = run, .path = run->arguments->operands[0] };
	status = outcome_check_path(amend->path, run);
	if (status != STATUS_OK)
		return status;
	if (!load_project(&amend->project, run) || !load_migrations(&amend->migrations, &amend->project, run))
		return STATUS_FAILED;
	amend->ours = replay_for_runtime(&amend->migrations, amend->migrations.count, run->arena);
	status = plan_read(&amend->plan, amend->path, &amend->migrations, run);
	if (status == STATUS_OK && !amend->plan.has_database) {
		diag_error(run->diag, (struct place){ .path = amend->path }, "there is no such file");
		status = STATUS_DISK;
	}
	return status;
}

void
amend_add(struct amend *amend, enum amendment_kind kind, const struct plan_row *row)
{
	const struct sqlgen_migration *migration =
		row->migration ? &amend->ours[row->migration - amend->migrations.items] : NULL;

	amend->amendments = arena_grow(amend->run->arena, amend->amendments, amend->count, sizeof *amend->amendments);
	amend->amendments[amend->count++] = (struct amendment){
		.kind = kind,
		.version = row->version,
		.name = row->name,
		.migration = migration,
	};
}

static void
explain(const struct amend *amend, FILE *out)
{
	struct arena *arena = amend->run->arena;

	for (size_t i = 0; i < amend->count; i++)
		fprintf(out, "%s %s %s\n", screen_text(amend->amendments[i].version, arena),
		       screen_text(amend->amendments[i].name, arena), kinds[amend->amendments[i].kind].sentence);
}

static enum status
ask(const struct amend *amend, FILE *out)
{
	struct arena *arena = amend->run->arena;

	return consent_ask(arena_format(arena, "Change the history of %s so, and nothing else in it?",
					screen_text(amend->path, arena)),
			   out, amend->run);
}

static enum status
change_history(const struct amend *amend)
{
	struct sqlgen_options opened = session_options();
	struct sqlgen_connection connection;
	enum status status = STATUS_OK;
	int rc;

	opened.open_flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
	opened.synchronous = "EXTRA";
	opened.busy_timeout = WAIT_MILLISECONDS;
	rc = sqlgen_open(&connection, amend->path, &opened, NULL, NULL, 0);
	if (rc == SQLITE_OK)
		rc = amendments_apply(&connection, amend->amendments, amend->count);
	if (rc != SQLITE_OK) {
		diag_error(amend->run->diag, (struct place){ .path = amend->path }, "%s%s", sqlgen_error(&connection),
			   outcome_cause(rc, amend->path, amend->run));
		status = outcome_of_code(rc);
	}
	sqlgen_close(&connection);
	return status;
}

static void
print_json(const struct amend *amend, const char *backup)
{
	struct text text = { 0 };
	struct json json;

	json_init(&json, &text);
	json_open_object(&json, NULL);
	json_open_list(&json, "amendments");
	for (size_t i = 0; i < amend->count; i++) {
		json_open_object(&json, NULL);
		json_string(&json, "amendment", kinds[amend->amendments[i].kind].word);
		json_string(&json, "version", amend->amendments[i].version);
		json_string(&json, "name", amend->amendments[i].name);
		json_close_object(&json);
	}
	json_close_list(&json);
	json_string(&json, "backup", backup);
	json_close_object(&json);
	answer_print(amend->run, &text);
	text_finish(&text);
}

enum status
amend_end(struct amend *amend)
{
	const struct run *run = amend->run;
	bool is_json = arguments_has(run->arguments, "json"), has_lines = !is_json && !run->is_quiet;
	FILE *out = is_json ? stderr : stdout;
	const char *directory = arguments_value(run->arguments, "backup"), *backup = NULL;
	enum status status = STATUS_OK;
	int rc;

	if (has_lines && amend->count == 0)
		printf("nothing to change\n");
	if (has_lines || !arguments_has(run->arguments, "yes"))
		explain(amend, out);
	if (amend->count > 0) {
		status = ask(amend, out);
		if (status != STATUS_OK)
			return status;
		rc = backup_write(&backup, amend->path, directory && directory[0] != '\0' ? directory : NULL, 0,
				  WAIT_MILLISECONDS, run->arena, run->diag);
		if (rc != SQLITE_OK)
			return outcome_of_code(rc);
		if (has_lines)
			printf("backed up to %s\n", screen_text(backup, run->arena));
		status = change_history(amend);
	}
	if (status == STATUS_OK && is_json)
		print_json(amend, backup);
	return status;
}
