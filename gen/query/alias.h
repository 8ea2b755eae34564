#ifndef SQLGEN_ALIAS_H
#define SQLGEN_ALIAS_H

#include <stdbool.h>

struct arena;
struct diag;
struct query_column;

/*
 * What an alias asks for beside a name: AS "n!" is not NULL, AS "n?" may be NULL, AS "n: int64" is of
 * that type, AS "n!: int64" both. False after an error: no such type, or one that the value never
 * has.
 */
bool alias_apply(struct query_column *column, struct arena *arena, struct diag *diag);

#endif
