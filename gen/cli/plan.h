#ifndef SQLGEN_PLAN_H
#define SQLGEN_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sqlite3.h>

#include "cli/verb.h"

struct arena;
struct json;
struct migrations;

/*
 * The migrations of a project against the history of a database: what is applied, what is not, what
 * should not be.
 */
enum plan_state {
	PLAN_APPLIED,
	PLAN_PENDING,
	PLAN_EDITED,  /* applied, and its text was changed since */
	PLAN_SKIPPED, /* not applied, though a later one is */
	PLAN_MISSING, /* applied, and not among ours, though a later one is */
	PLAN_NEWER,   /* applied, not among ours, and behind all that are */
	PLAN_STATES
};

struct plan_row {
	enum plan_state state;
	const char *version, *name;
	const struct migration *migration; /* NULL: not among ours */
	const char *applied_at;            /* NULL: not applied */
	int64_t duration;                  /* milliseconds */
	/* The file has another down script than the history, or another "compatible with". */
	bool is_stale;
};

struct plan {
	struct plan_row *rows; /* ours in their order, then the others in theirs */
	size_t count;
	size_t states[PLAN_STATES]; /* how many rows are in each */
	bool has_database;          /* false: there is no such file, and all is pending */
	struct plan_adoption {
		const char *tool; /* that has applied the first ones; NULL: none has */
		size_t count;
		bool is_done; /* the history says so; else 'migrate' will write it */
	} adoption;
};

/*
 * Reads the history of the database at path, or of none (NULL); opens it for reading only and never
 * creates it. Returns STATUS_OK, or what the failure that was told amounts to.
 */
enum status plan_read(struct plan *plan, const char *path, const struct migrations *migrations,
		      const struct run *run);

/* The same of a database that is open. */
enum status plan_read_open(struct plan *plan, sqlite3 *handle, const char *path, const struct migrations *migrations,
			   const struct run *run);

/* How many of ours are applied, from the first one on. */
size_t plan_applied(const struct plan *plan);

/* STATUS_DRIFT, STATUS_NEWER or STATUS_OK. */
enum status plan_status(const struct plan *plan);

/* "adopted from dbmate: 12 migrations". */
const char *plan_adoption_text(const struct plan_adoption *adoption, struct arena *arena);
/* The member "adopted": null, or who had applied how many. */
void plan_adoption_write(struct json *json, const struct plan_adoption *adoption);

/* --adopt; NULL: not given. */
const char *plan_asked_tool(const struct run *run);
/* For sqlgen_options.on_open: what the project declares; context is a struct plan_stand_ins. */
struct plan_stand_ins {
	const struct migrations *migrations;
	const struct run *run;
};
int plan_register(sqlite3 *handle, void *context);

const char *plan_state_name(enum plan_state state);

#endif
