#include "base/pool.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/*
 * Four classes for each doubling: 32, 40, 48, 56, 64, 80, 96 … so that at most a fifth is lost.
 * Below SMALL_MAX a class for each 8 bytes is the same, or finer.
 */
enum {
	UNIT = 8,
	SMALL_MAX = 32,
	SMALL_BITS = 5,
	PIECE_MAX = 128 * 1024,
	BLOCK_SIZE = 256 * 1024,
	STEPS = 4
};

struct pool_free {
	struct pool_free *next;
};

struct pool_block {
	struct pool_block *next;
};

/* Before each piece: what it holds, and its class in the lowest bits. */
struct header {
	uint64_t size_and_class;
};

enum { CLASS_BITS = 8, CLASS_LARGE = 255 };

static void
set_header(struct header *header, size_t size, size_t class)
{
	header->size_and_class = (uint64_t)size << CLASS_BITS | class;
}

/* size is 1 to PIECE_MAX. */
static size_t
class_of(size_t size, size_t *rounded)
{
	size_t bits, step;

	if (size <= SMALL_MAX) {
		*rounded = (size + UNIT - 1) / UNIT * UNIT;
		return *rounded / UNIT - 1;
	}
	/* The power of two below. */
	bits = (size_t)(63 - __builtin_clzll(size - 1));
	step = (size_t)1 << bits >> 2;
	*rounded = (size + step - 1) & ~(step - 1);
	return SMALL_MAX / UNIT + (bits - SMALL_BITS) * STEPS + ((*rounded >> (bits - 2)) - STEPS) -
	       1;
}

static struct header *
header_of(const void *piece)
{
	return (struct header *)(uintptr_t)piece - 1;
}

size_t
pool_size(const void *piece)
{
	return (size_t)(header_of(piece)->size_and_class >> CLASS_BITS);
}

static size_t
round_large(size_t size)
{
	return size > SIZE_MAX - UNIT ? size : (size + UNIT - 1) / UNIT * UNIT;
}

size_t
pool_round(size_t size)
{
	size_t rounded;

	if (size > PIECE_MAX)
		return round_large(size);
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

static bool
is_too_much(const struct pool *pool, size_t size)
{
	return size > SIZE_MAX >> CLASS_BITS ||
	       (pool->limit != 0 && size > pool->limit - pool->used);
}

static void *
take_large(struct pool *pool, size_t size)
{
	struct header *header;

	if (is_too_much(pool, size))
		return NULL;
	header = malloc(sizeof *header + size);
	if (!header)
		return NULL;
	set_header(header, size, CLASS_LARGE);
	pool->used += size;
	return header + 1;
}

void *
pool_take(struct pool *pool, size_t size)
{
	struct pool_free *piece;
	struct header *header;
	size_t rounded, class;

	assert(size > 0);
	if (size > PIECE_MAX)
		return take_large(pool, round_large(size));
	class = class_of(size, &rounded);
	if (is_too_much(pool, rounded))
		return NULL;
	piece = pool->free[class];
	if (piece) {
		pool->free[class] = piece->next;
		pool->used += rounded;
		return piece;
	}
	header = (struct header *)(void *)carve(pool, sizeof *header + rounded);
	if (!header)
		return NULL;
	set_header(header, rounded, class);
	pool->used += rounded;
	return header + 1;
}

void
pool_give(struct pool *pool, void *piece)
{
	size_t class;

	if (!piece)
		return;
	pool->used -= pool_size(piece);
	class = header_of(piece)->size_and_class & CLASS_LARGE;
	if (class == CLASS_LARGE) {
		free(header_of(piece));
		return;
	}
	((struct pool_free *)piece)->next = pool->free[class];
	pool->free[class] = piece;
}

/* Of two large sizes: the C library may grow a piece without copying it. */
static void *
resize_large(struct pool *pool, void *piece, size_t size)
{
	size_t old = pool_size(piece);
	struct header *header;

	if (size > SIZE_MAX >> CLASS_BITS || (size > old && is_too_much(pool, size - old)))
		return NULL;
	header = realloc(header_of(piece), sizeof *header + size);
	if (!header)
		return NULL;
	set_header(header, size, CLASS_LARGE);
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
