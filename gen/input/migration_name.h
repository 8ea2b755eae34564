#ifndef SQLGEN_MIGRATION_NAME_H
#define SQLGEN_MIGRATION_NAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

enum migration_side { SIDE_UP, SIDE_DOWN };

/* The parts of a migration's file name; the pointers are into the name itself. */
struct migration_name {
	const char *file; /* as seen from the directory: "0001_x.sql", "1_x/up.sql" */
	size_t rank;      /* its position in a plan or journal, before all else; else 0 */
	uint64_t number;
	size_t digit_count;  /* as written, leading zeros included */
	const char *letters; /* behind the number: "a" in 5a_name.sql, ".2" in V1.2__name.sql */
	size_t letter_count;
	const char *text; /* the version where it is no number: compared byte by byte; else NULL */
	size_t text_length;
	char separator;    /* between number and label: '_', or '-' */
	const char *label; /* "add_users" */
	size_t label_length;
	enum migration_side side;
	bool has_twin; /* of another dialect, in whose place it stands */
};

enum name_reading {
	NAME_READ,
	NAME_OTHER,    /* not a name of this form */
	NAME_TOO_LARGE /* the number is beyond what the convention can count */
};

/*
 * Each convention's own reader. *name is untouched if the answer is NAME_OTHER; a number that is
 * too large is given as the largest.
 */

/* 0001_name.sql, 5a_name.sql, 0001_name.down.sql, 0001-name.sql; up to UINT64_MAX. */
enum name_reading migration_name_native(struct migration_name *name, const char *file);
/* ^([0-9]+)_(.*)\.(up|down)\.(.*)$ where the last part ends in sql; up to UINT64_MAX. */
enum name_reading migration_name_golang(struct migration_name *name, const char *file);
/* 1_name.sql, 1_name.up.sql, 1_name.down.sql; up to INT64_MAX. */
enum name_reading migration_name_sqlx(struct migration_name *name, const char *file);

/* Reads the digits at from, which may be none: NAME_OTHER. */
enum name_reading migration_name_number(struct migration_name *name, const char *from,
					uint64_t most);
/*
 * What is wrong with a name whatever it says, since it becomes text in a program and in a makefile:
 * it is one line in UTF-8. NULL: nothing.
 */
const char *migration_name_text_fault(const char *file);
bool migration_name_is_text(const char *file);

/*
 * For qsort: by rank, then number and letters ("1.9" before "1.21", "1.0" as "1") or the text,
 * which comes behind all numbers; then the whole file name.
 */
int migration_name_order(const void *a, const void *b);
bool migration_name_same_version(const struct migration_name *a, const struct migration_name *b);
bool migration_name_same_label(const struct migration_name *a, const struct migration_name *b);

/* A version of ten digits or more is a time: 1700000000, 20240131120000. */
bool migration_name_is_time(const struct migration_name *name);

/*
 * The version without leading zeros: "5a" of 005a_name.sql, "0" of 0000_name.sql, "1.2" of
 * V1_02__name.sql; a text of digits and '-' without the '-', as diesel has it.
 */
char *migration_name_version(const struct migration_name *name, struct arena *arena);

#endif
