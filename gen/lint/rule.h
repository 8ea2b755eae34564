#ifndef SQLGEN_RULE_H
#define SQLGEN_RULE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "sql/tree.h"

struct arena;
struct lint;
struct recorded_migration;
struct step;
struct subject;
struct table;

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
/* The nearest name, for a wrong one; NULL if none is near. */
const char *rule_nearest(const char *id, struct arena *arena);

/* What a rule looks at. */
struct subject {
	const struct lint *lint;
	const struct rule *rule;
	const struct recorded_migration *migration; /* SCOPE_STATEMENT, SCOPE_MIGRATION */
	const struct step *step;                    /* SCOPE_STATEMENT */
	/* of the step, if it is a SELECT, INSERT, UPDATE or DELETE of moderate length; NULL */
	const struct statement *statement;
	const struct table *table; /* SCOPE_TABLE */
	struct arena *arena;
	struct findings *findings;
	const struct diag *diag;
};

/* A finding at a place. fix says how to mend it, as a clause; NULL if the sentence does. */
void subject_tell(const struct subject *subject, struct place place, const char *fix,
		  const char *format, ...) __attribute__((format(printf, 4, 5)));
/* The same at a byte of the step's text, or of the migration's where there is no step. */
void subject_tell_at(const struct subject *subject, size_t offset, const char *fix,
		     const char *format, ...) __attribute__((format(printf, 4, 5)));

/*
 * The table or view of this name as databases have it that are in use: before the set of migrations
 * that ship together. NULL: it is new.
 */
const struct table *subject_old_table(const struct subject *subject, const char *name);

#endif
