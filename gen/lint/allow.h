#ifndef SQLGEN_ALLOW_H
#define SQLGEN_ALLOW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"

struct arena;
struct findings;
struct lint;

/*
 * What is allowed in writing: "-- sqlgen: allow RULE REASON" for the statement that it stands
 * before or in, "-- sqlgen: allow RULE in this file: REASON", and "allow = RULE REASON" in
 * sqlgen.ini.
 */
struct allow {
	const char *path;
	unsigned first_line, last_line; /* last_line 0: all of the file */
	const char *rule;               /* "destructive": all that loses data */
	const char *reason;             /* NULL: none is given */
	struct place place;
	bool is_used;
};

struct allows {
	struct allow *items;
	size_t count;
};

/* Those of the migrations that are looked at. */
void allows_read(struct allows *allows, const struct lint *lint, struct arena *arena,
		 const struct diag *diag);

/* Gives findings that are allowed their reason. */
void allows_apply(struct allows *allows, struct findings *findings);

/* Tells of those that are wrong, and those that matched nothing. */
void allows_judge(const struct allows *allows, const struct lint *lint, struct findings *findings,
		  struct arena *arena);

#endif
