#include "cli/verbs.h"

#include <string.h>

#include "cli/load.h"

const struct verb *const verbs[] = { &verb_generate,  &verb_describe,
				     &verb_explain,   &verb_check,
				     &verb_compat,    &verb_new,
				     &verb_migrate,   &verb_rollback,
				     &verb_status,    &verb_rehearse,
				     &verb_seed,      &verb_verify,
				     &verb_lint,      &verb_diff,
				     &verb_docs,      &verb_schema,
				     &verb_baseline,  &verb_mark,
				     &verb_repair,    &verb_dump,
				     &verb_templates, NULL };

const struct word other_words[] = {
	{ "help", "[VERB]", "tells more about a verb",
	  "Shows what there is, or the options and examples of a verb.\n" },
	{ "version", "", "prints the versions of sqlgen and of SQLite",
	  "Prints the versions of sqlgen and of SQLite.\n" },
	{ "complete", "[WORD...]", "prints what may come next, for shells",
	  "Prints what may stand in place of the last of the words: a line each, and behind a tab\n"
	  "what it is. The line ':files' or ':directories' asks the shell for those.\n"
	  "The completions for bash, zsh and fish call it.\n" },
	{ NULL, NULL, NULL, NULL }
};

/* The options of every verb. */
static const struct option common_options[] = {
	{ "quiet", 'q', NULL, "only errors", NULL, NULL },
	{ "verbose", 'v', NULL, "also what did not change, what was passed over, and every message",
	  NULL, NULL },
	{ "help", 'h', NULL, "this text", NULL, NULL },
	{ NULL, '\0', NULL, NULL, NULL, NULL }
};

const struct verb *
verbs_find(const char *name)
{
	for (const struct verb *const *verb = verbs; *verb; verb++)
		if (strcmp((*verb)->name, name) == 0)
			return *verb;
	return NULL;
}

const struct word *
words_find(const char *name)
{
	for (const struct word *word = other_words; word->name; word++)
		if (strcmp(word->name, name) == 0)
			return word;
	return NULL;
}

void
verbs_options(const struct verb *verb, const struct option *tables[OPTION_TABLES_MAX])
{
	tables[0] = verb->options;
	tables[1] = verb->reads_project ? project_options : NULL;
	tables[2] = common_options;
}
