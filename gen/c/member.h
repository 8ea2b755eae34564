#ifndef SQLGEN_C_MEMBER_H
#define SQLGEN_C_MEMBER_H

#include <stdbool.h>
#include <stddef.h>

struct c_program;
struct c_source;
struct c_token;

/*
 * Which member, from 0, has this name in the struct that a variable, whose name is at a token, is
 * declared with: struct { … } x, struct tag x, type x. False: it is not known.
 */
bool c_member_index(size_t *index, struct c_program *program, struct c_source *source,
		    size_t name_at, const struct c_token *member);

#endif
