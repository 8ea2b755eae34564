#ifndef SQLGEN_COMPLETE_H
#define SQLGEN_COMPLETE_H

#include <stddef.h>

struct arena;

/*
 * Prints what may stand in place of the last of words, which end with NULL; without any, in place
 * of the verb. A line each: the word, and behind a tab what it is; or ":files" or ":directories",
 * which the shell knows. Of "--name=value" only the value is meant. Says nothing of what is wrong.
 */
void complete(char *const *words, struct arena *arena);

#endif
