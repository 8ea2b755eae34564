#include "queue.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "db.h"

/* A moment of the working day that the plan is made for. */
struct stamp {
	char text[32];
};

static struct stamp
stamp_at(int64_t seconds)
{
	struct stamp stamp;
	unsigned of_day = (unsigned)(8 * 3600 + seconds) % 86400;

	snprintf(stamp.text, sizeof stamp.text, "2026-03-02 %02u:%02u:%02u", of_day / 3600,
		 of_day / 60 % 60, of_day % 60);
	return stamp;
}

/* The ready task with the highest calculated priority, to be freed; NULL if none is ready. */
static int
best_ready_task(struct db *db, struct task **best)
{
	struct task_cursor tasks;
	int rc;

	*best = NULL;
	if ((rc = list_tasks(db, &tasks)) != SQLITE_OK)
		return rc;
	while ((rc = task_cursor_next(&tasks)) == SQLITE_ROW) {
		const struct task *task = &tasks.row;

		if (task->status != TASK_STATUS_READY ||
		    (*best && task->calculated_priority <= (*best)->calculated_priority))
			continue;
		free(*best);
		if (!(*best = copy_task(task))) {
			rc = SQLITE_NOMEM;
			break;
		}
	}
	task_cursor_close(&tasks);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* Does a task still wait for another one? */
static int
is_blocked(struct db *db, const char *task_id, bool *blocked)
{
	struct task_dependency_cursor needs;
	int rc;

	*blocked = false;
	if ((rc = list_task_dependencies_by_dependent_task_id(db, task_id, &needs)) != SQLITE_OK)
		return rc;
	while ((rc = task_dependency_cursor_next(&needs)) == SQLITE_ROW)
		*blocked |= !needs.row.resolved_at;
	task_dependency_cursor_close(&needs);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int
unblock(struct db *db, const char *task_id)
{
	struct task *waiting = NULL;
	bool blocked;
	int rc = is_blocked(db, task_id, &blocked);

	if (rc != SQLITE_OK || blocked)
		return rc;
	if ((rc = get_task(db, task_id, &waiting)) == SQLITE_OK) {
		waiting->status = TASK_STATUS_READY;
		rc = update_task(db, waiting);
	}
	free(waiting);
	return rc;
}

/* Resolves the dependencies on a completed task, and makes ready what waited for it alone. */
static int
resolve(struct db *db, const struct task *task)
{
	struct task_dependency_cursor waiting;
	int rc;

	if ((rc = list_task_dependencies_by_prerequisite_task_id(db, task->id, &waiting)) !=
	    SQLITE_OK)
		return rc;
	while ((rc = task_dependency_cursor_next(&waiting)) == SQLITE_ROW) {
		waiting.row.resolved_at = task->completed_at;
		if ((rc = update_task_dependency(db, &waiting.row)) != SQLITE_OK ||
		    (rc = unblock(db, waiting.row.dependent_task_id)) != SQLITE_OK)
			break;
	}
	task_dependency_cursor_close(&waiting);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* What is left behind by a task: a checkpoint, a state, a line in the audit, a metric. */
static int
record_work(struct db *db, const struct task *task)
{
	struct checkpoint checkpoint = new_checkpoint(task->id, 1, "{\"phase\": \"done\"}");
	struct state state = new_state(task->id, "attempts", "1");
	struct audit audit = new_audit(task->id, "complete");
	struct metric metric = new_metric("task.seconds", (double)task->estimated_duration_seconds);
	int rc;

	checkpoint.session_id = audit.session_id = task->session_id;
	checkpoint.created_at = state.updated_at = task->completed_at;
	audit.created_at = metric.recorded_at = task->completed_at;
	audit.agent_id = task->agent_id;
	if ((rc = insert_checkpoint(db, &checkpoint)) != SQLITE_OK ||
	    (rc = insert_state(db, &state)) != SQLITE_OK ||
	    (rc = insert_audit(db, &audit)) != SQLITE_OK)
		return rc;
	return insert_metric(db, &metric);
}

/* Does one task. What it would really do is none of the queue's business. */
static int
run_task(struct db *db, struct task *task, int64_t *clock)
{
	struct stamp start = stamp_at(*clock), end;
	char result[64];
	int rc;

	*clock += task->estimated_duration_seconds;
	end = stamp_at(*clock);
	snprintf(result, sizeof result, "{\"seconds\": %lld}",
		 (long long)task->estimated_duration_seconds);
	task->status = TASK_STATUS_COMPLETED;
	task->result_data = result;
	task->started_at = start.text;
	task->completed_at = end.text;
	if ((rc = update_task(db, task)) != SQLITE_OK || (rc = record_work(db, task)) != SQLITE_OK)
		return rc;
	return resolve(db, task);
}

int
queue_run(struct db *db)
{
	struct task *task;
	int64_t clock = 0;
	int rc;

	while ((rc = best_ready_task(db, &task)) == SQLITE_OK && task) {
		rc = run_task(db, task, &clock);
		free(task);
		if (rc != SQLITE_OK)
			return rc;
	}
	free(task);
	return rc;
}
