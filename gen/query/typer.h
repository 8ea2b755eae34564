#ifndef SQLGEN_TYPER_H
#define SQLGEN_TYPER_H

#include <stdbool.h>
#include <stddef.h>

#include <sqlite3.h>

#include "query/query.h"
#include "query/scope.h"
#include "sql/tree.h"

struct arena;
struct column;
struct declaration;
struct project;
struct schema;
struct table;
struct text_edit;

/*
 * What the rules of typing share; statement.h is what others see. The first error is kept and the
 * rules go on with what they know, so that none of them asks whether another one failed.
 *
 * A statement is typed three times: first parameters are unknown, and what they are used for is
 * written down; then once more, for those that are compared with others; then they are what was
 * found.
 */

/* What is known of a parameter by the places where it stands. */
struct parameter_use {
	struct query_type type;  /* classes 0: nothing yet; without CLASS_NULL */
	bool is_nullable;        /* NULL has a meaning in one of them */
	size_t offset;           /* of the place that settled the type */
	const char *name;        /* what it is compared with or stored in; NULL */
};

struct type_error {
	size_t offset;
	const char *message; /* NULL: none */
	size_t other_offset; /* of what the note is about */
	const char *note;    /* NULL */
};

/* The columns of a view that has been typed, or is being. */
struct typed_view {
	struct typed_view *next;
	const struct table *view;
	struct scope_column *columns; /* NULL: it is being typed */
	size_t column_count;
};

struct typer {
	const struct schema *schema;
	const struct project *project; /* NULL */
	const struct declaration *declarations;
	size_t declaration_count;
	sqlite3 *handle;  /* the replayed database */
	const char *text; /* of the statement, or of the view */
	struct arena *arena;
	struct parameter_use *parameters; /* parameter n is [n - 1] */
	unsigned parameter_count;
	bool is_settled; /* the last time */
	struct typed_view *views;
	unsigned view_depth;
	unsigned select_depth; /* 0: what is typed are the columns of the statement itself */
	struct text_edit *edits; /* that write out the * in its columns */
	size_t edit_count;
	/* by number - 1; NULL: none is. A list may be empty, a filter drops out with its term. */
	const bool *is_list, *is_optional, *is_nullable;
	unsigned long steps;
	struct type_error error;
};

/* One column that a SELECT gives. */
struct typed_result {
	const char *name; /* as SQLite names it */
	struct query_type type;
	size_t offset;
	const char *origin; /* what names it: an alias, a column, a function; NULL: nothing does */
	bool is_aliased;
	bool may_be_absent; /* of name.* where an outer join may find no row */
};
struct typed_results {
	struct typed_result *items;
	size_t count;
};

void typer_fail(struct typer *typer, size_t offset, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* expression.c, call.c */
struct query_type type_expression(struct typer *typer, struct scope *scope,
				  const struct expression *expression);
/* Of what is true or false; expression may be NULL. */
struct query_type type_condition(struct typer *typer, struct scope *scope,
				 const struct expression *expression);
void type_each(struct typer *typer, struct scope *scope, const struct expression_list *list);
struct query_type type_call(struct typer *typer, struct scope *scope,
			    const struct expression *expression);
bool expression_is_literal(const struct expression *expression);

/* Of this SELECT, not of those that stand in it. */
bool expression_has_aggregate(const struct typer *typer, const struct expression *expression);

/* narrow.c: slots of the columns that are not NULL where it is true */
bool *narrow_where(struct typer *typer, struct scope *scope, const struct expression *condition);
/* Only rows for which it is true go on; condition may be NULL. */
void narrow_scope(struct typer *typer, struct scope *scope, const struct expression *condition);

/* parameter.c */
struct query_type type_parameter(const struct typer *typer, unsigned number);
/* The value is used as type is; is_nullable: NULL, too, has a meaning there. */
void parameter_expect(struct typer *typer, const struct expression *expression,
		      struct query_type type, bool is_nullable, const char *name);
/* Two values are compared. */
void parameter_expect_pair(struct typer *typer, const struct expression *a, struct query_type a_type,
			   const struct expression *b, struct query_type b_type, bool is_nullable);
/* NULL has a meaning, whatever its type. */
void parameter_expect_null(struct typer *typer, const struct expression *expression);

/* resolve.c, join.c */
void resolve_from(struct typer *typer, struct scope *scope, const struct table_sources *from);
/* As the first source of a change; alias may be NULL. */
void resolve_target(struct typer *typer, struct scope *scope, const struct target *target);
void scope_add_slots(struct scope *scope);
void join_sources(struct typer *typer, struct scope *scope);
/* The columns in the set are not NULL, so that the source is there. */
void narrow_source(struct scope_source *source, const bool *set);

/* select.c */
struct typed_results type_select(struct typer *typer, const struct select *select,
				 struct scope *outer, struct commons *commons);
/* The statement itself. */
struct typed_results type_outermost_select(struct typer *typer, const struct select *select);
void type_limits(struct typer *typer, const struct expression *limit,
		 const struct expression *offset, struct scope *outer);
struct typed_results type_results(struct typer *typer, struct scope *scope,
				  const struct result_list *list);
struct commons *type_with(struct typer *typer, const struct with_clause *with,
			  struct scope *outer, struct commons *commons);
/* The columns of a common table expression; typed when they are first asked for. */
void type_common(struct typer *typer, struct common *common);
/* Does it give a row whatever the tables hold? */
bool select_gives_row(const struct typer *typer, const struct select *select);

/* change.c */
struct typed_results type_insert(struct typer *typer, const struct insert *insert);
struct typed_results type_update(struct typer *typer, const struct update *update);
struct typed_results type_delete(struct typer *typer, const struct delete *deletion);

#endif
