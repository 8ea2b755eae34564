#ifndef SQLGEN_FIELD_VIEW_H
#define SQLGEN_FIELD_VIEW_H

#include <stdbool.h>
#include <stddef.h>

#include "sqlgen.h"

struct arena;
struct c_table;
struct field;
struct value;

/* Sets what templates ask of a field of a table's struct. */
void field_view(struct value *record, const struct field *field, struct arena *arena);

enum sqlgen_kind member_kind(const struct field *field);
/* SQLGEN_OR_NULL and the like, as the runtime is told. is_written: rows are written of it. */
unsigned member_flags(const struct field *field, bool is_written);

/*
 * Sets what the runtime is told of a member of a row's struct, or of one of the struct that in names
 * ("task."). is_written: rows are written of it. labels: the enums of the type, to which that of the
 * member is added unless it is there.
 */
void member_view(struct value *record, const struct field *field, const char *in, bool is_written,
		 struct value *labels, struct arena *arena);

/* "const char *title": a member of the struct. */
const char *field_declaration(const struct field *field, struct arena *arena);

/* Sets what templates ask of a field as the argument of a function. */
void argument_view(struct value *record, const struct c_table *table, const struct field *field,
		   size_t parameter, struct arena *arena);

/*
 * "const char *title": how it is declared as an argument; is_pointer says that NULL stands for SQL
 * NULL.
 */
char *argument_declaration(const struct field *field, bool is_pointer, struct arena *arena);

/* "const int64_t *ids", "const char *const *names": the first of many. */
char *list_declaration(const struct field *field, struct arena *arena);

/* Does it point to what it is, as text, a blob and a value do? */
bool argument_points(const struct field *field);

/* Is it a const char * as an argument? */
bool argument_is_text(const struct field *field);

/* Is it a pointer as an argument, because it is a scalar that can be NULL? */
bool argument_is_pointer(const struct field *field);

/* Sets what templates ask of a field's enum. */
void enum_view(struct value *record, const struct field *field, struct arena *arena);

#endif
