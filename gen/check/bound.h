#ifndef SQLGEN_CHECK_BOUND_H
#define SQLGEN_CHECK_BOUND_H

struct arena;
struct c_program;
struct complaints;
struct handed_list;
struct judged_list;

/*
 * Parameters and columns that statements do not have: sqlite3_bind_int(stmt, 3, …) of a statement
 * with two parameters, sqlite3_bind_parameter_index(stmt, ":nam"), sqlite3_column_text(stmt, 2) of
 * one with two columns, where the call stands behind the sqlite3_prepare_v2 in the same function,
 * and is sure to be about that statement.
 */
void bound_check(struct complaints *complaints, const struct handed_list *list,
		 const struct judged_list *judged, struct c_program *program, struct arena *arena);

#endif
