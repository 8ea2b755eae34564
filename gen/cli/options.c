#include "cli/options.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "input/convention.h"
#include "input/spelling.h"
#include "live/tool_table.h"

enum { NAMES_MAX = 64, HELP_COLUMN = 26 };
enum { WAIT_DEFAULT = 5, WAIT_MAX = 86400 }; /* seconds */

/* Where the words are read. */
struct reader {
	struct arguments *arguments;
	char *const *next;
	struct arena *arena;
	struct diag *diag;
};

static const struct option *
find(const struct arguments *arguments, const char *name, size_t length)
{
	for (size_t i = 0; i < OPTION_TABLES_MAX; i++)
		for (const struct option *option = arguments->tables[i]; option && option->name; option++)
			if (strlen(option->name) == length && memcmp(option->name, name, length) == 0)
				return option;
	return NULL;
}

static const struct option *
find_letter(const struct arguments *arguments, char letter)
{
	for (size_t i = 0; i < OPTION_TABLES_MAX; i++)
		for (const struct option *option = arguments->tables[i]; option && option->name; option++)
			if (option->letter == letter)
				return option;
	return NULL;
}

static bool
tell_unknown(const struct reader *reader, const char *word)
{
	const char *names[NAMES_MAX], *nearest;
	size_t count = 0;

	for (size_t i = 0; i < OPTION_TABLES_MAX; i++)
		for (const struct option *option = reader->arguments->tables[i];
		     option && option->name && count < NAMES_MAX; option++)
			names[count++] = option->name;
	nearest = spelling_nearest(word, names, count);
	if (nearest)
		diag_error(reader->diag, (struct place){ 0 }, "unknown option '--%s': did you mean '--%s'?", word,
			   nearest);
	else
		diag_error(reader->diag, (struct place){ 0 }, "unknown option '--%s'", word);
	return false;
}

/* Is value one of the words of "a|b|c"? */
static bool
is_choice(const char *choices, const char *value)
{
	size_t length = strlen(value);

	for (const char *word = choices; length > 0; word++) {
		size_t end = strcspn(word, "|");

		if (end == length && memcmp(word, value, length) == 0)
			return true;
		word += end;
		if (*word == '\0')
			break;
	}
	return false;
}

/* "a, b or c" of "a|b|c". */
static const char *
list_choices(const char *choices, struct arena *arena)
{
	size_t length = strcspn(choices, "|");
	const char *list = arena_copy(arena, choices, length);

	while (choices[length] != '\0') {
		choices += length + 1;
		length = strcspn(choices, "|");
		list = arena_format(arena, "%s%s%.*s", list, choices[length] != '\0' ? ", " : " or ", (int)length,
				    choices);
	}
	return list;
}

static bool
check_value(const struct reader *reader, const struct option *option, const char *value)
{
	bool has_choices = strchr(option->argument, '|') != NULL;
	const char *expected = option->expected;

	if (has_choices ? is_choice(option->argument, value) :
	    option->is_valid ? option->is_valid(value) : value[0] != '\0')
		return true;
	if (has_choices)
		expected = list_choices(option->argument, reader->arena);
	else if (!option->is_valid)
		expected = option->argument;
	else if (!expected)
		expected = convention_list(" or ", reader->arena);
	diag_error(reader->diag, (struct place){ 0 }, "expected %s for '--%s', found '%s'", expected, option->name,
		   value);
	return false;
}

static void
give(const struct reader *reader, const struct option *option, const char *value)
{
	struct arguments *arguments = reader->arguments;

	arguments->given = arena_grow(reader->arena, arguments->given, arguments->given_count,
				      sizeof *arguments->given);
	arguments->given[arguments->given_count++] = (struct given){ option, value };
}

/* word is behind the dashes. */
static bool
read_long(struct reader *reader, const char *word)
{
	size_t length = strcspn(word, "=");
	const struct option *option = find(reader->arguments, word, length);
	const char *value = word[length] == '=' ? word + length + 1 : NULL;
	bool takes_value = option && option->argument && option->argument[0] != '[';

	if (!option)
		return tell_unknown(reader, arena_copy(reader->arena, word, length));
	if (!option->argument && value) {
		diag_error(reader->diag, (struct place){ 0 }, "expected no value for '--%s', found '%s'", option->name,
			   value);
		return false;
	}
	if (takes_value && !value && *reader->next)
		value = *reader->next++;
	if (takes_value && !value) {
		diag_error(reader->diag, (struct place){ 0 }, "expected %s behind '--%s', found nothing",
			   option->argument, option->name);
		return false;
	}
	if (takes_value && !check_value(reader, option, value))
		return false;
	give(reader, option, value ? value : "");
	return true;
}

