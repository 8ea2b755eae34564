/*
 * The layer as one writes it by hand for speed: statements prepared once, texts bound with known
 * lengths and without a copy, each column asked for once, statements reset at once, and a malloc
 * for each text and blob of an owned row.
 */
#include <stdio.h>
#include <stdlib.h>

#include "bench.h"

#define COLUMNS                                                                                    \
	"id, uuid, title, body, status, assignee, priority, attempts, is_urgent, score, "          \
	"session_id, digest, created_at, updated_at"

struct bytes {
	const char *data;
	int size;
};

struct task {
	int64_t id;
	struct bytes uuid, title, body, status, assignee;
	int64_t priority, attempts;
	bool is_urgent;
	double score;
	bool has_session_id;
	int64_t session_id;
	struct bytes digest, created_at;
	int64_t updated_at;
};

enum statement { INSERT, GET, GET_BY_UUID, SCAN, LIST, UPDATE, PATCH, UPSERT, STATEMENT_COUNT };

static const char *const sql[STATEMENT_COUNT] = {
	[INSERT] = "INSERT INTO tasks (uuid, title, body, status, assignee, priority, attempts, "
		   "is_urgent, score, session_id, digest, created_at, updated_at) "
		   "VALUES (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
	[GET] = "SELECT " COLUMNS " FROM tasks WHERE id = ?1",
	[GET_BY_UUID] = "SELECT " COLUMNS " FROM tasks WHERE uuid = ?1",
	[SCAN] = "SELECT " COLUMNS " FROM tasks ORDER BY id",
	[LIST] = "SELECT " COLUMNS " FROM tasks WHERE session_id = ?1 ORDER BY id",
	[UPDATE] = "UPDATE tasks SET uuid = ?2, title = ?3, body = ?4, status = ?5, assignee = ?6, "
		   "priority = ?7, attempts = ?8, is_urgent = ?9, score = ?10, session_id = ?11, "
		   "digest = ?12, created_at = ?13, updated_at = ?14 WHERE id = ?1",
	[PATCH] = "UPDATE tasks SET attempts = ?2, updated_at = ?3 WHERE id = ?1",
	[UPSERT] =
		"INSERT INTO tasks (" COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, "
		"?11, ?12, ?13, ?14) ON CONFLICT (id) DO UPDATE SET uuid = excluded.uuid, "
		"title = excluded.title, body = excluded.body, status = excluded.status, "
		"assignee = excluded.assignee, priority = excluded.priority, "
		"attempts = excluded.attempts, is_urgent = excluded.is_urgent, "
		"score = excluded.score, session_id = excluded.session_id, "
		"digest = excluded.digest, created_at = excluded.created_at, "
		"updated_at = excluded.updated_at",
};

static sqlite3 *handle;
static sqlite3_stmt *statements[STATEMENT_COUNT];

static void
check(int rc)
{
	bench_check(handle, rc);
}

static sqlite3 *
open_database(const char *path)
{
	check(sqlite3_open(path, &handle));
	check(sqlite3_exec(handle, bench_pragmas, NULL, NULL, NULL));
	return handle;
}

static void
close_database(void)
{
	for (int i = 0; i < STATEMENT_COUNT; i++)
		sqlite3_finalize(statements[i]);
	sqlite3_close(handle);
}

static sqlite3_stmt *
statement(enum statement which)
{
	if (!statements[which])
		check(sqlite3_prepare_v2(handle, sql[which], -1, &statements[which], NULL));
	return statements[which];
}

static void
bind_text(sqlite3_stmt *stmt, int index, const struct text *text)
{
	check(sqlite3_bind_text(stmt, index, text->data, text->size, SQLITE_STATIC));
}

