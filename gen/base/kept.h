#ifndef SQLGEN_KEPT_H
#define SQLGEN_KEPT_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/*
 * Files that spare work and can be made again: whatever is wrong with one, it is as if it was not
 * there. The names of a directory's are KEPT_DIGITS hex digits and ".image"; no other file in it is
 * read or removed.
 */
enum { KEPT_DIGITS = 32 };

/* digits: KEPT_DIGITS of them. */
char *kept_path(const char *directory, const char *digits, struct arena *arena);

/* The digits of all files that are there, in no order. */
const char **kept_list(size_t *count, const char *directory, struct arena *arena);

/*
 * Reads a whole file into memory that take gives; give gets it back on failure. The file counts as
 * used now.
 */
struct kept_memory {
	void *(*take)(size_t size);
	void (*give)(void *memory);
};
bool kept_read(unsigned char **data, size_t *size, const char *path, struct kept_memory memory);

struct kept_part {
	const void *data;
	size_t size;
};
/*
 * Writes the parts one after the other, whole or not at all; not synced, for its reader checks it.
 * NULL, or with errno the path that could not be written.
 */
const char *kept_write(const char *path, const struct kept_part *parts, size_t count,
		       struct arena *arena);

/* Leaves those that were used last. */
void kept_prune(const char *directory, size_t count, struct arena *arena);

#endif
