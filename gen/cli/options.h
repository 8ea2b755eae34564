#ifndef SQLGEN_OPTIONS_H
#define SQLGEN_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct arena;
struct diag;

/*
 * An option, as the command line takes it and the help shows it. A table of them ends with a NULL
 * name.
 */
struct option {
	const char *name;     /* without the dashes */
	char letter;          /* '\0': none */
	/* NULL: takes none; "a|b|c": one of these words; "[=X]": may be left out, and is "" then */
	const char *argument;
	const char *help;
	bool (*is_valid)(const char *value); /* NULL: any value but the empty one */
	const char *expected; /* for the message; NULL: the conventions of migrations */
};

enum { OPTION_TABLES_MAX = 3 };

/* What stands behind the verb, sorted out. */
struct arguments {
	const struct option *tables[OPTION_TABLES_MAX];
	struct given {
		const struct option *option;
		const char *value;
	} *given;
	size_t given_count;
	const char **operands;
	size_t operand_count;
};

/*
 * Reads words, which end with NULL, by arguments->tables (NULL entries are passed over): --name
 * value, --name=value, -x, -xy, and "--" before operands that begin with a dash. A false word is
 * told with the nearest right one.
 */
bool arguments_parse(struct arguments *arguments, char *const *words, struct arena *arena,
		     struct diag *diag);

/*
 * The value of an option, the last if it was given twice; NULL if it was not given. name must be in
 * a table.
 */
const char *arguments_value(const struct arguments *arguments, const char *name);
bool arguments_has(const struct arguments *arguments, const char *name);

/* For is_valid: 0 to 86400, and 1 to 9999. */
bool option_is_seconds(const char *value);
bool option_is_count(const char *value);
/* Of --adopt, and what is expected there. */
bool option_is_tool(const char *value);
extern const char option_tools[];
/* The seconds of --wait, or how long to wait where it is not given or no option, in milliseconds. */
int arguments_wait(const struct arguments *arguments);

/* Is there one of this name? table may be NULL. */
bool options_have(const struct option *table, const char *name);

/* A line an option, indented. */
void options_print(const struct option *table, FILE *out);

#endif
