#ifndef SQLGEN_RULE_H
#define SQLGEN_RULE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"

struct arena;
struct subject;

/* What a rule is asked about: it is called once for each. */
enum scope {
	SCOPE_HEARD,     /* nothing: reading or replaying the migrations has said so */
	SCOPE_STATEMENT, /* each statement of the migrations that are looked at */
	SCOPE_MIGRATION,
	SCOPE_TABLE, /* each table and view of the final schema */
	SCOPE_DIRECTORY
};

/* A row of the table of rules. */
struct rule {
	const char *id;
	enum severity severity;
	enum scope scope;
	void (*run)(struct subject *subject); /* NULL in SCOPE_HEARD */
	const char *summary;                  /* what it finds, in a line */
	bool is_opt_in;                       /* off unless it is asked for */
};

extern const struct rule rules[];
extern const size_t rule_count;

/* NULL if there is none of this name. */
const struct rule *rule_find(const char *id);
/* Is it about data that is lost: what "allow destructive" allows? */
bool rule_is_destructive(const char *id);
/* The nearest name, for a wrong one; NULL if none is near. */
const char *rule_nearest(const char *id, struct arena *arena);

#endif
