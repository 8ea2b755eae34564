#ifndef SQLGEN_TRIAL_H
#define SQLGEN_TRIAL_H

#include <stddef.h>

#include <sqlite3.h>

struct arena;
struct diag;
struct migrations;

/*
 * What an empty database hides: some statements fail only where there are rows. The migration of
 * this index, which is about to run on handle, is tried on a copy whose tables have rows (see
 * schema/seed.h), and what fails there but not without the rows is a warning at its place. Only an
 * advice: handle is not changed, and a migration that holds nothing of the kind, or much data, is
 * passed over: that a large one was not tried is a note, where every message is shown.
 */
void trial_run(sqlite3 *handle, const struct migrations *migrations, size_t index,
	       struct arena *arena, struct diag *diag);

#endif
