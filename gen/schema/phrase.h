#ifndef SQLGEN_PHRASE_H
#define SQLGEN_PHRASE_H

#include <stdbool.h>
#include <stddef.h>

/* What a statement says at the place of an error: offset, in bytes from where it begins. */

/*
 * The tokens of phrase, apart by spaces ("ALTER COLUMN _ TYPE"), stand there in this order, and the
 * error's token is one of them. Words are compared without case; "_" is any token, "'" any string.
 * A phrase that begins with "^ " stands at the statement's start.
 */
bool phrase_is_at(const char *phrase, const char *statement, size_t offset);

/* Does text begin with the tokens of phrase? */
bool phrase_begins(const char *phrase, const char *text, size_t length);

/* These bytes stand there so that the error is in them, or directly before or behind. */
bool phrase_has_bytes(const char *bytes, const char *statement, size_t offset);

#endif
