/* Written by sqlgen from the migrations. Change those, not this file. */
#include "db.h"

#include <stdlib.h>

/* 1 sessions */
static const char db_migration_1[] =
	"CREATE TABLE sessions (\n"
	"  id   TEXT NOT NULL PRIMARY KEY,\n"
	"  name TEXT\n"
	");\n";

/* 2 tasks */
static const char db_migration_2[] =
	"CREATE TABLE tasks (\n"
	"  id          INTEGER PRIMARY KEY,\n"
	"  session_id  TEXT REFERENCES sessions(id) ON DELETE SET NULL,\n"
	"  title       TEXT NOT NULL,\n"
	"  status      TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending','ready','done')),\n"
	"  priority    REAL,\n"
	"  is_urgent   BOOLEAN NOT NULL DEFAULT 0,\n"
	"  payload     BLOB,\n"
	"  created_at  TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP\n"
	");\n"
	"CREATE INDEX idx_tasks_session ON tasks(session_id);\n";

static const struct sqlgen_migration db_migrations[] = {
	{
		.version = "1",
		.name = "sessions",
		.sql = db_migration_1,
		.size = sizeof db_migration_1 - 1,
		.checksum = "786d747c5ae51511a749b0785a04b35b408d6f9ebfa97e554dd12fc35bf59536",
	},
	{
		.version = "2",
		.name = "tasks",
		.sql = db_migration_2,
		.size = sizeof db_migration_2 - 1,
		.checksum = "a2377c90efc4db4f410af922178f1ce409632ae0891080ef3576fa0c083316ac",
	}
};

/* What this file relies on; db_open looks whether the database has it. */
static const char *const db_facts[] = {
	(
		"column sessions.id TEXT NOT NULL\n"
		".name TEXT"
	),
	(
		"column tasks.created_at TEXT NOT NULL\n"
		".id INTEGER NOT NULL\n"
		".is_urgent NUMERIC NOT NULL\n"
		".payload BLOB\n"
		".priority REAL\n"
		".session_id TEXT\n"
		".status TEXT NOT NULL\n"
		".title TEXT NOT NULL"
	),
	"foreign key tasks(session_id) REFERENCES sessions(id) ON DELETE SET NULL ON UPDATE NO ACTION",
	"key sessions(id)",
	"key tasks(id) ROWID",
	"required sessions(id)",
	"required tasks(title)",
	"table sessions",
	"table tasks",
};

/* As SQLite's messages name them. */
static const struct sqlgen_constraint db_constraints[] = {
	[DB_NOT_NULL_SESSIONS_ID] = { SQLITE_CONSTRAINT_NOTNULL, "sessions.id" },
	[DB_PK_SESSIONS] = { SQLITE_CONSTRAINT_PRIMARYKEY, "sessions.id" },
	[DB_NOT_NULL_TASKS_TITLE] = { SQLITE_CONSTRAINT_NOTNULL, "tasks.title" },
	[DB_NOT_NULL_TASKS_STATUS] = { SQLITE_CONSTRAINT_NOTNULL, "tasks.status" },
	[DB_NOT_NULL_TASKS_IS_URGENT] = { SQLITE_CONSTRAINT_NOTNULL, "tasks.is_urgent" },
	[DB_NOT_NULL_TASKS_CREATED_AT] = { SQLITE_CONSTRAINT_NOTNULL, "tasks.created_at" },
	[DB_CHECK_TASKS_STATUS] = { SQLITE_CONSTRAINT_CHECK, "status IN ('pending','ready','done')" },
	[DB_PK_TASKS] = { SQLITE_CONSTRAINT_PRIMARYKEY, "tasks.id" },
	[DB_FK_TASKS_SESSION_ID] = { SQLITE_CONSTRAINT_FOREIGNKEY, "tasks.session_id" }
};

static const struct sqlgen_schema db_schema = {
	.migrations = db_migrations,
	.migration_count = sizeof db_migrations / sizeof *db_migrations,
	.facts = db_facts,
	.fact_count = sizeof db_facts / sizeof *db_facts,
	.checksum = "8dee5df7f9c59a88e57c36fa982f42928fc723da0d15d9a196c1505cc87c44eb",
	.constraints = db_constraints,
	.constraint_count = sizeof db_constraints / sizeof *db_constraints,
};

