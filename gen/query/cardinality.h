#ifndef SQLGEN_CARDINALITY_H
#define SQLGEN_CARDINALITY_H

#include <stdbool.h>

struct schema;
struct statement;

/*
 * Is it certain that the statement gives no more than one row: by LIMIT 1, by an aggregate without
 * GROUP BY, or because all of its tables are found by unique keys? False: not so far as can be seen.
 * is_optional is by number - 1; NULL: no term of a parameter can drop out.
 */
bool statement_gives_at_most_one(const struct statement *statement, const struct schema *schema,
				 const bool *is_optional);

#endif
