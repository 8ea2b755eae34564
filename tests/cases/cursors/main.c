/* Cursors that nest: two of one function, a get inside a loop, recursion, and what an open one holds up. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db.h"

static struct db db;

static void
check(const char *claim, bool holds)
{
	printf("%s: %s\n", holds ? "ok" : "NOT", claim);
}

static void
fill(int tasks)
{
	for (int i = 0; i < tasks; i++) {
		struct task task = new_task("t");

		insert_task(&db, &task);
	}
}

static void
two_of_one_function(void)
{
	struct task_cursor outer, inner;
	int pairs = 0;

	check("the outer opens", list_tasks(&db, &outer) == SQLITE_OK);
	while (task_cursor_next(&outer) == SQLITE_ROW) {
		list_tasks(&db, &inner);
		while (task_cursor_next(&inner) == SQLITE_ROW) {
			struct task *task = NULL;

			pairs += get_task(&db, inner.row.id, &task) == SQLITE_OK && task->id == inner.row.id;
			free(task);
		}
	}
	check("two cursors of one function, and a get inside", pairs == 25);
}

static int
depth_first(int depth)
{
	struct task_cursor cursor;
	int rows = 0;

	if (depth == 0)
		return 0;
	list_tasks_by_session_id(&db, NULL, &cursor);
	while (task_cursor_next(&cursor) == SQLITE_ROW)
		rows += 1 + depth_first(depth - 1);
	return rows;
}

static void
arguments_are_copied(void)
{
	struct task_cursor cursor;
	struct session session = new_session("later");
	struct task task = new_task("x");
	char *id = strdup("later");

	insert_session(&db, &session);
	task.session_id = "later";
	insert_task(&db, &task);
	list_tasks_by_session_id(&db, id, &cursor);
	memset(id, '!', strlen(id));
	free(id);
	check("a cursor's arguments are its own", task_cursor_next(&cursor) == SQLITE_ROW && cursor.row.id == task.id);
	task_cursor_close(&cursor);
}

static void
an_open_cursor_holds_up_close(void)
{
	struct task_cursor cursor, other;

	list_tasks(&db, &cursor);
	check("close with an open cursor is BUSY", db_close(&db) == SQLITE_BUSY);
	printf("%s\n", db_error(&db));
	check("and nothing is changed", task_cursor_next(&cursor) == SQLITE_ROW && cursor.row.id == 1);
	list_tasks(&db, &other);
	check("closing in the other order", task_cursor_close(&cursor) == SQLITE_OK &&
	      task_cursor_next(&other) == SQLITE_ROW && task_cursor_close(&other) == SQLITE_OK);
}

static void
failures_leave_a_cursor_that_can_be_closed(void)
{
	struct task_cursor tasks;
	struct session_cursor sessions;

	sqlite3_exec(db.handle, "ALTER TABLE tasks RENAME TO gone; ALTER TABLE sessions RENAME TO lost", NULL, NULL, NULL);
	check("a list that cannot be prepared", list_sessions(&db, &sessions) == SQLITE_ERROR);
	printf("%s\n", db_error(&db));
	check("its next", session_cursor_next(&sessions) == SQLITE_ERROR);
	check("its close", session_cursor_close(&sessions) == SQLITE_OK);
	check("a list that cannot be run", list_tasks(&db, &tasks) == SQLITE_OK && task_cursor_next(&tasks) == SQLITE_ERROR);
	printf("%s\n", db_error(&db));
	check("its next", task_cursor_next(&tasks) == SQLITE_ERROR);
	check("its close", task_cursor_close(&tasks) == SQLITE_OK);
}

int
main(void)
{
	check("opening", db_open(&db, ":memory:", NULL) == SQLITE_OK);
	fill(5);
	two_of_one_function();
	check("recursion", depth_first(3) == 5 + 25 + 125);
	arguments_are_copied();
	an_open_cursor_holds_up_close();
	failures_leave_a_cursor_that_can_be_closed();
	check("closing", db_close(&db) == SQLITE_OK);
	return 0;
}
