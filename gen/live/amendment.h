#ifndef SQLGEN_AMENDMENT_H
#define SQLGEN_AMENDMENT_H

#include <stddef.h>

struct sqlgen_connection;
struct sqlgen_migration;

/* A change to the history of a database, and to nothing else in it. */
enum amendment_kind {
	AMENDMENT_ADD,    /* a migration counts as applied, without being run */
	AMENDMENT_RENEW,  /* an applied one has what its file has; a down script that the file lacks stays */
	AMENDMENT_REMOVE, /* an applied one is forgotten */
	AMENDMENT_KINDS
};

struct amendment {
	enum amendment_kind kind;
	const char *version, *name;
	const struct sqlgen_migration *migration; /* NULL: to be removed */
};

/*
 * All in one transaction. SQLITE_SCHEMA, and nothing is changed, if the history is no longer what
 * they were made for.
 */
int amendments_apply(struct sqlgen_connection *connection, const struct amendment *amendments, size_t count);

#endif
