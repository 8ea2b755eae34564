#ifndef SQLGEN_COMPAT_BLAME_H
#define SQLGEN_COMPAT_BLAME_H

#include <stdbool.h>
#include <stddef.h>

struct program_source;
struct reliances;

/*
 * Finds the statement of a migration, the one of this version (counted from 1), after which what it
 * breaks does not hold any more, as it does not in the end, and sets broken_at of it: by running
 * its statements one by one.
 */
void blame_statements(struct reliances *list, size_t version, const struct program_source *source);

#endif
