#ifndef SQLGEN_LITERAL_H
#define SQLGEN_LITERAL_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct value;

/* Long texts as templates write them: as string literals over several lines, or as bytes. */

/* More than a C99 compiler must take as one string literal, with room for what stands around it. */
bool literal_is_long(size_t length);

/*
 * The text in pieces that fit a line, broken behind spaces: a list of records {text, is_last},
 * each text as it stands between quotes.
 */
void literal_set_lines(struct value *record, const char *name, const char *text, struct arena *arena);

/* The same for text of many lines: each is a piece of its own, with its newline. */
void literal_set_source(struct value *record, const char *name, const char *text, size_t size,
			struct arena *arena);

/*
 * The bytes and a final 0 as a stream of rows of numbers, for an array of unsigned char. data must
 * live as long as record.
 */
void literal_set_bytes(struct value *record, const char *name, const char *data, size_t size,
		       struct arena *arena);

#endif
