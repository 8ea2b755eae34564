#ifndef SQLGEN_VERB_H
#define SQLGEN_VERB_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/options.h"

struct answer;
struct arena;
struct diag;

/* What the exit status says; the same for all verbs. */
enum status {
	STATUS_OK = 0,
	STATUS_FAILED = 1,      /* it failed, or found something */
	STATUS_USAGE = 2,
	STATUS_DRIFT = 3,       /* a database is not what the migrations say */
	STATUS_BUSY = 4,
	STATUS_DISK = 5,        /* full, or it failed; a file could not be written */
	STATUS_NEWER = 6,       /* the database is ahead of the migrations */
	STATUS_OUTPUT = 74,     /* standard output could not be written (EX_IOERR of sysexits.h) */
	STATUS_INTERRUPTED = 130
};

/* One run of the tool. */
struct run {
	const struct arguments *arguments;
	bool is_quiet, is_verbose;
	struct arena *arena;
	struct diag *diag;
	struct answer *answer; /* of --json */
};

struct verb {
	const char *name;
	const char *operands;         /* as the usage line shows them; "" for none */
	size_t operand_min, operand_max;
	const char *summary;          /* one line: "writes the C" */
	const char *about;            /* what the help adds to it; ends with a newline */
	bool reads_project;           /* takes --config, --migrations and --convention */
	const struct option *options; /* of its own; NULL: none */
	/* a command line and what it does, by turns; ends with NULL */
	const char *const *examples;
	const char *page; /* of the manual; NULL: that of sqlgen */
	enum status (*run)(const struct run *run);
};

extern const struct verb verb_generate, verb_describe, verb_explain, verb_check, verb_compat, verb_new, verb_migrate,
	verb_rollback, verb_status, verb_rehearse, verb_seed, verb_baseline, verb_mark, verb_repair,
	verb_verify, verb_lint, verb_diff, verb_docs, verb_schema, verb_dump, verb_templates;

#endif
