#ifndef SQLGEN_PROGRESS_H
#define SQLGEN_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/verb.h"
#include "sqlgen.h"

struct migrations;

/* A run of migrations, as it is shown and as it can be stopped with Ctrl-C. */
struct progress {
	const struct run *run;
	const struct migrations *migrations;
	sqlite3 *handle;
	bool has_lines; /* a line for each migration that is done */
	bool is_drawn;  /* a line on a terminal that shows how far it is */
	struct progress_done {
		const struct sqlgen_migration *migration;
		size_t index;
		int64_t duration; /* milliseconds */
	} *done;
	size_t done_count;
	/* for each that has begun: sqlite3_total_changes then */
	int64_t *begun;
	int64_t changes; /* at the end */
	size_t begun_index, begun_count; /* of the first, and how many */
	size_t drawn_index;    /* what the line on the terminal says */
	unsigned drawn_percent;
};

/* From begin to end SIGINT and SIGTERM are caught. */
void progress_begin(struct progress *progress, sqlite3 *handle, bool has_lines,
		    const struct migrations *migrations, const struct run *run);
void progress_end(struct progress *progress);

/*
 * For sqlgen_options.on_open; context is a struct progress. Registers what the project declares on
 * a database in memory; to any other only the program can give it.
 */
int progress_register(sqlite3 *handle, void *context);

/* Rows that a migration which is done inserted, changed or deleted, those of foreign keys included. */
int64_t progress_rows(const struct progress *progress, size_t index);

/* For sqlgen_options.on_progress; context is a struct progress. */
int progress_show(void *context, const struct sqlgen_progress *at);

#endif
