#ifndef SQLGEN_POOL_H
#define SQLGEN_POOL_H

#include <stddef.h>

/*
 * Memory for many small pieces that are freed and taken again in the same sizes, by one thread: a
 * list of free pieces for each class of sizes, filled from large blocks. A piece above PIECE_MAX
 * comes from malloc. Pieces are aligned to 8 bytes. A zeroed pool is empty.
 */
struct pool {
	struct pool_block *blocks;
	char *next, *end; /* what is left of the newest block */
	struct pool_free *free[64];
	size_t used, limit; /* bytes of pieces that are not free; 0: no limit */
};

/* NULL: there is no memory, or it would be more than the limit. size is not 0. */
void *pool_take(struct pool *pool, size_t size);
/* NULL is allowed. */
void pool_give(struct pool *pool, void *piece);
/* The piece moved to one of another size; on failure NULL, and the piece stays. */
void *pool_resize(struct pool *pool, void *piece, size_t size);

/* How much a piece holds, and how much one would hold that was asked for this size. */
size_t pool_size(const void *piece);
size_t pool_round(size_t size);

/* Frees all blocks, and so all pieces up to PIECE_MAX; larger ones must have been given back. */
void pool_finish(struct pool *pool);

#endif
