#ifndef SQLGEN_SCRIPT_H
#define SQLGEN_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>

struct diag;
struct source;

/* What a migration's text says to us beside its SQL, in comments on a line of their own. */
struct script {
	bool no_transaction; /* "-- sqlgen: no transaction" */
	bool if_missing;     /* "-- sqlgen: if missing" */
	bool allows_loss;    /* "-- sqlgen: allow destructive" */
	bool has_hook;       /* "-- sqlgen: hook" */
	const char *compatible_with; /* "-- sqlgen: compatible with 5": in the source; or NULL */
	size_t compatible_length;
	const char *directive; /* the first one, as it is written; NULL: none */
	bool is_empty;       /* nothing in it runs, and no comment says "no-op" */
};

/*
 * Reads the directives, and refuses what SQLite would pass over in silence or with an odd message:
 * an open comment, string or name, a comment that swallows what follows a lone CR, invisible
 * characters in names, commands of the sqlite3 shell, unknown directives.
 */
bool script_read(struct script *script, const struct source *source, struct diag *diag);

/* The warning of an empty one. */
void script_tell_empty(const struct source *source, struct diag *diag);

#endif
