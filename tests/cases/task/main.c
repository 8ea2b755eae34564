/* The table of the product page, through every function that it has. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db.h"

static struct db db;

/* Prints a claim and whether it holds. */
static void
check(const char *claim, bool holds)
{
	printf("%s: %s\n", holds ? "ok" : "NOT", claim);
}

static void
insert_gives_an_id_and_defaults(void)
{
	struct session session = new_session("s1");
	struct task task = new_task("write"), *read = NULL;

	check("a session is inserted", insert_session(&db, &session) == SQLITE_OK);
	check("new_ sets the literal default", task.status == TASK_STATUS_PENDING && !task.is_urgent);
	task.session_id = "s1";
	check("a task is inserted", insert_task(&db, &task) == SQLITE_OK && task.id == 1);
	check("it is read back", get_task(&db, 1, &read) == SQLITE_OK);
	check("its texts are there", strcmp(read->title, "write") == 0 && strcmp(read->session_id, "s1") == 0);
	check("NULL stayed NULL", !read->has_priority && read->payload.data == NULL);
	check("the default was filled in by SQLite", read->created_at && strlen(read->created_at) == 19);
	free(read);
}

static void
update_keeps_what_is_null(void)
{
	struct task *task = NULL, *read = NULL;
	char *created_at;

	get_task(&db, 1, &task);
	created_at = strdup(task->created_at);
	task->created_at = NULL;
	task->has_priority = true;
	task->priority = 2;
	task->status = TASK_STATUS_DONE;
	task->payload = (struct sqlgen_blob){ "", 0 };
	check("an update with NULL for a column with a default", update_task(&db, task) == SQLITE_OK);
	get_task(&db, 1, &read);
	check("keeps what is stored", strcmp(read->created_at, created_at) == 0);
	check("and sets the rest", read->has_priority && read->priority == 2 && read->status == TASK_STATUS_DONE);
	check("an empty blob is not NULL", read->payload.data != NULL && read->payload.size == 0);
	read->session_id = NULL;
	check("NULL is written where NULL is allowed", update_task(&db, read) == SQLITE_OK);
	free(task);
	get_task(&db, 1, &task);
	check("and read back", task->session_id == NULL);
	task->id = 99;
	check("no such row is DONE", update_task(&db, task) == SQLITE_DONE);
	free(created_at);
	free(task);
	free(read);
}

static void
errors_are_told(void)
{
	struct task task = new_task(NULL), *read = &task;

	check("NOT NULL is SQLITE_CONSTRAINT", insert_task(&db, &task) == SQLITE_CONSTRAINT);
	printf("%s\n", db_error(&db));
	task.title = "x";
	task.status = (enum task_status)7;
	check("no enumerator is SQLITE_MISMATCH", insert_task(&db, &task) == SQLITE_MISMATCH);
	printf("%s\n", db_error(&db));
	check("no such row is DONE", get_task(&db, 77, &read) == SQLITE_DONE && read == &task);
	check("deleting it too", delete_task(&db, 77) == SQLITE_DONE);
	task = new_task("bad");
	task.session_id = "nosuch";
	check("a foreign key is checked", insert_task(&db, &task) == SQLITE_CONSTRAINT);
	sqlite3_exec(db.handle, "PRAGMA ignore_check_constraints = 1;"
				"INSERT INTO tasks (id, title, status) VALUES (50, 'odd', 'lost');"
				"INSERT INTO tasks (id, title) VALUES (51, x'00ff');"
				"INSERT INTO tasks (id, title, priority) VALUES (52, 'p', 'high');"
				"INSERT INTO tasks (id, title) VALUES (53, 'nul' || char(0) || 'x')", NULL, NULL, NULL);
	for (int id = 50; id <= 53; id++) {
		check("a stored value that does not fit", get_task(&db, id, &read) == SQLITE_MISMATCH && read == &task);
		printf("%s\n", db_error(&db));
	}
}

