#ifndef SQLGEN_QUERY_PLAN_H
#define SQLGEN_QUERY_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include <sqlite3.h>

#include "base/diag.h"

struct arena;
struct text;

/* How SQLite would run a statement on the replayed database: https://sqlite.org/eqp.html */

enum plan_cost {
	PLAN_CHEAP,
	PLAN_FULL_SCAN,       /* all rows of a table, or of an index on it */
	PLAN_TEMPORARY_TREE,  /* what is sorted, grouped or made distinct without an index */
	PLAN_AUTOMATIC_INDEX  /* an index that is made anew for each run */
};

struct plan_step {
	const char *detail; /* SQLite's words, harmless on a terminal: "SCAN t" */
	unsigned depth;     /* how many steps it stands below */
	enum plan_cost cost;
};

struct query_plan {
	const char *name; /* of the function */
	struct place place;
	struct plan_step *steps;
	size_t step_count;
};

/*
 * A scan of a virtual table, whose module knows what it does, and of what a subquery gives are cheap.
 * False, and diag knows, if SQLite refuses the statement.
 */
bool query_plan_explain(struct query_plan *plan, const char *sql, sqlite3 *handle, struct arena *arena,
		  struct diag *diag);

/* Full scans of it are what its statement is for. */
void query_plan_allow_scan(struct query_plan *plan);

/* Is a step of it not cheap? */
bool query_plan_is_costly(const struct query_plan *plan);

/* "full-scan"; NULL: it is cheap. */
const char *plan_cost_rule(enum plan_cost cost);

/* Adds a line for each step, indented by tabs: at least one, and one more for each above it. */
void query_plan_to_text(const struct query_plan *plan, struct text *out);

#endif
