#ifndef SQLGEN_RELATION_H
#define SQLGEN_RELATION_H

#include <stdbool.h>

struct foreign_key;
struct table;

/* What the two ends of a foreign key of table look like. */

/* Can a row of table be without a parent? */
bool relation_is_optional(const struct table *table, const struct foreign_key *key);
/* Has a parent at most one row of table, because a unique key is among the columns? */
bool relation_is_single(const struct table *table, const struct foreign_key *key);

#endif
