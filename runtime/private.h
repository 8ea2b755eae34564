#ifndef SQLGEN_PRIVATE_H
#define SQLGEN_PRIVATE_H

#include "sqlgen.h"

/* What the runtime's files share. Users include sqlgen.h only. */

/* error.c: codes and sentences */

/* Is rc this primary code, extended or not? */
bool sqlgen_is(int rc, int primary);
/* Does rc say something about the file, the disk or the memory, and nothing about the SQL? */
bool sqlgen_is_of_database(int rc);
/* Keeps SQLite's own sentence for rc, which SQLite has just returned. Returns rc. */
int sqlgen_fail_database(struct sqlgen_connection *connection, int rc);
/*
 * Copies text of foreign origin for a message: control bytes as \xNN, and what does not fit as
 * "...".
 */
void sqlgen_show(char *shown, size_t size, const char *text, size_t length);

/* violated.c: which constraint */

/* The place of the constraint that SQLite's last error is about. */
int sqlgen_violated_now(const struct sqlgen_connection *connection);
/* Like sqlgen_fail_database for the statement of a call, which must not be reset yet. */
int sqlgen_fail_call(struct sqlgen_call *call, int rc);

/* query.c: SQL of the runtime's own */

/* Like sqlite3_prepare_v2 and sqlite3_exec, the sentence kept on failure. */
int sqlgen_prepare(struct sqlgen_connection *connection, const char *sql, sqlite3_stmt **stmt);
int sqlgen_execute(struct sqlgen_connection *connection, const char *sql);
/*
 * Binds a text that stays until the statement is done; NULL is SQL NULL. Where the database is UTF-16
 * there may be no memory for it, and SQLite would then write the bytes as they are.
 */
int sqlgen_give_text(struct sqlgen_connection *connection, sqlite3_stmt *stmt, int index, const char *text);
/* The first column of the first row; *value is untouched if there is no row. */
int sqlgen_query_int64(struct sqlgen_connection *connection, const char *sql, int64_t *value);
/* The same of what sqlite3_mprintf made, which is freed; NULL is out of memory. */
int sqlgen_query_made(struct sqlgen_connection *connection, char *sql, int64_t *value);

/* wait.c: time */

/* Milliseconds by the default VFS's clock. */
int64_t sqlgen_clock(void);

/* The patience that SQLITE_BUSY is met with. */
struct sqlgen_wait {
	const struct sqlgen_options *options; /* for on_progress */
	/* what on_progress is asked with; its migration may be NULL */
	struct sqlgen_progress progress;
	int limit;                            /* milliseconds; -1: none */
	int pause;
	int64_t begun;
	bool is_cancelled;
};
void sqlgen_wait_init(struct sqlgen_wait *wait, const struct sqlgen_options *options,
		      const struct sqlgen_schema *schema, size_t index, int limit);
/* If rc is SQLITE_BUSY: sleeps 1 to 50 ms, and says whether to try again. */
bool sqlgen_wait_more(struct sqlgen_wait *wait, int rc);

/* token.c: SQLite's lexical rules, as far as names and blanks go */

enum sqlgen_token_kind {
	SQLGEN_TOKEN_END,
	SQLGEN_TOKEN_BLANK,  /* a space, comment or byte-order mark */
	SQLGEN_TOKEN_WORD,   /* a name, keyword or number */
	SQLGEN_TOKEN_QUOTED, /* "x", [x] or `x` */
	SQLGEN_TOKEN_STRING, /* 'x' */
	SQLGEN_TOKEN_OTHER   /* one byte of anything else */
};
struct sqlgen_token {
	enum sqlgen_token_kind kind;
	const char *text;
	size_t length;
};
/* The token at the start of text. */
struct sqlgen_token sqlgen_token_at(const char *text);
/* The same behind blanks. */
struct sqlgen_token sqlgen_token_first(const char *text);
/* The token behind token, blanks passed over. */
struct sqlgen_token sqlgen_token_after(const struct sqlgen_token *token);
/* Is it this keyword, without regard to case? */
bool sqlgen_token_is(const struct sqlgen_token *token, const char *keyword);
/* The name it stands for, without quotes, from sqlite3_malloc. NULL: out of memory. */
char *sqlgen_token_name(const struct sqlgen_token *token);

