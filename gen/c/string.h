#ifndef SQLGEN_C_STRING_H
#define SQLGEN_C_STRING_H

#include <stdbool.h>
#include <stddef.h>

#include "c/token.h"

struct arena;
struct c_source;

/* A byte of a source file. */
struct c_position {
	const struct c_source *source; /* NULL: not known */
	size_t offset;
};

/* Bytes of a string that come from a source: each from one byte more there, or all from one place.
 */
struct c_segment {
	size_t start;
	struct c_position from;
	bool is_copied; /* false: what an escape made, or stands for something */
};

/* The bytes that literals make, joined as C joins adjacent ones, and where each comes from. */
struct c_string {
	char *data; /* NUL-terminated; may hold NULs before its end */
	size_t length, capacity;
	struct c_segment *segments;
	size_t segment_count;
	bool is_wide; /* one of its literals is not of char */
};

/*
 * Adds what a literal, a C_TOKEN_STRING that stands at from, means: escapes as bytes of UTF-8 (C23
 * 6.4.4.5, and GNU's \e), splices as nothing.
 */
void c_string_add(struct c_string *string, const struct c_token *token, struct c_position from,
		  struct arena *arena);

/* Adds bytes that stand for what is at from. */
void c_string_add_bytes(struct c_string *string, const char *bytes, size_t length,
			struct c_position from, bool is_copied, struct arena *arena);

/* Where a byte comes from; at its length: the byte behind the last one. */
struct c_position c_string_position(const struct c_string *string, size_t at);

#endif
