#ifndef SQLGEN_FILL_H
#define SQLGEN_FILL_H

#include <stdbool.h>

#include "query/sample.h"

struct arena;
struct statement_context;

/* What a database holds while queries are tried on it. */
struct filling {
	unsigned seed;
	unsigned rows;    /* in each table, at most */
	unsigned skipped; /* tables whose index has this bit stay empty; 0: none */
	/* those that the migrations wrote stay, and empty tables have those of schema/seed.h too */
	bool keeps_rows;
	enum sample_range range;
};

/*
 * Puts rows into the tables that conform: each stored value decodes into its own field. The first
 * has no NULL, the second NULL wherever it can be, the third is the first again but for its key.
 * Constraints are kept, foreign keys are not; no trigger runs. The caller has a savepoint open.
 */
void fill_tables(const struct statement_context *context, const struct filling *filling,
		 struct arena *arena);

/* Does all that is stored decode? */
bool fill_conforms(const struct statement_context *context, struct arena *arena);

#endif
