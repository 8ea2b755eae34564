#ifndef SQLGEN_GLOBAL_NAMES_H
#define SQLGEN_GLOBAL_NAMES_H

#include <stdbool.h>

struct arena;
struct c_query;
struct c_table;
struct diag;
struct map;
struct names;
struct project;

/*
 * Tags, functions, constants and macros of the generated code are one name space, that of C's
 * ordinary identifiers, whichever of C's own spaces they are in. What is static in the source
 * counts too.
 */

/* Takes what every generated layer has, whatever its schema. */
void global_names_take_own(struct names *names, const struct project *project, struct arena *arena,
			   struct diag *diag);

/*
 * Takes all that a table brings, but for functions that are replaced by queries of their names. The
 * first clash is told, and ends it.
 */
bool global_names_take_table(struct names *names, const struct c_table *table, const struct map *queries,
			     const struct project *project, struct arena *arena, struct diag *diag);

/* Takes all that a query brings; a cursor that is a table's is not its own. */
bool global_names_take_query(struct names *names, const struct c_query *query, const struct project *project,
			     struct arena *arena, struct diag *diag);

#endif