/* sha256.c */

struct sqlgen_sha256 {
	uint32_t state[8];
	uint64_t size; /* bytes so far */
	unsigned char block[64];
};
void sqlgen_sha256_init(struct sqlgen_sha256 *sha);
void sqlgen_sha256_add(struct sqlgen_sha256 *sha, const void *bytes, size_t size);
/* The first digits of the hash in hex (at most 64), with NUL. */
void sqlgen_sha256_end(struct sqlgen_sha256 *sha, char *hex, size_t digits);

/* sha384.c */

enum { SQLGEN_SHA384_DIGITS = 96 };
struct sqlgen_sha384 {
	uint64_t state[8];
	uint64_t size; /* bytes so far */
	unsigned char block[128];
};
void sqlgen_sha384_init(struct sqlgen_sha384 *sha);
void sqlgen_sha384_add(struct sqlgen_sha384 *sha, const void *bytes, size_t size);
/* The hash in hex, with NUL. */
void sqlgen_sha384_end(struct sqlgen_sha384 *sha, char *hex);

/* history.c: the table of what was applied */

/* Sets *exists. SQLITE_SCHEMA if something of its name is there that is not the runner's table. */
int sqlgen_history_exists(struct sqlgen_connection *connection, bool *exists);
/* Adds a row, and the table if it is missing, unless is_there says that it is not. */
int sqlgen_history_add(struct sqlgen_connection *connection,
		       const struct sqlgen_migration *migration, int64_t duration, bool is_there);
/* Says of all rows that a tool had applied them. */
int sqlgen_history_adopted(struct sqlgen_connection *connection, const char *tool);

int sqlgen_history_remove(struct sqlgen_connection *connection, const char *version);
int sqlgen_history_has(struct sqlgen_connection *connection, const char *version, bool *is_there);

/* plan.c: the history against our migrations */
/* By their numbers; false where one of them is no plain number. */
bool sqlgen_version_is_before(const char *a, const char *b);

struct sqlgen_plan {
	enum sqlgen_stop stop;
	size_t next;      /* the first that is to run; migration_count: none */
	size_t migration; /* ours that stop is about */
};
/* SQLITE_SCHEMA if the two do not go together: stop says why, the message how to mend it. */
int sqlgen_plan_make(struct sqlgen_connection *connection, const struct sqlgen_schema *schema,
		     struct sqlgen_plan *plan);

/* carry.c: what the statements of a migration read, write, make and drop */

/* A column that a statement read; through is the view, common table expression or trigger. */
struct sqlgen_read {
	char *database, *table, *column, *through;
	int64_t place; /* of the column in its table, while that is changed; -1: none */
};
struct sqlgen_losses {
	bool is_on;          /* else nothing is kept */
	struct sqlgen_read *reads;
	size_t read_count;
	size_t carried;      /* the first ones, read by statements that wrote something */
	size_t settled;      /* those of the statement at hand, too, as it was first prepared */
	bool has_dropped;    /* something, of which a table of the file's own may be all that is left */
	char **made;         /* tables that the file made: what they hold was never somebody's */
	size_t made_count;
	bool is_asking;      /* the statement is loss.c's own */
	bool is_out_of_memory;
	/* of the statement at hand */
	bool writes, creates, selects;
	char *makes;          /* the table that it makes, unless it is there already */
	char *changes;        /* the table that it renames, or of which it renames or adds a column */
	bool is_followed;     /* something is known of it */
	int64_t place;        /* of that one in the schema */
	char *table, *column; /* what it drops; table NULL: nothing, column NULL: the table */
	bool is_temporary, is_full_text; /* what it changes or drops */
};
/* What SQLite asks the authorizer about a statement. */
void sqlgen_losses_note(struct sqlgen_losses *losses, int action, const char *first,
			const char *second, const char *third, const char *through);
