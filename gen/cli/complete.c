#include "cli/complete.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "cli/load.h"
#include "cli/screen.h"
#include "cli/verbs.h"
#include "input/convention.h"
#include "input/migrations.h"
#include "input/project.h"
#include "input/project_key.h"

/* What is to be completed: the words behind a verb. */
struct line {
	const struct verb *verb;
	struct arguments arguments;  /* those that are whole */
	const struct option *asking; /* has no value yet; NULL: none */
	bool has_options;            /* no "--" yet */
	const char *part;            /* of the last word */
	struct arena *arena;
};

static void
offer(const struct line *line, const char *word, const char *summary)
{
	if (strncmp(word, line->part, strlen(line->part)) == 0)
		printf("%s\t%s\n", word, screen_text(summary, line->arena));
}

/* The versions of the project that the whole words tell of, if it can be read. */
static void
offer_versions(const struct line *line)
{
	struct diag diag = { .is_silent = true };
	const struct run run = {
		.arguments = &line->arguments, .is_quiet = true, .arena = line->arena, .diag = &diag
	};
	struct project project;
	struct migrations migrations;

	if (load_project(&project, &run) && load_migrations(&migrations, &project, &run))
		for (size_t i = 0; i < migrations.count; i++)
			if (strcmp(screen_text(migrations.items[i].version, line->arena),
				   migrations.items[i].version) == 0)
				offer(line, migrations.items[i].version, migrations.items[i].name);
	diag_finish(&diag);
}

static void
offer_conventions(const struct line *line)
{
	for (int id = 0; id < CONVENTION_COUNT; id++)
		offer(line, convention_row((enum convention_id)id)->name,
		      convention_row((enum convention_id)id)->forms);
}

static void
offer_choices(const struct line *line, const char *choices)
{
	while (*choices != '\0') {
		size_t length = strcspn(choices, "|");

		offer(line, arena_copy(line->arena, choices, length), "");
		choices += length + (choices[length] == '|');
	}
}

static void
offer_verbs(const struct line *line, bool with_words)
{
	for (const struct verb *const *verb = verbs; *verb; verb++)
		offer(line, (*verb)->name, (*verb)->summary);
	for (const struct word *word = other_words; with_words && word->name; word++)
		offer(line, word->name, word->summary);
}

/* By how the help calls a value or operand: "DB", "FILE...", "[FILE|-]". */
static void
offer_named(const struct line *line, const char *name)
{
	static const struct {
		const char *name, *line;
	} rows[] = {
		{ "DIR", ":directories" }, { "FILE", ":files" }, { "DB", ":files" },
		{ "A", ":files" },         { "B", ":files" },
	};
	size_t length;

	name += strspn(name, "[=");
	length = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (strlen(rows[i].name) == length && strncmp(rows[i].name, name, length) == 0)
			puts(rows[i].line);
	if (length == strlen("VERSION") && strncmp(name, "VERSION", length) == 0)
		offer_versions(line);
}

static void
offer_values(const struct line *line, const struct option *option)
{
	if (!option->argument)
		return;
	if (option->is_valid == value_is_convention)
		offer_conventions(line);
	else if (strchr(option->argument, '|'))
		offer_choices(line, option->argument);
	else if (!option->is_valid)
		offer_named(line, option->argument);
}

static void
offer_options(const struct line *line)
{
	for (size_t i = 0; i < OPTION_TABLES_MAX; i++)
		for (const struct option *option = line->arguments.tables[i];
		     option && option->name; option++)
			offer(line, arena_format(line->arena, "--%s", option->name), option->help);
}

/* The operand that is to be given next, by its place; "FILE..." comes again and again. Where none
 * is, an option. */
static void
offer_operands(const struct line *line)
{
	const char *name = line->verb->operands;

	for (size_t i = 0; i < line->arguments.operand_count && !strstr(name, "..."); i++) {
		name += strcspn(name, " ");
		name += strspn(name, " ");
	}
	if (name[0] != '\0')
		offer_named(line, name);
	else if (line->has_options)
		offer_options(line);
}

static const struct option *
find_option(const struct line *line, const char *name, size_t length)
{
	for (size_t i = 0; i < OPTION_TABLES_MAX; i++)
		for (const struct option *option = line->arguments.tables[i];
		     option && option->name; option++)
			if (strlen(option->name) == length &&
			    strncmp(option->name, name, length) == 0)
				return option;
	return NULL;
}

/* The words before the last one: sets what is asked of it. */
static void
read_whole(struct line *line, char *const *words, size_t count)
{
	char **whole = arena_alloc(line->arena, (count + 1) * sizeof *whole);
	struct diag diag = { .is_silent = true };
	size_t whole_count = 0;

	line->has_options = true;
	for (size_t i = 0; i < count; i++) {
		const struct option *option = NULL;

		if (line->has_options && strcmp(words[i], "--") == 0)
			line->has_options = false;
		else if (line->has_options && strncmp(words[i], "--", 2) == 0)
			option = find_option(line, words[i] + 2, strlen(words[i] + 2));
		if (option && option->argument && option->argument[0] != '[') {
			if (i + 1 == count) {
				line->asking = option;
				break;
			}
			whole[whole_count++] = words[i++];
		}
		whole[whole_count++] = words[i];
	}
	whole[whole_count] = NULL;
	arguments_parse(&line->arguments, whole, line->arena, &diag);
	diag_finish(&diag);
}

static void
complete_verb(struct line *line, char *const *words, size_t count)
{
	const char *equals = strchr(line->part, '=');
	const struct option *option;

	verbs_options(line->verb, line->arguments.tables);
	read_whole(line, words, count);
	if (line->asking) {
		offer_values(line, line->asking);
	} else if (line->has_options && strncmp(line->part, "--", 2) == 0 && equals) {
		option = find_option(line, line->part + 2, (size_t)(equals - line->part) - 2);
		line->part = equals + 1;
		if (option)
			offer_values(line, option);
	} else if (line->has_options && line->part[0] == '-') {
		offer_options(line);
	} else {
		offer_operands(line);
	}
}

void
complete(char *const *given, struct arena *arena)
{
	struct line line = { .part = "", .arena = arena };
	size_t count = 0;

	while (given[count])
		count++;
	if (count > 0)
		line.part = given[count - 1];
	if (count <= 1) {
		offer_verbs(&line, true);
		return;
	}
	line.verb = verbs_find(given[0]);
	if (line.verb)
		complete_verb(&line, given + 1, count - 2);
	else if (strcmp(given[0], "help") == 0 && count == 2)
		offer_verbs(&line, true);
}
