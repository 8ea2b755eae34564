/*
 * Written by sqlgen from the migrations. Change those, not this file.
 *
 * Functions that return int return an SQLite result code (https://sqlite.org/rescode.html),
 * and db_error() is the sentence to it. Where no such row is, it is SQLITE_DONE; so it is
 * for an insert that wrote none. Outputs are untouched unless SQLITE_OK came back. A stored
 * value that does not fit its field is SQLITE_MISMATCH, never a wrong value.
 *
 * Text is NUL-terminated UTF-8, and a NULL pointer is SQL NULL. A scalar that can be NULL has
 * a bool before it, has_<name>; as an argument it is a pointer.
 *
 * new_ sets the columns' defaults; its arguments are the columns that have none, and their
 * texts stay the caller's. insert_, update_ and delete_ work on one row, the latter two by its
 * primary key. get_ and copy_ give one block of memory, the texts included: free() it. list_
 * opens a cursor, whose row belongs to SQLite and is valid until the cursor's next call; one that
 * is to last longer is had by _cursor_take, as get_ gives it. Any number of cursors may be open at
 * once. One is open until SQLITE_DONE, an error other than SQLITE_MISMATCH, or _cursor_close, and
 * only then may be opened again or forgotten. load_ gives all rows at once, as one block to free()
 * once; where there are none it is NULL, and their count 0.
 *
 * insert_all_ inserts all rows or none, in one transaction or in a savepoint of one. upsert_
 * inserts a row, or updates the one that has its primary key; upsert_..._by_ the one that has the
 * same in those columns, and writes the stored row's id back. Neither changes the keys of a row
 * that is there; a row with a NULL in those columns is inserted. patch_ writes only the columns
 * that are named: patch_x(db, &row, (struct x_columns){ .name = 1 }), NULLs included. The key is
 * what it finds the row by: naming that, or a column that SQLite computes, changes nothing, and if
 * no other is named it only looks whether the row is there.
 *
 * A default that SQLite computes is taken where insert_ finds NULL, or has_<name> false; it is
 * not written back: insert_..._returning gives the row as it is stored, before AFTER triggers
 * change it. update_, upsert_ and patch_ keep what is stored in such a column if it is NOT NULL,
 * and write NULL if it may be NULL.
 */
#ifndef DB_H
#define DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sqlite3.h>

#include "sqlgen.h"

#if SQLGEN_INTERFACE != 7
#error "sqlgen.h is not the one that this file was generated for"
#endif

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A connection: the caller's to place, used by one thread at a time, not moved once it is open.
 * handle is SQLite's own, for all that is not here.
 */
struct db {
	sqlite3 *handle;
	struct sqlgen_connection connection;
	sqlite3_stmt *statements[18];
};

struct sqlgen_options db_options_default(void);

/*
 * Opens the database at path, migrates it, and checks that it is what this file describes. options
 * NULL: the defaults. After a failure db_error says why, and db_close is allowed.
 */
int db_open(struct db *db, const char *path, const struct sqlgen_options *options);

/* The same for a handle that the program has and keeps; SQLITE_MISUSE inside a transaction. */
int db_attach(struct db *db, sqlite3 *handle, const struct sqlgen_options *options);

/*
 * Runs the migrations that are not applied, and checks the schema; db_open does so by itself unless
 * options.migrate is false. options and report may be NULL.
 */
int db_migrate(struct db *db, const struct sqlgen_options *options, struct sqlgen_report *report);

/*
 * Reads the whole database for what is wrong with it: integrity_check, foreign_key_check, and whether
 * it is what this file describes. each, which may be NULL, gets every finding, and stops it with
 * another code than SQLITE_OK. SQLITE_OK if there is none, else the code of the first.
 */
int db_verify(struct db *db, int (*each)(void *context, const struct sqlgen_finding *finding),
	void *context);

/* SQLITE_BUSY, and nothing happens, while a cursor is open. */
int db_close(struct db *db);

/* Why the last call that failed did so. */
const char *db_error(const struct db *db);

/* What this schema's constraints are called where one of them makes a call fail. */
enum db_constraint {
	DB_NO_CONSTRAINT,    /* it failed for another reason */
	DB_OTHER_CONSTRAINT, /* of no table here, or one that SQLite does not tell apart */
	DB_FK,               /* a foreign key; SQLite does not say which */
	DB_TRIGGER,          /* RAISE in a trigger */
	DB_NOT_NULL_SESSIONS_ID,
	DB_PK_SESSIONS,
	DB_NOT_NULL_TASKS_TITLE,
	DB_NOT_NULL_TASKS_STATUS,
	DB_NOT_NULL_TASKS_IS_URGENT,
	DB_NOT_NULL_TASKS_CREATED_AT,
	DB_CHECK_TASKS_STATUS,
	DB_PK_TASKS,
	DB_FK_TASKS_SESSION_ID
};

/*
 * The constraint that the last call that failed violated, with SQLITE_CONSTRAINT: also one of
 * another table, which a trigger writes. DB_FK_ constants are of the row that was inserted or
 * updated; a foreign key elsewhere is DB_FK, as it is for a row that others refer to. Statements
 * of the program's own do not count.
 */
