/*
 * Enqueues a plan, lets the agents work until nothing is ready, and reports. Run again on the same
 * file the program has nothing left to do, and reports the same.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db.h"
#include "queue.h"

static const char session_id[] = "session-1";

struct step {
	const char *id, *prompt, *agent_id, *deadline;
	enum task_source source;
	int64_t priority, seconds;
	const char *needs[3]; /* ids of earlier steps */
};

static const struct step plan[] = {
	{ "collect", "collect what users reported about the parser", "ada", NULL,
	  TASK_SOURCE_HUMAN, 6, 900, { NULL } },
	{ "grammar", "write the grammar down", "ada", "2026-03-02 12:00:00",
	  TASK_SOURCE_AGENT_REQUIREMENTS, 7, 1800, { "collect" } },
	{ "fixtures", "gather inputs that must fail", "linus", NULL,
	  TASK_SOURCE_AGENT_PLANNER, 4, 1200, { "collect" } },
	{ "parser", "write the parser", "linus", "2026-03-02 17:00:00",
	  TASK_SOURCE_AGENT_IMPLEMENTATION, 8, 5400, { "grammar", "fixtures" } },
	{ "colours", "choose colours for the messages", "linus", NULL,
	  TASK_SOURCE_HUMAN, 1, 300, { NULL } },
};
enum { STEP_COUNT = sizeof plan / sizeof *plan };

static int64_t
depth_of(const char *id)
{
	int64_t depth = 0;

	for (size_t i = 0; i < STEP_COUNT; i++) {
		if (strcmp(plan[i].id, id) != 0)
			continue;
		for (size_t j = 0; plan[i].needs[j]; j++) {
			int64_t below = depth_of(plan[i].needs[j]) + 1;

			depth = below > depth ? below : depth;
		}
	}
	return depth;
}

/* How much more urgent a task is for what waits for it and for its deadline. */
static double
urgency(const struct step *step)
{
	double urgency = step->deadline ? 1.5 : 0;

	for (size_t i = 0; i < STEP_COUNT; i++)
		for (size_t j = 0; plan[i].needs[j]; j++)
			urgency += strcmp(plan[i].needs[j], step->id) == 0 ? 0.5 : 0;
	return urgency;
}

static int
enqueue_step(struct db *db, const struct step *step)
{
	struct task task = new_task(step->id, step->prompt);
	int rc;

	task.status = step->needs[0] ? TASK_STATUS_BLOCKED : TASK_STATUS_READY;
	task.source = step->source;
	task.priority = step->priority;
	task.calculated_priority = (double)step->priority + urgency(step);
	task.agent_id = step->agent_id;
	task.session_id = session_id;
	task.deadline = step->deadline;
	task.has_estimated_duration_seconds = true;
	task.estimated_duration_seconds = step->seconds;
	task.dependency_depth = depth_of(step->id);
	task.input_data = "{\"repository\": \"parser\"}";
	rc = insert_task(db, &task);
	for (size_t i = 0; rc == SQLITE_OK && step->needs[i]; i++) {
		struct task_dependency dependency = new_task_dependency(step->id, step->needs[i]);

		rc = insert_task_dependency(db, &dependency);
	}
	return rc;
}

static int
enqueue_plan(struct db *db)
{
	struct session session = new_session(session_id, "taskqueue", "grace");
	struct agent agents[] = {
		new_agent("ada", "Ada", "requirements"),
		new_agent("linus", "Linus", "implementation"),
	};
	int rc;

	session.status = SESSION_STATUS_ACTIVE;
	session.project_id = "parser";
	rc = insert_session(db, &session);
	for (size_t i = 0; rc == SQLITE_OK && i < sizeof agents / sizeof *agents; i++) {
		agents[i].session_id = session_id;
		rc = insert_agent(db, &agents[i]);
	}
	for (size_t i = 0; rc == SQLITE_OK && i < STEP_COUNT; i++)
		rc = enqueue_step(db, &plan[i]);
	return rc;
}

static int
learn(struct db *db)
{
	struct memory_entry tabs =
		new_memory_entry("project:parser:style", "indent", "{\"with\": \"spaces\"}",
				 MEMORY_TYPE_SEMANTIC, "ada");
	struct document_index grammar =
		new_document_index("doc/grammar.md", "Grammar", "b5bb9d8014a0f9b1");
	static const unsigned char embedding[] = { 0x00, 0x3f, 0x80, 0x7f };
	int rc;

	if ((rc = insert_memory_entry(db, &tabs)) != SQLITE_OK)
		return rc;
	tabs.id = 0;
	tabs.version++;
	tabs.value = "{\"with\": \"tabs\"}";
	if ((rc = insert_memory_entry(db, &tabs)) != SQLITE_OK)
		return rc;
	grammar.document_type = DOCUMENT_TYPE_DESIGN;
	grammar.embedding = (struct sqlgen_blob){ embedding, sizeof embedding };
	return insert_document_index(db, &grammar);
}

/* All of the first run is one transaction: a run that was interrupted is begun again. */
static int
first_run(struct db *db)
{
	int rc = db_begin(db);

	if (rc != SQLITE_OK)
		return rc;
	if ((rc = enqueue_plan(db)) == SQLITE_OK && (rc = queue_run(db)) == SQLITE_OK &&
	    (rc = learn(db)) == SQLITE_OK)
		return db_commit(db);
	db_rollback(db);
	return rc;
}

