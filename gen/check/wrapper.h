#ifndef SQLGEN_CHECK_WRAPPER_H
#define SQLGEN_CHECK_WRAPPER_H

#include <stdbool.h>

struct arena;
struct c_program;
struct handed_list;
struct handovers;

/*
 * Functions and macros of the program that pass a parameter on to what is given SQL are given SQL
 * themselves: adds them, and says of the calls in them that they pass it on. False: there was none
 * that is not known.
 */
bool wrappers_find(struct handovers *handovers, struct handed_list *handed,
		   const struct c_program *program, struct arena *arena);

#endif