/* The slots of struct db's statements. */
enum db_statement {
	STATEMENT_INSERT_SESSION,
	STATEMENT_UPDATE_SESSION,
	STATEMENT_UPSERT_SESSION,
	STATEMENT_LIST_SESSIONS,
	STATEMENT_COUNT_SESSIONS,
	STATEMENT_GET_SESSION,
	STATEMENT_DELETE_SESSION,
	STATEMENT_INSERT_TASK,
	STATEMENT_INSERT_NEW_TASK,
	STATEMENT_INSERT_TASK_RETURNING,
	STATEMENT_UPDATE_REST_OF_TASK,
	STATEMENT_UPDATE_TASK,
	STATEMENT_UPSERT_TASK,
	STATEMENT_LIST_TASKS,
	STATEMENT_COUNT_TASKS,
	STATEMENT_GET_TASK,
	STATEMENT_LIST_TASKS_BY_SESSION_ID,
	STATEMENT_DELETE_TASK
};

struct sqlgen_options
db_options_default(void)
{
	return sqlgen_options_default();
}

int
db_open(struct db *db, const char *path, const struct sqlgen_options *options)
{
	int rc = sqlgen_open(&db->connection, path, options, &db_schema, db->statements,
			     sizeof db->statements / sizeof db->statements[0]);

	db->handle = db->connection.handle;
	return rc;
}

int
db_attach(struct db *db, sqlite3 *handle, const struct sqlgen_options *options)
{
	int rc = sqlgen_attach(&db->connection, handle, options, &db_schema, db->statements,
			       sizeof db->statements / sizeof db->statements[0]);

	db->handle = db->connection.handle;
	return rc;
}

int
db_migrate(struct db *db, const struct sqlgen_options *options, struct sqlgen_report *report)
{
	int rc = sqlgen_migrate(&db->connection, &db_schema, options, report);

	return rc == SQLITE_OK ? sqlgen_check(&db->connection, &db_schema) : rc;
}

int
db_verify(struct db *db, int (*each)(void *context, const struct sqlgen_finding *finding),
	void *context)
{
	return sqlgen_verify(&db->connection, &db_schema, each, context);
}

int
db_close(struct db *db)
{
	int rc = sqlgen_close(&db->connection);

	db->handle = db->connection.handle;
	return rc;
}

const char *
db_error(const struct db *db)
{
	return sqlgen_error(&db->connection);
}

enum db_constraint
db_violated(const struct db *db)
{
	return (enum db_constraint)sqlgen_violated(&db->connection);
}

int
db_begin(struct db *db)
{
	return sqlgen_begin(&db->connection);
}

int
db_begin_read(struct db *db)
{
	return sqlgen_begin_read(&db->connection);
}

int
db_commit(struct db *db)
{
	return sqlgen_commit(&db->connection);
}

int
db_rollback(struct db *db)
{
	return sqlgen_rollback(&db->connection);
}

struct session
new_session(const char *id)
{
	struct session row = { 0 };

	row.id = id;
	return row;
}

static const struct sqlgen_field fields_of_session[] = {
	{ .kind = SQLGEN_TEXT, .flags = SQLGEN_KEY,
	  .offset = offsetof(struct session, id) },
	{ .kind = SQLGEN_TEXT, .flags = SQLGEN_OR_NULL,
	  .offset = offsetof(struct session, name) }
};

static const struct sqlgen_row_type type_of_session = {
	.name = "sessions",
	.selected = SESSION_COLUMNS,
	.size = sizeof(struct session),
	.count = sizeof fields_of_session / sizeof *fields_of_session,
	.fields = fields_of_session,
};

int
row_to_session(struct db *db, sqlite3_stmt *stmt, struct session *out)
{
	return sqlgen_row_borrow(&db->connection, stmt, &type_of_session, out);
}

struct session *
copy_session(const struct session *row)
{
	return sqlgen_row_copy(&type_of_session, row);
}

static const struct sqlgen_table table_of_session = {
	.type = &type_of_session,
	.name = "sessions",
	.first = DB_NOT_NULL_SESSIONS_ID,
	.end = DB_PK_SESSIONS + 1,
};

int
insert_session(struct db *db, const struct session *row)
{
	return sqlgen_row_insert(&db->connection, &table_of_session, STATEMENT_INSERT_SESSION, row, NULL);
}

int
insert_all_sessions(struct db *db, const struct session *rows, size_t count)
{
	return sqlgen_row_insert_all(&db->connection, &table_of_session, STATEMENT_INSERT_SESSION, rows, count, NULL);
}

int
update_session(struct db *db, const struct session *row)
{
	return sqlgen_row_update(&db->connection, &table_of_session, STATEMENT_UPDATE_SESSION, row);
}

int
patch_session(struct db *db, const struct session *row, struct session_columns columns)
{
	const bool named[] = {
		true,
		columns.name
	};

	return sqlgen_row_patch(&db->connection, &table_of_session, row, named);
}

