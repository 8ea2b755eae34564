#include "base/map.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "test.h"

static void
what_was_set_last_is_found(void)
{
	struct arena arena = { 0 };
	struct map map = { 0 };
	int first = 1, second = 2;

	CHECK(map_get(&map, "a", 1) == NULL);
	map_set(&map, "a", 1, &first, &arena);
	map_set(&map, "ab", 2, &second, &arena);
	CHECK(map_get(&map, "a", 1) == &first);
	CHECK(map_get(&map, "ab", 2) == &second);
	CHECK(map_get(&map, "b", 1) == NULL);
	map_set(&map, "a", 1, &second, &arena);
	CHECK(map_get(&map, "a", 1) == &second);
	map_set(&map, "a", 1, NULL, &arena);
	CHECK(map_get(&map, "a", 1) == NULL);
	CHECK(map.count == 2);
	arena_finish(&arena);
}

static void
keys_may_be_empty_or_hold_a_nul(void)
{
	struct arena arena = { 0 };
	struct map map = { 0 };
	int empty = 0, nul = 1;

	map_set(&map, "", 0, &empty, &arena);
	map_set(&map, "a\0b", 3, &nul, &arena);
	CHECK(map_get(&map, "", 0) == &empty);
	CHECK(map_get(&map, "a\0b", 3) == &nul);
	CHECK(map_get(&map, "a\0c", 3) == NULL);
	CHECK(map_get(&map, "a", 1) == NULL);
	arena_finish(&arena);
}

static void
many_keys_stay_found_while_it_grows(void)
{
	enum { COUNT = 5000 };
	static int values[COUNT];
	struct arena arena = { 0 };
	struct map map = { 0 };

	for (int i = 0; i < COUNT; i++) {
		const char *key = arena_format(&arena, "key%d", i);
		map_set(&map, key, strlen(key), &values[i], &arena);
	}
	for (int i = 0; i < COUNT; i++) {
		const char *key = arena_format(&arena, "key%d", i);
		CHECK(map_get(&map, key, strlen(key)) == &values[i]);
	}
	arena_finish(&arena);
}

int
main(void)
{
	what_was_set_last_is_found();
	keys_may_be_empty_or_hold_a_nul();
	many_keys_stay_found_while_it_grows();
	return failures != 0;
}
