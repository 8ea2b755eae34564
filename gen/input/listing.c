#include "input/listing.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"

enum { DEPTH_MAX = 12, FILES_MAX = 100 * 1000 };

bool
listing_ends(const char *file, const char *suffix)
{
	size_t length = strlen(file), size = strlen(suffix);
	return length > size && strcmp(file + length - size, suffix) == 0;
}

/* inside is "" or "a/b/": what stands before the names of this directory. */
static bool
list_directory(struct listing *listing, const char *inside, int depth, struct arena *arena,
	       struct diag *diag)
{
	const char **names;
	size_t count;
	const char *path = file_join(arena, listing->directory, inside);
	if (depth == DEPTH_MAX || listing->count > FILES_MAX)
		return true;
	if (!file_list(&names, &count, *inside ? path : listing->directory, arena, diag))
		return false;
	for (size_t i = 0; i < count; i++) {
		char *name = arena_format(arena, "%s%s", inside, names[i]);
		if (names[i][0] == '.')
			continue;
		if (!listing_ends(name, ".sql") &&
		    file_is_directory(file_join(arena, listing->directory, name))) {
			char *deeper = arena_format(arena, "%s/", name);
			if (!list_directory(listing, deeper, depth + 1, arena, diag))
				return false;
			continue;
		}
		listing->files =
			arena_grow(arena, listing->files, listing->count, sizeof(*listing->files));
		listing->files[listing->count++] = name;
	}
	return true;
}

bool
listing_read(struct listing *listing, const char *directory, struct arena *arena, struct diag *diag)
{
	struct listing read = { .directory = directory };
	if (!list_directory(&read, "", 0, arena, diag))
		return false;
	*listing = read;
	return true;
}

bool
listing_has(const struct listing *listing, const char *file)
{
	for (size_t i = 0; i < listing->count; i++) {
		if (strcmp(listing->files[i], file) == 0)
			return true;
	}
	return false;
}
