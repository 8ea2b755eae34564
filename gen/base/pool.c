#include "base/pool.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/*
 * Four classes for each doubling: 32, 40, 48, 56, 64, 80, 96 … so that at most a fifth is lost.
 * Below SMALL_MAX a class for each 8 bytes is the same, or finer.
 */
enum { UNIT = 8, SMALL_MAX = 32, PIECE_MAX = 128 * 1024, BLOCK_SIZE = 256 * 1024, STEPS = 4 };

struct pool_free {
	struct pool_free *next;
};

struct pool_block {
	struct pool_block *next;
};

/* Before each piece: what it holds. */
struct header {
	uint64_t size;
};

static size_t
class_of(size_t size, size_t *rounded)
{
	size_t step = UNIT, top = SMALL_MAX, class = SMALL_MAX / UNIT;

	if (size <= SMALL_MAX) {
		*rounded = (size + UNIT - 1) / UNIT * UNIT;
		return *rounded / UNIT - 1;
	}
	while (size > 2 * top) {
		top *= 2;
		step *= 2;
		class += STEPS;
	}
	*rounded = (size + step - 1) / step * step;
	return class + (*rounded - top) / step - 1;
}

static struct header *
header_of(const void *piece)
{
	return (struct header *)(uintptr_t)piece - 1;
}

size_t
pool_size(const void *piece)
{
	return (size_t)header_of(piece)->size;
}

size_t
pool_round(size_t size)
{
	size_t rounded;

	if (size > PIECE_MAX)
		return size > SIZE_MAX - UNIT ? size : (size + UNIT - 1) / UNIT * UNIT;
	class_of(size > 0 ? size : 1, &rounded);
	return rounded;
}

/* What is left of the newest block is not used: it is less than a piece in size. */
static char *
carve(struct pool *pool, size_t size)
{
	char *piece;

	if ((size_t)(pool->end - pool->next) < size) {
		struct pool_block *block = malloc(sizeof *block + BLOCK_SIZE);

		if (!block)
			return NULL;
		block->next = pool->blocks;
		pool->blocks = block;
		pool->next = (char *)(block + 1);
		pool->end = pool->next + BLOCK_SIZE;
	}
	piece = pool->next;
	pool->next += size;
	return piece;
}

void *
pool_take(struct pool *pool, size_t size)
{
	size_t rounded = pool_round(size), class;
	struct header *header;

	assert(size > 0);
	if (rounded > SIZE_MAX - sizeof *header ||
	    (pool->limit != 0 && rounded > pool->limit - pool->used))
		return NULL;
	if (rounded > PIECE_MAX) {
		header = malloc(sizeof *header + rounded);
	} else {
		class = class_of(rounded, &rounded);
		if (pool->free[class]) {
			struct pool_free *piece = pool->free[class];

			pool->free[class] = piece->next;
			pool->used += rounded;
			return piece;
		}
		header = (struct header *)(void *)carve(pool, sizeof *header + rounded);
	}
	if (!header)
		return NULL;
	header->size = rounded;
	pool->used += rounded;
	return header + 1;
}

void
pool_give(struct pool *pool, void *piece)
{
	size_t size, class;

	if (!piece)
		return;
	size = pool_size(piece);
	pool->used -= size;
	if (size > PIECE_MAX) {
		free(header_of(piece));
		return;
	}
	class = class_of(size, &size);
	((struct pool_free *)piece)->next = pool->free[class];
	pool->free[class] = piece;
}

/* Of two large sizes: the C library may grow a piece without copying it. */
static void *
resize_large(struct pool *pool, void *piece, size_t size)
{
	size_t old = pool_size(piece);
	struct header *header;

	if (size > SIZE_MAX - sizeof *header ||
	    (pool->limit != 0 && size > old && size - old > pool->limit - pool->used))
		return NULL;
	header = realloc(header_of(piece), sizeof *header + size);
	if (!header)
		return NULL;
	header->size = size;
	pool->used += size - old;
	return header + 1;
}

void *
pool_resize(struct pool *pool, void *piece, size_t size)
{
	size_t old = pool_size(piece), rounded = pool_round(size);
	void *moved;

	if (rounded == old)
		return piece;
	if (old > PIECE_MAX && rounded > PIECE_MAX)
		return resize_large(pool, piece, rounded);
	moved = pool_take(pool, size);
	if (!moved)
		return NULL;
	memcpy(moved, piece, old < size ? old : size);
	pool_give(pool, piece);
	return moved;
}

void
pool_finish(struct pool *pool)
{
	while (pool->blocks) {
		struct pool_block *next = pool->blocks->next;

		free(pool->blocks);
		pool->blocks = next;
	}
	*pool = (struct pool){ 0 };
}
