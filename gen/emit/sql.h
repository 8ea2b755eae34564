#ifndef SQLGEN_SQL_H
#define SQLGEN_SQL_H

struct arena;
struct c_table;
struct field;
struct function;

/*
 * The statements of the generated functions. Parameters are numbered: of insert and update by the
 * place of the column among those written, from 1; of the others by the place of the argument.
 */

/* A name as SQL spells it: bare where that is safe, else in double quotes. */
char *sql_name(const char *name, struct arena *arena);

/* "id, session_id, title": every field, in the struct's order. */
char *sql_columns(const struct c_table *table, struct arena *arena);

char *sql_insert(const struct c_table *table, struct arena *arena);
char *sql_update(const struct c_table *table, struct arena *arena);
/* The same unless one of the guards would change: then it finds no row. */
char *sql_update_guarded(const struct c_table *table, struct arena *arena);
/*
 * What makes an upsert of an insert, from " ON CONFLICT" on: of the row that has the primary key, or
 * of the one that has the same in the function's columns.
 */
char *sql_on_conflict(const struct c_table *table, const struct function *function, struct arena *arena);
/* "title = ?2": what an update sets a field to. parameter: its own. */
char *sql_set(const struct field *field, int parameter, struct arena *arena);
/* "id = ?1": the row by its primary key, with the parameters of insert and update. */
char *sql_is_row(const struct c_table *table, struct arena *arena);
char *sql_delete(const struct c_table *table, struct arena *arena);
char *sql_count(const struct c_table *table, struct arena *arena);

/* What follows the columns of a SELECT: " FROM tasks WHERE id = ?1". */
char *sql_from_all(const struct c_table *table, struct arena *arena);
char *sql_from_key(const struct c_table *table, struct arena *arena);
char *sql_from_function(const struct c_table *table, const struct function *function,
			struct arena *arena);
/* The rows that a full-text query finds, the best first where the module can tell. */
char *sql_from_match(const struct c_table *table, struct arena *arena);

#endif
