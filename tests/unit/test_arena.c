#include "test.h"

#include <stdint.h>
#include <stddef.h>

#include "base/arena.h"

static void
memory_is_zeroed_aligned_and_distinct(void)
{
	static const size_t sizes[] = { 0,     1,     3,       16, 17,    1000, 65535,
					65536, 65537, 1000000, 5,  40000, 40000 };
	enum { COUNT = sizeof(sizes) / sizeof(sizes[0]) };
	struct arena arena = { 0 };
	unsigned char *taken[COUNT];
	for (size_t i = 0; i < COUNT; i++) {
		taken[i] = arena_alloc(&arena, sizes[i]);
		CHECK((uintptr_t)taken[i] % _Alignof(max_align_t) == 0);
		for (size_t j = 0; j < sizes[i]; j++)
			if (taken[i][j] != 0) {
				CHECK(taken[i][j] == 0);
				break;
			}
		memset(taken[i], (int)i + 1, sizes[i]);
	}
	for (size_t i = 0; i < COUNT; i++)
		for (size_t j = 0; j < sizes[i]; j++)
			if (taken[i][j] != i + 1) {
				CHECK_INT(taken[i][j], i + 1);
				break;
			}
	CHECK(taken[0] != taken[1]);
	arena_finish(&arena);
	CHECK(arena.blocks == NULL);
	arena_finish(&arena);
}

static void
strings_are_copied_and_ended(void)
{
	struct arena arena = { 0 };
	char source[] = "one two";
	char *word = arena_copy(&arena, source, 3);
	char *whole = arena_string(&arena, source);
	source[0] = 'X';
	CHECK_STR(word, "one");
	CHECK_STR(whole, "one two");
	CHECK_STR(arena_copy(&arena, NULL, 0), "");
	CHECK_INT(memcmp(arena_copy(&arena, "a\0b", 3), "a\0b", 4), 0);
	arena_finish(&arena);
}

static void
formats_of_any_length(void)
{
	struct arena arena = { 0 };
	CHECK_STR(arena_format(&arena, "%s-%d", "x", 42), "x-42");
	CHECK_STR(arena_format(&arena, "%s", ""), "");
	for (int length = 250; length < 260; length++) {
		char *line = arena_format(&arena, "%0*d", length, 7);
		CHECK_INT(strlen(line), (size_t)length);
		CHECK_INT(line[length - 1], '7');
	}
	char *wide = arena_format(&arena, "%0*d", 100000, 7);
	CHECK_INT(strlen(wide), 100000);
	CHECK_INT(wide[99999], '7');
	arena_finish(&arena);
}

static void
a_reset_arena_is_empty_and_takes_its_memory_again(void)
{
	struct arena arena = { 0 };
	char *first = arena_string(&arena, "first"), *again;
	arena_reset(&(struct arena){ 0 });
	for (int turn = 0; turn < 3; turn++) {
		arena_reset(&arena);
		again = arena_alloc(&arena, 6);
		CHECK(again == first);
		CHECK_INT(memcmp(again, "\0\0\0\0\0", 6), 0);
		memcpy(again, "again", 6);
	}
	for (int i = 0; i < 100; i++)
		memset(arena_alloc(&arena, 50000), 'x', 50000);
	arena_reset(&arena);
	CHECK_STR(arena_copy(&arena, "a", 1), "a");
	arena_finish(&arena);
}

static void
arrays_grow_and_old_ones_stay_valid(void)
{
	struct arena arena = { 0 };
	int *items = NULL, *early = NULL;
	const char *neighbour = NULL;
	size_t moves = 0;
	for (size_t i = 0; i < 5000; i++) {
		int *grown = arena_grow(&arena, items, i, sizeof *items);
		moves += grown != items;
		items = grown;
		items[i] = (int)i;
		if (i == 0)
			neighbour = arena_string(&arena, "neighbour");
		if (i == 3)
			early = items;
	}
	for (size_t i = 0; i < 5000; i++)
		if (items[i] != (int)i) {
			CHECK_INT(items[i], i);
			break;
		}
	CHECK_INT(early[3], 3);
	CHECK_STR(neighbour, "neighbour");
	CHECK(moves < 20);
	items = arena_grow(&arena, items, 0, sizeof *items);
	CHECK(items != NULL);
	arena_finish(&arena);
}

int
main(void)
{
	memory_is_zeroed_aligned_and_distinct();
	strings_are_copied_and_ended();
	formats_of_any_length();
	a_reset_arena_is_empty_and_takes_its_memory_again();
	arrays_grow_and_old_ones_stay_valid();
	return failures != 0;
}
