#ifndef SQLGEN_ENGINE_H
#define SQLGEN_ENGINE_H

#include <stddef.h>

/*
 * SQLite as this tool uses it: in one thread, with memory of the tool's own, without statistics
 * about it. Replaying is parsing the whole schema again and again; this takes a third off the time
 * that it takes. Called once, before anything else of SQLite: https://sqlite.org/c3ref/config.html
 */
void engine_configure(void);

/*
 * How many bytes SQLite may hold; 0: no limit. In place of sqlite3_hard_heap_limit64, which counts
 * by the statistics; without engine_configure it is that. More is SQLITE_NOMEM.
 */
void engine_limit(size_t size);

#endif
