#ifndef SQLGEN_DIRECTIVE_H
#define SQLGEN_DIRECTIVE_H

#include <stddef.h>

struct token;

/*
 * What a comment of a file says to sqlgen: what follows "sqlgen:" in it, without spaces around it.
 * NULL if it is not for us.
 */
const char *directive_find(const struct token *comment, size_t *length);

/* The same of what follows "allow" in such a comment: "destructive", or the name of a rule and a reason. */
const char *directive_allowed(const struct token *comment, size_t *length);

#endif
