#ifndef SQLGEN_QUERY_VIEW_H
#define SQLGEN_QUERY_VIEW_H

struct arena;
struct c_query;
struct project;
struct statement_lists;
struct value;

/* Sets what templates ask of a named query, and adds its statements to lists. */
void query_view(struct value *record, const struct c_query *query, const struct project *project,
		const struct statement_lists *lists, struct arena *arena);

#endif
