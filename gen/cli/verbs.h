#ifndef SQLGEN_VERBS_H
#define SQLGEN_VERBS_H

#include "cli/options.h"
#include "cli/verb.h"

/* The verbs, of which help and completion are made; ends with NULL. */
extern const struct verb *const verbs[];

/* What stands in place of a verb, and is none: no project, no options. Ends with a NULL name. */
struct word {
	const char *name;
	const char *operands; /* as those of a verb */
	const char *summary;
	const char *about;
};
extern const struct word other_words[];

/* NULL if there is none of that name. */
const struct verb *verbs_find(const char *name);
const struct word *words_find(const char *name);

/* The tables of a verb's options, in the order in which they are looked up and shown; NULL: none.
 */
void verbs_options(const struct verb *verb, const struct option *tables[OPTION_TABLES_MAX]);

#endif
