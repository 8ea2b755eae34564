#ifndef SQLGEN_RANDOM_QUERY_H
#define SQLGEN_RANDOM_QUERY_H

#include "base/text.h"

/*
 * Schemas and queries by chance, of a small grammar that has what is hard to type: outer joins,
 * aggregates of no rows, windows, compounds, subqueries, writes. Columns of a result are called c0,
 * c1 …
 */
enum { RANDOM_TABLES = 4, RANDOM_COLUMNS = 5 };

struct chance {
	unsigned long long state;
};

/* 0 … count - 1 */
unsigned chance_of(struct chance *chance, unsigned count);

void random_schema(struct text *out, struct chance *chance);
void random_query(struct text *out, struct chance *chance);

#endif
