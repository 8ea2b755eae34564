#ifndef SQLGEN_SESSION_H
#define SQLGEN_SESSION_H

#include "sqlgen.h"

/* The tool at work on the database of a program. */

/* For one that is taken as it is: nothing in it is set, migrated or checked when it is opened. */
struct sqlgen_options session_options(void);

/*
 * Ends what sqlgen_begin began: commits it if rc is SQLITE_OK, else rolls it back, and sqlgen_error
 * says still what failed. Returns rc, or what commit returned.
 */
int session_end(struct sqlgen_connection *connection, int rc);

/* Is version a before b for the runner, where it has only their numbers to go by? */
bool session_version_is_before(const char *a, const char *b);

#endif