/* Before the statement at hand runs, and when it has run. */
int sqlgen_losses_begin(struct sqlgen_connection *connection, struct sqlgen_losses *losses);
int sqlgen_losses_next(struct sqlgen_connection *connection, struct sqlgen_losses *losses);
void sqlgen_losses_finish(struct sqlgen_losses *losses);
/* Is it a read of this column, or of any (NULL)? */
bool sqlgen_read_is_of(const struct sqlgen_read *read, const char *database, const char *table,
		       const char *column);
/* Where that is what the statement at hand drops. */
const char *sqlgen_losses_database(const struct sqlgen_losses *losses);
/* Was this column of the table that it drops read by a statement that writes? */
bool sqlgen_losses_has_carried(const struct sqlgen_losses *losses, const char *column);
/* Was what is dropped made by this file, temporary or not? */
bool sqlgen_losses_is_own(const struct sqlgen_losses *losses);
/* The place among the tables that the file made; made_count: it is none of them. */
size_t sqlgen_losses_find_made(const struct sqlgen_losses *losses, const char *table);

/*
 * rename.c: what is known of a table goes with it when it or a column is renamed. The schema tells the
 * new name, by the place that stays.
 */

int sqlgen_rename_begin(struct sqlgen_connection *connection, struct sqlgen_losses *losses);
int sqlgen_rename_end(struct sqlgen_connection *connection, struct sqlgen_losses *losses);

/* loss.c: what a migration drops without having carried it over */

/*
 * Between losses_begin and a statement that drops something: reports each table (column NULL, with the number of
 * its rows) and column (with that of values other than NULL and its default) that would go without
 * having been read by a statement that writes. A table of which some column was read is looked at
 * column by column. Stops if each does not return SQLITE_OK.
 */
int sqlgen_losses_find(struct sqlgen_connection *connection, struct sqlgen_losses *losses,
		       int (*each)(void *context, const char *table, const char *column,
				   int64_t count),
		       void *context);

/* guard.c: what a migration's text must not do */

enum { SQLGEN_SWITCHES = 7 };
/* The connection's settings that a migration may change while it runs. */
struct sqlgen_switches {
	int64_t values[SQLGEN_SWITCHES];
};
struct sqlgen_guard {
	bool is_inside;    /* a transaction of the runner's */
	bool is_vacuuming; /* a VACUUM is being stepped */
	bool creates;      /* the statement makes a table */
	bool writes_rows;  /* a statement could put rows into a table */
	unsigned changed;  /* bits of switches that were set */
	struct sqlgen_losses losses;
	char refusal[192]; /* why the last statement was refused; "" if it was not */
};
/*
 * From guard_begin to guard_end every statement is asked about; between them guard must not move.
 */
void sqlgen_guard_begin(struct sqlgen_guard *guard, sqlite3 *handle);
void sqlgen_guard_end(struct sqlgen_guard *guard, sqlite3 *handle);
int sqlgen_switches_read(struct sqlgen_connection *connection, struct sqlgen_switches *switches);
/*
 * Sets those back that are among changed. Keeps no sentence: there may be one of what failed
 * before.
 */
int sqlgen_switches_restore(struct sqlgen_connection *connection,
			    const struct sqlgen_switches *switches, unsigned changed);

/* missing.c: "if missing" */

/*
 * Sets *length to that of the statement at text if it is ADD COLUMN, CREATE TABLE or CREATE INDEX
 * of something that is there already, else to 0.
 */
int sqlgen_missing_skip(struct sqlgen_connection *connection, const char *text, size_t *length);

/* script.c: the statements of one migration */

struct sqlgen_script {
	struct sqlgen_connection *connection;
	const struct sqlgen_options *options;
	const struct sqlgen_schema *schema; /* NULL: of migrations that have no files */
	const struct sqlgen_migration *migration;
	size_t index; /* of the migration */
	struct sqlgen_guard guard;
	bool is_new;   /* all that the file holds comes from migrations */
	bool is_lossy; /* it stopped before it lost something */
	size_t offset; /* of the statement that runs, or of the error in it */
	bool is_cancelled;
};
/* guard.losses is to be finished. is_inside: in a transaction of the runner's, which must still be open at the end. */
int sqlgen_script_run(struct sqlgen_script *script, bool is_inside);

