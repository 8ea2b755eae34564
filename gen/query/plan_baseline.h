#ifndef SQLGEN_PLAN_BASELINE_H
#define SQLGEN_PLAN_BASELINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/map.h"

struct arena;
struct diag;
struct query_plan;
struct text;

/*
 * The costly plans that were accepted, in a file that is committed: the name of a function on a line
 * of its own, below it the steps, indented by tabs. '#' begins a comment.
 */
struct plan_baseline {
	const char **names; /* in the order of the file */
	size_t count;
	struct map plans; /* by name: const char *, as query_plan_to_text writes them */
};

bool plan_baseline_read(struct plan_baseline *baseline, const char *path, struct arena *arena,
			struct diag *diag);

/* What was accepted under this name; NULL: nothing. */
const char *plan_baseline_find(const struct plan_baseline *baseline, const char *name);

/* The file that accepts the costly ones of these plans. */
void plan_baseline_write(const struct query_plan *plans, size_t count, struct text *out);

#endif