int
upsert_session(struct db *db, const struct session *row)
{
	return sqlgen_row_upsert(&db->connection, &table_of_session, STATEMENT_UPSERT_SESSION, row, NULL);
}

int
get_session(struct db *db, const char *id, struct session **out)
{
	return sqlgen_get_text(&db->connection, STATEMENT_GET_SESSION, &type_of_session,
		" FROM sessions WHERE id = ?1",
		id, out);
}

int
delete_session(struct db *db, const char *id)
{
	return sqlgen_delete_text(&db->connection, STATEMENT_DELETE_SESSION,
		"DELETE FROM sessions WHERE id = ?1",
		id);
}

int
list_sessions(struct db *db, struct session_cursor *cursor)
{
	return sqlgen_list(&cursor->call, &db->connection, STATEMENT_LIST_SESSIONS, &type_of_session,
		" FROM sessions ORDER BY id");
}

int
load_sessions(struct db *db, struct session **rows, size_t *count)
{
	return sqlgen_load(&db->connection, STATEMENT_LIST_SESSIONS, &type_of_session,
		" FROM sessions ORDER BY id",
		rows, count);
}

int
session_cursor_next(struct session_cursor *cursor)
{
	return sqlgen_cursor_next(&cursor->call, &type_of_session, &cursor->row);
}

int
session_cursor_take(struct session_cursor *cursor, struct session **out)
{
	return sqlgen_cursor_take(&cursor->call, &type_of_session, out);
}

int
session_cursor_close(struct session_cursor *cursor)
{
	return sqlgen_cursor_close(&cursor->call);
}

int
count_sessions(struct db *db, int64_t *out)
{
	return sqlgen_count(&db->connection, STATEMENT_COUNT_SESSIONS,
			    "SELECT count(*) FROM sessions", out);
}

static const char *const task_status_texts[] = {
	"pending",
	"ready",
	"done"
};

static const struct sqlgen_labels task_status_labels = {
	.texts = task_status_texts,
	.count = 3,
	.size = sizeof(enum task_status),
};

const char *
task_status_text(enum task_status value)
{
	return sqlgen_enum_text(&task_status_labels, (int)value);
}

int
task_status_parse(const char *text, enum task_status *value)
{
	return sqlgen_enum_parse(&task_status_labels, text, value);
}

struct task
new_task(const char *title)
{
	struct task row = { 0 };

	row.title = title;
	row.status = TASK_STATUS_PENDING;
	row.is_urgent = false;
	return row;
}

static const struct sqlgen_field fields_of_task[] = {
	{ .kind = SQLGEN_INT64, .flags = SQLGEN_KEY,
	  .offset = offsetof(struct task, id) },
	{ .kind = SQLGEN_TEXT, .flags = SQLGEN_OR_NULL | SQLGEN_GUARD,
	  .offset = offsetof(struct task, session_id) },
	{ .kind = SQLGEN_TEXT,
	  .offset = offsetof(struct task, title) },
	{ .kind = SQLGEN_ENUM,
	  .detail = 0,
	  .offset = offsetof(struct task, status) },
	{ .kind = SQLGEN_DOUBLE, .flags = SQLGEN_OR_NULL | SQLGEN_HAS,
	  .has = offsetof(struct task, priority) - offsetof(struct task, has_priority),
	  .offset = offsetof(struct task, priority) },
	{ .kind = SQLGEN_BOOL,
	  .offset = offsetof(struct task, is_urgent) },
	{ .kind = SQLGEN_BLOB, .flags = SQLGEN_OR_NULL,
	  .offset = offsetof(struct task, payload) },
	{ .kind = SQLGEN_TEXT, .flags = SQLGEN_KEEPS,
	  .offset = offsetof(struct task, created_at) }
};

static const struct sqlgen_labels *const labels_of_task[] = {
	&task_status_labels
};

static const struct sqlgen_row_type type_of_task = {
	.name = "tasks",
	.selected = TASK_COLUMNS,
	.size = sizeof(struct task),
	.count = sizeof fields_of_task / sizeof *fields_of_task,
	.fields = fields_of_task,
	.labels = labels_of_task,
};

int
row_to_task(struct db *db, sqlite3_stmt *stmt, struct task *out)
{
	return sqlgen_row_borrow(&db->connection, stmt, &type_of_task, out);
}

struct task *
copy_task(const struct task *row)
{
	return sqlgen_row_copy(&type_of_task, row);
}

