#ifndef SQLGEN_LINT_H
#define SQLGEN_LINT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"

struct arena;
struct heard;
struct migrations;
struct project;
struct record;
struct reversal;
struct rule;
struct schema;

/* What the user makes of a rule. */
enum level { LEVEL_OFF, LEVEL_NOTE, LEVEL_WARNING, LEVEL_ERROR };

struct level_setting {
	const char *rule; /* NULL: of every finding that is a warning */
	enum level level;
};

/* What is looked at. */
struct lint {
	const struct project *project;
	const struct migrations *migrations;
	const struct record *record;      /* NULL: they could not be read */
	const struct schema *schema;      /* at their end; NULL: it is not reached */
	const struct reversal *reversals; /* one for each migration; NULL: not tried */
	const struct heard *heard;        /* what was said meanwhile */
	size_t first;                     /* the migrations before it have shipped */
	bool is_set;                      /* those behind ship together; else each by itself */
	int min_sqlite; /* the oldest SQLite that is to run them, as a number; 0: not said */
	const struct level_setting *levels; /* the last one holds */
	size_t level_count;
};

struct finding {
	const struct rule *rule;
	enum severity severity;
	struct place place;
	const char *text;
	const char *fix;    /* NULL: text says it */
	const char *reason; /* why it is allowed, by a directive or sqlgen.ini; NULL: it is not */
	bool is_failure;    /* the migrations cannot be read, or run, beyond it */
};

struct findings {
	struct finding *items; /* by migration, line and column */
	size_t count;
};

/* Runs the table of rules, and sets aside what is allowed. */
void lint_run(struct findings *findings, const struct lint *lint, struct arena *arena,
	      const struct diag *diag);

#endif
