#ifndef SQLGEN_SQL_H
#define SQLGEN_SQL_H

#include <stddef.h>

struct arena;
struct c_table;
struct column;
struct field;
struct function;

/*
 * The statements of the generated functions. Parameters are numbered: of those that write a row by
 * the place of the column among the fields, from 1; of the others by the place of the argument.
 */

/* "id, session_id, title": every field, in the struct's order. */
char *sql_columns(const struct c_table *table, struct arena *arena);

/* The parameter of a column where a row is written; 0: it is not. */
int sql_parameter(const struct c_table *table, size_t column);

/*
 * What stands for a column's default in an INSERT: a bare word is text in a DEFAULT, and a column's
 * name elsewhere.
 */
const char *sql_default(const struct field *field, struct arena *arena);

char *sql_delete(const struct c_table *table, struct arena *arena);
char *sql_count(const struct c_table *table, struct arena *arena);

/* " COLLATE x" where an index compares otherwise than its column: what is unique is so by the index. */
const char *sql_collate(const struct function *function, size_t i, const struct column *column,
			struct arena *arena);

/* What follows the columns of a SELECT: " FROM tasks WHERE id = ?1". */
char *sql_from_all(const struct c_table *table, struct arena *arena);
char *sql_from_key(const struct c_table *table, struct arena *arena);
char *sql_from_function(const struct c_table *table, const struct function *function,
			struct arena *arena);
/* The rows that a full-text query finds, the best first where the module can tell. */
char *sql_from_match(const struct c_table *table, struct arena *arena);

#endif
