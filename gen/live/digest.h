#ifndef SQLGEN_DIGEST_H
#define SQLGEN_DIGEST_H

#include <stdbool.h>

#include <sqlite3.h>

struct arena;
struct diag;

/*
 * What a database holds, in 64 hex digits: SHA-256 of all rows of all tables, by name, each in the
 * order of its primary key, the columns by name, each value with its type. Pages, rowids that are no
 * key, indexes and the order of columns make no difference. Without virtual tables and what they
 * keep, sqlite_* and the runner's history.
 */
enum { DIGEST_SIZE = 65 };
bool digest_read(char digest[DIGEST_SIZE], sqlite3 *handle, struct arena *arena, struct diag *diag);

#endif
