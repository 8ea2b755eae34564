#ifndef SQLGEN_SCOPE_H
#define SQLGEN_SCOPE_H

#include <stdbool.h>
#include <stddef.h>

#include "query/query.h"
#include "sql/tree.h"

struct arena;

/*
 * What names mean at a place of a statement: the columns of its FROM clause, those of the SELECTs
 * around it, and the common table expressions.
 */

/* A column of what a FROM clause names. */
struct scope_column {
	const char *name;      /* as the table or the SELECT spells it */
	const char *qualifier; /* in a group in parentheses: the table it is of; NULL: the source */
	struct query_type type; /* in a row of the source */
	bool is_hidden;         /* not in * */
	bool is_rowid;          /* has no other name than rowid, oid and _rowid_ */
	bool is_merged;         /* in a group: what USING left out; found only by its qualifier */
	/* a condition that rows pass holds only where it is not NULL */
	bool is_not_null;
	size_t slot;            /* counts the columns of the scope */
};

/* One item of a FROM clause. */
struct scope_source {
	const char *name;          /* its alias or its own; NULL: none */
	const struct table *table; /* NULL: a SELECT, a function, a group */
	struct scope_column *columns; /* in order; the rowid, where it is no other column, is last */
	size_t column_count;
	enum join_kind join;
	const char **using; /* what USING and NATURAL merge with columns left of it */
	size_t using_count;
	bool is_left_of_right; /* a RIGHT or FULL JOIN follows */
	bool is_widened; /* a row may be there without one of the source: all columns NULL */
	const struct table_source *syntax; /* NULL: the target of a change */
};

/* Common table expressions that are visible together. */
struct common {
	const struct common_table *definition;
	struct commons *visible;
	struct scope *outer;
	struct scope_column *columns; /* NULL: not known yet */
	size_t column_count;
	bool is_open; /* it is being typed */
	bool is_recursive;
};

struct commons {
	struct commons *outer;
	struct common *items;
	size_t count;
};

struct scope {
	struct scope *outer; /* of the statement that this one is a subquery of */
	struct commons *commons;
	struct scope_source *sources;
	size_t source_count;
	size_t slot_count;
	/* its aliases are names where there is no such column */
	const struct result_list *results;
	const struct select_arm *arm; /* its WINDOW clause; NULL */
	/* one row comes out even of none: then columns outside of aggregates are NULL */
	bool is_bare_null;
	unsigned aggregate_depth;
	bool is_returning;
};

/* What a name stands for; several under FULL JOIN … USING, which takes the first not NULL. */
struct scope_match {
	const struct scope *scope;
	struct scope_source *sources[8];
	struct scope_column *columns[8];
	size_t count; /* 0: there is none */
	bool is_ambiguous;
};

/* Looks in this scope only. */
struct scope_match scope_find_here(const struct scope *scope, const struct column_name *name);
/* Looks in this one and those around it. */
struct scope_match scope_find(const struct scope *scope, const struct column_name *name);

struct query_type scope_match_type(const struct scope_match *match);
/* The type of a column as this scope sees it. */
struct query_type scope_column_type(const struct scope *scope, const struct scope_source *source,
				    const struct scope_column *column);

/* The expression with this alias; NULL if there is none. */
struct expression *scope_alias(const struct scope *scope, const struct column_name *name);

const struct common *commons_find(const struct commons *commons, const char *name);

bool scope_source_merges(const struct scope_source *source, const char *column);

/*
 * What * stands for, or name.* : the columns in the order of SQLite.
 * https://sqlite.org/lang_select.html#resultset
 */
struct scope_star {
	struct scope_column *items; /* type is as the scope sees it */
	size_t count;
	bool may_be_absent; /* the source of the last one has no row where an outer join finds none */
};
struct scope_star scope_star(const struct scope *scope, const char *name, struct arena *arena);

#endif
