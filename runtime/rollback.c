#include <string.h>

#include "private.h"

/* Undoing, newest first. */
struct rollback {
	struct sqlgen_run run;
	const char *version; /* the one to stay at; NULL: none */
	bool has_target;
	/* the newest of the history; version NULL: it is empty. name and down may be ours */
	struct sqlgen_migration newest;
	char *texts[3];
	size_t index;
	bool is_last;      /* the newest one is all that is to be undone */
	bool is_cancelled; /* when one was done: the next is not begun */
};

static struct rollback *
rollback_of(struct sqlgen_run *run)
{
	/* run is its first member */
	return (struct rollback *)(void *)run;
}

static void
forget_newest(struct rollback *rollback)
{
	size_t i;

	for (i = 0; i < 3; i++) {
		sqlite3_free(rollback->texts[i]);
		rollback->texts[i] = NULL;
	}
	memset(&rollback->newest, 0, sizeof(rollback->newest));
}

/* Is the newest one where to stay? */
static bool
is_at_end(const struct rollback *rollback)
{
	const char *version = rollback->newest.version;

	return version == NULL ||
	       (rollback->version != NULL && strcmp(version, rollback->version) == 0);
}

static int
keep_newest(void *context, const struct sqlgen_applied *applied)
{
	struct rollback *rollback = context;
	struct sqlgen_migration *newest = &rollback->newest;

	if (applied->is_repeatable)
		return SQLITE_OK;
	if (rollback->version != NULL && strcmp(applied->version, rollback->version) == 0)
		rollback->has_target = true;
	rollback->is_last = is_at_end(rollback);
	forget_newest(rollback);
	newest->version = rollback->texts[0] = sqlite3_mprintf("%s", applied->version);
	newest->name = rollback->texts[1] = sqlite3_mprintf("%s", applied->name);
	if (applied->down != NULL)
		newest->down = rollback->texts[2] = sqlite3_mprintf("%s", applied->down);
	if (newest->version != NULL && newest->name != NULL &&
	    (newest->down != NULL || applied->down == NULL))
		return SQLITE_OK;
	return sqlgen_fail(rollback->run.connection, SQLITE_NOMEM, "out of memory");
}

/* What undoes it: of its file, which may have been mended since, else of the history. */
static void
find_down(struct rollback *rollback)
{
	const struct sqlgen_schema *schema = rollback->run.schema;
	struct sqlgen_migration *newest = &rollback->newest;
	size_t i;

	rollback->index = 0;
	for (i = 0; i < schema->migration_count; i++) {
		if (strcmp(schema->migrations[i].version, newest->version) != 0)
			continue;
		rollback->index = i;
		if (schema->migrations[i].down != NULL)
			newest->down = schema->migrations[i].down;
	}
	newest->sql = newest->down != NULL ? newest->down : "";
	newest->size = strlen(newest->sql);
}

static int
read_newest(struct rollback *rollback)
{
	int rc;

	forget_newest(rollback);
	rc = sqlgen_history(rollback->run.connection, keep_newest, rollback);
	if (rc != SQLITE_OK)
		return sqlgen_run_stop(&rollback->run, SQLGEN_STOP_DATABASE, rc);
	if (rollback->newest.version != NULL)
		find_down(rollback);
	return SQLITE_OK;
}

static int
check_target(struct rollback *rollback)
{
	struct sqlgen_run *run = &rollback->run;
	char shown[64];

	if (rollback->version == NULL || rollback->has_target)
		return SQLITE_OK;
	sqlgen_show(shown, sizeof(shown), rollback->version, strlen(rollback->version));
	sqlgen_fail(run->connection, SQLITE_NOTFOUND,
		    "expected a version that is applied to this database, found '%s'", shown);
	return sqlgen_run_stop(run, SQLGEN_STOP_MISSING, SQLITE_NOTFOUND);
}

/* Runs the newest one's down text and takes its row away, in the transaction that is open. */
static int
undo_newest(struct rollback *rollback)
{
	struct sqlgen_run *run = &rollback->run;
	const struct sqlgen_migration *newest = &rollback->newest;
	int rc;

	if (newest->down == NULL) {
		sqlgen_fail(run->connection, SQLITE_ERROR,
			    "it cannot be undone: it has no down script, neither in a file nor in the history");
		return sqlgen_run_stop_at(run, SQLGEN_STOP_NO_DOWN, newest, rollback->index,
					  SQLITE_ERROR);
	}
	rc = sqlgen_run_text(run, newest, rollback->index, true);
	if (rc == SQLITE_OK)
		rc = sqlgen_run_violations(run, newest, rollback->index);
	if (rc != SQLITE_OK)
		return rc;
	rc = sqlgen_history_remove(run->connection, newest->version);
	return rc == SQLITE_OK ? rc :
				 sqlgen_run_stop_at(run, SQLGEN_STOP_DATABASE, newest,
						    rollback->index, rc);
}

