#ifndef SQLGEN_INTERRUPT_H
#define SQLGEN_INTERRUPT_H

#include <stdbool.h>

#include <sqlite3.h>

/*
 * From here on SIGINT and SIGTERM do not end the process, but what handle executes, with
 * SQLITE_INTERRUPT; NULL: nothing. Called again, it is for another handle.
 */
void interrupt_catch(sqlite3 *handle);
void interrupt_release(sqlite3 *handle);

/* Did one come? */
bool interrupt_has_come(void);

#endif
