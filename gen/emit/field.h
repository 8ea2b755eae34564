#ifndef SQLGEN_FIELD_H
#define SQLGEN_FIELD_H

#include <stdbool.h>

struct arena;
struct c_table;
struct column;
struct diag;
struct field;
struct names;
struct project;
struct table;

/* A column as a member of a struct: its type, its name, what new_ does with it. */
void field_build(struct field *field, const struct column *column, const struct c_table *owner,
		 const struct project *project, struct arena *arena, struct diag *diag);

/* Takes the names of its enum, enumerators and functions in the global scope. */
bool field_take_names(const struct field *field, const struct c_table *owner,
		      struct names *names, struct arena *arena, struct diag *diag);

#endif
