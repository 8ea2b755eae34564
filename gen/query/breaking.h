#ifndef SQLGEN_BREAKING_H
#define SQLGEN_BREAKING_H

#include <stdbool.h>

struct arena;
struct diag;
struct migrations;
struct place;

/*
 * The last statement of the migrations before which SQLite took this query; false if it never did.
 * Runs all of them, so it is for what has an error already.
 */
bool breaking_find(struct place *place, const char *sql, struct migrations *migrations, struct arena *arena,
		   const struct diag *diag);

#endif
