/*
 * The layer that sqlgen generates from migrations/. HAS_LOAD, HAS_PATCH and HAS_UPSERT say that
 * db.h declares those functions.
 */
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

static struct task
to_task(const struct input *row)
{
	struct task task = {
		.id = row->id,
		.uuid = row->uuid.data,
		.title = row->title.data,
		.body = row->body.data,
		.status = row->status.data,
		.assignee = row->assignee.data,
		.priority = row->priority,
		.attempts = row->attempts,
		.is_urgent = row->is_urgent,
		.score = row->score,
		.has_session_id = row->session_id != 0,
		.session_id = row->session_id,
		.digest = { row->digest, DIGEST_SIZE },
		.created_at = row->created_at.data,
		.updated_at = row->updated_at,
	};

	return task;
}

static void
see_task(const struct task *task)
{
	see_integer(task->id);
	see_text(task->uuid);
	see_text(task->title);
	see_text(task->body);
	see_text(task->status);
	see_text(task->assignee);
	see_integer(task->priority);
	see_integer(task->attempts);
	see_integer(task->is_urgent);
	see_real(task->score);
	see_nullable_integer(task->has_session_id, task->session_id);
	see_blob(task->digest.data, task->digest.size);
	see_text(task->created_at);
	see_integer(task->updated_at);
}

static void
insert(const struct input *row)
{
	struct task task = to_task(row);

	check(insert_task(&db, &task));
	if (task.id == 0)
		abort();
}

static void
update(const struct input *row)
{
	struct task task = to_task(row);

	check(update_task(&db, &task));
}

static void
take_task(int rc, struct task *task)
{
	check(rc);
	if (rc == SQLITE_OK)
		see_task(task);
	free(task);
}

static void
get(int64_t id)
{
	struct task *task = NULL;
	int rc = get_task(&db, id, &task);

	take_task(rc, task);
}

static void
get_by_uuid(const struct text *uuid)
{
	struct task *task = NULL;
	int rc = get_task_by_uuid(&db, uuid->data, &task);

	take_task(rc, task);
}

static void
see_rows(struct task_cursor *cursor)
{
	int rc;

	while ((rc = task_cursor_next(cursor)) == SQLITE_ROW)
		see_task(&cursor->row);
	check(rc);
}

static void
scan(void)
{
	struct task_cursor cursor;

	check(list_tasks(&db, &cursor));
	see_rows(&cursor);
}

static void
scan_owned(void)
{
	struct task_cursor cursor;
	struct task *task;
	int rc;

	check(list_tasks(&db, &cursor));
	while ((rc = task_cursor_take(&cursor, &task)) == SQLITE_ROW) {
		see_task(task);
		free(task);
	}
	check(rc);
}

static void
list(int64_t session_id)
{
	struct task_cursor cursor;

	check(list_tasks_by_session_id(&db, &session_id, &cursor));
	see_rows(&cursor);
}

#if HAS_LOAD
static void
see_loaded(struct task *tasks, size_t count)
{
	for (size_t i = 0; i < count; i++)
		see_task(&tasks[i]);
	free(tasks);
}

static void
scan_load(void)
{
	struct task *tasks = NULL;
	size_t count = 0;

	check(load_tasks(&db, &tasks, &count));
	see_loaded(tasks, count);
}

static void
list_load(int64_t session_id)
{
	struct task *tasks = NULL;
	size_t count = 0;

	check(load_tasks_by_session_id(&db, &session_id, &tasks, &count));
	see_loaded(tasks, count);
}
#endif

#if HAS_PATCH
static void
patch(const struct input *row)
{
	struct task task = to_task(row);
	struct task_columns columns = { .attempts = 1, .updated_at = 1 };

	check(patch_task(&db, &task, columns));
}
#endif

#if HAS_UPSERT
static void
upsert(const struct input *row)
{
	struct task task = to_task(row);

	check(upsert_task(&db, &task));
}
#endif

const struct layer layer = {
	.open = open_database,
	.close = close_database,
	.insert = insert,
	.get = get,
	.get_by_uuid = get_by_uuid,
	.scan = scan,
	.scan_owned = scan_owned,
	.list = list,
	.update = update,
#if HAS_LOAD
	.scan_load = scan_load,
	.list_load = list_load,
#endif
#if HAS_PATCH
	.patch = patch,
#endif
#if HAS_UPSERT
	.upsert = upsert,
#endif
};
