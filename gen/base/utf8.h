#ifndef SQLGEN_UTF8_H
#define SQLGEN_UTF8_H

#include <stddef.h>
#include <stdint.h>

/*
 * The length of the well-formed character at the start of text, and its code point; 0 if there is
 * none: overlong forms, surrogates and what is beyond U+10FFFF are malformed (RFC 3629). length is
 * at least 1.
 */
size_t utf8_decode(uint32_t *code, const char *text, size_t length);

/* Writes a character's one to four bytes and returns how many; code is no surrogate and at most U+10FFFF. */
size_t utf8_encode(char out[4], uint32_t code);

/* Where the first malformed byte stands; length if there is none. */
size_t utf8_malformed(const char *text, size_t length);

#endif
