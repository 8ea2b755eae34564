#include "workload.h"

static bool
says(const struct outcome *outcome, const char *part)
{
	return strstr(outcome->message, part) != NULL;
}

void
workload_check_outcome(const struct workload *workload, const struct outcome *outcome, int done)
{
	size_t all = (size_t)workload_steps(workload);
	const struct sqlgen_report *report = &outcome->report;
	const char *word = workload->task == ROLL_BACK ? "undone" : "applied";

	if (outcome->leaked != 0)
		fault_exception("expected nothing to leak, found %ld bytes", outcome->leaked);
	if (outcome->rc != SQLITE_OK &&
	    (outcome->message[0] == '\0' || says(outcome, "not an error")))
		fault_exception("expected a sentence for code %d, found '%s'", outcome->rc,
				outcome->message);
	if (!outcome->is_open || done < 0)
		return;
	if ((outcome->rc == SQLITE_OK) != (report->stop == SQLGEN_STOP_NONE))
		fault_exception("expected a stop exactly with an error, found code %d and stop %d",
				outcome->rc, report->stop);
	if (outcome->rc == SQLITE_OK && (size_t)done != all)
		fault_exception("expected %d steps after SQLITE_OK, found %d", (int)all, done);
	if (report->applied > (size_t)done ||
	    (report->applied < (size_t)done && !says(outcome, "could not be read") &&
	     !says(outcome, "it may be")))
		fault_exception("expected %d steps to be reported, found %d: %s", done,
				(int)report->applied, outcome->message);
	if (outcome->rc != SQLITE_OK && report->applied == all && !says(outcome, word))
		fault_exception("expected the sentence to say that all is %s, found '%s'", word,
				outcome->message);
}

static sqlite3 *
open_to_check(const struct workload *workload)
{
	sqlite3 *handle = NULL;
	int rc =
		sqlite3_open_v2(workload->path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
				workload->checking_vfs);

	if (rc != SQLITE_OK)
		fault_exception("expected the file to open, found %s", sqlite3_errmsg(handle));
	sqlite3_busy_timeout(handle, 10000);
	return handle;
}

void
workload_recover(const struct workload *workload)
{
	sqlite3 *handle = open_to_check(workload);

	if (number(handle, "SELECT count(*) FROM sqlite_master") < 0)
		fault_exception("expected the file to be read, found %s", sqlite3_errmsg(handle));
	if (sqlite3_close(handle) != SQLITE_OK)
		fault_exception("expected the file to close, found that it does not");
}

/*
 * The version that the history says, if it has the first of the migrations and no others, in order.
 * Before a database is adopted it has none; then all at once.
 */
static int
history_version(const struct workload *workload, sqlite3 *handle)
{
	sqlite3_stmt *stmt = NULL;
	int version = 0, rc;

	if (number(handle, "SELECT count(*) FROM sqlite_master WHERE name = '" SQLGEN_HISTORY_TABLE
			   "'") == 0)
		return workload->task == ADOPT ? workload->from : 0;
	rc = sqlite3_prepare_v2(
		handle, "SELECT version, checksum FROM " SQLGEN_HISTORY_TABLE " ORDER BY id", -1,
		&stmt, NULL);
	while (rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		const struct sqlgen_migration *migration = &workload->series.items[version++];

		rc = SQLITE_CORRUPT;
		if ((size_t)version <= workload->series.schema.migration_count &&
		    strcmp((const char *)sqlite3_column_text(stmt, 0), migration->version) == 0 &&
		    strcmp((const char *)sqlite3_column_text(stmt, 1), migration->checksum) == 0)
			rc = SQLITE_OK;
	}
	sqlite3_finalize(stmt);
	if (rc == SQLITE_DONE && (workload->task != ADOPT || version >= workload->from))
		return version;
	fault_exception("expected the history to be that of the migrations, found %s at its row %d",
			rc == SQLITE_CORRUPT || rc == SQLITE_DONE ? "another"
								  : sqlite3_errmsg(handle),
			version);
	return -1;
}

int
workload_done(const struct workload *workload, int acknowledged)
{
	sqlite3 *handle = open_to_check(workload);
	int version = history_version(workload, handle), done = -1;

	if (version >= 0)
		done = abs(version - workload->from);
	if (done >= 0 && done < acknowledged) {
		fault_exception("expected %d steps, which were reported as done, found %d",
				acknowledged, done);
		done = -1;
	}
	if (done >= 0 && workload_digest(handle) != workload->digests[version]) {
		fault_exception("expected the schema and rows of version %d, found others",
				version);
		done = -1;
	}
	if (number(handle, "SELECT integrity_check = 'ok' FROM pragma_integrity_check") != 1)
		fault_exception("expected integrity_check to say ok, found that it does not");
	if (number(handle, "SELECT count(*) FROM pragma_foreign_key_check") != 0)
		fault_exception("expected no violated foreign key, found some");
	if (sqlite3_close(handle) != SQLITE_OK)
		fault_exception("expected the file to close, found that it does not");
	return done;
}

int
workload_check(const struct workload *workload, int acknowledged)
{
	int all = workload_steps(workload);
	int done = workload_done(workload, acknowledged);
	struct workload next = *workload;
	struct outcome outcome;

	if (done < 0)
		return done;
	next.vfs = workload->checking_vfs;
	next.most_pages = 0;
	outcome = workload_run(&next, NULL, NULL);
	if (outcome.rc != SQLITE_OK)
		fault_exception("expected the next run to complete, found %s", outcome.message);
	if (outcome.report.applied != (size_t)(all - done))
		fault_exception("expected the next run to do %d steps, found %d", all - done,
				(int)outcome.report.applied);
	workload_done(workload, all);
	return done;
}
