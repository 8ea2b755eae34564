#ifndef SQLGEN_PHRASING_H
#define SQLGEN_PHRASING_H

#include <stddef.h>

struct arena;
struct text;
struct token_reader;

/* SQL in one way of writing it. */

/* A name, in quotes unless it is a plain word. */
void phrasing_add_name(struct text *out, const char *name);

/*
 * The tokens from the one that reader stands at up to end (an offset in its text) as they mean the
 * same: apart by one space, names in small letters and without quotes.
 */
const char *phrasing_of(const struct token_reader *reader, size_t end, struct arena *arena);

#endif