static void
cursors_go_on_after_a_bad_row(void)
{
	struct task_cursor cursor;
	int rc, rows = 0, mismatches = 0;
	int64_t count = 0;

	check("listing", list_tasks(&db, &cursor) == SQLITE_OK);
	while ((rc = task_cursor_next(&cursor)) == SQLITE_ROW || rc == SQLITE_MISMATCH) {
		rows += rc == SQLITE_ROW;
		mismatches += rc == SQLITE_MISMATCH;
	}
	check("goes on after bad rows", rc == SQLITE_DONE && rows == 1 && mismatches == 4);
	check("and stays at its end", task_cursor_next(&cursor) == SQLITE_DONE);
	check("closing twice", task_cursor_close(&cursor) == SQLITE_OK && task_cursor_close(&cursor) == SQLITE_OK);
	check("counting", count_tasks(&db, &count) == SQLITE_OK && count == 5);
	check("deleting", delete_task(&db, 50) == SQLITE_OK);
}

static void
rows_of_own_queries_are_read(void)
{
	sqlite3_stmt *stmt;
	struct task task;

	sqlite3_prepare_v2(db.handle, "SELECT " TASK_COLUMNS " FROM tasks WHERE id = 1", -1, &stmt, NULL);
	sqlite3_step(stmt);
	check("row_to_ on a statement of one's own", row_to_task(&db, stmt, &task) == SQLITE_OK && task.id == 1);
	sqlite3_finalize(stmt);
	sqlite3_prepare_v2(db.handle, "SELECT id, title FROM tasks", -1, &stmt, NULL);
	sqlite3_step(stmt);
	check("too few columns", row_to_task(&db, stmt, &task) != SQLITE_OK);
	printf("%s\n", db_error(&db));
	sqlite3_finalize(stmt);
}

static void
list_by_finds_null_too(void)
{
	struct task_cursor cursor;

	list_tasks_by_session_id(&db, NULL, &cursor);
	check("a NULL argument finds rows with NULL", task_cursor_next(&cursor) == SQLITE_ROW && cursor.row.id == 1);
	check("closing early", task_cursor_close(&cursor) == SQLITE_OK);
	list_tasks_by_session_id(&db, "s1", &cursor);
	check("and another finds none", task_cursor_next(&cursor) == SQLITE_DONE);
}

static void
labels(void)
{
	enum task_status status = TASK_STATUS_PENDING;

	check("a label's text", strcmp(task_status_text(TASK_STATUS_READY), "ready") == 0);
	check("no label, no text", task_status_text((enum task_status)3) == NULL);
	check("parsing", task_status_parse("done", &status) == SQLITE_OK && status == TASK_STATUS_DONE);
	check("what is no label", task_status_parse("Done", &status) == SQLITE_MISMATCH && status == TASK_STATUS_DONE);
}

/* Somebody adds a column while statements are prepared: the columns that were asked for are those that come. */
static void
a_table_may_grow_meanwhile(void)
{
	struct task_cursor cursor;
	struct task *read = NULL;

	list_tasks(&db, &cursor);
	check("listing begins", task_cursor_next(&cursor) == SQLITE_ROW);
	task_cursor_close(&cursor);
	check("a column comes", sqlite3_exec(db.handle, "ALTER TABLE tasks ADD COLUMN later TEXT DEFAULT 'x'", NULL, NULL,
					     NULL) == SQLITE_OK);
	list_tasks(&db, &cursor);
	check("listing goes on", task_cursor_next(&cursor) == SQLITE_ROW && cursor.row.id == 1);
	task_cursor_close(&cursor);
	check("and reading", get_task(&db, 1, &read) == SQLITE_OK && read->id == 1);
	free(read);
}

static void
an_insert_that_is_ignored_is_done(void)
{
	struct task task = new_task("ignored");
	int64_t before = 0, after = 0;

	sqlite3_exec(db.handle, "CREATE TRIGGER ignore BEFORE INSERT ON tasks BEGIN SELECT RAISE(IGNORE); END", NULL, NULL,
		     NULL);
	count_tasks(&db, &before);
	check("no row, no id", insert_task(&db, &task) == SQLITE_DONE && task.id == 0);
	count_tasks(&db, &after);
	check("and nothing written", before == after);
}

int
main(void)
{
	if (db_open(&db, ":memory:", NULL) != SQLITE_OK) {
		printf("%s\n", db_error(&db));
		return 1;
	}
	insert_gives_an_id_and_defaults();
	update_keeps_what_is_null();
	errors_are_told();
	cursors_go_on_after_a_bad_row();
	rows_of_own_queries_are_read();
	list_by_finds_null_too();
	labels();
	a_table_may_grow_meanwhile();
	an_insert_that_is_ignored_is_done();
	check("closing", db_close(&db) == SQLITE_OK && db_close(&db) == SQLITE_OK);
	return 0;
}
