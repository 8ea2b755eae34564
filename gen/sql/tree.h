#ifndef SQLGEN_SQL_TREE_H
#define SQLGEN_SQL_TREE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A SELECT, INSERT, UPDATE or DELETE as SQLite's grammar reads it (https://sqlite.org/lang.html).
 * Structs only; parse.h fills them. All of it lives in one arena; absent parts are NULL, or a count
 * of 0. offset and length of a node count bytes in the source, from its first token to its last,
 * without parentheses around it. Nothing has been looked up: names are what was written.
 *
 * Walking the tree by recursion is safe: no expression is higher than EXPRESSION_HEIGHT_MAX, what
 * SELECTs it holds included, and FROM nests at most 200 deep.
 */
enum { EXPRESSION_HEIGHT_MAX = 1000 };

struct expression;
struct select;

/* A name without its quotes, doubled ones single. */
struct identifier {
	const char *text; /* NULL: there is none */
	size_t offset, length;
	/* How it was quoted: '"', '[', '`', '\'', or '\0' for a bare word. */
	char quote;
};

struct identifier_list {
	struct identifier *items;
	size_t count;
};

struct expression_list {
	struct expression **items;
	size_t count;
};

enum sort_direction { SORT_UNSAID, SORT_ASCENDING, SORT_DESCENDING };
enum sort_nulls { NULLS_UNSAID, NULLS_FIRST, NULLS_LAST };

/* One term of ORDER BY, or of an index as ON CONFLICT names it. */
struct ordering_term {
	size_t offset, length; /* ASC and NULLS included */
	struct expression *expression; /* its COLLATE is part of it */
	enum sort_direction direction;
	enum sort_nulls nulls;
};

struct ordering {
	struct ordering_term *items;
	size_t count;
};

/* https://sqlite.org/syntax/window-defn.html */
enum frame_unit { FRAME_NONE, FRAME_ROWS, FRAME_RANGE, FRAME_GROUPS };
enum frame_bound_kind {
	BOUND_UNBOUNDED_PRECEDING,
	BOUND_PRECEDING, /* has an expression */
	BOUND_CURRENT_ROW,
	BOUND_FOLLOWING, /* has an expression */
	BOUND_UNBOUNDED_FOLLOWING
};
enum frame_exclude {
	EXCLUDE_UNSAID,
	EXCLUDE_NO_OTHERS,
	EXCLUDE_CURRENT_ROW,
	EXCLUDE_GROUP,
	EXCLUDE_TIES
};

struct frame_bound {
	enum frame_bound_kind kind;
	struct expression *expression;
};

struct window {
	size_t offset, length;
	struct identifier name; /* in a WINDOW clause: what it defines */
	struct identifier base; /* the window that it extends; OVER name: all there is */
	bool is_reference;      /* OVER name, no parentheses */
	struct expression_list partition;
	struct ordering order;
	enum frame_unit unit; /* FRAME_NONE: no frame was given, SQLite's default holds */
	/* a frame without BETWEEN ends at the current row */
	struct frame_bound start, end;
	enum frame_exclude exclude;
};

/* https://sqlite.org/lang_expr.html */
enum expression_kind {
	EXPRESSION_LITERAL,
	EXPRESSION_PARAMETER,
	EXPRESSION_COLUMN, /* a name: also TRUE, FALSE, and "x" that may be a string */
	EXPRESSION_UNARY,
	EXPRESSION_BINARY,
	EXPRESSION_NULL_TEST, /* ISNULL, NOTNULL, NOT NULL, IS NULL, IS NOT NULL */
	EXPRESSION_LIKE,
	EXPRESSION_BETWEEN,
	EXPRESSION_IN,
	EXPRESSION_COLLATE,
	EXPRESSION_CAST,
	EXPRESSION_CASE,
	EXPRESSION_CALL,
	EXPRESSION_EXISTS,   /* NOT EXISTS is a unary NOT of it */
	EXPRESSION_SUBQUERY, /* one row: a scalar, or a row value if it has several columns */
	EXPRESSION_ROW,      /* (a, b, …): two values or more */
	EXPRESSION_RAISE
};

enum literal_kind {
	LITERAL_NULL,
	LITERAL_INTEGER, /* decimal or hexadecimal, without a sign; too large a one is REAL */
	LITERAL_REAL,
	LITERAL_STRING,
	LITERAL_BLOB,
	LITERAL_CURRENT_TIME,
	LITERAL_CURRENT_DATE,
	LITERAL_CURRENT_TIMESTAMP
};

enum unary_operator { UNARY_MINUS, UNARY_PLUS, UNARY_INVERT, UNARY_NOT };

