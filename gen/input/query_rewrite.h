#ifndef SQLGEN_QUERY_REWRITE_H
#define SQLGEN_QUERY_REWRITE_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct diag;
struct query_text;

/*
 * Makes the text that SQLite takes of the statement that stands in the query's source from start to
 * end, semicolon not included: sets sql, parameters, embeds and pieces. Comments and runs of spaces
 * become one space. False after an error.
 */
bool query_rewrite(struct query_text *query, size_t start, size_t end, struct arena *arena,
		   struct diag *diag);

#endif
