#ifndef SQLGEN_C_ENUMERATOR_H
#define SQLGEN_C_ENUMERATOR_H

#include <stdbool.h>

struct arena;
struct c_program;
struct c_source;
struct c_token;

/*
 * The constants of enumerations, where they follow one another or are set to a number or to one
 * before: enum { ID, NAME = 4, LAST = NAME }.
 */

void c_enumerators_read(struct c_source *source, struct arena *arena);

/* Of the file, or of what it includes; false: there is none of that name, or its value is not
 * known. */
bool c_enumerator_value(long long *value, struct c_program *program, struct c_source *source,
			const struct c_token *name);

#endif
