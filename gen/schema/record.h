#ifndef SQLGEN_RECORD_H
#define SQLGEN_RECORD_H

#include <stdbool.h>
#include <stddef.h>

#include "schema/replay.h"
#include "schema/snapshot.h"
#include "sql/heading.h"

struct arena;
struct diag;
struct migration;
struct migrations;

/*
 * What SQLite asked its authorizer about a statement: https://sqlite.org/c3ref/set_authorizer.html
 * names the codes and what first and second are. Equal ones are kept once.
 */
struct action {
	int code;
	const char *first, *second, *database;
	const char *through; /* the trigger or view that asks; NULL */
};

/* One statement, and the schema around it. */
struct step {
	const struct migration *migration;
	size_t index;           /* of the migration */
	size_t offset, length;  /* in its text, without what stands before the first word */
	const char *text;       /* at offset */
	struct heading heading; /* its offsets count from text */
	const struct action *actions;
	size_t action_count;
	const struct snapshot *before;
	const struct snapshot *after; /* NULL: it failed */
};

struct recorded_migration {
	const struct migration *migration;
	const struct step *steps;
	size_t step_count;
	const struct snapshot *before;
	const struct snapshot *after; /* NULL: it failed, or was not reached */
};

/* A replay of migrations, statement by statement. */
struct record {
	struct recorded_migration *migrations;
	size_t count;
	struct replay replay; /* of all of them; handle NULL: one failed */
};

/*
 * Runs all migrations as replay_run does, without a cache, and keeps what each statement does.
 * False if that failed, which was told: then record has what came before, and the failed statement,
 * whose step has no after. record_finish is called in either case.
 */
bool record_run(struct record *record, struct migrations *migrations, struct arena *arena,
		struct diag *diag);
void record_finish(struct record *record);

#endif
