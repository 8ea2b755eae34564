#ifndef SQLGEN_UNDO_H
#define SQLGEN_UNDO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/verb.h"
#include "input/migrations.h"
#include "sqlgen.h"

/* What rolling a database back would undo, newest first. */
struct undo_step {
	const char *version, *name;
	const char *down;         /* NULL: it has none */
	bool is_kept;             /* down is the history's, not a file's */
	const char *adopted_from; /* the tool whose own history has it, too; "": none */
};

struct undo_loss {
	size_t step;
	size_t offset;      /* in its down script */
	const char *table, *column; /* column NULL: the table */
	int64_t count;      /* rows, or values */
};

struct undo {
	const struct run *run;
	const char *path;   /* of the database */
	const char *target; /* the version to stay at; NULL: none */
	struct undo_step *steps;
	size_t count;
	struct migrations downs; /* the steps, each with its down script for its text */
	struct sqlgen_schema schema; /* the same as the runner has them */
	struct undo_loss *losses;
	size_t loss_count;
	bool is_rehearsed; /* else what is lost is not known */
	/* how the last attempt ended, on the copy or on the database */
	int rc;
	struct sqlgen_report report; /* its reason is message */
	const char *message;
};

/*
 * Reads the history, and finds what is behind version to ("0": all; NULL: the last one alone). Down
 * scripts are of the files in all, else as the history has kept them. A failure is told.
 */
enum status undo_read(struct undo *undo, const char *path, const char *to, const struct migrations *all,
		      const struct run *run);

/* Does it on a copy, which shows whether it can be done and what is lost. A failure is told. */
enum status undo_rehearse(struct undo *undo);

/* Tells why the last attempt failed, and keeps the sentence. */
enum status undo_tell(struct undo *undo, const struct sqlgen_connection *connection);

/* "users, which has 3 rows": of foreign origin. */
const char *undo_loss_text(const struct undo_loss *loss, struct arena *arena);

#endif
