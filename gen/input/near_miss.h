#ifndef SQLGEN_NEAR_MISS_H
#define SQLGEN_NEAR_MISS_H

#include <stdbool.h>

struct arena;

/* Files that no convention takes, and that may be misspelt migrations. */

/*
 * Could this be meant as a migration? SQL files under any spelling of the suffix, and numbered
 * files whose suffix says nothing else. README.md and 0002_seed.csv are not, nor is what starts
 * with a dot.
 */
bool near_miss_is_likely(const char *file);

/*
 * Why no convention takes a likely name: "expected '_' behind the number, found '-'". NULL if
 * nothing in it is wrong in every convention.
 */
const char *near_miss_fault(const char *file, struct arena *arena);

#endif