enum binary_operator {
	BINARY_OR,
	BINARY_AND,
	BINARY_EQUAL,     /* =, == */
	BINARY_NOT_EQUAL, /* <>, != */
	BINARY_IS,        /* also IS NOT DISTINCT FROM; x IS TRUE has the name TRUE on the right */
	BINARY_IS_NOT,    /* also IS DISTINCT FROM */
	BINARY_LESS,
	BINARY_LESS_EQUAL,
	BINARY_GREATER,
	BINARY_GREATER_EQUAL,
	BINARY_AND_BITS,
	BINARY_OR_BITS,
	BINARY_SHIFT_LEFT,
	BINARY_SHIFT_RIGHT,
	BINARY_ADD,
	BINARY_SUBTRACT,
	BINARY_MULTIPLY,
	BINARY_DIVIDE,
	BINARY_REMAINDER,
	BINARY_CONCATENATE,
	BINARY_EXTRACT,      /* -> */
	BINARY_EXTRACT_VALUE /* ->> */
};

enum like_operator { LIKE_LIKE, LIKE_GLOB, LIKE_REGEXP, LIKE_MATCH };

enum raise_action { RAISE_IGNORE, RAISE_ROLLBACK, RAISE_ABORT, RAISE_FAIL };

/* Also what names a table, a view or a table-valued function: then column has no text. */
struct column_name {
	struct identifier schema, table, column;
};

struct literal {
	enum literal_kind kind;
	/* As it was written; LITERAL_STRING: its value. Ends with NUL, and may hold none. */
	const char *text;
};

struct unary {
	enum unary_operator operator;
	struct expression *operand;
};

struct binary {
	enum binary_operator operator;
	struct expression *left, *right;
};

struct null_test {
	struct expression *operand;
	bool is_not; /* true where the operand is not NULL */
};

struct like {
	enum like_operator operator;
	bool is_not;
	struct expression *operand, *pattern, *escape;
};

struct between {
	bool is_not;
	struct expression *operand, *low, *high;
};

/* What stands behind IN: a list (maybe empty), a SELECT, or a table or table-valued function. */
enum in_kind { IN_LIST, IN_SELECT, IN_TABLE };

struct in {
	enum in_kind kind;
	bool is_not;
	struct expression *operand;
	struct expression_list list; /* IN_TABLE: the arguments of the function */
	struct select *select;
	struct column_name table;
	bool is_function; /* IN_TABLE: name( … ) */
};

struct collate {
	struct expression *operand;
	struct identifier collation;
};

struct cast {
	struct expression *operand;
	const char *type; /* as it was written; "" is allowed */
};

struct case_arm {
	struct expression *when, *then;
};

struct case_of {
	struct expression *operand; /* CASE x WHEN … */
	struct case_arm *arms;
	size_t arm_count;
	struct expression *otherwise; /* ELSE */
};

struct call {
	struct identifier name;
	bool is_distinct;
	bool is_star; /* count(*) */
	struct expression_list arguments;
	struct ordering order; /* ORDER BY inside of the parentheses */
	struct expression *filter;
	struct window *over;
};

struct raise {
	enum raise_action action;
	struct expression *message; /* NULL for RAISE_IGNORE */
};

struct expression {
	enum expression_kind kind;
	size_t offset, length;
	unsigned height; /* 1 for a leaf; a SELECT counts with what is in it */
	union {
		struct literal literal;
		unsigned parameter; /* its number, from 1: statement.parameters has its name */
		struct column_name column;
		struct unary unary;
		struct binary binary;
		struct null_test null_test;
		struct like like;
		struct between between;
		struct in in;
		struct collate collate;
		struct cast cast;
		struct case_of case_of;
		struct call call;
		struct select *select; /* EXPRESSION_EXISTS, EXPRESSION_SUBQUERY */
		struct expression_list row;
		struct raise raise;
	};
};

/* https://sqlite.org/syntax/result-column.html; of a SELECT or of RETURNING */
enum result_kind { RESULT_EXPRESSION, RESULT_STAR, RESULT_TABLE_STAR };

struct result_column {
	enum result_kind kind;
	/* of the expression, with its parentheses, without its alias: SQLite's name for want of one
	 */
	size_t offset, length;
	struct expression *expression;
	struct identifier alias;
	struct identifier table; /* RESULT_TABLE_STAR */
};

struct result_list {
	struct result_column *items;
	size_t count;
};

/* https://sqlite.org/lang_select.html#the_from_clause */
enum join_kind {
	JOIN_NONE, /* the first of its list */
	JOIN_COMMA,
	JOIN_INNER, /* also plain JOIN */
	JOIN_CROSS,
	JOIN_LEFT,
	JOIN_RIGHT,
	JOIN_FULL
};

enum source_kind {
	SOURCE_TABLE,    /* or a view, or a common table expression */
	SOURCE_FUNCTION, /* table-valued: name( … ) */
	SOURCE_SELECT,
	SOURCE_JOIN /* ( … ) */
};

