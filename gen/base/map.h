#ifndef SQLGEN_MAP_H
#define SQLGEN_MAP_H

#include <stddef.h>
#include <stdint.h>

struct arena;

/* What was set last for each key, found in constant time. A zeroed map is empty. */
struct map {
	struct map_entry *slots; /* a power of two of them; NULL as key is free */
	size_t slot_count, count;
};

/* FNV-1a of a key: https://datatracker.ietf.org/doc/html/draft-eastlake-fnv */
uint64_t map_hash(const char *key, size_t length);

/* NULL if nothing was set. The key may hold NULs. */
void *map_get(const struct map *map, const char *key, size_t length);

/* key is not copied. A value of NULL is as if nothing was set. */
void map_set(struct map *map, const char *key, size_t length, void *value, struct arena *arena);

#endif
