#ifndef SQLGEN_SCRATCH_H
#define SQLGEN_SCRATCH_H

#include <stdbool.h>

struct arena;
struct diag;

/* A directory that nobody else can read, for files that are gone at the end. */
struct scratch {
	const char *path; /* NULL: there is none */
};

/* Makes one in TMPDIR, or in /tmp. */
bool scratch_begin(struct scratch *scratch, struct arena *arena, struct diag *diag);
/*
 * Copies a file into it. There being none is fine. *changed is set if it was written to meanwhile:
 * the copy is of no use then.
 */
bool scratch_copy(const struct scratch *scratch, const char *path, const char *name, bool *changed,
		  struct arena *arena, struct diag *diag);
/* Removes it and what is in it. */
void scratch_finish(struct scratch *scratch);

#endif
