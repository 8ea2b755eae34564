#include "cli/outcome.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/json.h"
#include "cli/answer.h"
#include "input/migrations.h"
#include "schema/explain.h"
#include "sqlgen.h"

enum status
outcome_check_path(const char *path, const struct run *run)
{
	const char *found = file_found(path);

	if (strcmp(path, ":memory:") == 0 || strncmp(path, "file::memory:", 13) == 0) {
		diag_error(run->diag, (struct place){ 0 },
			   "expected a file, found '%s': a database in memory would be gone with this command", path);
		return STATUS_USAGE;
	}
	if (!found)
		return STATUS_OK;
	diag_error(run->diag, (struct place){ .path = path }, "expected a database, found %s", found);
	return STATUS_FAILED;
}

enum status
outcome_of_code(int rc)
{
	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return STATUS_BUSY;
	case SQLITE_FULL:
	case SQLITE_IOERR:
	case SQLITE_READONLY:
	case SQLITE_CANTOPEN:
		return STATUS_DISK;
	default:
		return STATUS_FAILED;
	}
}

const char *
outcome_cause(int rc, const char *path, const struct run *run)
{
	const char *obstacle;

	if (((rc & 0xff) != SQLITE_CANTOPEN && (rc & 0xff) != SQLITE_READONLY) || strncmp(path, "file:", 5) == 0)
		return "";
	obstacle = file_obstacle(path, run->arena);
	return obstacle ? arena_format(run->arena, ": %s", obstacle) : "";
}

static const struct {
	const char *reason;
	bool is_in_text;    /* the place is a byte of a migration */
	bool is_of_file;    /* the place is a migration's file */
	enum status status; /* STATUS_OK: as SQLite's code says */
} stops[] = {
	[SQLGEN_STOP_NONE] = { NULL, false, false, STATUS_OK },
	[SQLGEN_STOP_STATEMENT] = { "statement", true, true, STATUS_OK },
	[SQLGEN_STOP_LOSS] = { "data-loss", true, true, STATUS_FAILED },
	[SQLGEN_STOP_HOOK] = { "hook", false, true, STATUS_FAILED },
	[SQLGEN_STOP_NO_DOWN] = { "no-down", false, true, STATUS_FAILED },
	[SQLGEN_STOP_FOREIGN_KEYS] = { "foreign-keys", false, true, STATUS_FAILED },
	[SQLGEN_STOP_EDITED] = { "edited", false, true, STATUS_DRIFT },
	[SQLGEN_STOP_MISSING] = { "missing", false, false, STATUS_DRIFT },
	[SQLGEN_STOP_ORDER] = { "order", false, true, STATUS_DRIFT },
	[SQLGEN_STOP_NEWER] = { "newer", false, false, STATUS_NEWER },
	[SQLGEN_STOP_ADOPTION] = { "adoption", false, false, STATUS_DRIFT },
	[SQLGEN_STOP_CANCELLED] = { "cancelled", false, false, STATUS_INTERRUPTED },
	[SQLGEN_STOP_DATABASE] = { NULL, false, false, STATUS_OK },
};

/* "statement", "edited" …; where no migration is the cause "busy", "disk" or "failed". */
static const char *
reason_of(const struct sqlgen_report *report, int rc)
{
	const char *reason = stops[report->stop].reason;

	return reason ? reason : answer_reason(outcome_of_code(rc));
}

/* Where it stopped: in a migration, or in the database of path. */
static struct place
place_of(const struct sqlgen_report *report, const char *path, const struct migrations *migrations,
	      const struct run *run)
{
	const struct migration *migration;

	if (!stops[report->stop].is_of_file || report->migration >= migrations->count)
		return (struct place){ .path = path };
	migration = &migrations->items[report->migration];
	if (stops[report->stop].is_in_text)
		return migration_place(migration, report->offset, run->diag);
	return (struct place){ .path = migration->path };
}

const char *
outcome_sentence(const struct sqlgen_connection *connection, const struct sqlgen_report *report)
{
	return report->reason && report->stop != SQLGEN_STOP_DATABASE ? report->reason : sqlgen_error(connection);
}

enum status
outcome_tell(int rc, const struct sqlgen_connection *connection, const struct sqlgen_report *report,
	     const char *path, const struct migrations *migrations, const struct run *run)
{
	enum status status = stops[report->stop].status;
	struct place place = place_of(report, path, migrations, run);
	const char *message = outcome_sentence(connection, report);

	if (report->stop == SQLGEN_STOP_STATEMENT && report->migration < migrations->count) {
		struct failure failure = { message, migrations, report->migration, report->offset };

		explain_failure(&failure, run->arena, run->diag);
	} else {
		diag_error(run->diag, place, "%s%s", message, outcome_cause(rc, path, run));
	}
	return status != STATUS_OK ? status : outcome_of_code(rc);
}

void
outcome_write(struct json *json, int rc, const char *message, const struct sqlgen_report *report, const char *path,
	      const struct migrations *migrations, const struct run *run)
{
	struct place place = place_of(report, path, migrations, run);

	if (rc == SQLITE_OK) {
		json_null(json, "stopped");
		return;
	}
	json_open_object(json, "stopped");
	json_string(json, "reason", reason_of(report, rc));
	json_string(json, "message", arena_format(run->arena, "%s%s", message, outcome_cause(rc, path, run)));
	json_string(json, "path", place.path);
	if (place.line > 0) {
		json_integer(json, "line", place.line);
		json_integer(json, "column", place.column);
	}
	json_close_object(json);
}