enum db_constraint db_violated(const struct db *db);

/*
 * db_begin is BEGIN IMMEDIATE, or a savepoint inside another transaction; db_begin_read sees one
 * state of the database throughout, and takes no db_begin inside it (SQLITE_MISUSE). Commit and
 * rollback end the innermost; a commit that fails leaves it open, to be tried again or rolled back.
 * Once an error has ended the transaction, commit is SQLITE_ABORT and rollback SQLITE_OK.
 */
int db_begin(struct db *db);
int db_begin_read(struct db *db);
int db_commit(struct db *db);
int db_rollback(struct db *db);

/* A row of sessions. */
struct session {
	const char *id;
	const char *name; /* or NULL */
};

/* Those that patch_ writes. */
struct session_columns {
	bool id : 1;
	bool name : 1;
};

#define SESSION_COLUMNS \
	"id, name"

struct session new_session(const char *id);
int insert_session(struct db *db, const struct session *row);
int insert_all_sessions(struct db *db, const struct session *rows, size_t count);
int update_session(struct db *db, const struct session *row);
int patch_session(struct db *db, const struct session *row, struct session_columns columns);
int upsert_session(struct db *db, const struct session *row);
int get_session(struct db *db, const char *id, struct session **out);
int delete_session(struct db *db, const char *id);

struct session_cursor {
	struct session row; /* valid until the next call */
	struct sqlgen_call call;
};
int list_sessions(struct db *db, struct session_cursor *cursor);
int load_sessions(struct db *db, struct session **rows, size_t *count);
/* SQLITE_ROW, SQLITE_DONE or an error; after SQLITE_MISMATCH the next row can be asked for. */
int session_cursor_next(struct session_cursor *cursor);
int session_cursor_take(struct session_cursor *cursor, struct session **out);
/* For leaving early; allowed at any time after the list function was called. */
int session_cursor_close(struct session_cursor *cursor);
int count_sessions(struct db *db, int64_t *out);

/* The current row of any statement that selects SESSION_COLUMNS. */
int row_to_session(struct db *db, sqlite3_stmt *stmt, struct session *out);
/* NULL when out of memory. */
struct session *copy_session(const struct session *row);

enum task_status {
	TASK_STATUS_PENDING,
	TASK_STATUS_READY,
	TASK_STATUS_DONE
};
/* The label as the database has it; NULL if value is none. */
const char *task_status_text(enum task_status value);
/* SQLITE_MISMATCH if text is no label. */
int task_status_parse(const char *text, enum task_status *value);

/* A row of tasks. */
struct task {
	int64_t id; /* 0 on insert: SQLite chooses, and it is written back */
	const char *session_id; /* or NULL */
	const char *title;
	enum task_status status;
	bool has_priority;
	double priority;
	bool is_urgent;
	struct sqlgen_blob payload; /* or NULL */
	const char *created_at; /* NULL on insert: the column's default */
};

/* Those that patch_ writes. */
struct task_columns {
	bool id : 1;
	bool session_id : 1;
	bool title : 1;
	bool status : 1;
	bool priority : 1;
	bool is_urgent : 1;
	bool payload : 1;
	bool created_at : 1;
};

#define TASK_COLUMNS \
	"id, session_id, title, status, priority, is_urgent, payload, created_at"

struct task new_task(const char *title);
int insert_task(struct db *db, struct task *row);
int insert_all_tasks(struct db *db, struct task *rows, size_t count);
int insert_task_returning(struct db *db, const struct task *row, struct task **out);
int update_task(struct db *db, const struct task *row);
int patch_task(struct db *db, const struct task *row, struct task_columns columns);
int upsert_task(struct db *db, struct task *row);
int get_task(struct db *db, int64_t id, struct task **out);
int delete_task(struct db *db, int64_t id);

struct task_cursor {
	struct task row; /* valid until the next call */
	struct sqlgen_call call;
};
int list_tasks(struct db *db, struct task_cursor *cursor);
int load_tasks(struct db *db, struct task **rows, size_t *count);
int list_tasks_by_session_id(struct db *db, const char *session_id, struct task_cursor *cursor);
int load_tasks_by_session_id(struct db *db, const char *session_id,
	struct task **rows, size_t *count);
/* SQLITE_ROW, SQLITE_DONE or an error; after SQLITE_MISMATCH the next row can be asked for. */
int task_cursor_next(struct task_cursor *cursor);
int task_cursor_take(struct task_cursor *cursor, struct task **out);
/* For leaving early; allowed at any time after the list function was called. */
int task_cursor_close(struct task_cursor *cursor);
int count_tasks(struct db *db, int64_t *out);

/* The current row of any statement that selects TASK_COLUMNS. */
int row_to_task(struct db *db, sqlite3_stmt *stmt, struct task *out);
/* NULL when out of memory. */
struct task *copy_task(const struct task *row);

#ifdef __cplusplus
}
#endif

#endif
