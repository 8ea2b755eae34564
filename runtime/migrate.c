#include <string.h>

#include "private.h"

static int
stop_about(struct sqlgen_run *run, enum sqlgen_stop stop, size_t index, int rc)
{
	return sqlgen_run_stop_at(run, stop, &run->schema->migrations[index], index, rc);
}

static int
stop_planned(struct sqlgen_run *run, int rc)
{
	run->report->migration = run->plan.migration;
	return sqlgen_run_stop(run, run->plan.stop, rc);
}

static int
make_plan(struct sqlgen_run *run)
{
	int rc = sqlgen_plan_make(run->connection, run->schema, &run->plan);

	return rc == SQLITE_OK ? rc : stop_planned(run, rc);
}

/* Are all migrations before end in the history, whatever was reported? SQLITE_OK if that could be read. */
static int
look_again(struct sqlgen_run *run, size_t end, bool *are_there)
{
	char message[SQLGEN_MESSAGE_SIZE];
	struct sqlgen_plan plan;
	int rc;

	memcpy(message, run->connection->message, sizeof(message));
	rc = sqlgen_plan_make(run->connection, run->schema, &plan);
	*are_there = rc == SQLITE_OK && plan.next >= end;
	memcpy(run->connection->message, message, sizeof(message));
	return plan.stop == SQLGEN_STOP_DATABASE ? rc : SQLITE_OK;
}

/* Says of migrations that they are done. Cancelling now only keeps later ones from running. */
static int
report_committed(struct sqlgen_run *run, size_t first, size_t end)
{
	const struct sqlgen_options *options = run->options;
	bool is_cancelled = false;
	size_t i;

	run->report->applied += end - first;
	run->plan.next = end;
	for (i = first; i < end && options->on_progress != NULL; i++) {
		struct sqlgen_progress progress;

		progress.migration = &run->schema->migrations[i];
		progress.index = i;
		progress.count = run->schema->migration_count;
		progress.offset = progress.migration->size;
		if (options->on_progress(options->context, &progress) != 0)
			is_cancelled = true;
	}
	if (!is_cancelled || end == run->schema->migration_count)
		return SQLITE_OK;
	sqlgen_fail(run->connection, SQLITE_INTERRUPT, "cancelled");
	return stop_about(run, SQLGEN_STOP_CANCELLED, end, SQLITE_INTERRUPT);
}

static int
look_for_all(struct sqlgen_run *run, bool *is_done)
{
	return look_again(run, run->end, is_done);
}

static int
commit_migrations(struct sqlgen_run *run, size_t first, size_t end)
{
	bool is_done;
	int rc;

	run->end = end;
	rc = sqlgen_run_commit(run, look_for_all, &is_done);
	if (rc == SQLITE_OK)
		return report_committed(run, first, end);
	if (is_done)
		run->report->applied += end - first;
	return stop_about(run, run->report->stop, first, rc);
}

static int
record(struct sqlgen_run *run, size_t index, int64_t begun)
{
	const struct sqlgen_migration *migration = &run->schema->migrations[index];
	int64_t duration = sqlgen_clock() - begun;
	int rc = sqlgen_run_hook(run, migration, index);

	if (rc == SQLITE_OK)
		rc = sqlgen_run_violations(run, migration, index);
	if (rc != SQLITE_OK)
		return rc;
	rc = sqlgen_history_add(run->connection, migration, duration < 0 ? 0 : duration, run->has_history);
	run->has_history = rc == SQLITE_OK;
	return rc == SQLITE_OK ? rc : sqlgen_run_stop_at(run, SQLGEN_STOP_DATABASE, migration, index, rc);
}

static bool
is_outside(const struct sqlgen_run *run, size_t index)
{
	return (run->schema->migrations[index].flags & SQLGEN_NO_TRANSACTION) != 0;
}

/* Only the program has the hook; a file that holds nothing yet can do without. */
static bool
lacks_hook(const struct sqlgen_run *run, size_t index)
{
	const struct sqlgen_migration *migration = &run->schema->migrations[index];

	return (migration->flags & SQLGEN_HOOK) != 0 && migration->hook == NULL && !run->is_new;
}

static int
stop_without_hook(struct sqlgen_run *run)
{
	sqlgen_fail(run->connection, SQLITE_ERROR,
		    "it calls a hook, which only the program has: start the program to apply it");
	return stop_about(run, SQLGEN_STOP_HOOK, run->plan.next, SQLITE_ERROR);
}

/* May the next one be part of the transaction? Only of a new file it is known that all are pending. */
static bool
is_shared(const struct sqlgen_run *run, size_t index)
{
	bool is_repeatable = (run->schema->migrations[index].flags & SQLGEN_REPEATABLE) != 0;

	return run->shares && !is_outside(run, index) && !lacks_hook(run, index) &&
	       (run->is_new || !is_repeatable);
}

/* The pending migrations of one transaction, which is open. */
static int
run_inside(struct sqlgen_run *run)
{
	size_t first = run->plan.next, end = first;
	int rc = SQLITE_OK;

	do {
		int64_t begun = sqlgen_clock();

		rc = sqlgen_run_text(run, &run->schema->migrations[end], end, true);
		if (rc == SQLITE_OK)
			rc = record(run, end, begun);
		end++;
	} while (rc == SQLITE_OK && end < run->schema->migration_count && is_shared(run, end));
	return rc == SQLITE_OK ? commit_migrations(run, first, end) : rc;
}

/* Is the plan still that of the history, which nobody but this connection has written to since? */
static bool
is_planned(const struct sqlgen_run *run, int64_t data_version)
{
	size_t next = run->plan.next;

	return run->has_begun && data_version == run->data_version &&
	       next < run->schema->migration_count &&
	       (run->schema->migrations[next].flags & SQLGEN_REPEATABLE) == 0;
}

