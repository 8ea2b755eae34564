#include <stdio.h>
#include <stdlib.h>

#include "db.h"

/* Every command, lists of any length, optional filters, embeds, and what fails. */

enum { MANY = 10000 };

static void
check(struct db *db, const char *what, int rc)
{
	printf("%s: %s\n", what, rc == SQLITE_OK ? "ok" : rc == SQLITE_DONE ? "done" : db_error(db));
}

static void
fill(struct db *db)
{
	static const char *const titles[] = { "write", "test", "ship" };
	struct sqlgen_blob none = { NULL, 0 }, bytes = { "\1\2", 2 };
	int64_t id = 0;
	double priority = 2.5;

	check(db, "add_session", add_session(db, "s1", 1000));
	for (int i = 0; i < 3; i++) {
		check(db, "add_task", add_task(db, titles[i], i < 2 ? "s1" : NULL, TASK_STATUS_READY, i == 1,
					       i == 2 ? bytes : none, &id));
		printf("  id %d\n", (int)id);
	}
	check(db, "add_task again", add_task(db, "test", NULL, TASK_STATUS_DONE, false, none, &id));
	check(db, "set_priority", set_priority(db, &priority, 2));
	check(db, "set_priority to NULL", set_priority(db, NULL, 1));
	check(db, "a dependency", sqlite3_exec(db->handle, "INSERT INTO deps VALUES (1, 2), (1, 3)", NULL, NULL, NULL));
}

static void
show_ready(struct db *db)
{
	enum task_status statuses[] = { TASK_STATUS_DONE, TASK_STATUS_READY };
	struct ready_tasks_cursor cursor;
	struct ready_tasks_row *rows = NULL;
	size_t count = 0;

	check(db, "ready_tasks", ready_tasks(db, "s1", statuses, 2, 10, &cursor));
	while (ready_tasks_cursor_next(&cursor) == SQLITE_ROW)
		printf("  %d %s %d\n", (int)cursor.row.id, cursor.row.title, (int)cursor.row.blockers);
	check(db, "load_ready_tasks", load_ready_tasks(db, "s1", statuses, 1, 10, &rows, &count));
	printf("  %d rows\n", (int)count);
	statuses[0] = (enum task_status)7;
	check(db, "no such status", ready_tasks(db, "s1", statuses, 2, 10, &cursor));
	ready_tasks_cursor_close(&cursor);
}

static void
show_lists(struct db *db)
{
	static int64_t ids[MANY];
	static const size_t counts[] = { 0, 1, 10, MANY };

	for (int i = 0; i < MANY; i++)
		ids[i] = i + 1;
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		struct tasks_in_row *rows = NULL;
		struct task *others = NULL;
		size_t found = 0, left = 0;

		check(db, "load_tasks_in", load_tasks_in(db, 0, ids, counts[i], 3, &rows, &found));
		check(db, "load_tasks_but", load_tasks_but(db, ids, counts[i], &others, &left));
		printf("  of %d: %d and %d\n", (int)counts[i], (int)found, (int)left);
		free(rows);
		free(others);
	}
}

static void
find(struct db *db, const enum task_status *status, bool has_priority, const double *priority,
     const char *pattern, struct sqlgen_blob payload)
{
	struct find_tasks_cursor cursor;

	check(db, "find_tasks", find_tasks(db, status, has_priority, priority, pattern, payload, &cursor));
	while (find_tasks_cursor_next(&cursor) == SQLITE_ROW)
		printf("  %s\n", cursor.row.title);
}

static void
show_filters(struct db *db)
{
	struct sqlgen_blob none = { NULL, 0 }, bytes = { "\1\2", 2 };
	enum task_status ready = TASK_STATUS_READY, pending = TASK_STATUS_PENDING;
	double priority = 2.5;
	int64_t one = 1, three = 3;
	bool is_urgent = true;
	struct filter_tasks_row *rows = NULL;
	size_t count = 0;

	find(db, NULL, false, NULL, NULL, none);
	find(db, &ready, false, NULL, "%t%", none);
	find(db, &pending, false, NULL, NULL, none);
	find(db, NULL, true, NULL, NULL, none);
	find(db, NULL, true, &priority, NULL, none);
	find(db, NULL, false, NULL, "s%", bytes);
	check(db, "filter_tasks", load_filter_tasks(db, &ready, NULL, &one, &three, &is_urgent, &rows, &count));
	printf("  %d rows\n", (int)count);
	free(rows);
	check(db, "filter_tasks by nothing", load_filter_tasks(db, NULL, NULL, NULL, NULL, NULL, &rows, &count));
	printf("  %d rows\n", (int)count);
	free(rows);
}

