/* The functions that sqlgen generates for queries/. */
#include <stdio.h>
#include <stdlib.h>

#include "bench.h"
#include "db.h"

static struct db db;

static void
check(int rc)
{
	if (rc == SQLITE_OK || rc == SQLITE_DONE)
		return;
	fprintf(stderr, "failed (%d): %s\n", rc, db_error(&db));
	exit(1);
}

static sqlite3 *
open_database(const char *path)
{
	check(db_open(&db, path, NULL));
	return db.handle;
}

static void
close_database(void)
{
	check(db_close(&db));
}

static void
insert(const struct input *row)
{
	struct add_task_arguments arguments = {
		.uuid = row->uuid.data,
		.title = row->title.data,
		.body = row->body.data,
		.status = row->status.data,
		.assignee = row->assignee.data,
		.priority = row->priority,
		.attempts = row->attempts,
		.is_urgent = row->is_urgent,
		.score = row->score,
		.session_id = row->session_id != 0 ? &row->session_id : NULL,
		.digest = { row->digest, DIGEST_SIZE },
		.created_at = row->created_at.data,
		.updated_at = row->updated_at,
	};
	int64_t id = 0;

	check(add_task(&db, &arguments, &id));
	if (id == 0)
		abort();
}

static void
patch(const struct input *row)
{
	int64_t count = 0;

	check(try_again(&db, row->attempts, row->updated_at, row->id, &count));
	see_integer(count);
}

static void
get_by_uuid(const struct text *uuid)
{
	struct task_summary_row *row = NULL;
	int rc = task_summary(&db, uuid->data, &row);

	check(rc);
	if (rc == SQLITE_OK) {
		see_integer(row->id);
		see_text(row->title);
		see_text(row->status);
		see_real(row->score);
		see_text(row->assignee);
		see_text(row->session);
	}
	free(row);
}

static void
scan(void)
{
	struct all_summaries_cursor cursor;
	int rc;

	check(all_summaries(&db, &cursor));
	while ((rc = all_summaries_cursor_next(&cursor)) == SQLITE_ROW) {
		see_integer(cursor.row.id);
		see_text(cursor.row.title);
		see_text(cursor.row.status);
		see_real(cursor.row.score);
		see_text(cursor.row.assignee);
		see_blob(cursor.row.digest.data, cursor.row.digest.size);
	}
	check(rc);
}

static void
list(int64_t session_id)
{
	struct find_tasks_cursor cursor;
	int rc;

	check(find_tasks(&db, &session_id, NULL, FIND_TASKS_ORDER_ID, &cursor));
	while ((rc = find_tasks_cursor_next(&cursor)) == SQLITE_ROW) {
		see_integer(cursor.row.id);
		see_text(cursor.row.title);
		see_text(cursor.row.status);
		see_real(cursor.row.score);
		see_text(cursor.row.assignee);
	}
	check(rc);
}

static void
list_load(int64_t session_id)
{
	struct tasks_of_row *rows = NULL;
	size_t count = 0;

	check(load_tasks_of(&db, session_id, &rows, &count));
	for (size_t i = 0; i < count; i++) {
		see_integer(rows[i].id);
		see_text(rows[i].title);
		see_integer(rows[i].weight);
		see_text(rows[i].session);
	}
	free(rows);
}

const struct layer layer = {
	.open = open_database,
	.close = close_database,
	.insert = insert,
	.get_by_uuid = get_by_uuid,
	.scan = scan,
	.list = list,
	.list_load = list_load,
	.patch = patch,
};
