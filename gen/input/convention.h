#ifndef SQLGEN_CONVENTION_H
#define SQLGEN_CONVENTION_H

#include <stdbool.h>
#include <stddef.h>

#include "input/migration_name.h"

struct arena;
struct diag;

/*
 * How a directory of migrations is read: one row a convention. What its own tool does is the rule,
 * also where that is odd.
 */
struct convention {
	const char *name;
	const char *forms; /* for messages: how its files are named */
	enum name_reading (*read)(struct migration_name *name, const char *file);
	int (*order)(const void *a, const void *b); /* for qsort over struct migration_name */
	bool refuses_equal;         /* versions; else ties go by the full name, with a warning */
	bool refuses_lone_down;     /* down files without up; else passed over, with a warning */
	bool pairs_by_version;      /* up and down need not have the same label */
	const char *no_transaction; /* what such a file starts with; NULL: no mark */
	bool counts_by_time;        /* the first version of an empty directory is the time */
	bool writes_down;           /* up and down always; else down where the directory has one */
};

/*
 * The convention of a directory in which these names (likely ones, in byte order) stand. NULL after
 * an error if they mix two. A directory without a name that any convention takes is native.
 */
const struct convention *convention_detect(const char *directory, const char *const *files,
					   size_t count, struct arena *arena, struct diag *diag);

/* Those that are read, for messages: "native, golang-migrate and sqlx" where joint is " and ". */
char *convention_list(const char *joint, struct arena *arena);

#endif
