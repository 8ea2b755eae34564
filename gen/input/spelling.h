#ifndef SQLGEN_SPELLING_H
#define SQLGEN_SPELLING_H

#include <stddef.h>

/*
 * The known word that a misspelt one may mean: at most a third of it, or two letters, are others.
 * NULL if there is none.
 */
const char *spelling_nearest(const char *word, const char *const *known, size_t count);

#endif
