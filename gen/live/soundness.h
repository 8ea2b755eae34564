#ifndef SQLGEN_SOUNDNESS_H
#define SQLGEN_SOUNDNESS_H

#include <stdbool.h>
#include <stddef.h>

#include <sqlite3.h>

struct arena;

/*
 * Whether a database file is whole: its pages, indexes and CHECKs (quick_check first, then
 * integrity_check), and its foreign keys.
 */
struct soundness {
	const char **damages;   /* of integrity_check, or like it; as many as FINDINGS_MAX */
	size_t damage_count;
	const char **orphans;   /* rows whose parent is missing */
	size_t orphan_count;
	const char **unchecked; /* what could not be looked at, and why */
	size_t unchecked_count;
};
enum { FINDINGS_MAX = 100 };

/*
 * Returns SQLite's code: what is wrong with the database is no error, but what kept it from being
 * read is.
 */
int soundness_read(struct soundness *soundness, sqlite3 *handle, struct arena *arena);

#endif
