#ifndef SQLGEN_LISTING_H
#define SQLGEN_LISTING_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct diag;

/*
 * The files under a directory, as paths from it, in byte order within each directory; without
 * those that begin with a dot, and not deeper than any convention goes.
 */
struct listing {
	const char *directory;
	const char **files;
	size_t count;
};

bool listing_read(struct listing *listing, const char *directory, struct arena *arena,
		  struct diag *diag);
bool listing_has(const struct listing *listing, const char *file);

/* Does a name end so, in this case? */
bool listing_ends(const char *file, const char *suffix);

#endif
