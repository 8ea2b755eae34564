#ifndef SQLGEN_REHEARSAL_H
#define SQLGEN_REHEARSAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sqlite3.h>

#include "base/scratch.h"
#include "live/difference.h"
#include "live/soundness.h"
#include "sqlgen.h"

struct arena;
struct diag;

/* Rows of a table before and after; -1: it is not there. */
struct row_count {
	const char *table;
	int64_t before, after;
};

/* What one migration did. */
struct rehearsed {
	const struct sqlgen_migration *migration;
	int64_t milliseconds;
	int64_t steps; /* of SQLite's virtual machine, checks and history included */
	struct difference difference;
	struct row_count *counts; /* by table */
	size_t count;
};

/* What a migration loses of the database, as the runner tells it: see struct sqlgen_loss. */
struct loss {
	const struct sqlgen_migration *migration;
	const char *table, *column; /* column NULL: the whole table */
	int64_t count;              /* rows, or values */
};

/*
 * Migrations that run on a copy of a database, to tell what they would do to it. The database itself
 * is only read; the copy is gone at the end.
 */
struct rehearsal {
	struct arena *arena;
	struct diag *diag;
	sqlite3 *source;
	struct scratch scratch;
	struct sqlgen_connection connection; /* of the copy */
	struct sqlgen_report report;         /* of the last step */
	struct soundness before, after;
	struct inventory inventory;          /* at the moment */
	struct row_count *counts;
	size_t count;
	int64_t steps;
	struct rehearsed *done;
	size_t done_count;
	struct loss *losses;
	size_t loss_count;
	bool is_new; /* the database has no table: nothing can be lost */
};

/* Copies. Returns SQLite's code, and tells of what failed. rehearsal_finish in any case. */
int rehearsal_begin(struct rehearsal *rehearsal, const char *path, struct arena *arena, struct diag *diag);
/*
 * Runs the migrations of schema that are not applied. report says what failed, which is not told.
 */
int rehearsal_step(struct rehearsal *rehearsal, const struct sqlgen_schema *schema,
		   const struct sqlgen_options *options);
/* Looks at what has come of it. */
int rehearsal_end(struct rehearsal *rehearsal);
void rehearsal_finish(struct rehearsal *rehearsal);

#endif
