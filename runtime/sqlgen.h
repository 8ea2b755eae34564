/*
 * The runtime of code that sqlgen generated: opening, migrating, checking, and the small
 * calls that generated functions are made of. It needs sqlite3 (3.35 or newer) and nothing else,
 * keeps no global state, never prints and never exits. All functions that return int return an
 * SQLite result code (https://sqlite.org/rescode.html).
 */
#ifndef SQLGEN_RUNTIME_H
#define SQLGEN_RUNTIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sqlite3.h>

/* Generated code checks this number: it is raised when the two no longer fit together. */
#define SQLGEN_INTERFACE 7

#ifdef __cplusplus
extern "C" {
#endif

/* Bytes. data NULL is SQL NULL; an empty blob has data that is not NULL. */
struct sqlgen_blob {
	const void *data;
	size_t size;
};

/* Text with its length, where it may hold NULs. data NULL is SQL NULL. */
struct sqlgen_text {
	const char *data; /* NUL-terminated */
	size_t size;      /* in bytes, without the terminator */
};

/* A value of any type, for columns that SQLite leaves dynamic. All zero is SQL NULL. */
struct sqlgen_value {
	int type; /* SQLITE_INTEGER, _FLOAT, _TEXT, _BLOB or _NULL; 0 is _NULL too */
	union {
		int64_t integer;
		double real;
		struct sqlgen_text text;
		struct sqlgen_blob blob;
	} as;
};

/* One migration, as generated code embeds it. */
struct sqlgen_migration {
	const char *version;  /* "1", "20240131120000" */
	const char *name;     /* "init" */
	const char *sql;      /* NUL-terminated UTF-8 */
	size_t size;          /* in bytes, without the terminator */
	const char *checksum; /* sqlgen_checksum of sql, 64 hex digits */
	unsigned flags;       /* SQLGEN_NO_TRANSACTION and the like */
	const char *down;     /* what undoes it; NULL: cannot be undone */
	/* the version of the oldest program that can use a database which has it; NULL: its own */
	const char *compatible_with;
	/* called at its end, inside its transaction; NULL: none, or not known here */
	int (*hook)(sqlite3 *handle);
};

enum {
	SQLGEN_NO_TRANSACTION = 1, /* runs outside a transaction: VACUUM and its like */
	/* ADD COLUMN, CREATE TABLE, CREATE INDEX of what is there are skipped */
	SQLGEN_IF_MISSING = 2,
	SQLGEN_ALLOW_LOSS = 4, /* data that it drops may be lost */
	SQLGEN_HOOK = 8,       /* it has a hook */
	/* runs behind the others, and again whenever its text has changed */
	SQLGEN_REPEATABLE = 16
};

/*
 * A constraint as SQLite's message for it names it. It is known by its place among the constraints
 * of a schema, which generated code has an enumerator for.
 */
struct sqlgen_constraint {
	int code;         /* SQLITE_CONSTRAINT_UNIQUE, _NOTNULL … (https://sqlite.org/rescode.html) */
	const char *text; /* "tasks.uuid"; of a CHECK its name or, if it has none, its expression */
};

/* The places that are the same in every schema. Their text is NULL. */
enum {
	SQLGEN_NO_CONSTRAINT,    /* what failed was something else */
	SQLGEN_OTHER_CONSTRAINT, /* one that is not of the schema, or that SQLite does not tell apart */
	SQLGEN_FOREIGN_KEY,      /* SQLite does not say which */
	SQLGEN_TRIGGER,          /* RAISE in a trigger */
	SQLGEN_FIRST_CONSTRAINT  /* of the schema's own */
};

/* What a program expects of its database. */
struct sqlgen_schema {
	const struct sqlgen_migration *migrations; /* in the order in which they run */
	size_t migration_count;
	/*
	 * What sqlgen_schema_facts reports of the final schema, a line each; one that begins with '.'
	 * goes on as the first line of its text begins: "column tasks.id INTEGER\n.title TEXT"
	 */
	const char *const *facts;
	size_t fact_count; /* of texts */
	/* sqlgen_schema_checksum of it; NULL: the facts are always looked at */
	const char *checksum;
	/* by place; NULL: none are told apart. They must stay while a connection is open. */
	const struct sqlgen_constraint *constraints;
	size_t constraint_count;
	/*
	 * How the migrations are named, "rusqlite": which tool's history may be adopted where that is
	 * no table of the database. NULL: natively
	 */
	const char *convention;
};

/* Why a migration run stopped. */
enum sqlgen_stop {
	SQLGEN_STOP_NONE,         /* it did not: every migration is applied */
	SQLGEN_STOP_STATEMENT,    /* a statement failed, or was refused; offset says which */
	/* a statement would lose data of this database; offset says which */
	SQLGEN_STOP_LOSS,
	SQLGEN_STOP_NO_DOWN, /* a migration that is to be undone has no down text */
	/* its hook failed, or is not in this program */
	SQLGEN_STOP_HOOK,
	SQLGEN_STOP_FOREIGN_KEYS, /* the migration left rows whose parent is missing */
	SQLGEN_STOP_EDITED,       /* an applied migration's text was changed since */
	/* an applied migration is not among ours, though a later one is */
	SQLGEN_STOP_MISSING,
	SQLGEN_STOP_ORDER,        /* a migration that is not applied stands before one that is */
	/* the database was migrated further than this program knows, and than what it can use */
	SQLGEN_STOP_NEWER,
	SQLGEN_STOP_ADOPTION,     /* what another tool has applied cannot be gone on from */
	SQLGEN_STOP_CANCELLED,    /* by on_progress */
	/* the file, the disk or memory failed: busy, read-only, full, I/O … */
	SQLGEN_STOP_DATABASE
};

/*
 * What another tool has applied, by its own history, to a database that has none of the runner's.
 */
struct sqlgen_adoption {
	char tool[64];         /* "dbmate", "django:blog"; "": there is no such history */
	size_t count;          /* it has applied the first ones of our migrations, so many */
	enum sqlgen_stop stop; /* why it cannot be adopted */
};

/* What sqlgen_migrate or sqlgen_rollback_to did. */
struct sqlgen_report {
	enum sqlgen_stop stop;
	size_t applied;   /* migrations applied, or undone, by this call */
	struct sqlgen_adoption adopted; /* by this call */
	size_t migration; /* index of the one that stop is about, where it is about one of ours */
	size_t offset;    /* byte in its sql, for SQLGEN_STOP_STATEMENT and _LOSS */
	/* sqlgen_error's sentence without "migration 1 (init): "; NULL if nothing stopped it */
	const char *reason;
};

struct sqlgen_progress {
	const struct sqlgen_migration *migration;
	size_t index, count; /* of migrations */
	size_t offset;       /* byte of its sql that is reached; size: it is done and committed */
};

/*
 * What a migration drops though no statement before has read it to write it elsewhere: a table, or a
 * column, also one that a rebuilt table leaves out. What an UPDATE or DELETE takes away is the
 * migration's own word, and no loss.
 */
struct sqlgen_loss {
	const struct sqlgen_migration *migration;
	size_t index, offset;       /* of the migration, and of the statement in its sql */
	const char *table, *column; /* column NULL: the whole table */
	int64_t count;              /* of rows, or of values that are neither NULL nor the default */
};

/*
 * How a connection is opened. Start from sqlgen_options_default() (or the generated
 * db_options_default(), the same) and change what must differ.
 */
struct sqlgen_options {
	const char *vfs;          /* NULL: SQLite's default */
	/* READWRITE | CREATE | NOMUTEX (https://sqlite.org/c3ref/open.html) */
	int open_flags;
	/*
	 * functions, collations, keys: before anything is read, also of a database in memory that an
	 * adopted one is compared with; NULL: none
	 */
	int (*on_open)(sqlite3 *, void *context);
	void *context;            /* for on_open, on_progress and on_loss */
	const char *journal_mode; /* "WAL"; NULL: as it is */
	const char *synchronous;  /* "NORMAL"; NULL: as it is */
	bool foreign_keys;        /* true */
	int busy_timeout;         /* milliseconds; 5000 */
	int wal_autocheckpoint;   /* pages; 1000 */
	int cache_size;           /* as PRAGMA cache_size takes it; -64000, which is 64 MB */
	bool migrate;             /* true: run the migrations that are not applied yet */
	/* true: refuse a database that lacks what the program relies on */
	bool check;
	/* false: all pending migrations in one, also on a file that has tables */
	bool one_transaction;
	/* milliseconds to wait for another process that migrates; -1: no limit */
	int migrate_timeout;
	/*
	 * The tool whose history is adopted: "dbmate", "django:blog", "user_version"; "none". NULL: the
	 * one that is there, and if there are two neither
	 */
	const char *adopt;
	/* not 0 cancels; NULL: none */
	int (*on_progress)(void *context, const struct sqlgen_progress *);
	/*
	 * false: a migration that would lose data is refused, unless its text allows it ("-- sqlgen:
	 * allow destructive") or the file had no table before the run
	 */
	bool allow_loss;
	/* told of each loss before it is refused or done, also where count is 0; NULL: nobody is */
	void (*on_loss)(void *context, const struct sqlgen_loss *);
};
struct sqlgen_options sqlgen_options_default(void);

enum { SQLGEN_MESSAGE_SIZE = 512, SQLGEN_OWN_STATEMENTS = 8, SQLGEN_PATCHES = 32 };

/* A kept statement of sqlgen_row_patch; those used last stay. */
struct sqlgen_patched {
	const struct sqlgen_table *table; /* NULL: free */
	bool *named;                      /* one a column, by sqlite3_malloc */
	sqlite3_stmt *stmt;               /* NULL: it is being executed */
	uint64_t used;                    /* patch_clock of the last time */
};

/*
 * One connection and its cached statements; the part of the generated struct db that does not
 * depend on the schema. Used by one thread at a time, and not moved once it is open.
 */
struct sqlgen_connection {
	sqlite3 *handle;
	sqlite3_stmt **statements; /* the slots in struct db */
	size_t statement_count;
	size_t open_calls;         /* statements that are out of their slots */
	int depth;                 /* of transactions: 0 none, 1 BEGIN, more: savepoints */
	bool is_reading;           /* depth 1 was sqlgen_begin_read */
	bool owns_handle;
	sqlite3_stmt *own[SQLGEN_OWN_STATEMENTS]; /* BEGIN, COMMIT and the like */
	const struct sqlgen_constraint *constraints; /* of the schema */
	size_t constraint_count;
	int violated; /* the place of one */
	struct sqlgen_patched patched[SQLGEN_PATCHES];
	uint64_t patch_clock;
	char message[SQLGEN_MESSAGE_SIZE];
};

/*
 * sqlgen_open opens path (URI names are allowed), calls on_open, sets the pragmas, migrates and
 * checks. sqlgen_attach does the same to a handle of the program's own, which must have no
 * transaction open (else SQLITE_MISUSE) and stays the program's; an authorizer of its own is gone
 * after a migration ran (SQLite cannot give it back). connection is always initialised:
 * sqlgen_error and sqlgen_close are valid after a failure. statements are the count slots of the
 * caller, which are set to NULL.
 */
int sqlgen_open(struct sqlgen_connection *connection, const char *path,
		const struct sqlgen_options *options, const struct sqlgen_schema *schema,
		sqlite3_stmt **statements, size_t count);
int sqlgen_attach(struct sqlgen_connection *connection, sqlite3 *handle,
		  const struct sqlgen_options *options, const struct sqlgen_schema *schema,
		  sqlite3_stmt **statements, size_t count);

/*
 * Finalizes the connection's statements and closes the handle if sqlgen_open opened it.
 * SQLITE_BUSY, and nothing is changed, while a cursor is open. Closing twice is allowed.
 */
int sqlgen_close(struct sqlgen_connection *connection);

/* The sentence for the last call that failed; valid until the next one. Never NULL. */
const char *sqlgen_error(const struct sqlgen_connection *connection);

/*
 * The place of the constraint that made the last call fail that failed; SQLGEN_NO_CONSTRAINT if that
 * was for another reason. Calls on handle itself do not count.
 */
int sqlgen_violated(const struct sqlgen_connection *connection);

/* Keeps rc and a message for sqlgen_error, in the format of sqlite3_mprintf. Returns rc. */
int sqlgen_fail(struct sqlgen_connection *connection, int rc, const char *format, ...);

/*
 * Transactions. sqlgen_begin is BEGIN IMMEDIATE, or a savepoint inside another; inside
 * sqlgen_begin_read it is SQLITE_MISUSE. sqlgen_begin_read takes its snapshot at once. Commit and
 * rollback end the innermost. After an error that ended the transaction commit is SQLITE_ABORT and
 * rollback SQLITE_OK. A transaction that the program began by itself counts as the first level.
 */
int sqlgen_begin(struct sqlgen_connection *connection);
int sqlgen_begin_read(struct sqlgen_connection *connection);
int sqlgen_commit(struct sqlgen_connection *connection);
int sqlgen_rollback(struct sqlgen_connection *connection);

/*
 * Brings the database to the last of the migrations. Each runs in a transaction of its own with its
 * history row; those of a file that has no tables share one. The history is read again inside the
 * lock, so that any number of processes may do this at once. options may be NULL. report may be
 * NULL; it is true whatever came back. SQLITE_MISUSE inside a transaction.
 *
 * A database that another tool has migrated (goose, dbmate, golang-migrate, diesel, sqlx, Flyway,
 * refinery, sqitch, Drizzle, Prisma, D1, Django, Rails, knex, sql-migrate, and those that count in
 * user_version) is adopted first: if what its history says is the beginning of our migrations, and
 * the schema has all that they make, our history is written, and theirs stays as it is.
 */
int sqlgen_migrate(struct sqlgen_connection *connection, const struct sqlgen_schema *schema,
		   const struct sqlgen_options *options, struct sqlgen_report *report);

/*
 * Undoes the migrations behind version (NULL: all of them), newest first, each in a transaction with
 * the removal of its row in the history. What undoes one is its down text: of the schema's
 * migration, else the one that the history has kept, so that schema may be NULL. It is guarded as a
 * migration is: where it would lose data, options.allow_loss must be set. Repeatable migrations stay.
 * report.applied counts what was undone. SQLITE_NOTFOUND if version is not applied.
 */
int sqlgen_rollback_to(struct sqlgen_connection *connection, const struct sqlgen_schema *schema,
		       const char *version, const struct sqlgen_options *options,
		       struct sqlgen_report *report);

/* The table in which the runner keeps its history. */
#define SQLGEN_HISTORY_TABLE "sqlgen_migrations"

/* A row of the history. The texts are valid during the callback. */
struct sqlgen_applied {
	const char *version, *name, *checksum;
	const char *applied_at; /* UTC, "2026-01-31 12:00:00" */
	int64_t duration;       /* milliseconds */
	bool is_repeatable;
	const char *down, *compatible_with; /* as in struct sqlgen_migration */
	const char *adopted_from; /* the tool that had applied it before applied_at; "": the runner has */
};
/* Reports the history in the order in which it was made; none if there is no history table. */
int sqlgen_history(struct sqlgen_connection *connection,
		   int (*each)(void *context, const struct sqlgen_applied *), void *context);

/*
 * What sqlgen_migrate would adopt; changes nothing. SQLITE_SCHEMA and a sentence if there is a
 * history that cannot be adopted. options may be NULL.
 */
int sqlgen_adoption_read(struct sqlgen_connection *connection, const struct sqlgen_schema *schema,
		    const struct sqlgen_options *options, struct sqlgen_adoption *adoption);

/*
 * SHA-256 of a migration's text in hex, with NUL. Line ends (CRLF, CR, LF), a byte-order mark and
 * final newlines make no difference.
 */
enum { SQLGEN_CHECKSUM_SIZE = 65 };
void sqlgen_checksum(char checksum[SQLGEN_CHECKSUM_SIZE], const char *sql, size_t size);

/*
 * What the schema "main" means to a program, a line each, e.g. "column tasks.title TEXT NOT NULL":
 * tables, columns (affinity, nullability, generated, collation), keys (which is the rowid), unique
 * keys, foreign keys, triggers and views (by their text, spaces, comments and quotes put aside).
 * Spelling of types, defaults and plain indexes mean nothing here. Stops if each does not return
 * SQLITE_OK.
 */
int sqlgen_schema_facts(struct sqlgen_connection *connection,
			int (*each)(void *context, const char *fact), void *context);

/*
 * SHA-256 in hex, with NUL, of the texts by which all objects of the schema "main" were made, but
 * SQLite's own and the runner's. Two databases with the same one have the same facts, if they have no
 * virtual tables.
 */
int sqlgen_schema_checksum(struct sqlgen_connection *connection,
			   char checksum[SQLGEN_CHECKSUM_SIZE]);

/*
 * SQLITE_SCHEMA and a message if one of the facts does not hold; what is there beyond them is
 * ignored.
 */
int sqlgen_check(struct sqlgen_connection *connection, const struct sqlgen_schema *schema);

/* Something that is wrong with a database. */
struct sqlgen_finding {
	/*
	 * SQLITE_CORRUPT: of integrity_check, also a NULL or a value that a constraint forbids.
	 * SQLITE_CONSTRAINT: a row without parent. SQLITE_SCHEMA: a fact that does not hold.
	 */
	int code;
	const char *text; /* valid during the callback; of integrity_check it may have several lines */
};

/*
 * Reads the whole database: integrity_check, foreign_key_check and sqlgen_check, without stopping at
 * the first finding. each may be NULL; if it returns another code than SQLITE_OK, that ends it and
 * comes back. SQLITE_OK: nothing was found. Else the first finding's code, and sqlgen_error its
 * text; or what kept it from looking.
 */
int sqlgen_verify(struct sqlgen_connection *connection, const struct sqlgen_schema *schema,
		  int (*each)(void *context, const struct sqlgen_finding *), void *context);

/*
 * What generated functions are made of. A call is one run of a cached statement: begin takes the
 * statement from its slot (or prepares it), the binds and reads keep the first error in rc and do
 * nothing after it, and an end puts the statement back.
 */
struct sqlgen_call {
	struct sqlgen_connection *connection;
	sqlite3_stmt **slot;
	sqlite3_stmt *stmt;
	/* of a call that writes one row: what tells sqlgen_violated more */
	const struct sqlgen_table *table;
	const void *row;
	const bool *named; /* by parameter: the others are not bound; NULL: all are */
	int unbound;       /* but this one; 0: none */
	bool copies; /* text and blobs are copied at bind: the call outlives its arguments */
	bool has_pointers; /* text or a blob was bound */
	size_t taken; /* bytes behind the struct of the last row that sqlgen_cursor_take gave */
	int rc;
};

void sqlgen_call_begin(struct sqlgen_call *call, struct sqlgen_connection *connection,
		       size_t statement, const char *sql);
/* The same for a cursor: its arguments are copied. */
void sqlgen_cursor_begin(struct sqlgen_call *call, struct sqlgen_connection *connection,
			 size_t statement, const char *sql);
/*
 * The same of one of several texts, whose statements follow the one of the first. SQLITE_MISMATCH
 * where choice is none of them.
 */
void sqlgen_call_choose(struct sqlgen_call *call, struct sqlgen_connection *connection,
			size_t statement, const char *const *texts, size_t count, size_t choice);
void sqlgen_cursor_choose(struct sqlgen_call *call, struct sqlgen_connection *connection,
			  size_t statement, const char *const *texts, size_t count, size_t choice);

/* index counts from 1. A NULL pointer, has false, and a value of type 0 bind NULL. */
void sqlgen_bind_int64(struct sqlgen_call *call, int index, int64_t value);
void sqlgen_bind_int64_or_null(struct sqlgen_call *call, int index, bool has, int64_t value);
void sqlgen_bind_bool(struct sqlgen_call *call, int index, bool value);
void sqlgen_bind_bool_or_null(struct sqlgen_call *call, int index, bool has, bool value);
void sqlgen_bind_double(struct sqlgen_call *call, int index, double value);
void sqlgen_bind_double_or_null(struct sqlgen_call *call, int index, bool has, double value);
void sqlgen_bind_text(struct sqlgen_call *call, int index, const char *value);
void sqlgen_bind_sized_text(struct sqlgen_call *call, int index, struct sqlgen_text value);
void sqlgen_bind_blob(struct sqlgen_call *call, int index, struct sqlgen_blob value);
void sqlgen_bind_value(struct sqlgen_call *call, int index, struct sqlgen_value value);
void sqlgen_bind_null(struct sqlgen_call *call, int index);

/*
 * Executes a statement that returns no rows and ends the call. SQLITE_OK; SQLITE_DONE if
 * sqlite3_changes counts no row (it never does for a view with INSTEAD OF triggers); or the first
 * error of the call.
 */
int sqlgen_call_change(struct sqlgen_call *call);
/* The same where no row is counted: SQLITE_OK or an error. */
int sqlgen_call_run(struct sqlgen_call *call);
/* Steps to the next row: true if there is one to read. */
bool sqlgen_call_row(struct sqlgen_call *call);
/*
 * Resets the statement, puts it back, and returns rc: SQLITE_OK, or SQLITE_DONE if sqlgen_call_row
 * found none.
 */
int sqlgen_call_end(struct sqlgen_call *call);
/* The one number that a statement without parameters selects. */
int sqlgen_count(struct sqlgen_connection *connection, size_t statement, const char *sql,
		 int64_t *out);
/* A cursor's begin is over: SQLITE_OK, or the first error, after which the call is ended. */
int sqlgen_cursor_open(struct sqlgen_call *call);
/*
 * SQLITE_ROW, SQLITE_DONE or an error; after the last two the call is ended, and asked again they
 * come again.
 */
int sqlgen_cursor_step(struct sqlgen_call *call);
/* Ends a cursor early. Safe on one that ended, that failed to open, or that is all zero. */
int sqlgen_cursor_close(struct sqlgen_call *call);

/* What a member of a row's struct is. */
enum sqlgen_kind {
	SQLGEN_INT64,         /* int64_t */
	SQLGEN_BOOL,          /* bool, of 0 and 1 */
	SQLGEN_DOUBLE,        /* double, of integers too */
	SQLGEN_TEXT,          /* const char *, NUL-terminated */
	/* the same over NUMERIC affinity: what SQLite made a number of comes back as its text of it */
	SQLGEN_NUMERIC_TEXT,
	SQLGEN_SIZED_TEXT,    /* struct sqlgen_text */
	SQLGEN_BLOB,          /* struct sqlgen_blob */
	SQLGEN_VALUE,         /* struct sqlgen_value */
	SQLGEN_ENUM,          /* an enum of the type's labels */
	SQLGEN_CHARS,         /* char[size], NUL-terminated */
	SQLGEN_NUMERIC_CHARS,
	SQLGEN_BYTES          /* struct { unsigned char data[size]; size_t size; } */
};

enum {
	/* SQL NULL fits: it is a NULL pointer, a value of type SQLITE_NULL, or the bool says so */
	SQLGEN_OR_NULL = 1,
	/* a bool says whether there is a value; without OR_NULL it is true of every row that is read */
	SQLGEN_HAS = 2,
	SQLGEN_KEY = 4,       /* of the primary key: no UPDATE sets it */
	SQLGEN_GENERATED = 8, /* never written */
	/*
	 * in an index or a foreign key: SQLite touches the index of every column that an UPDATE names,
	 * changed or not, so that SQLGEN_UPDATE_REST leaves it out
	 */
	SQLGEN_GUARD = 16,
	SQLGEN_KEEPS = 32     /* an UPDATE to NULL leaves what is stored */
};

/* A member of a row's struct, and the column that it holds. */
struct sqlgen_field {
	uint8_t kind;    /* enum sqlgen_kind */
	uint8_t flags;   /* SQLGEN_OR_NULL and the like */
	uint16_t has;    /* its bool is so many bytes before it */
	uint32_t offset; /* of the member */
	uint32_t detail; /* of an array the size, of an enum the place of its labels among the type's */
};

/* The enumerators of an enum and what is stored for them: they count from 0, or are the values. */
struct sqlgen_labels {
	const char *const *texts; /* never NULL */
	const int *values;        /* NULL: stored as text */
	int count;
	size_t size; /* of the enum */
};

/*
 * A struct in a row that is the row of a table, where an outer join may have found none: then its
 * bool is false, and it is all zero.
 */
struct sqlgen_embed {
	int first, end; /* its fields, end not included */
	int witness;    /* the column that is SQL NULL then */
	uint32_t offset, has, size;
};

/*
 * A struct that rows are read into. While one is read no other thread may use the connection: its
 * mutex is held where it has one. An SQLite built with SQLITE_THREADSAFE=0 has no functions for
 * that: compile sqlgen.c with -DSQLGEN_NO_MUTEX then.
 *
 * A stored type that does not fit its field is SQLITE_MISMATCH, with a message, and the first failure
 * of a row is what comes of it. Text and blobs are SQLite's, valid until the next step, or copies in
 * the block that the row is read into.
 */
struct sqlgen_row_type {
	const char *name;     /* of the table, for messages; "": the result of a query */
	const char *selected; /* the columns, as a SELECT names them; NULL: the statement has the whole text */
	size_t size;          /* of the struct */
	int count;            /* of columns and fields */
	const struct sqlgen_field *fields; /* by column */
	const struct sqlgen_labels *const *labels;
	const struct sqlgen_embed *embeds; /* in the order of their fields */
	size_t embed_count;
};

/*
 * sqlgen_call_begin and sqlgen_cursor_begin of "SELECT ", what the type has selected, and rest.
 */
void sqlgen_call_select(struct sqlgen_call *call, struct sqlgen_connection *connection,
			size_t statement, const struct sqlgen_row_type *type, const char *rest);
void sqlgen_cursor_select(struct sqlgen_call *call, struct sqlgen_connection *connection,
			  size_t statement, const struct sqlgen_row_type *type, const char *rest);

/*
 * The current row of a statement, whose columns are counted first (else SQLITE_MISMATCH). out may be
 * half written unless SQLITE_OK comes back.
 */
int sqlgen_row_read(struct sqlgen_connection *connection, sqlite3_stmt *stmt,
		    const struct sqlgen_row_type *type, void *out);
/* The same, and out is untouched unless SQLITE_OK comes back. */
int sqlgen_row_borrow(struct sqlgen_connection *connection, sqlite3_stmt *stmt,
		      const struct sqlgen_row_type *type, void *out);
/* A copy of a row and of all that it points to, in one block. NULL: out of memory. */
void *sqlgen_row_copy(const struct sqlgen_row_type *type, const void *row);

/*
 * Ends a call that finds one row or none: the row in one block, which is free()d at once. out is a
 * pointer to a pointer to the type's struct, set if SQLITE_OK comes back; SQLITE_DONE if there is
 * none.
 */
int sqlgen_call_take(struct sqlgen_call *call, const struct sqlgen_row_type *type, void *out);
/*
 * Ends a call with all its rows in one block, the array first and behind it what the rows point to.
 * out is as above, set to NULL if there are no rows; it and count are set only if SQLITE_OK comes
 * back.
 */
int sqlgen_call_load(struct sqlgen_call *call, const struct sqlgen_row_type *type, void *out,
		     size_t *count);
/*
 * Whole functions with one argument, or with none, of the parts above. rest and sql are the texts of
 * sqlgen_call_select and sqlgen_call_begin, out is as sqlgen_call_take has it. A cursor's key is
 * copied; NULL is SQL NULL.
 */
int sqlgen_get_int64(struct sqlgen_connection *connection, size_t statement,
		     const struct sqlgen_row_type *type, const char *rest, int64_t key, void *out);
int sqlgen_get_text(struct sqlgen_connection *connection, size_t statement,
		    const struct sqlgen_row_type *type, const char *rest, const char *key, void *out);
int sqlgen_delete_int64(struct sqlgen_connection *connection, size_t statement, const char *sql,
			int64_t key);
int sqlgen_delete_text(struct sqlgen_connection *connection, size_t statement, const char *sql,
		       const char *key);
int sqlgen_list(struct sqlgen_call *call, struct sqlgen_connection *connection, size_t statement,
		const struct sqlgen_row_type *type, const char *rest);
int sqlgen_list_int64(struct sqlgen_call *call, struct sqlgen_connection *connection,
		      size_t statement, const struct sqlgen_row_type *type, const char *rest,
		      const int64_t *key);
int sqlgen_list_text(struct sqlgen_call *call, struct sqlgen_connection *connection,
		     size_t statement, const struct sqlgen_row_type *type, const char *rest,
		     const char *key);

/* The same with all rows, which are set as sqlgen_call_load sets them. */
int sqlgen_load(struct sqlgen_connection *connection, size_t statement,
		const struct sqlgen_row_type *type, const char *rest, void *out, size_t *count);
int sqlgen_load_int64(struct sqlgen_connection *connection, size_t statement,
		      const struct sqlgen_row_type *type, const char *rest, const int64_t *key,
		      void *out, size_t *count);
int sqlgen_load_text(struct sqlgen_connection *connection, size_t statement,
		     const struct sqlgen_row_type *type, const char *rest, const char *key, void *out,
		     size_t *count);

/*
 * Steps a cursor and reads its row into out. SQLITE_ROW, SQLITE_DONE or an error; after
 * SQLITE_MISMATCH the next row can be asked for.
 */
int sqlgen_cursor_next(struct sqlgen_call *call, const struct sqlgen_row_type *type, void *out);
/* The same, but the row is in a block of its own, set in out as sqlgen_call_take sets it. */
int sqlgen_cursor_take(struct sqlgen_call *call, const struct sqlgen_row_type *type, void *out);

/* The default of a column that is an expression: "CURRENT_TIMESTAMP". */
struct sqlgen_default {
	int column; /* counts from 0 */
	const char *expression;
};

/*
 * A table that rows are written to, or a view with INSTEAD OF triggers. The statements are made of its
 * columns; in those that write a row the parameters are numbered as the columns are, from 1.
 */
struct sqlgen_table {
	const struct sqlgen_row_type *type;
	const char *name; /* as SQL spells it */
	/* what an INSERT writes where the row has NULL */
	const struct sqlgen_default *defaults;
	size_t default_count;
	/*
	 * SQLite does not say which foreign key a row violates: a SELECT of the text of the first that
	 * its values have no parent for. NULL: it has no foreign keys
	 */
	const char *probe;
	int first, end; /* the places of its constraints, end not included */
	int rowid;      /* the parameter that is NULL where SQLite is to choose it; 0: there is none */
	bool is_view;   /* SQLite counts none of its rows: what was not refused is SQLITE_OK */
};

enum sqlgen_write {
	SQLGEN_INSERT,
	SQLGEN_INSERT_NEW,       /* without the rowid, which SQLite chooses */
	SQLGEN_INSERT_RETURNING, /* the row as it is stored */
	SQLGEN_UPSERT,
	SQLGEN_UPDATE,
	SQLGEN_UPDATE_REST /* the columns that are no guards, if those are as they were */
};
/*
 * The statement, from sqlite3_malloc; NULL: out of memory. target: of an upsert by other columns than
 * the primary key, "uuid"; else NULL.
 */
char *sqlgen_write_sql(const struct sqlgen_table *table, enum sqlgen_write write, const char *target);

/*
 * These write a row by the statement of a slot. SQLITE_OK; SQLITE_DONE if no row was written; or an
 * error. A row's rowid that is 0 SQLite chooses, and it is written back to *rowid; rowid NULL: it has
 * none. Where there is one, SQLGEN_INSERT_NEW has the slot behind that of SQLGEN_INSERT.
 */
int sqlgen_row_insert(struct sqlgen_connection *connection, const struct sqlgen_table *table,
		      size_t statement, const void *row, int64_t *rowid);
/*
 * Inserts count rows, all of them or none: in a transaction, or a savepoint of one. rowid is in the
 * first row; none is set unless SQLITE_OK comes back. SQLITE_DONE if SQLite passed over one.
 */
int sqlgen_row_insert_all(struct sqlgen_connection *connection, const struct sqlgen_table *table,
			  size_t statement, const void *rows, size_t count, int64_t *rowid);
/* The row as it is stored in one block, set in out as sqlgen_call_take does. */
int sqlgen_row_insert_take(struct sqlgen_connection *connection, const struct sqlgen_table *table,
			   size_t statement, const void *row, void *out);
/* The same into out, which must be of no use unless SQLITE_OK comes back. */
int sqlgen_row_insert_fetch(struct sqlgen_connection *connection, const struct sqlgen_table *table,
			    size_t statement, const void *row, void *out);
int sqlgen_row_update(struct sqlgen_connection *connection, const struct sqlgen_table *table,
		      size_t statement, const void *row);
/* The same, but the statement of rest is tried first. */
int sqlgen_row_update_guarded(struct sqlgen_connection *connection, const struct sqlgen_table *table,
			      size_t rest, size_t statement, const void *row);
int sqlgen_row_upsert(struct sqlgen_connection *connection, const struct sqlgen_table *table,
		      size_t statement, const void *row, int64_t *rowid);
int sqlgen_row_upsert_guarded(struct sqlgen_connection *connection, const struct sqlgen_table *table,
			      size_t rest, size_t statement, const void *row, int64_t *rowid);
/* By the columns of target. *rowid is set to that of the row which was there or is new. */
int sqlgen_row_upsert_by(struct sqlgen_connection *connection, const struct sqlgen_table *table,
			 size_t statement, const char *target, const void *row, int64_t *rowid);
/*
 * Writes the columns that are named, by their order; those of the key are looked for by. If there is
 * none to write, the row is only looked for. The statements of the last SQLGEN_PATCHES sets of columns
 * are kept.
 */
int sqlgen_row_patch(struct sqlgen_connection *connection, const struct sqlgen_table *table,
		     const void *row, const bool *named);

/*
 * Sets a member of SQLGEN_CHARS or SQLGEN_BYTES. Nothing is ever cut: what is too long, or NULL, leaves '?' in all of it and no
 * NUL (or a size that is too large), so that it is SQLITE_MISMATCH when it is bound.
 */
void sqlgen_set_chars(char *field, size_t size, const char *text);
void sqlgen_set_bytes(unsigned char *data, size_t capacity, size_t *size, struct sqlgen_blob blob);

/*
 * Ends a call that finds one row or none: a row without pointers is read into out. SQLITE_DONE if
 * there is none; out may be half written unless it is SQLITE_OK.
 */
int sqlgen_call_fetch(struct sqlgen_call *call, const struct sqlgen_row_type *type, void *out);

/* SQLITE_MISMATCH if value is none of the enumerators; column is for the message. */
void sqlgen_bind_enum(struct sqlgen_call *call, int index, const char *column, int value,
		      const struct sqlgen_labels *labels);
void sqlgen_bind_enum_or_null(struct sqlgen_call *call, int index, const char *column, bool has,
			      int value, const struct sqlgen_labels *labels);
/* The label of an enumerator; NULL if value is none. */
const char *sqlgen_enum_text(const struct sqlgen_labels *labels, int value);
/* Sets *value; SQLITE_MISMATCH, and *value untouched, if text is no label. */
int sqlgen_enum_parse(const struct sqlgen_labels *labels, const char *text, void *value);

/*
 * Lists of any length, for one parameter: x IN (SELECT value FROM sqlgen_list(?1)). A NULL pointer
 * among texts is SQL NULL. Connections know sqlgen_list from sqlgen_open and sqlgen_attach on;
 * sqlgen_register_lists is for a handle that is none.
 */
int sqlgen_register_lists(sqlite3 *handle);
void sqlgen_bind_list_int64(struct sqlgen_call *call, int index, const int64_t *items, size_t count);
void sqlgen_bind_list_bool(struct sqlgen_call *call, int index, const bool *items, size_t count);
void sqlgen_bind_list_double(struct sqlgen_call *call, int index, const double *items,
			     size_t count);
void sqlgen_bind_list_text(struct sqlgen_call *call, int index, const char *const *items,
			   size_t count);
void sqlgen_bind_list_sized_text(struct sqlgen_call *call, int index,
				 const struct sqlgen_text *items, size_t count);
void sqlgen_bind_list_blob(struct sqlgen_call *call, int index, const struct sqlgen_blob *items,
			   size_t count);
void sqlgen_bind_list_value(struct sqlgen_call *call, int index, const struct sqlgen_value *items,
			    size_t count);
/* SQLITE_MISMATCH if one is none of the enumerators. */
void sqlgen_bind_list_enum(struct sqlgen_call *call, int index, const char *column,
			   const void *items, size_t count,
			   const struct sqlgen_labels *labels);

/*
 * A row of a table as an object of JSON (RFC 8259) in a buffer of size bytes, in the manner of
 * snprintf: returns the length that is needed, and terminates what there was room for unless size is
 * 0; -1 if the length is more than INT_MAX. Every column is there, in order, by its name in SQL.
 * Ill-formed UTF-8 becomes U+FFFD, a blob base64 (RFC 4648), a double the shortest number that is
 * read back as the same; infinity and NaN, which JSON has not, null.
 */
int sqlgen_row_to_json(const struct sqlgen_row_type *type, const void *row, char *text, size_t size);

#ifdef __cplusplus
}
#endif

#endif