/* A term of two drops out unless both are given. */
static void
show_terms_of_two(struct db *db)
{
	int64_t one = 1, two = 2;
	size_t count = 0;

	for (int i = 0; i < 4; i++) {
		const int64_t *first = i & 1 ? &one : NULL, *second = i & 2 ? &two : NULL;
		struct tasks_between_row *between = NULL;
		struct tasks_beside_row *beside = NULL;

		check(db, "tasks_between", load_tasks_between(db, first, second, &between, &count));
		printf("  %d rows\n", (int)count);
		free(between);
		check(db, "tasks_beside", load_tasks_beside(db, first, second, &beside, &count));
		printf("  %d rows\n", (int)count);
		free(beside);
	}
}

static void
show_embeds(struct db *db)
{
	struct tasks_with_sessions_row *rows = NULL;
	struct task_with_session_row *row = NULL;
	size_t count = 0;

	check(db, "load_tasks_with_sessions", load_tasks_with_sessions(db, &rows, &count));
	for (size_t i = 0; i < count; i++)
		printf("  %s of %s, %d\n", rows[i].task.title, rows[i].has_s ? rows[i].s.id : "nobody",
		       (int)rows[i].twice);
	free(rows);
	check(db, "task_with_session", task_with_session(db, 2, &row));
	printf("  %s of %s\n", row->t.title, row->s.id);
	free(row);
	check(db, "task_with_session of none", task_with_session(db, 3, &row));
}

static void
show_ones(struct db *db)
{
	struct many_arguments_arguments arguments = { 1, 2, 3, "d", "e", "f", 7, 8, 9 };
	struct many_arguments_row *many = NULL;
	struct count_by_status_row *counted = NULL;
	struct drop_task_row *dropped = NULL;
	struct task *task = NULL;

	check(db, "task_by_title", task_by_title(db, "ship", &task));
	printf("  %d, %d bytes\n", (int)task->id, (int)task->payload.size);
	free(task);
	check(db, "task_by_title of none", task_by_title(db, "sleep", &task));
	check(db, "count_by_status", count_by_status(db, TASK_STATUS_READY, &counted));
	printf("  %d, best %g\n", (int)counted->total, counted->best);
	free(counted);
	check(db, "count_by_status of none", count_by_status(db, TASK_STATUS_DONE, &counted));
	printf("  %d, best %s\n", (int)counted->total, counted->has_best ? "known" : "none");
	free(counted);
	check(db, "many_arguments", many_arguments(db, &arguments, &many));
	printf("  %d %s %d\n", (int)many->a, many->f, (int)many->i);
	free(many);
	check(db, "drop_task", drop_task(db, 3, &dropped));
	printf("  %s\n", dropped->title);
	free(dropped);
	check(db, "drop_task again", drop_task(db, 3, &dropped));
}

static void
show_failures(struct db *db)
{
	struct sqlgen_blob none = { NULL, 0 };
	struct ready_tasks_cursor cursor;
	struct task *task = NULL;
	int64_t id = 0, count = 0;

	check(db, "add_task of nobody's", add_task(db, "x", "s9", TASK_STATUS_READY, false, none, &id));
	printf("  %s, id %d\n", db_violated(db) == DB_FK ? "a foreign key" : "?", (int)id);
	check(db, "add_session again", add_session(db, "s1", 1));
	printf("  %s\n", db_violated(db) == DB_PK_SESSIONS ? "the primary key" : "?");
	check(db, "finish_tasks", finish_tasks(db, "s1", &count));
	printf("  %d tasks\n", (int)count);
	check(db, "finish_tasks again", finish_tasks(db, "s1", &count));
	printf("  %d tasks\n", (int)count);
	check(db, "a row that does not fit",
	      sqlite3_exec(db->handle, "UPDATE tasks SET title = x'00' WHERE id = 1", NULL, NULL, NULL));
	check(db, "task_by_title", task_by_title(db, "test", &task));
	free(task);
	check(db, "ready_tasks", ready_tasks(db, "s1", (enum task_status[]){ TASK_STATUS_DONE }, 1, 10, &cursor));
	printf("  %s\n", ready_tasks_cursor_next(&cursor) == SQLITE_ROW ? cursor.row.title : "?");
	check(db, "the next row", ready_tasks_cursor_next(&cursor));
	check(db, "and the end", ready_tasks_cursor_next(&cursor));
	ready_tasks_cursor_close(&cursor);
}

int
main(void)
{
	struct db db;

	check(&db, "db_open", db_open(&db, ":memory:", NULL));
	fill(&db);
	show_ready(&db);
	show_lists(&db);
	show_filters(&db);
	show_terms_of_two(&db);
	show_embeds(&db);
	show_ones(&db);
	show_failures(&db);
	check(&db, "db_close", db_close(&db));
	return 0;
}
