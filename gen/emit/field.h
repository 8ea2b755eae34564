#ifndef SQLGEN_FIELD_H
#define SQLGEN_FIELD_H

#include <stdbool.h>

struct arena;
struct c_table;
struct column;
struct diag;
struct field;
struct project;
struct table;

/*
 * A column as a member of a struct: its type, its name, what new_ does with it. origin: what is known
 * of a view's column; NULL: it is a table's.
 */
void field_build(struct field *field, const struct column *column, const struct field *origin,
		 const struct c_table *owner, const struct project *project, struct arena *arena, struct diag *diag);

/* Is what the member holds a pointer to elsewhere? SQL NULL is NULL then. */
bool field_points(const struct field *field);

/* Is it of the primary key, which no UPDATE sets? */
bool field_is_key(const struct field *field);

/* Does NULL in an UPDATE leave what is stored? */
bool field_keeps(const struct field *field);

/* Does sqlgen.ini have arrays for the texts or blobs of a table, or of all? */
bool field_arrays_are_asked_for(const struct project *project, const char *table);

#endif
