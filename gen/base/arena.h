#ifndef SQLGEN_ARENA_H
#define SQLGEN_ARENA_H

#include <stddef.h>

struct arena_block;

/* Memory of one run: taken piece by piece, given back at once. A zeroed arena is empty. */
struct arena {
	struct arena_block *blocks;
};

/* size bytes, zeroed, aligned for any type. Never NULL: without memory the tool exits. */
void *arena_alloc(struct arena *arena, size_t size);

/* A NUL-terminated copy of length bytes of text. */
char *arena_copy(struct arena *arena, const char *text, size_t length);

/* A NUL-terminated copy of a whole string. */
char *arena_string(struct arena *arena, const char *text);

char *arena_format(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * Room for one more item behind the count items of a growing array: returns the array, moved
 * if it had to be. Start from NULL and 0. What was there before a move stays valid.
 */
void *arena_grow(struct arena *arena, void *items, size_t count, size_t item_size);

/* Forgets all of it, and keeps one block to start again with. */
void arena_reset(struct arena *arena);

void arena_finish(struct arena *arena);

#endif
