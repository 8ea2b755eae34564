#ifndef SQLGEN_RISK_H
#define SQLGEN_RISK_H

#include <stdbool.h>

struct arena;
struct migration;
struct table_names;

/*
 * Is there a statement in a migration that may fail where these tables have rows, though it runs
 * where they have none? By its first words only: what it holds is for schema/trial to find out.
 * tables NULL: whichever there are.
 */
bool risk_is_in(const struct migration *migration, const struct table_names *tables,
		struct arena *arena);

#endif
