#include "base/arena.h"

#include <assert.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { BLOCK_SIZE = 64 * 1024, FIRST_CAPACITY = 4, LINE_SIZE = 256 };

struct arena_block {
	struct arena_block *next;
	size_t size, used;
	max_align_t memory[];
};

static size_t
align(size_t size)
{
	size_t unit = sizeof(max_align_t);
	return memory_sum(size, unit - 1) / unit * unit;
}

static struct arena_block *
block_create(size_t size)
{
	struct arena_block *block = memory_resize(NULL, memory_sum(sizeof *block, size));
	block->next = NULL;
	block->size = size;
	block->used = 0;
	return block;
}

static void *
block_take(struct arena_block *block, size_t size)
{
	void *memory = (char *)block->memory + block->used;
	block->used += size;
	return memset(memory, 0, size);
}

void *
arena_alloc(struct arena *arena, size_t size)
{
	struct arena_block *first = arena->blocks;
	size = align(size ? size : 1);
	if (first && size <= first->size - first->used)
		return block_take(first, size);

	struct arena_block *block = block_create(size < BLOCK_SIZE ? BLOCK_SIZE : size);
	if (first && size >= BLOCK_SIZE) {
		/* Behind the first one, whose rest stays in use. */
		block->next = first->next;
		first->next = block;
	} else {
		block->next = first;
		arena->blocks = block;
	}
	return block_take(block, size);
}

char *
arena_copy(struct arena *arena, const char *text, size_t length)
{
	char *copy = arena_alloc(arena, memory_sum(length, 1));
	if (length > 0)
		memcpy(copy, text, length);
	return copy;
}

char *
arena_string(struct arena *arena, const char *text)
{
	return arena_copy(arena, text, strlen(text));
}

char *
arena_format(struct arena *arena, const char *format, ...)
{
	va_list arguments, again;
	char line[LINE_SIZE];
	assert(format);
	va_start(arguments, format);
	va_copy(again, arguments);
	int length = vsnprintf(line, sizeof line, format, arguments);
	size_t size = length < 0 ? 1 : (size_t)length + 1;
	char *text = arena_alloc(arena, size);
	if (size <= sizeof line)
		memcpy(text, line, size - 1);
	else
		vsnprintf(text, size, format, again);
	va_end(again);
	va_end(arguments);
	return text;
}

void *
arena_grow(struct arena *arena, void *items, size_t count, size_t item_size)
{
	/* The capacity is not stored: it is the least power of two, at least FIRST_CAPACITY, for count. */
	bool is_full = count >= FIRST_CAPACITY && (count & (count - 1)) == 0;
	if (items && !is_full)
		return items;
	size_t capacity = count < FIRST_CAPACITY ? FIRST_CAPACITY : memory_product(count, 2);
	void *grown = arena_alloc(arena, memory_product(capacity, item_size));
	if (count > 0)
		memcpy(grown, items, count * item_size);
	return grown;
}

void
arena_finish(struct arena *arena)
{
	struct arena_block *block = arena->blocks;
	while (block) {
		struct arena_block *next = block->next;
		free(block);
		block = next;
	}
	arena->blocks = NULL;
}

void
arena_reset(struct arena *arena)
{
	struct arena_block *kept = arena->blocks;
	if (!kept)
		return;
	struct arena rest = { .blocks = kept->next };
	arena_finish(&rest);
	kept->next = NULL;
	kept->used = 0;
}
