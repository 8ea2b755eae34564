#include "base/pool.h"

#include <stdint.h>
#include <stdlib.h>

#include "test.h"

static void
sizes_are_rounded_to_classes_of_a_quarter(void)
{
	static const size_t rows[][2] = {
		{ 1, 8 },	{ 8, 8 },	{ 9, 16 },	{ 32, 32 },	{ 33, 40 },
		{ 64, 64 },	{ 65, 80 },	{ 128, 128 },	{ 129, 160 },	{ 1200, 1280 },
		{ 4096, 4096 }, { 4097, 5120 }, { 131072, 131072 }, { 131073, 131080 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		CHECK_INT(pool_round(rows[i][0]), rows[i][1]);
	for (size_t size = 1; size < 300000; size += size / 7 + 1) {
		CHECK(pool_round(size) >= size);
		CHECK(pool_round(pool_round(size)) == pool_round(size));
	}
}

static void
a_piece_holds_what_was_asked_for_and_is_taken_again(void)
{
	struct pool pool = { 0 };

	for (size_t size = 1; size < 400000; size += size / 3 + 1) {
		void *piece = pool_take(&pool, size), *again;

		CHECK(piece && (uintptr_t)piece % 8 == 0);
		CHECK_INT(pool_size(piece), pool_round(size));
		memset(piece, 0x5a, pool_size(piece));
		CHECK_INT(pool.used, pool_round(size));
		pool_give(&pool, piece);
		CHECK_INT(pool.used, 0);
		if (size > 128 * 1024)
			continue;
		again = pool_take(&pool, size);
		CHECK(again == piece);
		pool_give(&pool, again);
	}
	pool_give(&pool, NULL);
	pool_finish(&pool);
}

/* Many at once, each filled with its own byte: none lies in another. */
static void
pieces_do_not_overlap(void)
{
	enum { COUNT = 3000 };
	static unsigned char *pieces[COUNT];
	static size_t sizes[COUNT];
	struct pool pool = { 0 };
	unsigned random = 1;

	for (int turn = 0; turn < 4 * COUNT; turn++) {
		int i = turn % COUNT;

		random = random * 1103515245U + 12345U;
		if (pieces[i])
			for (size_t at = 0; at < sizes[i]; at++)
				CHECK(pieces[i][at] == (unsigned char)i);
		if (pieces[i] && random >> 16 & 1) {
			pool_give(&pool, pieces[i]);
			pieces[i] = NULL;
			continue;
		}
		sizes[i] = (random >> 18) % 700 + 1;
		pieces[i] = pieces[i] ? pool_resize(&pool, pieces[i], sizes[i]) :
					pool_take(&pool, sizes[i]);
		memset(pieces[i], i, sizes[i]);
	}
	pool_finish(&pool);
	for (int i = 0; i < COUNT; i++)
		pieces[i] = NULL;
}

static void
a_resized_piece_keeps_its_bytes(void)
{
	static const size_t sizes[] = { 20, 100, 60, 5000, 200000, 900000, 150000, 30, 1 };
	struct pool pool = { 0 };
	char *piece = pool_take(&pool, 1);

	piece[0] = 'x';
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		piece = pool_resize(&pool, piece, sizes[i]);
		CHECK(piece[0] == 'x');
		CHECK_INT(pool.used, pool_round(sizes[i]));
	}
	pool_give(&pool, piece);
	CHECK_INT(pool.used, 0);
	pool_finish(&pool);
}

static void
no_more_than_the_limit_is_given(void)
{
	struct pool pool = { .limit = 1000 * 1000 };
	char *piece = pool_take(&pool, 900 * 1000), *small;

	CHECK(piece);
	CHECK(!pool_take(&pool, 200 * 1000));
	CHECK(!pool_resize(&pool, piece, 1100 * 1000));
	small = pool_take(&pool, 64);
	CHECK(small);
	CHECK(!pool_resize(&pool, small, 100 * 1000));
	pool_give(&pool, piece);
	CHECK((piece = pool_take(&pool, 900 * 1000)));
	pool_give(&pool, piece);
	pool_finish(&pool);
}

int
main(void)
{
	sizes_are_rounded_to_classes_of_a_quarter();
	a_piece_holds_what_was_asked_for_and_is_taken_again();
	pieces_do_not_overlap();
	a_resized_piece_keeps_its_bytes();
	no_more_than_the_limit_is_given();
	return failures != 0;
}