/* violations.c: foreign keys */

struct sqlgen_violation {
	char *child, *parent;
	int64_t count; /* of rows without parent */
};
struct sqlgen_violations {
	struct sqlgen_violation *items;
	size_t count;
};
/* Reads into an all zero list. */
int sqlgen_violations_read(struct sqlgen_connection *connection, struct sqlgen_violations *list);
void sqlgen_violations_finish(struct sqlgen_violations *list);
/*
 * SQLITE_CONSTRAINT and a message if there are more after than before. A renamed table is not held
 * against it.
 */
int sqlgen_violations_compare(struct sqlgen_connection *connection,
			      const struct sqlgen_violations *before,
			      const struct sqlgen_violations *after);

/* run.c: what migrating and rolling back have in common */

struct sqlgen_run {
	struct sqlgen_connection *connection;
	const struct sqlgen_schema *schema;
	const struct sqlgen_options *options;
	struct sqlgen_report *report;
	struct sqlgen_plan plan;
	struct sqlgen_switches switches;  /* these four as they were before the run */
	struct sqlgen_violations before;  /* and of late */
	int64_t synchronous, busy_timeout;
	int foreign_keys;
	int64_t data_version; /* SQLite's, when the plan was made */
	const char *done; /* what becomes of migrations: "applied" or "undone" */
	size_t end; /* of those that the transaction at hand applies */
	bool has_begun; /* the lock was held once */
	bool is_new;    /* the file had no table before */
	bool shares;    /* all pending migrations are one transaction */
	bool has_rows;  /* a table may have any; without, no foreign key is violated */
	bool has_history; /* in this transaction the history was written already */
};
/* SQLITE_OK if a run may begin on this connection. */
int sqlgen_run_check(struct sqlgen_connection *connection);
/*
 * Calls body with foreign keys off, so that rebuilding a table does not cascade, and each COMMIT on
 * the disk for good; then everything is as it was.
 */
int sqlgen_run_with_settings(struct sqlgen_run *run, int (*body)(struct sqlgen_run *));
/* Stops with the sentence that the connection has. Returns rc. */
int sqlgen_run_stop(struct sqlgen_run *run, enum sqlgen_stop stop, int rc);
/* The same about a migration, whose name goes before the sentence. */
int sqlgen_run_stop_at(struct sqlgen_run *run, enum sqlgen_stop stop,
		       const struct sqlgen_migration *migration, size_t index, int rc);
/* Executes BEGIN or COMMIT, and waits for others. */
int sqlgen_run_execute(struct sqlgen_run *run, const char *sql);
/*
 * An error from COMMIT does not mean that nothing was committed: then look sets *is_done, if what it
 * asks can be read, and the sentence says what is known. Leaves no transaction open.
 */
int sqlgen_run_commit(struct sqlgen_run *run, int (*look)(struct sqlgen_run *run, bool *is_done),
		      bool *is_done);
/* Leaves no transaction open; the sentence stays. */
void sqlgen_run_undo(struct sqlgen_run *run);
/* Runs a migration's text, and sets back what it set. */
int sqlgen_run_text(struct sqlgen_run *run, const struct sqlgen_migration *migration, size_t index,
		    bool is_inside);
/* Calls its hook, if it has one, guarded as its text is. What a hook drops is its author's word. */
int sqlgen_run_hook(struct sqlgen_run *run, const struct sqlgen_migration *migration, size_t index);
/* What foreign keys a migration has broken, inside its transaction. */
int sqlgen_run_violations(struct sqlgen_run *run, const struct sqlgen_migration *migration,
			  size_t index);
/* call.c: calls of statements that are not of the slots, or not all of a row */

