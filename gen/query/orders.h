#ifndef SQLGEN_QUERY_ORDERS_H
#define SQLGEN_QUERY_ORDERS_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct diag;
struct query;
struct query_text;
struct statement;

/* So many orders can be listed. */
enum { ORDER_MAX = 32 };

/*
 * The orders that a query lists: sets orders, and for each parameter the orders it is needed for.
 * Each is the terms of the query's own ORDER BY from its comment to the next one; terms before the
 * first comment are of all of them. False after an error: a comment that no such term follows, or
 * more orders than ORDER_MAX.
 */
bool orders_find(struct query *query, const struct query_text *text,
		 const struct statement *statement, struct arena *arena, struct diag *diag);

#endif
