#ifndef SQLGEN_CONVENTION_H
#define SQLGEN_CONVENTION_H

#include <stdbool.h>
#include <stddef.h>

#include "input/migration_name.h"

struct arena;
struct diag;
struct listing;

/* Where the order of a directory's files is written. */
enum convention_kind {
	KIND_NAMES,   /* in their names */
	KIND_FOLDERS, /* in the names of the folders in which they stand */
	KIND_JOURNAL, /* meta/_journal.json */
	KIND_PLAN,    /* sqitch.plan */
	KIND_QUERIES, /* .sq files are the schema; without them .sqm files are migrations */
	KIND_CHAIN,   /* in their first lines */
	KIND_SCHEMA   /* nowhere: the files are one schema */
};

/*
 * How a directory of migrations is read: one row a convention. What its own tool does is the rule,
 * also where that is odd.
 */
struct convention {
	const char *name;
	const char *forms; /* for messages: how its files are named */
	enum convention_kind kind;
	enum name_reading (*read)(struct migration_name *name, const char *file);
	bool has_sections;          /* up and down in one file, parted by marks: see section.h */
	bool ignores_marks;         /* of other conventions: they are comments to its tool */
	bool goes_deep;             /* files in directories inside are read, too */
	bool refuses_equal;         /* versions; else ties go by the full name, with a warning */
	bool refuses_lone_down;     /* down files without up; else passed over, with a warning */
	bool pairs_by_version;      /* up and down need not have the same label */
	const char *no_transaction; /* what such a file starts with; NULL: no mark */
	bool counts_by_time;        /* the first version of an empty directory is the time */
	bool writes_down;           /* up and down always; else down where the directory has one */
	const char *
		next; /* the next file: {v} is its version, {n} its name; NULL: its tool makes it */
	const char *up, *down; /* what the next files begin with; down NULL: in a file of its own */
};

enum convention_id {
	CONVENTION_NATIVE,
	CONVENTION_GOLANG,
	CONVENTION_SQLX,
	CONVENTION_GOOSE,
	CONVENTION_DBMATE,
	CONVENTION_SQL_MIGRATE,
	CONVENTION_MICRATE,
	CONVENTION_NODE_SQLITE,
	CONVENTION_JOY,
	CONVENTION_FLYWAY,
	CONVENTION_REFINERY,
	CONVENTION_DIESEL,
	CONVENTION_RUSQLITE,
	CONVENTION_PRISMA,
	CONVENTION_DRIZZLE,
	CONVENTION_DRIZZLE_FOLDERS,
	CONVENTION_D1,
	CONVENTION_SQITCH,
	CONVENTION_SQLDELIGHT,
	CONVENTION_POP,
	CONVENTION_MAUTRIX,
	CONVENTION_NUMBERED,
	CONVENTION_SCHEMA,
	CONVENTION_COUNT
};

const struct convention *convention_row(enum convention_id id);

/*
 * The convention of a directory, as far as names tell. NULL after an error if they mix two. A
 * directory without a name that any convention takes is native.
 */
const struct convention *convention_detect(const struct listing *listing, struct arena *arena,
					   struct diag *diag);

/* Those that are read, for messages: "native, golang-migrate and sqlx" where joint is " and ". */
char *convention_list(const char *joint, struct arena *arena);

#endif