/* A call of the statement of slot, or of sql where it is empty. */
void sqlgen_call_begin_at(struct sqlgen_call *call, struct sqlgen_connection *connection,
			  sqlite3_stmt **slot, const char *sql);
/* Is the statement of a slot to be prepared? Not if the call is to fail anyway. */
bool sqlgen_call_is_new(const struct sqlgen_connection *connection, size_t statement);
/* sqlgen_call_begin of a text from sqlite3_malloc, which is freed; NULL: out of memory. */
void sqlgen_call_begin_made(struct sqlgen_call *call, struct sqlgen_connection *connection,
			    size_t statement, char *sql);
/* A call that never was. */
void sqlgen_call_fail(struct sqlgen_call *call, struct sqlgen_connection *connection, int rc,
		      const char *message);

/* Is this parameter to be bound: did nothing fail, and is it among those that a patch names? */
static inline bool
sqlgen_call_binds(const struct sqlgen_call *call, int index)
{
	return (call->named == NULL || call->named[index - 1]) && call->rc == SQLITE_OK;
}

/* transaction.c */

/* sqlgen_begin, or a savepoint also inside a read transaction, which a write may turn into one. */
int sqlgen_begin_write(struct sqlgen_connection *connection);
/*
 * Ends what it began: rc SQLITE_OK commits; else it is undone, and where there is no way back to a
 * savepoint the whole transaction. Returns rc, or what the commit returned.
 */
int sqlgen_end_write(struct sqlgen_connection *connection, int rc);

/* compose.c */

/* The UPDATE of the columns that are named; of none, a SELECT of the row. As sqlgen_write_sql. */
char *sqlgen_patch_sql(const struct sqlgen_table *table, const bool *named);

/* patch.c */

/* Finalizes what was kept for patches. */
void sqlgen_patches_finish(struct sqlgen_connection *connection);

/* row.c: the current row of a statement, while it is being read */

struct sqlgen_row {
	struct sqlgen_connection *connection;
	sqlite3_stmt *stmt;
	const struct sqlgen_row_type *type;
	int rc;
	/*
	 * The block to which texts and blobs are copied from size on, which is counted further also
	 * where capacity does not suffice: then the row is to be read again into a larger one. NULL:
	 * they stay SQLite's.
	 */
	char *block;
	size_t size, capacity;
};
struct sqlgen_row sqlgen_row_of(struct sqlgen_connection *connection, sqlite3_stmt *stmt,
				const struct sqlgen_row_type *type);
void sqlgen_row_fetch(struct sqlgen_row *row, void *out);
/* Keep the first failure. */
void sqlgen_row_fail(struct sqlgen_row *row, int column, const char *expected, const char *found);
void sqlgen_row_fail_value(struct sqlgen_row *row, int column, sqlite3_value *found,
			   const char *expected);
/* Text of size bytes has a NUL at this one. */
void sqlgen_row_fail_nul(struct sqlgen_row *row, int column, size_t at, size_t size);
void sqlgen_row_fail_memory(struct sqlgen_row *row, int column);

/* number.c */

enum { SQLGEN_DOUBLE_SIZE = 32 };
/*
 * The shortest decimal that is read back as the same double, with NUL, in whatever locale: "0.1",
 * "-5.0", "1e+16", "2.5e-05" (as Python's repr). value is finite. Returns the length.
 */
size_t sqlgen_double_text(char text[SQLGEN_DOUBLE_SIZE], double value);

/* field.c: the members of a row's struct */

