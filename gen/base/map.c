#include "base/map.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"

enum { FIRST_CAPACITY = 64 };

struct map_entry {
	const char *key;
	size_t length;
	uint64_t hash;
	void *value;
};

uint64_t
map_hash(const char *key, size_t length)
{
	uint64_t hash = 0xCBF29CE484222325U;

	for (size_t i = 0; i < length; i++)
		hash = (hash ^ (unsigned char)key[i]) * 0x100000001B3U;
	return hash;
}

/* Where the key is, or the free slot where it belongs. There is always a free one. */
static struct map_entry *
find(const struct map *map, const char *key, size_t length, uint64_t hash)
{
	size_t at = (size_t)hash & (map->slot_count - 1);

	while (map->slots[at].key &&
	       (map->slots[at].hash != hash || map->slots[at].length != length ||
		memcmp(map->slots[at].key, key, length) != 0))
		at = (at + 1) & (map->slot_count - 1);
	return &map->slots[at];
}

static void
grow(struct map *map, struct arena *arena)
{
	struct map old = *map;

	map->slot_count = old.slot_count > 0 ? 2 * old.slot_count : FIRST_CAPACITY;
	map->slots = arena_alloc(arena, map->slot_count * sizeof *map->slots);
	for (size_t i = 0; i < old.slot_count; i++) {
		const struct map_entry *entry = &old.slots[i];

		if (entry->key)
			*find(map, entry->key, entry->length, entry->hash) = *entry;
	}
}

void *
map_get(const struct map *map, const char *key, size_t length)
{
	return map->count > 0 ? find(map, key, length, map_hash(key, length))->value : NULL;
}

void
map_set(struct map *map, const char *key, size_t length, void *value, struct arena *arena)
{
	uint64_t hash = map_hash(key, length);
	struct map_entry *entry;

	if (2 * map->count >= map->slot_count)
		grow(map, arena);
	entry = find(map, key, length, hash);
	map->count += entry->key == NULL;
	*entry = (struct map_entry){ key, length, hash, value };
}
