#ifndef SQLGEN_STATEMENTS_H
#define SQLGEN_STATEMENTS_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct diag;
struct model;
struct project;
struct replay;
struct value;

/* The statements of all tables: how many there are, and whether SQLite takes them and the probes. */
struct statements {
	size_t count, long_count; /* long: too long for a literal */
};

/*
 * Counts them, and puts each to the test on the replayed database: what SQLite refuses now it would
 * refuse at run time. Without a replay (NULL) they are only counted.
 */
bool statements_prove(struct statements *statements, const struct project *project,
		      const struct model *model, const struct replay *replay, struct arena *arena,
		      struct diag *diag);

/* The streams of them, as templates know them: statements and long_statements. */
void statements_view(struct value *root, const struct statements *statements,
		     const struct project *project, const struct model *model, struct arena *arena);

#endif