enum index_choice { INDEX_FREE, INDEX_NAMED /* INDEXED BY x */, INDEX_NONE /* NOT INDEXED */ };

struct table_sources;

/* One table-or-subquery, with how it is joined to all that stands left of it in its list. */
struct table_source {
	enum source_kind kind;
	size_t offset, length; /* from its name or '(', its alias included, without ON or USING */
	enum join_kind join;
	bool is_natural;
	struct expression *on;
	struct identifier_list using;
	struct column_name table; /* SOURCE_TABLE, SOURCE_FUNCTION */
	struct expression_list arguments;
	struct select *select;
	struct table_sources *sources; /* SOURCE_JOIN */
	struct identifier alias;
	enum index_choice index_choice;
	struct identifier index;
};

struct table_sources {
	struct table_source *items;
	size_t count;
};

/* https://sqlite.org/lang_with.html */
enum materialization { MATERIALIZED_UNSAID, MATERIALIZED, NOT_MATERIALIZED };

struct common_table {
	struct identifier name;
	struct identifier_list columns;
	enum materialization materialization;
	struct select *select;
};

struct with_clause {
	bool is_recursive; /* the word stands there; SQLite does without it */
	struct common_table *items;
	size_t count;
};

enum compound_operator {
	COMPOUND_NONE, /* the first arm */
	COMPOUND_UNION,
	COMPOUND_UNION_ALL,
	COMPOUND_INTERSECT,
	COMPOUND_EXCEPT
};

/* SELECT … or VALUES …, one arm of a compound; they are evaluated from left to right. */
struct select_arm {
	enum compound_operator operator;
	size_t offset, length;
	bool is_values;
	struct expression_list *rows; /* VALUES */
	size_t row_count;
	bool is_distinct;
	struct result_list result;
	struct table_sources from;
	struct expression *where;
	struct expression_list group;
	struct expression *having;
	struct window *windows; /* WINDOW w AS (…), … */
	size_t window_count;
};

struct select {
	size_t offset, length; /* WITH included */
	unsigned height;
	struct with_clause with;
	struct select_arm *arms; /* at least one */
	size_t arm_count;
	struct ordering order;
	struct expression *limit, *limit_offset;
};

enum conflict_action {
	CONFLICT_UNSAID,
	CONFLICT_ROLLBACK,
	CONFLICT_ABORT,
	CONFLICT_FAIL,
	CONFLICT_IGNORE,
	CONFLICT_REPLACE /* also REPLACE INTO */
};

/* What an INSERT, UPDATE or DELETE changes. */
struct target {
	struct column_name table;
	struct identifier alias;
	enum index_choice index_choice;
	struct identifier index;
};

/* x = …, or (x, y) = …, where is_row is set even for one name */
struct assignment {
	struct identifier_list columns;
	bool is_row;
	struct expression *value;
};

struct assignment_list {
	struct assignment *items;
	size_t count;
};

/* https://sqlite.org/lang_upsert.html */
struct upsert {
	struct ordering target; /* none: any conflict */
	struct expression *target_where;
	bool is_nothing; /* DO NOTHING */
	struct assignment_list assignments;
	struct expression *where;
};

struct insert {
	struct with_clause with;
	enum conflict_action conflict;
	struct target target;
	struct identifier_list columns;
	struct select *select; /* NULL: DEFAULT VALUES */
	struct upsert *upserts;
	size_t upsert_count;
	struct result_list returning;
};

struct update {
	struct with_clause with;
	enum conflict_action conflict;
	struct target target;
	struct assignment_list assignments;
	struct table_sources from;
	struct expression *where;
	struct result_list returning;
	/* where SQLite was built with SQLITE_ENABLE_UPDATE_DELETE_LIMIT */
	struct ordering order;
	struct expression *limit, *limit_offset;
};

struct delete
{
	struct with_clause with;
	struct target target;
	struct expression *where;
	struct result_list returning;
	struct ordering order; /* and limit: as in struct update */
	struct expression *limit, *limit_offset;
};

/* A slot that sqlite3_bind_… fills. https://sqlite.org/lang_expr.html#parameters */
struct parameter {
	const char *name; /* with its mark, as sqlite3_bind_parameter_name: ":a", "?5"; NULL: "?" */
	bool is_used;     /* false: a hole, which ?2 without ?1 makes */
	size_t offset, length; /* of its first use */
};

enum statement_kind { STATEMENT_SELECT, STATEMENT_INSERT, STATEMENT_UPDATE, STATEMENT_DELETE };

struct statement {
	enum statement_kind kind;
	size_t offset, length;        /* without its semicolon */
	struct parameter *parameters; /* parameter n is [n - 1] */
	unsigned parameter_count;     /* the highest number */
	union {
		struct select *select;
		struct insert insert;
		struct update update;
		struct delete delete;
	};
};

#endif