static int
look_for_newest(struct sqlgen_run *run, bool *is_done)
{
	bool is_there = true;
	int rc = sqlgen_history_has(run->connection, rollback_of(run)->newest.version, &is_there);

	*is_done = rc == SQLITE_OK && !is_there;
	return rc;
}

static int
commit_undone(struct rollback *rollback)
{
	struct sqlgen_run *run = &rollback->run;
	bool is_done;
	int rc = sqlgen_run_commit(run, look_for_newest, &is_done);

	run->report->applied += is_done;
	return rc == SQLITE_OK ? rc :
				 sqlgen_run_stop_at(run, run->report->stop, &rollback->newest,
						    rollback->index, rc);
}

/* Says of the newest one that it is undone. */
static void
report_undone(struct rollback *rollback)
{
	const struct sqlgen_options *options = rollback->run.options;
	struct sqlgen_progress progress;

	if (options->on_progress == NULL)
		return;
	progress.migration = &rollback->newest;
	progress.index = rollback->index;
	progress.count = rollback->run.schema->migration_count;
	progress.offset = progress.migration->size;
	rollback->is_cancelled = options->on_progress(options->context, &progress) != 0;
}

static int
check_cancelled(struct rollback *rollback)
{
	struct sqlgen_run *run = &rollback->run;

	if (!rollback->is_cancelled)
		return SQLITE_OK;
	sqlgen_fail(run->connection, SQLITE_INTERRUPT, "cancelled");
	return sqlgen_run_stop_at(run, SQLGEN_STOP_CANCELLED, &rollback->newest, rollback->index,
				  SQLITE_INTERRUPT);
}

/* Undoes the newest one, unless there is nothing left to undo, in the transaction that is open. */
static int
roll_back_one(struct rollback *rollback)
{
	struct sqlgen_run *run = &rollback->run;
	int rc = read_newest(rollback);

	if (rc == SQLITE_OK)
		rc = check_target(rollback);
	if (rc == SQLITE_OK && is_at_end(rollback)) {
		rollback->is_last = true;
		return rc;
	}
	if (rc == SQLITE_OK)
		rc = check_cancelled(rollback);
	if (rc != SQLITE_OK)
		return rc;
	sqlgen_violations_finish(&run->before);
	rc = sqlgen_violations_read(run->connection, &run->before);
	if (rc != SQLITE_OK)
		return sqlgen_run_stop(run, SQLGEN_STOP_DATABASE, rc);
	rc = undo_newest(rollback);
	if (rc == SQLITE_OK)
		rc = commit_undone(rollback);
	if (rc == SQLITE_OK)
		report_undone(rollback);
	return rc;
}

static int
roll_back(struct sqlgen_run *run)
{
	int rc;

	do {
		rc = sqlgen_run_execute(run, "BEGIN IMMEDIATE");
		if (rc == SQLITE_OK)
			rc = roll_back_one(rollback_of(run));
		sqlgen_run_undo(run);
	} while (rc == SQLITE_OK && !rollback_of(run)->is_last);
	return rc;
}

int
sqlgen_rollback_to(struct sqlgen_connection *connection, const struct sqlgen_schema *schema,
		   const char *version, const struct sqlgen_options *options,
		   struct sqlgen_report *report)
{
	struct sqlgen_options defaults = sqlgen_options_default();
	struct sqlgen_schema nothing;
	struct sqlgen_report unwanted;
	struct rollback rollback;
	int rc;

	memset(&nothing, 0, sizeof(nothing));
	memset(&rollback, 0, sizeof(rollback));
	if (report == NULL)
		report = &unwanted;
	memset(report, 0, sizeof(*report));
	rollback.version = version;
	rollback.run.connection = connection;
	rollback.run.schema = schema != NULL ? schema : &nothing;
	rollback.run.options = options != NULL ? options : &defaults;
	rollback.run.report = report;
	rollback.run.done = "undone";
	rollback.run.has_rows = true;
	rc = sqlgen_run_check(connection);
	if (rc != SQLITE_OK)
		return sqlgen_run_stop(&rollback.run, SQLGEN_STOP_DATABASE, rc);
	rc = sqlgen_run_with_settings(&rollback.run, roll_back);
	forget_newest(&rollback);
	return rc;
}
