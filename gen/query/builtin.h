#ifndef SQLGEN_BUILTIN_H
#define SQLGEN_BUILTIN_H

#include "query/query.h"

/*
 * The columns of SQLite's own table-valued functions, as documented: https://sqlite.org/json1.html
 * #jeach, https://sqlite.org/series.html, https://sqlite.org/pragma.html#pragfunc. Of others nothing
 * is known.
 */
struct query_type builtin_column(const char *function, const char *column);

/* What the arguments of a table-valued function are wanted as. */
struct query_type builtin_argument(const char *function);

#endif
