#ifndef SQLGEN_CHECK_CALL_H
#define SQLGEN_CHECK_CALL_H

#include <stdbool.h>
#include <stddef.h>

#include "c/constant.h"
#include "c/source.h"

struct arena;
struct c_program;
struct handover;
struct handovers;

enum { CALL_ARGUMENTS_MAX = 16 };

/* A call of a function, in a function: the tokens of its first arguments. */
struct call {
	struct c_source *source;
	const struct c_function *function;
	size_t name_at, end; /* end: behind the ')' */
	struct call_argument {
		size_t from, to;
	} arguments[CALL_ARGUMENTS_MAX];
	size_t argument_count;
};

/* The arguments of the call whose name is at a token, in tokens; false: there is none. */
bool call_arguments(struct call *call, struct c_tokens tokens, size_t at);

/* The call whose name is at a token; false: there is none. */
bool call_read(struct call *call, struct c_source *source, size_t at);

/* The expression that is its argument of this index, counted from 0, which it has. */
struct c_expression call_expression(const struct call *call, size_t index,
				    struct c_program *program);

/* A call that is given SQL, and what it is given. */
struct handed {
	struct call call;
	const struct handover *handover;
	struct c_constants texts;
	bool is_passed_on; /* it is a parameter of the function, which is given SQL thereby */
};

struct handed_list {
	struct handed *items;
	size_t count;
};

/* Those in the given files of the program, in the order of the files and of their text. */
void handed_find(struct handed_list *list, struct c_program *program,
		 const struct handovers *handovers, struct arena *arena);

#endif
