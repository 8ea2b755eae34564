#ifndef SQLGEN_MIGRATIONS_H
#define SQLGEN_MIGRATIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"

struct arena;
struct declaration;

/* Where a stretch of a migration's text stands, if the text is joined from several files. */
struct migration_part {
	const char *path;
	size_t start;       /* in the migration's text */
	size_t text_offset; /* where it starts in the file */
	bool is_replaced;   /* not from the file: it took the place of what stands there */
};

/*
 * One migration, as its convention reads it. Text is what runs; offsets in it are offsets in the
 * file from text_offset on, unless it has parts.
 */
struct migration {
	const char *version; /* as the convention compares it: leading zeros removed; never empty */
	const char *name;    /* "add_users" */
	const char *path;    /* of the up file, as opened */
	const char *text;    /* NUL-terminated, without byte-order mark */
	size_t size;
	size_t text_offset;    /* where text starts in the file */
	const char *down_path; /* NULL: cannot be undone */
	const char *down_text;
	size_t down_size;
	size_t down_text_offset;
	/* SHA-256 in hex, as the runtime computes it; NULL until replay sets it */
	const char *checksum;
	bool has_twin; /* for another dialect, which is passed over: this one may be empty */
	bool no_transaction;  /* "-- sqlgen: no transaction" */
	bool if_missing;      /* "-- sqlgen: if missing" */
	bool allows_loss;     /* "-- sqlgen: allow destructive", or sqlgen.ini says so */
	bool has_hook;        /* "-- sqlgen: hook" */
	bool is_repeatable;   /* Flyway's R__: runs last, and again when it has changed */
	/* "-- sqlgen: compatible with 5": the version of an earlier one; NULL: with none */
	const char *compatible_with;
	const struct migration_part *parts; /* by start; NULL: text is of one file */
	size_t part_count;
};

struct convention; /* a row of the table in convention.c */

struct migrations {
	const char *directory;
	const struct convention *convention;
	const struct migration *items; /* in the order in which they run */
	size_t count;
	const struct declaration *declarations; /* what they need beside SQLite: the project's */
	size_t declaration_count;
	/* what was read beside: folders, a plan, a journal, the parts of a schema */
	const char **inputs;
	size_t input_count;
	const char **passed; /* files of the directory that are none, for those who ask */
	size_t passed_count;
};

/* "native", "golang-migrate", "goose": what status prints and sqlgen.ini may set. */
const char *convention_name(const struct convention *convention);
/* NULL if there is none of that name. */
const struct convention *convention_find(const char *name);

/*
 * Reads a directory of migrations. convention NULL: detected from the names; a mixture is an
 * error that names both. A file that looks like a migration and is none, by a near-miss name or
 * unreadable text (a NUL byte, UTF-16, an open comment or string, only CR as line end), is an error
 * at its place; README and the like are passed over. Every path read is in the depfile's list.
 */
bool migrations_read(struct migrations *migrations, const char *directory,
		     const struct convention *convention, struct arena *arena, struct diag *diag);

/*
 * Reads one schema instead: files, or directories of them, parted by commas, joined in this order
 * (in a directory by name) to one version. What is named twice is read once.
 */
bool migrations_read_schema(struct migrations *migrations, const char *paths, struct arena *arena,
			    struct diag *diag);

/* Can one of them be undone? */
bool migrations_have_down(const struct migrations *migrations);

/* The place of a byte of a migration's text. */
struct place migration_place(const struct migration *migration, size_t offset,
			     const struct diag *diag);

/*
 * File name (without directory) of the next migration in this convention, and of its down file:
 * NULL where the convention can do without one and no migration in the directory has one, or has
 * both in one file. What cannot stand in a name is '_' in it. Both NULL: only its own tool can make
 * one.
 */
void migrations_next_name(const struct migrations *migrations, const char *label, const char **up,
			  const char **down, struct arena *arena);
/* What a new file begins with: the marks of a convention that has both parts in one file; "". */
char *migrations_next_text(const struct migrations *migrations, struct arena *arena);

#endif
