#ifndef SQLGEN_FALSIFY_H
#define SQLGEN_FALSIFY_H

#include <stdbool.h>

struct arena;
struct diag;
struct query_list;
struct statement_context;

/*
 * Puts to the test what is claimed of the columns of queries: each query is run, in a savepoint
 * that is rolled back, on tables with rows made against it (query/fill.h), with several choices of
 * arguments. A NULL where NOT NULL was claimed, or a value of another class, is an error at the
 * column that shows the row. What the query itself claims, AS "n!: int64", is not questioned, nor
 * are a run that SQLite ends with an error, an integer that overflows to REAL, and what a write
 * stores that does not decode. A run ends after so many rows and steps: what was not found is not
 * proved. False after an error.
 */
bool queries_falsify(const struct query_list *queries, const struct statement_context *context,
		     struct arena *arena, struct diag *diag);

#endif
