#ifndef SQLGEN_QUERY_H
#define SQLGEN_QUERY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "input/queries.h"

struct column;
struct table;

/*
 * The named queries, resolved against the schema and typed. Structs only; const for every stage
 * after this one. What stands here has been prepared by SQLite on the replayed database.
 */

/*
 * The storage classes that a value can have, as bits.
 * https://sqlite.org/datatype3.html#storage_classes_and_datatypes
 */
enum {
	CLASS_NULL = 1,
	CLASS_INTEGER = 2,
	CLASS_REAL = 4,
	CLASS_TEXT = 8,
	CLASS_BLOB = 16,
	CLASS_ANY = 31
};

/* A type that the query itself asks for: AS "n!: int64". */
enum declared_type {
	DECLARED_NONE,
	DECLARED_INT64,
	DECLARED_BOOL,
	DECLARED_DOUBLE,
	DECLARED_TEXT,
	DECLARED_BLOB,
	DECLARED_VALUE
};

/* What is known about a value; it has been put to the test against rows made for it. */
struct query_type {
	unsigned classes; /* never 0 */
	/*
	 * A value of this column as it is stored: it shares the column's C type (bool, enum, what
	 * sqlgen.ini sets). classes still says whether it can be NULL here. NULL: an expression's.
	 */
	const struct table *table;
	const struct column *column;
	enum declared_type declared;
};

/* One column of the result, in order. */
struct query_column {
	const char *name; /* as SQLite names it: an alias, or the column's own name */
	struct query_type type;
	bool is_asserted; /* NOT NULL because the query says so: AS "n!" */
	struct place place;
};

/*
 * A run of result columns that is one table's row: sqlc.embed(t). A struct within the row's, and
 * has_<name> before it where an outer join may find none.
 */
struct query_embed {
	const char *name; /* of the table, or its alias */
	const struct table *table;
	size_t first, count; /* columns of the query */
	bool is_nullable;
	/* a column among them that is NULL only if there is no row */
	size_t witness;
};

struct query_parameter {
	const char *name; /* as written, without its mark; of a ? that of its column, or "p1" */
	enum parameter_kind kind;
	int number;       /* in the text: ?1 */
	/* classes with CLASS_NULL: NULL has a meaning here, and the argument can say it */
	struct query_type type;
	unsigned orders; /* a bit for each order whose text alone has it; 0: it is in all of them */
	/* of an optional one: a bit for each mask (see query_variant) whose text has it */
	unsigned masks;
	struct place place; /* of its first use */
};

/* One way to sort that the query lists: a run of terms in the text that was typed. */
struct query_order {
	const char *name; /* as written */
	size_t offset, length;
	struct place place;
};

/*
 * The text for one choice: its index is mask + order * 2^optional_count, where mask has a bit for
 * each optional parameter that is given, in their order.
 */
struct query_variant {
	const char *sql; /* * expanded, parameters as ?1 ?2 …, NUL-terminated */
};

struct query {
	const char *name;    /* as written; "": of a bare statement */
	const char *comment; /* the lines below its name, without --; "" if there are none */
	enum query_command command;
	struct place place;  /* of its name */
	struct query_column *columns;
	size_t column_count;
	struct query_embed *embeds;
	size_t embed_count;
	struct query_parameter *parameters; /* in the order of first appearance */
	size_t parameter_count;
	struct query_order *orders;
	size_t order_count;
	size_t order_index; /* the order is chosen before this parameter */
	/* how many optional parameters are a bit of the mask; 0 where they are too many: then one text */
	size_t optional_count;
	struct query_variant *variants; /* at least one */
	size_t variant_count;
	const struct table *row; /* its row is exactly this table's; NULL: a struct of its own */
	bool is_write;
};

struct query_list {
	struct query *items; /* in the order of files and of their text */
	size_t count;
	const struct queries *texts; /* what they are made of */
	struct query *views; /* what they give: each is all of its row, a view */
	size_t view_count;
};

#endif
