/* The queries in queries/ as one writes them by hand for speed: see hand.c. */
#include <stdio.h>
#include <stdlib.h>

#include "bench.h"

struct bytes {
	const char *data;
	int size;
};

struct summary {
	int64_t id;
	struct bytes title, status;
	double score;
	struct bytes assignee, session;
};

enum statement { SUMMARY, ALL, FIND, TASKS_OF, ADD, TRY_AGAIN, STATEMENT_COUNT };

static const char *const sql[STATEMENT_COUNT] = {
	[SUMMARY] = "SELECT t.id, t.title, t.status, t.score, t.assignee, s.name FROM tasks t "
		    "LEFT JOIN sessions s ON s.id = t.session_id WHERE t.uuid = ?1",
	[ALL] = "SELECT id, title, status, score, assignee, digest FROM tasks ORDER BY id",
	[FIND] = "SELECT id, title, status, score, assignee FROM tasks WHERE session_id = ?1 ORDER "
		 "BY id",
	[TASKS_OF] = "SELECT t.id, t.title, t.priority + t.attempts, s.name FROM tasks t "
		     "JOIN sessions s ON s.id = t.session_id WHERE t.session_id = ?1 ORDER BY t.id",
	[ADD] = "INSERT INTO tasks (uuid, title, body, status, assignee, priority, attempts, "
		"is_urgent, score, session_id, digest, created_at, updated_at) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
	[TRY_AGAIN] = "UPDATE tasks SET attempts = ?1, updated_at = ?2 WHERE id = ?3",
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

static void
insert(const struct input *row)
{
	sqlite3_stmt *stmt = statement(ADD);

	bind_text(stmt, 1, &row->uuid);
	bind_text(stmt, 2, &row->title);
	bind_text(stmt, 3, &row->body);
	bind_text(stmt, 4, &row->status);
	bind_text(stmt, 5, &row->assignee);
	check(sqlite3_bind_int64(stmt, 6, row->priority));
	check(sqlite3_bind_int64(stmt, 7, row->attempts));
	check(sqlite3_bind_int64(stmt, 8, row->is_urgent));
	check(sqlite3_bind_double(stmt, 9, row->score));
	if (row->session_id)
		check(sqlite3_bind_int64(stmt, 10, row->session_id));
	else
		check(sqlite3_bind_null(stmt, 10));
	check(sqlite3_bind_blob(stmt, 11, row->digest, DIGEST_SIZE, SQLITE_STATIC));
	bind_text(stmt, 12, &row->created_at);
	check(sqlite3_bind_int64(stmt, 13, row->updated_at));
	check(sqlite3_step(stmt));
	check(sqlite3_reset(stmt));
	if (sqlite3_last_insert_rowid(handle) == 0)
		abort();
}

static void
patch(const struct input *row)
{
	sqlite3_stmt *stmt = statement(TRY_AGAIN);

	check(sqlite3_bind_int64(stmt, 1, row->attempts));
	check(sqlite3_bind_int64(stmt, 2, row->updated_at));
	check(sqlite3_bind_int64(stmt, 3, row->id));
	check(sqlite3_step(stmt));
	check(sqlite3_reset(stmt));
	see_integer(sqlite3_changes(handle));
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
free_bytes(struct bytes bytes)
{
	free((void *)(uintptr_t)bytes.data);
}

static void
get_by_uuid(const struct text *uuid)
{
	sqlite3_stmt *stmt = statement(SUMMARY);
	struct summary row;

	bind_text(stmt, 1, uuid);
	if (sqlite3_step(stmt) == SQLITE_ROW) {
		row.id = sqlite3_column_int64(stmt, 0);
		row.title = copy_bytes(column_text(stmt, 1));
		row.status = copy_bytes(column_text(stmt, 2));
		row.score = sqlite3_column_double(stmt, 3);
		row.assignee = copy_bytes(column_text(stmt, 4));
		row.session = copy_bytes(column_text(stmt, 5));
		check(sqlite3_reset(stmt));
		see_integer(row.id);
		see_text(row.title.data);
		see_text(row.status.data);
		see_real(row.score);
		see_text(row.assignee.data);
		see_text(row.session.data);
		free_bytes(row.title);
		free_bytes(row.status);
		free_bytes(row.assignee);
		free_bytes(row.session);
	} else {
		check(sqlite3_reset(stmt));
	}
}

static void
scan(void)
{
	sqlite3_stmt *stmt = statement(ALL);

	while (sqlite3_step(stmt) == SQLITE_ROW) {
		see_integer(sqlite3_column_int64(stmt, 0));
		see_text((const char *)sqlite3_column_text(stmt, 1));
		see_text((const char *)sqlite3_column_text(stmt, 2));
		see_real(sqlite3_column_double(stmt, 3));
		see_text((const char *)sqlite3_column_text(stmt, 4));
		const void *digest = sqlite3_column_blob(stmt, 5);
		see_blob(digest, (size_t)sqlite3_column_bytes(stmt, 5));
	}
	check(sqlite3_reset(stmt));
}

static void
list(int64_t session_id)
{
	sqlite3_stmt *stmt = statement(FIND);

	check(sqlite3_bind_int64(stmt, 1, session_id));
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		see_integer(sqlite3_column_int64(stmt, 0));
		see_text((const char *)sqlite3_column_text(stmt, 1));
		see_text((const char *)sqlite3_column_text(stmt, 2));
		see_real(sqlite3_column_double(stmt, 3));
		see_text((const char *)sqlite3_column_text(stmt, 4));
	}
	check(sqlite3_reset(stmt));
}

struct weighed {
	int64_t id, weight;
	struct bytes title, session;
};

static void
list_load(int64_t session_id)
{
	sqlite3_stmt *stmt = statement(TASKS_OF);
	struct weighed *rows = NULL;
	size_t count = 0;

	check(sqlite3_bind_int64(stmt, 1, session_id));
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		if ((count & (count - 1)) == 0)
			rows = realloc(rows, (count ? 2 * count : 1) * sizeof *rows);
		if (!rows)
			abort();
		rows[count].id = sqlite3_column_int64(stmt, 0);
		rows[count].title = copy_bytes(column_text(stmt, 1));
		rows[count].weight = sqlite3_column_int64(stmt, 2);
		rows[count++].session = copy_bytes(column_text(stmt, 3));
	}
	check(sqlite3_reset(stmt));
	for (size_t i = 0; i < count; i++) {
		see_integer(rows[i].id);
		see_text(rows[i].title.data);
		see_integer(rows[i].weight);
		see_text(rows[i].session.data);
	}
	for (size_t i = 0; i < count; i++) {
		free_bytes(rows[i].title);
		free_bytes(rows[i].session);
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