/* All but the key. */
static void
bind_row(sqlite3_stmt *stmt, const struct input *row)
{
	bind_text(stmt, 2, &row->uuid);
	bind_text(stmt, 3, &row->title);
	bind_text(stmt, 4, &row->body);
	bind_text(stmt, 5, &row->status);
	bind_text(stmt, 6, &row->assignee);
	check(sqlite3_bind_int64(stmt, 7, row->priority));
	check(sqlite3_bind_int64(stmt, 8, row->attempts));
	check(sqlite3_bind_int64(stmt, 9, row->is_urgent));
	check(sqlite3_bind_double(stmt, 10, row->score));
	if (row->session_id)
		check(sqlite3_bind_int64(stmt, 11, row->session_id));
	else
		check(sqlite3_bind_null(stmt, 11));
	check(sqlite3_bind_blob(stmt, 12, row->digest, DIGEST_SIZE, SQLITE_STATIC));
	bind_text(stmt, 13, &row->created_at);
	check(sqlite3_bind_int64(stmt, 14, row->updated_at));
}

static void
step_change(sqlite3_stmt *stmt)
{
	check(sqlite3_step(stmt));
	check(sqlite3_reset(stmt));
}

static struct bytes
column_text(sqlite3_stmt *stmt, int column)
{
	struct bytes text;

	text.data = (const char *)sqlite3_column_text(stmt, column);
	text.size = sqlite3_column_bytes(stmt, column);
	return text;
}

static struct bytes
column_blob(sqlite3_stmt *stmt, int column)
{
	struct bytes blob;

	blob.data = sqlite3_column_blob(stmt, column);
	blob.size = sqlite3_column_bytes(stmt, column);
	return blob;
}

/* The row is SQLite's until the next step. */
static void
read_task(sqlite3_stmt *stmt, struct task *task)
{
	task->id = sqlite3_column_int64(stmt, 0);
	task->uuid = column_text(stmt, 1);
	task->title = column_text(stmt, 2);
	task->body = column_text(stmt, 3);
	task->status = column_text(stmt, 4);
	task->assignee = column_text(stmt, 5);
	task->priority = sqlite3_column_int64(stmt, 6);
	task->attempts = sqlite3_column_int64(stmt, 7);
	task->is_urgent = sqlite3_column_int64(stmt, 8) != 0;
	task->score = sqlite3_column_double(stmt, 9);
	task->has_session_id = sqlite3_column_type(stmt, 10) != SQLITE_NULL;
	task->session_id = task->has_session_id ? sqlite3_column_int64(stmt, 10) : 0;
	task->digest = column_blob(stmt, 11);
	task->created_at = column_text(stmt, 12);
	task->updated_at = sqlite3_column_int64(stmt, 13);
}

static struct bytes
copy_bytes(struct bytes bytes)
{
	char *copy;

	if (!bytes.data)
		return bytes;
	copy = malloc((size_t)bytes.size + 1);
	if (!copy)
		abort();
	memcpy(copy, bytes.data, (size_t)bytes.size);
	copy[bytes.size] = '\0';
	bytes.data = copy;
	return bytes;
}

static void
own_task(struct task *task)
{
	task->uuid = copy_bytes(task->uuid);
	task->title = copy_bytes(task->title);
	task->body = copy_bytes(task->body);
	task->status = copy_bytes(task->status);
	task->assignee = copy_bytes(task->assignee);
	task->digest = copy_bytes(task->digest);
	task->created_at = copy_bytes(task->created_at);
}

static void
free_task(struct task *task)
{
	free((void *)(uintptr_t)task->uuid.data);
	free((void *)(uintptr_t)task->title.data);
	free((void *)(uintptr_t)task->body.data);
	free((void *)(uintptr_t)task->status.data);
	free((void *)(uintptr_t)task->assignee.data);
	free((void *)(uintptr_t)task->digest.data);
	free((void *)(uintptr_t)task->created_at.data);
}

static void
see_task(const struct task *task)
{
	see_integer(task->id);
	see_text(task->uuid.data);
	see_text(task->title.data);
	see_text(task->body.data);
	see_text(task->status.data);
	see_text(task->assignee.data);
	see_integer(task->priority);
	see_integer(task->attempts);
	see_integer(task->is_urgent);
	see_real(task->score);
	see_nullable_integer(task->has_session_id, task->session_id);
	see_blob(task->digest.data, (size_t)task->digest.size);
	see_text(task->created_at.data);
	see_integer(task->updated_at);
}