/* The columns that a type has selected, one after the other: names as SQL spells them. */
struct sqlgen_token sqlgen_column_first(const struct sqlgen_row_type *type);
struct sqlgen_token sqlgen_column_after(const struct sqlgen_token *column);
struct sqlgen_token sqlgen_column_at(const struct sqlgen_row_type *type, int index);
/* Does its bool say so, or has it none? */
static inline bool
sqlgen_field_is_there(const struct sqlgen_field *field, const void *row)
{
	return (field->flags & SQLGEN_HAS) == 0 || *(const bool *)((const char *)row + field->offset - field->has);
}
static inline const struct sqlgen_labels *
sqlgen_field_labels(const struct sqlgen_row_type *type, const struct sqlgen_field *field)
{
	return type->labels[field->detail];
}
int sqlgen_enumerator(const struct sqlgen_labels *labels, const void *member);
void sqlgen_enumerator_set(const struct sqlgen_labels *labels, void *member, int value);
/* The size behind an array of SQLGEN_BYTES. */
size_t *sqlgen_bytes_size(const struct sqlgen_field *field, void *member);
size_t sqlgen_bytes_used(const struct sqlgen_field *field, const void *member);

/* decode.c: the columns from first to before end; labels.c, fixed.c: one, whose value they have */

void sqlgen_fields_read(struct sqlgen_row *row, int first, int end, void *out);
void sqlgen_enum_read(struct sqlgen_row *row, int column, sqlite3_value *value,
		      const struct sqlgen_labels *labels, void *member);
void sqlgen_chars_read(struct sqlgen_row *row, int column, sqlite3_value *value,
		       const struct sqlgen_field *field, void *member);
void sqlgen_bytes_read(struct sqlgen_row *row, int column, sqlite3_value *value,
		       const struct sqlgen_field *field, void *member);

/* bind.c, labels.c */

/* Binds the members of a row that the call takes: by column, from 1. */
void sqlgen_row_bind(struct sqlgen_call *call, const struct sqlgen_row_type *type, const void *row);
/* False, and nothing is bound, if value is none of the enumerators. */
bool sqlgen_label_bind(struct sqlgen_call *call, int index, int value,
		       const struct sqlgen_labels *labels);

/* copy.c: rows with all that they point to in one block */

/* SIZE_MAX where the sum is more. */
size_t sqlgen_size_add(size_t size, size_t more);
/* The bytes that count rows point to have moved by distance, which wraps around. */
void sqlgen_rows_moved(const struct sqlgen_row_type *type, void *rows, size_t count,
		       uintptr_t distance);

/* facts.c */

/* What each table is asked. */
enum sqlgen_question {
	SQLGEN_ASK_COLUMNS,
	SQLGEN_ASK_INDEXES,
	SQLGEN_ASK_INDEX_COLUMNS,
	SQLGEN_ASK_FOREIGN_KEYS,
	SQLGEN_QUESTIONS
};
struct sqlgen_facts {
	char **items;
	size_t count, capacity;
	/* of facts_table.c, while the facts are collected */
	sqlite3_stmt *questions[SQLGEN_QUESTIONS];
};
/* Collects the facts of "main" into an all zero list, sorted by sqlgen_fact_compare, each once. */
int sqlgen_facts_collect(struct sqlgen_connection *connection, struct sqlgen_facts *facts);
void sqlgen_facts_finish(struct sqlgen_facts *facts);
/* Takes over text, which came from sqlite3_malloc; NULL is out of memory. */
int sqlgen_facts_add(struct sqlgen_connection *connection, struct sqlgen_facts *facts, char *text);
/* Names have no case, so facts have none. */
int sqlgen_fact_compare(const char *a, const char *b);
/* Appends a name, in quotes unless it is a plain word. */
void sqlgen_fact_name(sqlite3_str *text, const char *name);

/* check.c */

/* Reports each fact that does not hold, as "expected '…', found '…'". Stops as each wants. */
int sqlgen_check_each(struct sqlgen_connection *connection, const struct sqlgen_schema *schema,
		      int (*each)(void *context, const char *text), void *context);

/* facts_table.c: the facts of one table */

int sqlgen_facts_table(struct sqlgen_connection *connection, struct sqlgen_facts *facts,
		       const char *table, bool is_virtual);
/* Each question is prepared once for all tables. name must stay until answered. */
int sqlgen_facts_ask(struct sqlgen_connection *connection, struct sqlgen_facts *facts,
		     enum sqlgen_question question, const char *name, sqlite3_stmt **stmt);