static const struct sqlgen_default defaults_of_task[] = {
	{ .column = 7,
	  .expression =
		"CURRENT_TIMESTAMP" },
};

static const struct sqlgen_table table_of_task = {
	.type = &type_of_task,
	.name = "tasks",
	.defaults = defaults_of_task,
	.default_count = sizeof defaults_of_task / sizeof *defaults_of_task,
	.probe =
		"SELECT 'tasks.session_id' WHERE ?2 IS NOT NULL AND NOT EXISTS (SELECT 1 "
		"FROM sessions WHERE id = ?2) LIMIT 1",
	.first = DB_NOT_NULL_TASKS_TITLE,
	.end = DB_FK_TASKS_SESSION_ID + 1,
	.rowid = 1,
};

int
insert_task(struct db *db, struct task *row)
{
	return sqlgen_row_insert(&db->connection, &table_of_task, STATEMENT_INSERT_TASK, row, &row->id);
}

int
insert_all_tasks(struct db *db, struct task *rows, size_t count)
{
	return sqlgen_row_insert_all(&db->connection, &table_of_task, STATEMENT_INSERT_TASK, rows, count,
				     count > 0 ? &rows->id : NULL);
}

int
insert_task_returning(struct db *db, const struct task *row, struct task **out)
{
	return sqlgen_row_insert_take(&db->connection, &table_of_task,
				      STATEMENT_INSERT_TASK_RETURNING, row, out);
}

int
update_task(struct db *db, const struct task *row)
{
	return sqlgen_row_update_guarded(&db->connection, &table_of_task,
					 STATEMENT_UPDATE_REST_OF_TASK, STATEMENT_UPDATE_TASK, row);
}

int
patch_task(struct db *db, const struct task *row, struct task_columns columns)
{
	const bool named[] = {
		true,
		columns.session_id,
		columns.title,
		columns.status,
		columns.priority,
		columns.is_urgent,
		columns.payload,
		columns.created_at
	};

	return sqlgen_row_patch(&db->connection, &table_of_task, row, named);
}

int
upsert_task(struct db *db, struct task *row)
{
	return sqlgen_row_upsert_guarded(&db->connection, &table_of_task, STATEMENT_UPDATE_REST_OF_TASK,
					 STATEMENT_UPSERT_TASK, row, &row->id);
}

int
get_task(struct db *db, int64_t id, struct task **out)
{
	return sqlgen_get_int64(&db->connection, STATEMENT_GET_TASK, &type_of_task,
		" FROM tasks WHERE id = ?1",
		id, out);
}

int
delete_task(struct db *db, int64_t id)
{
	return sqlgen_delete_int64(&db->connection, STATEMENT_DELETE_TASK,
		"DELETE FROM tasks WHERE id = ?1",
		id);
}

int
list_tasks(struct db *db, struct task_cursor *cursor)
{
	return sqlgen_list(&cursor->call, &db->connection, STATEMENT_LIST_TASKS, &type_of_task,
		" FROM tasks ORDER BY id");
}

int
load_tasks(struct db *db, struct task **rows, size_t *count)
{
	return sqlgen_load(&db->connection, STATEMENT_LIST_TASKS, &type_of_task,
		" FROM tasks ORDER BY id",
		rows, count);
}

int
list_tasks_by_session_id(struct db *db, const char *session_id, struct task_cursor *cursor)
{
	return sqlgen_list_text(&cursor->call, &db->connection, STATEMENT_LIST_TASKS_BY_SESSION_ID, &type_of_task,
		" FROM tasks WHERE session_id IS ?1 ORDER BY id",
		session_id);
}

int
load_tasks_by_session_id(struct db *db, const char *session_id,
	struct task **rows, size_t *count)
{
	return sqlgen_load_text(&db->connection, STATEMENT_LIST_TASKS_BY_SESSION_ID, &type_of_task,
		" FROM tasks WHERE session_id IS ?1 ORDER BY id",
		session_id, rows, count);
}

int
task_cursor_next(struct task_cursor *cursor)
{
	return sqlgen_cursor_next(&cursor->call, &type_of_task, &cursor->row);
}

int
task_cursor_take(struct task_cursor *cursor, struct task **out)
{
	return sqlgen_cursor_take(&cursor->call, &type_of_task, out);
}

int
task_cursor_close(struct task_cursor *cursor)
{
	return sqlgen_cursor_close(&cursor->call);
}

int
count_tasks(struct db *db, int64_t *out)
{
	return sqlgen_count(&db->connection, STATEMENT_COUNT_TASKS,
			    "SELECT count(*) FROM tasks", out);
}
