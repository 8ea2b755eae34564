#ifndef SQLGEN_OUTCOME_H
#define SQLGEN_OUTCOME_H

#include <stddef.h>

#include "cli/verb.h"

struct json;
struct migrations;
struct sqlgen_connection;
struct sqlgen_report;

/* What a failure of SQLite or of the runner amounts to. */

/*
 * Can this path be that of a database? What is there and is no file is told before SQLite would
 * wait for it.
 */
enum status outcome_check_path(const char *path, const struct run *run);

/* Of an SQLite result code other than SQLITE_OK. */
enum status outcome_of_code(int rc);

/*
 * What is in the way of the file at path, to be put behind SQLite's sentence: ": there is no
 * directory 'x'"; or "".
 */
const char *outcome_cause(int rc, const char *path, const struct run *run);

/* Why, in a sentence; it names the migration where the place does not. */
const char *outcome_sentence(const struct sqlgen_connection *connection, const struct sqlgen_report *report);

/* Tells why it stopped, where, and returns the exit status. */
enum status outcome_tell(int rc, const struct sqlgen_connection *connection,
			 const struct sqlgen_report *report, const char *path,
			 const struct migrations *migrations, const struct run *run);

/* The member "stopped": null where rc is SQLITE_OK, or why and where; message is outcome_sentence's. */
void outcome_write(struct json *json, int rc, const char *message, const struct sqlgen_report *report,
		   const char *path, const struct migrations *migrations, const struct run *run);

#endif
