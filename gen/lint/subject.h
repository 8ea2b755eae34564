#ifndef SQLGEN_SUBJECT_H
#define SQLGEN_SUBJECT_H

#include <stddef.h>

#include "base/diag.h"
#include "lint/rule.h"
#include "sql/tree.h"

struct arena;
struct lint;
struct recorded_migration;
struct step;
struct table;

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