/* Makes stmt, whose last step returned rc, ready for the next table. */
int sqlgen_facts_answered(struct sqlgen_connection *connection, sqlite3_stmt *stmt, int rc);
/* "" for NULL. */
const char *sqlgen_row_text(sqlite3_stmt *stmt, int column);
/* "kind table" or, if it goes on, "kind table(" */
sqlite3_str *sqlgen_fact_begin(const char *kind, const char *table, const char *more);

/* facts_foreign.c: its foreign keys */

int sqlgen_facts_foreign_keys(struct sqlgen_connection *connection, struct sqlgen_facts *facts,
			      const char *table);

/* adopt_tool.c: the histories that other tools keep */

enum sqlgen_checksum_kind {
	SQLGEN_CHECKSUM_NONE,
	SQLGEN_CHECKSUM_SHA256,
	SQLGEN_CHECKSUM_SHA384,
	SQLGEN_CHECKSUM_CRC32
};
struct sqlgen_tool {
	const char *name;
	const char *table;   /* NULL: it counts in user_version */
	const char *columns; /* of the table, as SQL takes a list of strings */
	int column_count;
	bool is_all_columns; /* the table has no other */
	bool is_beside;      /* the table is in a database of its own, "sqitch.db" */
	const char *beside;  /* another table that is there, too; NULL: none */
	/* Looked for if the migrations are named so, or on request; NULL: always. */
	const char *convention;
	const char *owners; /* who has rows; NULL: there is one */
	const char *rows;   /* with the owner as a parameter if there are several */
	const char *fault, *remedy; /* "is dirty", and what then helps */
	enum sqlgen_checksum_kind checksum;
	bool is_named_by_checksum;
};
struct sqlgen_tool_row {
	const char *id;       /* a version, or the name of a file */
	const char *checksum; /* NULL: none */
	bool is_at_fault;     /* not applied, or not known to be */
	bool is_up_to;        /* with all before it */
};
/* NULL behind the last. */
const struct sqlgen_tool *sqlgen_tool_at(size_t i);
/* Is it the tool of this name, "django" or "django:blog"? */
bool sqlgen_tool_is(const struct sqlgen_tool *tool, const char *asked);
/*
 * Sets *is_there if the tool has left a history that says that anything was applied. source then
 * reads it, until closed; sentences about what is read go there.
 */
int sqlgen_tool_open(const struct sqlgen_tool *tool, struct sqlgen_connection *connection,
		     struct sqlgen_connection *source, bool *is_there);
void sqlgen_tool_close(const struct sqlgen_tool *tool, struct sqlgen_connection *source);
int sqlgen_tool_read(const struct sqlgen_tool *tool, struct sqlgen_connection *source, const char *owner,
		     int (*each)(void *context, const struct sqlgen_tool_row *), void *context);

/* adopt_checksum.c */

/* Would the tool have computed this checksum for the migration's file? */
bool sqlgen_tool_checksum_is(enum sqlgen_checksum_kind kind, const char *checksum,
			     const struct sqlgen_migration *migration);

/* adopt_schema.c */

/* SQLITE_SCHEMA and a sentence unless the schema has what the first count migrations make. */
int sqlgen_adopt_compare(struct sqlgen_connection *connection, const struct sqlgen_schema *schema,
			 size_t count, const struct sqlgen_options *options, const char *tool);

/* adopt.c: databases that other tools have migrated */

/* Sets *may_adopt if the database has tables and no history of ours. */
int sqlgen_adopt_may(struct sqlgen_connection *connection, const struct sqlgen_options *options,
		     bool *may_adopt);
/* What could be adopted; the stop is in adoption. */
int sqlgen_adopt_look(struct sqlgen_connection *connection, const struct sqlgen_schema *schema,
		      const struct sqlgen_options *options, struct sqlgen_adoption *adoption);
/* Looks, and writes our history, inside the caller's transaction. */
int sqlgen_adopt(struct sqlgen_connection *connection, const struct sqlgen_schema *schema,
		 const struct sqlgen_options *options, struct sqlgen_adoption *adoption);

#endif
