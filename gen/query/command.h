#ifndef SQLGEN_COMMAND_H
#define SQLGEN_COMMAND_H

#include <stdbool.h>

struct diag;
struct query;
struct schema;
struct statement;

/*
 * Can the statement do what the query's command asks: give rows, count those it changes, give the
 * rowid of one that it inserts? If not, tells diag. That :one may find more is a warning.
 * is_optional is by parameter number - 1; NULL: none is.
 */
bool command_check(const struct query *query, const struct statement *statement, const struct schema *schema,
		   const bool *is_optional, struct diag *diag);

#endif
