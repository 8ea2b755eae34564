/* Every identifier has the prefix, and the files the name that was set. */
#include <stdio.h>
#include <stdlib.h>

#include "store.h"

/* Nothing without the prefix is taken. */
struct db {
	int unused;
};
enum { task_status = 1, insert_task, TASK_COLUMNS };

int
main(void)
{
	struct app_db db;
	struct app_task task = app_new_task("t"), *read = NULL;
	struct app_task_cursor cursor;
	int rc = app_db_open(&db, ":memory:", NULL);

	task.status = APP_TASK_STATUS_READY;
	if (rc == SQLITE_OK)
		rc = app_insert_task(&db, &task);
	if (rc == SQLITE_OK)
		rc = app_get_task(&db, task.id, &read);
	if (rc == SQLITE_OK)
		printf("%s %s\n", read->title, app_task_status_text(read->status));
	free(read);
	if (rc == SQLITE_OK)
		rc = app_list_tasks_by_session_id(&db, NULL, &cursor);
	if (rc == SQLITE_OK)
		printf("%d\n", app_task_cursor_next(&cursor) == SQLITE_ROW && app_task_cursor_close(&cursor) == SQLITE_OK);
	printf("%s\n", APP_TASK_COLUMNS);
	return app_db_close(&db) != SQLITE_OK || rc != SQLITE_OK;
}
