#ifndef SQLGEN_REVERSAL_H
#define SQLGEN_REVERSAL_H

#include <stdbool.h>
#include <stddef.h>

#include "live/difference.h"

struct arena;
struct diag;
struct migrations;

/* What it comes to when a migration is run, undone, and run again. */
struct reversal {
	bool is_tried;       /* it can be undone */
	const char *failure; /* why undoing it, or running it again, failed; NULL: neither did */
	bool is_again;       /* it is the latter */
	size_t offset;       /* of the statement, in the down text or in the migration's */
	struct difference difference; /* from before it to after its undoing */
};

/*
 * One for each migration, on a database in memory that has no rows but those the migrations
 * insert. Where running fails, the rest is not tried.
 */
void reversals_read(struct reversal *reversals, const struct migrations *migrations,
		    struct arena *arena, struct diag *diag);

#endif