static void
insert(const struct input *row)
{
	sqlite3_stmt *stmt = statement(INSERT);

	bind_row(stmt, row);
	step_change(stmt);
	if (sqlite3_last_insert_rowid(handle) == 0)
		abort();
}

static void
update(const struct input *row)
{
	sqlite3_stmt *stmt = statement(UPDATE);

	check(sqlite3_bind_int64(stmt, 1, row->id));
	bind_row(stmt, row);
	step_change(stmt);
}

static void
patch(const struct input *row)
{
	sqlite3_stmt *stmt = statement(PATCH);

	check(sqlite3_bind_int64(stmt, 1, row->id));
	check(sqlite3_bind_int64(stmt, 2, row->attempts));
	check(sqlite3_bind_int64(stmt, 3, row->updated_at));
	step_change(stmt);
}

static void
upsert(const struct input *row)
{
	sqlite3_stmt *stmt = statement(UPSERT);

	check(sqlite3_bind_int64(stmt, 1, row->id));
	bind_row(stmt, row);
	step_change(stmt);
}

static void
take_task(sqlite3_stmt *stmt)
{
	struct task task;

	if (sqlite3_step(stmt) == SQLITE_ROW) {
		read_task(stmt, &task);
		own_task(&task);
		check(sqlite3_reset(stmt));
		see_task(&task);
		free_task(&task);
	} else {
		check(sqlite3_reset(stmt));
	}
}

static void
get(int64_t id)
{
	sqlite3_stmt *stmt = statement(GET);

	check(sqlite3_bind_int64(stmt, 1, id));
	take_task(stmt);
}

static void
get_by_uuid(const struct text *uuid)
{
	sqlite3_stmt *stmt = statement(GET_BY_UUID);

	bind_text(stmt, 1, uuid);
	take_task(stmt);
}

static void
see_rows(sqlite3_stmt *stmt)
{
	struct task task;

	while (sqlite3_step(stmt) == SQLITE_ROW) {
		read_task(stmt, &task);
		see_task(&task);
	}
	check(sqlite3_reset(stmt));
}

static void
scan(void)
{
	see_rows(statement(SCAN));
}

static void
scan_owned(void)
{
	sqlite3_stmt *stmt = statement(SCAN);
	struct task task;

	while (sqlite3_step(stmt) == SQLITE_ROW) {
		read_task(stmt, &task);
		own_task(&task);
		see_task(&task);
		free_task(&task);
	}
	check(sqlite3_reset(stmt));
}

/* Adds a row that is owned to an array that grows by doubling. */
static void
append_task(struct task **tasks, size_t *count, const struct task *task)
{
	if ((*count & (*count - 1)) == 0)
		*tasks = realloc(*tasks, (*count ? 2 * *count : 1) * sizeof **tasks);
	if (!*tasks)
		abort();
	(*tasks)[(*count)++] = *task;
}

static void
load_rows(sqlite3_stmt *stmt)
{
	struct task *tasks = NULL, task;
	size_t count = 0;

	while (sqlite3_step(stmt) == SQLITE_ROW) {
		read_task(stmt, &task);
		own_task(&task);
		append_task(&tasks, &count, &task);
	}
	check(sqlite3_reset(stmt));
	for (size_t i = 0; i < count; i++)
		see_task(&tasks[i]);
	for (size_t i = 0; i < count; i++)
		free_task(&tasks[i]);
	free(tasks);
}

static void
scan_load(void)
{
	load_rows(statement(SCAN));
}

static void
list(int64_t session_id)
{
	sqlite3_stmt *stmt = statement(LIST);

	check(sqlite3_bind_int64(stmt, 1, session_id));
	see_rows(stmt);
}

static void
list_load(int64_t session_id)
{
	sqlite3_stmt *stmt = statement(LIST);

	check(sqlite3_bind_int64(stmt, 1, session_id));
	load_rows(stmt);
}

const struct layer layer = {
	.open = open_database,
	.close = close_database,
	.insert = insert,
	.get = get,
	.get_by_uuid = get_by_uuid,
	.scan = scan,
	.scan_owned = scan_owned,
	.scan_load = scan_load,
	.list = list,
	.list_load = list_load,
	.update = update,
	.patch = patch,
	.upsert = upsert,
};