/* The value of a letter is the rest of the word, or the next one. */
static bool
read_letter_value(struct reader *reader, const struct option *option, const char *value)
{
	if (value[0] == '\0' && *reader->next)
		value = *reader->next++;
	if (value[0] == '\0') {
		diag_error(reader->diag, (struct place){ 0 }, "expected %s behind '-%c', found nothing",
			   option->argument, option->letter);
		return false;
	}
	give(reader, option, value);
	return check_value(reader, option, value);
}

/* letters is behind the dash. */
static bool
read_letters(struct reader *reader, const char *letters)
{
	for (; *letters != '\0'; letters++) {
		const struct option *option = find_letter(reader->arguments, *letters);

		if (!option) {
			diag_error(reader->diag, (struct place){ 0 }, "unknown option '-%c'", *letters);
			return false;
		}
		if (option->argument && option->argument[0] != '[')
			return read_letter_value(reader, option, letters + 1);
		give(reader, option, "");
	}
	return true;
}

bool
arguments_parse(struct arguments *arguments, char *const *words, struct arena *arena, struct diag *diag)
{
	struct reader reader = { .arguments = arguments, .next = words, .arena = arena, .diag = diag };
	bool has_options = true, ok = true;

	while (*reader.next) {
		const char *word = *reader.next++;

		if (has_options && strcmp(word, "--") == 0) {
			has_options = false;
		} else if (has_options && strncmp(word, "--", 2) == 0) {
			ok &= read_long(&reader, word + 2);
		} else if (has_options && word[0] == '-' && word[1] != '\0') {
			ok &= read_letters(&reader, word + 1);
		} else {
			arguments->operands = arena_grow(arena, arguments->operands, arguments->operand_count,
							 sizeof *arguments->operands);
			arguments->operands[arguments->operand_count++] = word;
		}
	}
	return ok;
}

const char *
arguments_value(const struct arguments *arguments, const char *name)
{
	assert(find(arguments, name, strlen(name)));
	for (size_t i = arguments->given_count; i > 0; i--)
		if (strcmp(arguments->given[i - 1].option->name, name) == 0)
			return arguments->given[i - 1].value;
	return NULL;
}

bool
arguments_has(const struct arguments *arguments, const char *name)
{
	return arguments_value(arguments, name) != NULL;
}

bool
options_have(const struct option *table, const char *name)
{
	for (; table && table->name; table++)
		if (strcmp(table->name, name) == 0)
			return true;
	return false;
}

void
options_print(const struct option *table, FILE *out)
{
	for (const struct option *option = table; option && option->name; option++) {
		int width = option->letter != '\0' ? fprintf(out, "  -%c, --%s", option->letter, option->name) :
						     fprintf(out, "      --%s", option->name);

		if (option->argument)
			width += fprintf(out, "%s%s", option->argument[0] == '[' ? "" : " ", option->argument);
		if (width >= HELP_COLUMN)
			width = fprintf(out, "\n") - 1;
		fprintf(out, "%*s%s\n", HELP_COLUMN - width, "", option->help);
	}
}

static bool
is_number(const char *value, size_t digits)
{
	return value[0] != '\0' && strlen(value) <= digits && value[strspn(value, "0123456789")] == '\0';
}

bool
option_is_seconds(const char *value)
{
	return is_number(value, 5) && atoi(value) <= WAIT_MAX;
}

bool
option_is_count(const char *value)
{
	return is_number(value, 4) && atoi(value) > 0;
}

const char option_tools[] = "goose, dbmate, golang-migrate, diesel, sqlx, flyway, refinery, sqitch, drizzle, prisma, d1, "
			    "django, rails, knex, sql-migrate, rusqlite, sqldelight, user_version or none";

bool
option_is_tool(const char *value)
{
	return strcmp(value, "none") == 0 || tool_is_known(value);
}

int
arguments_wait(const struct arguments *arguments)
{
	int seconds = WAIT_DEFAULT;

	for (size_t i = 0; i < arguments->given_count; i++)
		if (strcmp(arguments->given[i].option->name, "wait") == 0)
			seconds = atoi(arguments->given[i].value);
	return seconds * 1000;
}
