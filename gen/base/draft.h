#ifndef SQLGEN_DRAFT_H
#define SQLGEN_DRAFT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

struct arena;
struct diag;

/*
 * A file on its way, for base/file_set. As long as its text is that of the target it is only
 * compared; from the first difference on it goes to a temporary beside the target, created O_EXCL
 * with a random name. The directory is opened once, so that nothing goes elsewhere when the path is
 * changed meanwhile. The temporary stays open, and locked, until it is renamed: a lock says to other
 * runs that it is no leftover.
 */
struct draft {
	const char *path, *directory_path;
	const char *name;      /* the target's, in its directory */
	const char *temporary; /* NULL: there is none */
	const char *old;       /* what the target was is kept under this name; NULL: it is not */
	bool is_rehearsed;     /* nothing is to be written */
	bool differs;
	bool has_target;       /* one was there */
	bool is_renamed;
	mode_t mode;               /* the target's, if it is a regular file; else 0 */
	size_t size;               /* of the text so far */
	struct stat compared;      /* the target as it was opened to be compared */
	int target, directory, fd; /* -1: not open */
};

/* path must live as long as the draft. Cannot fail: a target that cannot be read differs. */
void draft_begin(struct draft *draft, const char *path, bool is_rehearsed);
/* The next bytes. */
bool draft_add(struct draft *draft, const char *data, size_t size, struct arena *arena, struct diag *diag);
/* Behind the last: what differs, or must be written, is on the disk, with the mode of the target. */
bool draft_end(struct draft *draft, bool must_write, struct arena *arena, struct diag *diag);

/* The temporary takes the target's name. */
bool draft_rename(struct draft *draft, struct arena *arena, struct diag *diag);
/* The target as it was before draft_rename. */
void draft_put_back(struct draft *draft, struct diag *diag);

/* Removes what is temporary. */
void draft_finish(struct draft *draft);

#endif
