#ifndef SQLGEN_COMPAT_COMPAT_H
#define SQLGEN_COMPAT_COMPAT_H

#include <stdbool.h>
#include <stddef.h>

#include "compat/demand.h"
#include "compat/program.h"
#include "compat/reliance.h"

struct arena;

/* The program of each version, put to the test on the schema of each later one. */
struct compat {
	size_t version_count;
	/* why there is no program of a version; by version - 1 */
	const char **unknown;
	struct reliances reliances;
	struct demands demands;
	struct arena *arena;
	/* from which version on a query is good, up to the last; 0: it is not */
	size_t *query_since;
};

/* From the program of the version first on: those before it are not looked at. */
bool compat_read(struct compat *compat, const struct program_source *source, size_t first,
		 struct arena *arena);

/* Does the program of a version have it? */
bool compat_has(const struct reliance *item, size_t version);
/* The first version that breaks the program of a version; 0: none does. */
size_t compat_broken(const struct compat *compat, size_t version);

/* Does a demand concern the program of a version? */
bool compat_concerns(const struct compat *compat, const struct demand *demand, size_t version);

/* What the last version's program relies on and a version does not have, with messages; broken is
 * that version. */
bool compat_backward(struct reliances *missing, const struct compat *compat, size_t version,
		     const struct program_source *source, struct arena *arena);

/* The version that the migration of a version says that it is compatible with; 0: none. */
size_t compat_claim(const struct program_source *source, size_t version);

/*
 * The last migration behind a version that does not say that it is compatible with it, or an
 * earlier one: the program of that version does not open the database. 0: there is none.
 */
size_t compat_refusal(const struct program_source *source, size_t version);

#endif
