#ifndef SQLGEN_BUILD_H
#define SQLGEN_BUILD_H

#include <stdbool.h>

struct arena;
struct diag;
struct queries;
struct query;
struct query_list;
struct query_text;
struct statement_context;

/*
 * A query as later stages see it, from what was written: typed, judged by SQLite, with what its
 * aliases ask for, AS "n!: int64". False after an error.
 */
bool query_build(struct query *query, const struct query_text *text,
		 const struct statement_context *context, struct arena *arena, struct diag *diag);

/* All of them; goes on with the next one after an error. */
bool queries_build(struct query_list *list, const struct queries *queries,
		   const struct statement_context *context, struct arena *arena, struct diag *diag);

#endif
