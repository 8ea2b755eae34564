#ifndef SQLGEN_SCHEMA_H
#define SQLGEN_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"

/*
 * The schema at the end of the migrations, as SQLite sees it. Structs only; built by
 * schema/inspect, const for every stage after it. Names are as SQLite spells them.
 */

/* https://sqlite.org/datatype3.html#determination_of_column_affinity */
enum affinity { AFFINITY_BLOB, AFFINITY_TEXT, AFFINITY_NUMERIC, AFFINITY_INTEGER, AFFINITY_REAL };

enum default_kind {
	/* or one that means nothing: of a rowid alias, NULL where NULL is refused */
	DEFAULT_NONE,
	DEFAULT_LITERAL,   /* value holds what SQLite stores for it in this column */
	DEFAULT_EXPRESSION /* CURRENT_TIMESTAMP, (datetime('now')) */
};

enum generated_kind { GENERATED_NO, GENERATED_VIRTUAL, GENERATED_STORED };

/*
 * A value as it is stored. type is SQLITE_INTEGER, SQLITE_FLOAT, SQLITE_TEXT, SQLITE_BLOB or
 * SQLITE_NULL.
 */
struct stored_value {
	int type;
	int64_t integer;
	double real;
	const char *data; /* of text and blob; NUL-terminated */
	size_t size;
};

struct table;

struct column {
	const char *name;
	/* as declared; "" if it has none, and of a view's column that is no table's */
	const char *type;
	enum affinity affinity;
	const char *collation;  /* "BINARY" */
	/* what SQLite enforces: a rowid alias is, a TEXT PRIMARY KEY is not */
	bool is_not_null;
	bool is_hidden;         /* of a virtual table */
	enum generated_kind generated;
	unsigned key_position;  /* 1… in the primary key; 0: not in it */
	enum default_kind default_kind;
	const char *default_text;          /* SQL, as table_xinfo gives it; NULL if none */
	/*
	 * literal: what is stored. expression: type only, of one evaluation; 0 if it could not be
	 * evaluated
	 */
	struct stored_value default_value;
	/*
	 * What a CHECK allows, as it is stored: all texts, or all integers that fit int, in the
	 * order of the CHECK, duplicates removed. count 0: not so restricted. Only with BINARY
	 * collation.
	 */
	struct stored_value *allowed;
	size_t allowed_count;
	/* of a view: the table's column that it is, where that is known; NULL */
	const struct table *origin_table;
	const struct column *origin;
	struct place place;
};

/* A list of columns, as indices into table.columns. */
struct column_list {
	size_t *items;
	size_t count;
};

enum index_origin { INDEX_CREATED, INDEX_UNIQUE_CONSTRAINT, INDEX_PRIMARY_KEY };

struct index {
	const char *name;
	enum index_origin origin;
	bool is_unique;
	bool is_partial;
	/* then, or when it indexes the rowid, columns is what is left */
	bool has_expression;
	struct column_list columns;   /* in key order, duplicates removed */
	const char **collations;      /* one for each of columns */
	const char *sql;              /* NULL for constraints */
	struct place place;
};

struct foreign_key {
	struct column_list columns;
	const char *parent;           /* as written */
	/* the parent's primary key where not named; NULL entries if it cannot be known */
	const char **parent_columns;
	const char *on_delete, *on_update; /* "CASCADE", "NO ACTION" … */
	bool is_deferred;             /* checked at COMMIT */
	bool is_dangling;             /* no such parent table, or no such unique key there */
	struct place place;
};

/* What SQLite tells apart when it refuses a row; foreign keys, which it does not, are not among them. */
enum constraint_kind {
	CONSTRAINT_NOT_NULL,
	CONSTRAINT_TYPE, /* of a STRICT table's column */
	CONSTRAINT_CHECK,
	CONSTRAINT_PRIMARY_KEY,
	CONSTRAINT_UNIQUE
};

struct constraint {
	enum constraint_kind kind;
	/* as the end of SQLite's message has it: "tasks.a, tasks.b", "index 'i'", a CHECK's name or text */
	const char *text;
	struct column_list columns; /* those named in text; of a CHECK the one it belongs to, if any */
	const struct index *index;  /* the one named in text, or NULL */
	struct place place;
};

enum trigger_event { TRIGGER_INSERT, TRIGGER_UPDATE, TRIGGER_DELETE };

struct trigger {
	const char *name;
	const char *table; /* or view */
	enum trigger_event event;
	bool is_instead_of;
	const char *sql;
	struct place place;
};

enum table_kind { TABLE_ORDINARY, TABLE_VIRTUAL, TABLE_VIEW };

struct table {
	const char *name;
	const char *sql;
	enum table_kind kind;
	bool is_strict;
	bool is_without_rowid;
	bool is_broken;               /* a view that does not prepare; its columns are unknown */
	const char *module;           /* of a virtual table */
	struct column *columns;
	size_t column_count;
	struct column_list key;       /* in key order; empty if there is none */
	const struct column *rowid_alias; /* INTEGER PRIMARY KEY; NULL if there is none */
	struct index *indexes;        /* sorted by name; the primary key's own included */
	size_t index_count;
	struct foreign_key *foreign_keys; /* in the order of their declaration */
	size_t foreign_key_count;
	struct constraint *constraints; /* each text of a kind once, in the order of their checking */
	size_t constraint_count;
	struct trigger *triggers;
	size_t trigger_count;
	struct place place;
};

struct schema {
	/*
	 * tables, virtual tables and views, sorted by name; no shadow tables, no sqlite_*, not the
	 * runner's
	 */
	struct table *tables;
	size_t table_count;
	const char **facts;   /* what sqlgen_schema_facts says of it: the check at open */
	size_t fact_count;
	const char *checksum; /* sqlgen_schema_checksum of it; NULL: with virtual tables */
};

#endif
