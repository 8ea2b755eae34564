#ifndef SQLGEN_C_OUTLINE_H
#define SQLGEN_C_OUTLINE_H

struct arena;
struct c_source;

/*
 * Finds the functions and the initialized variables outside of them, in the tokens of a file. A '}'
 * in the first column ends whatever is open, so that braces in macros and conditions do little
 * harm.
 */
void c_outline_read(struct c_source *source, struct arena *arena);

#endif
