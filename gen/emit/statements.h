#ifndef SQLGEN_STATEMENTS_H
#define SQLGEN_STATEMENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"

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

/* One of them. */
struct generated_statement {
	const char *name; /* of its function: "get_task"; of a further text "find_tasks_choice_1" */
	const char *sql;
	struct place place; /* of the query, or of the table */
	bool reads_all; /* every row is what the function is for: list_ and count_ of a table */
};

/* All of them, tables' and then queries', each table's with its probe behind. */
void statements_list(struct generated_statement **items, size_t *count, const struct project *project,
		     const struct model *model, struct arena *arena);

/* The streams of them, as templates know them: statements and long_statements. */
void statements_view(struct value *root, const struct statements *statements,
		     const struct project *project, const struct model *model, struct arena *arena);

#endif
