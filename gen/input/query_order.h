#ifndef SQLGEN_QUERY_ORDER_H
#define SQLGEN_QUERY_ORDER_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct diag;
struct query_text;

/*
 * Adds to a query the orders that the comments between two offsets of its source begin, as
 * '-- sqlgen: order newest'; offset is that of what follows them in its text. False after an error:
 * a name that is none, or that another one has, or a directive that is no order's.
 */
bool query_orders_read(struct query_text *query, size_t start, size_t end, size_t offset,
		       struct arena *arena, struct diag *diag);

#endif
