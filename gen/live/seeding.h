#ifndef SQLGEN_SEEDING_H
#define SQLGEN_SEEDING_H

#include <stdbool.h>
#include <stddef.h>

#include "input/source.h"

struct arena;
struct diag;
struct sqlgen_connection;

/* Where it is kept which files were run, with the checksum that they had. */
#define SEEDING_TABLE "sqlgen_seeds"

struct seed_file {
	const char *name; /* in its directory */
	struct source source;
	bool is_run; /* false: it was run before as it is, and was left out */
};

/* The files of a directory that are named .sql, in the order of their names. */
struct seeding {
	struct seed_file *files;
	size_t count;
};

bool seeding_read(struct seeding *seeding, const char *directory, struct arena *arena, struct diag *diag);

/*
 * Runs them in one transaction, foreign keys enforced, guarded as migrations are; those that were
 * run before as they are, whatever came of their rows since, are left out. Returns SQLite's code, and
 * nothing is changed unless it is SQLITE_OK; *place is then where, and sqlgen_error says why.
 */
int seeding_run(struct seeding *seeding, struct sqlgen_connection *connection, struct place *place,
		const struct diag *diag);

#endif