/* https://sqlite.org/pragma.html#pragma_data_version says when others have written. */
static int
take_lock(struct sqlgen_run *run)
{
	int64_t data_version = 0;
	int rc = sqlgen_run_execute(run, "BEGIN IMMEDIATE");

	run->has_history = false;
	if (rc != SQLITE_OK)
		return rc;
	rc = sqlgen_query_int64(run->connection, "PRAGMA main.data_version", &data_version);
	if (rc != SQLITE_OK)
		return sqlgen_run_stop(run, SQLGEN_STOP_DATABASE, rc);
	if (is_planned(run, data_version))
		return SQLITE_OK;
	run->data_version = data_version;
	return make_plan(run);
}

/*
 * A migration outside transactions. Nothing keeps another process from running it too, so that the
 * history decides what an error means, and whether a row is still to be written.
 */
static int
run_outside(struct sqlgen_run *run)
{
	size_t index = run->plan.next;
	int64_t begun = sqlgen_clock();
	bool is_there = false;
	int rc;

	sqlgen_run_undo(run);
	rc = sqlgen_run_text(run, &run->schema->migrations[index], index, false);
	if (rc != SQLITE_OK) {
		look_again(run, index + 1, &is_there);
		if (!is_there)
			return rc;
		run->report->stop = SQLGEN_STOP_NONE;
		run->report->reason = NULL;
	}
	rc = take_lock(run);
	if (rc != SQLITE_OK || run->plan.next != index)
		return rc;
	rc = record(run, index, begun);
	return rc == SQLITE_OK ? commit_migrations(run, index, index + 1) : rc;
}

/* Learns, with the lock held for the first time, what file this is. */
static int
begin_run(struct sqlgen_run *run)
{
	int64_t tables = 0;
	int rc;

	if (run->has_begun) {
		run->has_rows = true; /* others may have written since */
		return SQLITE_OK;
	}
	run->has_begun = true;
	rc = sqlgen_query_int64(run->connection,
				"SELECT count(*) FROM main.sqlite_master WHERE type = 'table'"
				" AND substr(name, 1, 7) <> 'sqlite_'"
				" AND name <> '" SQLGEN_HISTORY_TABLE "'",
				&tables);
	run->has_rows = tables > 0;
	run->is_new = tables == 0;
	run->shares = tables == 0 || run->options->one_transaction;
	if (rc == SQLITE_OK && tables > 0)
		rc = sqlgen_violations_read(run->connection, &run->before);
	return rc == SQLITE_OK ? rc : sqlgen_run_stop(run, SQLGEN_STOP_DATABASE, rc);
}

/* Takes over what another tool has applied, in a transaction of its own. */
static int
adopt(struct sqlgen_run *run)
{
	struct sqlgen_adoption *adopted = &run->report->adopted;
	bool may_adopt = true;
	int rc = sqlgen_adopt_may(run->connection, run->options, &may_adopt);

	if (rc == SQLITE_OK && !may_adopt)
		return rc;
	rc = sqlgen_run_execute(run, "BEGIN IMMEDIATE");
	if (rc != SQLITE_OK)
		return rc;
	rc = sqlgen_adopt(run->connection, run->schema, run->options, adopted);
	if (rc != SQLITE_OK)
		sqlgen_run_stop(run, adopted->stop, rc);
	else if (adopted->count > 0)
		rc = sqlgen_run_execute(run, "COMMIT");
	sqlgen_run_undo(run);
	if (rc != SQLITE_OK)
		memset(adopted, 0, sizeof(*adopted));
	return rc;
}

/* Runs what is pending, a transaction at a time. */
static int
run_pending(struct sqlgen_run *run)
{
	int rc = adopt(run);

	if (rc != SQLITE_OK)
		return rc;
	do {
		rc = take_lock(run);
		if (rc == SQLITE_OK)
			rc = begin_run(run);
		if (rc == SQLITE_OK && run->plan.next < run->schema->migration_count &&
		    lacks_hook(run, run->plan.next))
			rc = stop_without_hook(run);
		else if (rc == SQLITE_OK && run->plan.next < run->schema->migration_count)
			rc = is_outside(run, run->plan.next) ? run_outside(run) : run_inside(run);
		sqlgen_run_undo(run);
	} while (rc == SQLITE_OK && run->plan.next < run->schema->migration_count);
	return rc;
}

int
sqlgen_migrate(struct sqlgen_connection *connection, const struct sqlgen_schema *schema,
	       const struct sqlgen_options *options, struct sqlgen_report *report)
{
	struct sqlgen_options defaults = sqlgen_options_default();
	struct sqlgen_report unwanted;
	struct sqlgen_run run;
	int rc;

	memset(&run, 0, sizeof(run));
	run.connection = connection;
	run.schema = schema;
	run.options = options != NULL ? options : &defaults;
	run.done = "applied";
	if (report == NULL)
		report = &unwanted;
	memset(report, 0, sizeof(*report));
	run.report = report;
	rc = sqlgen_run_check(connection);
	if (rc != SQLITE_OK)
		return sqlgen_run_stop(&run, SQLGEN_STOP_DATABASE, rc);
	rc = sqlgen_plan_make(connection, schema, &run.plan);
	if (rc == SQLITE_OK && run.plan.next == schema->migration_count)
		return rc;
	if (rc != SQLITE_OK && !sqlgen_is(rc, SQLITE_BUSY))
		return stop_planned(&run, rc);
	return sqlgen_run_with_settings(&run, run_pending);
}