static int
report_tasks(struct db *db)
{
	struct task_cursor tasks;
	int rc;

	if ((rc = list_tasks(db, &tasks)) != SQLITE_OK)
		return rc;
	while ((rc = task_cursor_next(&tasks)) == SQLITE_ROW) {
		const struct task *task = &tasks.row;

		printf("  %-9s %-10s %4.1f  depth %d  %s  %s\n", task->id,
		       task_status_text(task->status), task->calculated_priority,
		       (int)task->dependency_depth, task->completed_at ? task->completed_at : "-",
		       task->prompt);
	}
	task_cursor_close(&tasks);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int
report_agents(struct db *db)
{
	struct agent_cursor agents;
	int rc;

	if ((rc = list_agents_by_status(db, AGENT_STATUS_IDLE, &agents)) != SQLITE_OK)
		return rc;
	while ((rc = agent_cursor_next(&agents)) == SQLITE_ROW) {
		struct task_cursor tasks;

		printf("  %s (%s):", agents.row.name, agents.row.specialization);
		if ((rc = list_tasks_by_agent_id(db, agents.row.id, &tasks)) != SQLITE_OK)
			break;
		while ((rc = task_cursor_next(&tasks)) == SQLITE_ROW)
			printf(" %s", tasks.row.id);
		task_cursor_close(&tasks);
		putchar('\n');
		if (rc != SQLITE_DONE)
			break;
	}
	agent_cursor_close(&agents);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int
report_audit(struct db *db)
{
	struct audit_cursor lines;
	int rc;

	if ((rc = list_audit(db, &lines)) != SQLITE_OK)
		return rc;
	while ((rc = audit_cursor_next(&lines)) == SQLITE_ROW)
		printf("  %s  %s %s: %s\n", lines.row.created_at, lines.row.action,
		       lines.row.task_id, audit_result_text(lines.row.result));
	audit_cursor_close(&lines);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* Is a namespace this one, or one below it? */
static bool
is_within(const char *namespace, const char *top)
{
	size_t length = strlen(top);

	return strncmp(namespace, top, length) == 0 &&
	       (namespace[length] == '\0' || namespace[length] == ':');
}

/* Everything known within a namespace: each key as its last version says. */
static int
report_memory(struct db *db, const char *namespace)
{
	struct memory_entry_cursor entries;
	int rc;

	if ((rc = list_memory_entries(db, &entries)) != SQLITE_OK)
		return rc;
	while ((rc = memory_entry_cursor_next(&entries)) == SQLITE_ROW) {
		const struct memory_entry *entry = &entries.row;
		struct memory_entry *newer = NULL;

		if (entry->is_deleted || !is_within(entry->namespace_, namespace))
			continue;
		rc = get_memory_entry_by_namespace_and_key_and_version(
			db, entry->namespace_, entry->key, entry->version + 1, &newer);
		free(newer);
		if (rc == SQLITE_DONE)
			printf("  %s %s: %s (version %d)\n", entry->namespace_, entry->key,
			       entry->value, (int)entry->version);
		else if (rc != SQLITE_OK)
			break;
	}
	memory_entry_cursor_close(&entries);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int
report_documents(struct db *db)
{
	struct document_index *document = NULL;
	int rc = get_document_index_by_file_path(db, "doc/grammar.md", &document);

	if (rc == SQLITE_OK)
		printf("  %s: %s, %s, %zu bytes of embedding\n", document->file_path,
		       document_type_text(document->document_type),
		       sync_status_text(document->sync_status), document->embedding.size);
	free(document);
	return rc;
}

static int
report(struct db *db)
{
	struct session *session = NULL;
	int64_t checkpoints = 0, metrics = 0, states = 0;
	int rc;

	if ((rc = get_session(db, session_id, &session)) != SQLITE_OK)
		return rc;
	printf("%s of %s on %s: %s\n", session->id, session->user_id,
	       session->project_id ? session->project_id : "nothing",
	       session_status_text(session->status));
	free(session);
	puts("tasks");
	if ((rc = report_tasks(db)) != SQLITE_OK)
		return rc;
	puts("agents");
	if ((rc = report_agents(db)) != SQLITE_OK)
		return rc;
	puts("audit");
	if ((rc = report_audit(db)) != SQLITE_OK)
		return rc;
	puts("memory");
	if ((rc = report_memory(db, "project:parser")) != SQLITE_OK)
		return rc;
	puts("documents");
	if ((rc = report_documents(db)) != SQLITE_OK)
		return rc;
	if ((rc = count_checkpoints(db, &checkpoints)) != SQLITE_OK ||
	    (rc = count_metrics(db, &metrics)) != SQLITE_OK ||
	    (rc = count_state(db, &states)) != SQLITE_OK)
		return rc;
	printf("%d checkpoints, %d metrics, %d states\n", (int)checkpoints, (int)metrics,
	       (int)states);
	return SQLITE_OK;
}

int
main(int argc, char **argv)
{
	struct db db;
	struct session *session = NULL;
	int rc = db_open(&db, argc > 1 ? argv[1] : "taskqueue.db", NULL);

	if (rc == SQLITE_OK) {
		rc = get_session(&db, session_id, &session);
		free(session);
		if (rc == SQLITE_DONE)
			rc = first_run(&db);
		if (rc == SQLITE_OK)
			rc = report(&db);
	}
	if (rc != SQLITE_OK)
		fprintf(stderr, "taskqueue: %s\n", db_error(&db));
	db_close(&db);
	return rc == SQLITE_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
