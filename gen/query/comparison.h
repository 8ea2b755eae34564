#ifndef SQLGEN_COMPARISON_H
#define SQLGEN_COMPARISON_H

#include <stdbool.h>

#include "query/query.h"

struct binary;
struct expression;
struct expression_list;
struct scope;
struct typer;

/*
 * What compares values gives 0, 1 or NULL, and a parameter is of the type of what it is compared
 * with. https://sqlite.org/lang_expr.html
 */
struct query_type type_test(bool is_nullable);

struct query_type type_comparison(struct typer *typer, struct scope *scope,
				  const struct binary *binary);
struct query_type type_null_test(struct typer *typer, struct scope *scope,
				 const struct expression *expression);
struct query_type type_like(struct typer *typer, struct scope *scope,
			    const struct expression *expression);
struct query_type type_between(struct typer *typer, struct scope *scope,
			       const struct expression *expression);
struct query_type type_in(struct typer *typer, struct scope *scope,
			  const struct expression *expression);

/* A value of a list or of a row, whichever. */
struct query_type type_of_all(struct typer *typer, struct scope *scope,
			      const struct expression_list *list);

#endif
