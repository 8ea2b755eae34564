#ifndef SQLGEN_TYPE_H
#define SQLGEN_TYPE_H

#include <stdbool.h>

#include "query/query.h"

struct column;
struct project;
struct table;

/* What is known about values, and what follows when they are put together. Nothing allocates. */

/* An expression's. classes is not 0. */
struct query_type type_of_classes(unsigned classes);

/* Nothing is known. */
struct query_type type_unknown(void);

/*
 * The values that a column stores in rows that decode: those of its own C type, NULL where SQLite
 * lets it be. What SQLite would let into it beyond that is SQLITE_MISMATCH when it is read. Needs
 * [column …] type = … of sqlgen.ini; project may be NULL.
 */
struct query_type type_of_column(const struct table *table, const struct column *column,
				 const struct project *project);

/* A value that is one or the other. NULL says nothing against a column. */
struct query_type type_either(struct query_type a, struct query_type b);

bool type_is_nullable(struct query_type type);
struct query_type type_nullable(struct query_type type);
/* What is always NULL stays so. */
struct query_type type_not_null(struct query_type type);

/*
 * What arithmetic takes it for, as CLASS_INTEGER and CLASS_REAL: text and blobs are read as
 * numbers. 0: it is always NULL. https://sqlite.org/lang_expr.html#operators
 */
unsigned type_number(struct query_type type);

/* Of a CAST to this type. https://sqlite.org/lang_expr.html#castexpr */
struct query_type type_cast(struct query_type operand, const char *type);

#endif
