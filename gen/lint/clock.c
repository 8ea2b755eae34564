#include "lint/clock.h"

#include <stdbool.h>

#include "sql/token.h"

/* How many arguments say what time is meant; with fewer it is now. */
static const struct {
	const char *name;
	size_t arguments;
} functions[] = {
	{ "DATE", 1 },      { "TIME", 1 },     { "DATETIME", 1 },
	{ "JULIANDAY", 1 }, { "STRFTIME", 2 }, { "UNIXEPOCH", 1 },
};

/* The word of a string that asks; NULL. */
static const char *
asking_word(const struct token *token, struct arena *arena)
{
	static const char *const words[] = { "now", "localtime", "utc" };
	const char *text = token->kind == TOKEN_STRING ? token_name(token, arena) : NULL;
	for (size_t i = 0; text != NULL && i < sizeof words / sizeof *words; i++)
		if (name_compare(text, words[i]) == 0)
			return words[i];
	return NULL;
}

/* Reads on from the parenthesis of a call to the one that closes it. */
static const char *
ask_of_call(struct token_reader reader, size_t wanted, struct arena *arena)
{
	size_t depth = 0, count = 0;
	for (; reader.token.kind != TOKEN_END; token_next(&reader)) {
		const char *word = asking_word(&reader.token, arena);
		if (word != NULL)
			return word;
		if (depth == 1 && count == 0 && reader.token.kind != TOKEN_RIGHT)
			count = 1;
		if (depth == 1 && reader.token.kind == TOKEN_COMMA)
			count++;
		if (reader.token.kind == TOKEN_LEFT)
			depth++;
		else if (reader.token.kind == TOKEN_RIGHT && --depth == 0)
			return count < wanted ? "now" : NULL;
	}
	return NULL;
}

const char *
clock_find(const char *text, size_t length, struct arena *arena)
{
	struct token_reader reader;
	const char *word;
	token_reader_init(&reader, text, length);
	while (reader.token.kind != TOKEN_END) {
		struct token token = reader.token;
		token_next(&reader);
		if (reader.token.kind != TOKEN_LEFT)
			continue;
		for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
			if (token_is(&token, functions[i].name) &&
			    (word = ask_of_call(reader, functions[i].arguments, arena)) != NULL)
				return word;
	}
	return NULL;
}
