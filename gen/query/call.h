#ifndef SQLGEN_CALL_H
#define SQLGEN_CALL_H

#include <stdbool.h>

#include "query/query.h"

struct call;
struct expression;
struct function;
struct typer;

/* A call, and what is known of its arguments. */
struct call_types {
	struct typer *typer;
	const struct expression *expression;
	const struct call *call;
	const struct function *function;
	struct query_type *arguments; /* one more than there are, of no class */
	bool is_any_nullable;
	/* of an aggregate: there may be no row to compute it of */
	bool may_be_empty;
};

/* What a function that SQLite has built in gives, by its rule. */
struct query_type call_result(const struct call_types *types);

#endif
