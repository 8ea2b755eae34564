#ifndef SQLGEN_VIEWS_H
#define SQLGEN_VIEWS_H

struct arena;
struct diag;
struct query_list;
struct statement_context;

/*
 * What the views of the schema give: sets list->views, for each a query that reads all of it. One
 * whose columns cannot be told is left out, with a warning. A column that sqlgen.ini has a type for
 * can be of any class.
 */
void views_build(struct query_list *list, const struct statement_context *context,
		 struct arena *arena, struct diag *diag);

#endif
