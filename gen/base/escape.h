#ifndef SQLGEN_ESCAPE_H
#define SQLGEN_ESCAPE_H

#include <stddef.h>

struct arena;
struct text;

/*
 * Text from files, made harmless for terminals and logs: control characters, marks that reorder,
 * hide or join text (https://unicode.org/reports/tr36/) are shown as <U+202E>, bytes that are not
 * UTF-8 as <9B>.
 */
struct escaped {
	char text[12];  /* NUL-terminated */
	size_t bytes;   /* of the source */
	unsigned width; /* columns on a terminal */
};

/* The character at the start of text; length is at least 1. */
struct escaped escape_character(const char *text, size_t length);

/* Adds length bytes of text, each character as escape_character shows it. */
void escape_add(struct text *out, const char *text, size_t length);
/* All of a string so. */
char *escape_string(const char *text, struct arena *arena);

#endif
