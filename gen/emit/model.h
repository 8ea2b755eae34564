#ifndef SQLGEN_MODEL_H
#define SQLGEN_MODEL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "base/map.h"
#include "emit/shape.h"

struct arena;
struct c_constraint;
struct c_query;
struct column;
struct column_list;
struct project;
struct query_list;
struct schema;
struct table;

/* The schema in terms of C: which struct, which field, which type, which functions. */

enum field_kind {
	FIELD_INT64,
	FIELD_BOOL,
	FIELD_DOUBLE,
	FIELD_TEXT,
	FIELD_NUMERIC_TEXT, /* dates over NUMERIC affinity */
	FIELD_SIZED_TEXT,   /* may have NULs inside */
	FIELD_CHARS,        /* char[size] in the struct */
	FIELD_NUMERIC_CHARS,
	FIELD_BYTES,        /* {unsigned char data[size], size} in the struct */
	FIELD_BLOB,
	FIELD_VALUE,
	FIELD_ENUM
};

struct field {
	const struct column *column;
	const char *plain;    /* "default": as functions' names carry it */
	const char *name;     /* "default_": of the struct's member */
	const char *argument; /* the same, where it is an argument beside our locals */
	enum field_kind kind;
	size_t size;          /* of the array: FIELD_CHARS, FIELD_NUMERIC_CHARS, FIELD_BYTES */
	bool is_rowid;        /* SQLite chooses it on insert */
	bool is_written;      /* by insert; generated columns are not */
	bool is_nullable;     /* SQL NULL can be read */
	bool has_flag;        /* a bool has_<name> goes before it */
	/* NULL in an insert stands for the column's DEFAULT, which new_ leaves to SQLite */
	bool has_default;
	bool has_literal;     /* new_ sets column->default_value */
	bool is_computed;     /* a view's that is no table's column */
	bool is_unset_null;   /* read as NOT NULL, but insert can write NULL: of a view */
	bool is_required;     /* an argument of new_ */
	bool is_guard;        /* update compares it before it writes it: emit/guard.h */
	bool has_own_enum;    /* FIELD_ENUM, and not that of another table's column */
	const char *enum_tag; /* FIELD_ENUM */
	const char **enumerators;
	bool is_integer_enum;
};

enum function_kind {
	FUNCTION_GET,
	FUNCTION_LIST,
	FUNCTION_OVERLAPPING, /* of an R-tree; columns are its coordinates */
	FUNCTION_WITHIN
};

/* get_…_by_… or list_…_by_…: rows whose columns have these values. */
struct function {
	enum function_kind kind;
	const char *name;
	const char *upsert_name;           /* upsert_…_by_…; NULL: not for this key */
	struct column_list const *columns; /* indices into table->columns */
	const char **collations;           /* of the index; NULL: the columns' own */
	bool is_by_key;
	bool is_replaced; /* by a query; its upsert is left */
};

/* Functions of a table that queries of their names replace. */
struct replaced {
	bool new_row, insert, get, update, patch, copy, list, count;
};

struct c_table {
	const struct table *source; /* of the schema */
	const struct table *table;  /* the same as C sees it: emit/shape.h */
	enum shape shape;
	const char *name;   /* "task": the singular, as functions' names carry it */
	/* of the struct: the same with the prefix, and "_" if it means something else */
	const char *tag;
	const char *plural; /* "tasks": the table's own name in list_ and count_ */
	struct field *fields;   /* of all columns that are not hidden, in their order */
	size_t field_count;
	bool has_insert;
	bool has_key;           /* get_ by primary key */
	bool has_delete;
	bool has_update;        /* and a column that is not in the key */
	bool has_guards;        /* update has two statements: emit/guard.h */
	bool has_upsert;        /* by primary key */
	bool has_returning;     /* SQLite fills something in on insert */
	/* arrays were asked for, and no field points anywhere: get_ fills the caller's struct */
	bool is_fixed;
	bool has_json;          /* …_to_json */
	struct replaced replaced;
	struct function *functions;
	size_t function_count;
	struct c_constraint *constraints;
	size_t constraint_count;
};

struct model {
	struct c_table *tables; /* views last: they have enums of tables */
	size_t table_count;
	struct map query_names; /* as functions' names carry them: a query replaces a table's function */
	struct c_query *queries;
	size_t query_count;
	const struct query_list *typed; /* what these are made of, and what is known of views */
};

/*
 * Chooses names and types. Collisions, settings for what does not exist and types that cannot be
 * are errors.
 */
bool model_build(struct model *model, const struct project *project, const struct schema *schema,
		 const struct query_list *queries, struct arena *arena, struct diag *diag);

/* The field of table->columns[column]. */
const struct field *model_field(const struct c_table *table, size_t column);

#endif
