#ifndef SQLGEN_REBUILD_H
#define SQLGEN_REBUILD_H

#include <stddef.h>

struct foreign_key;
struct step;
struct subject;
struct table;

/*
 * A table that a migration makes anew under its name, as SQLite must where ALTER TABLE cannot:
 * https://sqlite.org/lang_altertable.html#otheralter
 */
struct rebuild {
	const struct table *old, *new;
	const struct step *drop;   /* where the old one goes: dropped, or renamed first */
	const struct step *create; /* of the new one, maybe under another name; NULL: not found */
};

struct rebuilds {
	struct rebuild *items;
	size_t count;
};

/* Those of the subject's migration, of tables that databases in use have. */
void rebuilds_find(struct rebuilds *rebuilds, const struct subject *subject);

/* Would DELETE of rows of this table change those of another? The first such key, and its table. */
const struct foreign_key *rebuild_cascade(const struct table **child, const struct rebuild *rebuild,
					  const struct subject *subject);

#endif
