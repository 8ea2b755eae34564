#include <string.h>

#include "c/reading.h"

bool
c_words_is(struct c_words words, size_t at, const char *text)
{
	return at < words.count && c_token_is(&words.items[at].token, text);
}

struct c_words
c_words_part(struct c_words words, size_t from, size_t to)
{
	return (struct c_words){ words.items + from, to - from };
}

bool
c_words_is_bracket(const struct c_word *word, const char *brackets)
{
	return word->token.kind == C_TOKEN_OPERATOR && word->token.length == 1 &&
	       strchr(brackets, word->token.text[0]);
}

/* The index behind the bracket that closes the one at open; 0: none does. */
size_t
c_words_closing(struct c_words words, size_t open)
{
	size_t depth = 0;

	for (size_t at = open; at < words.count; at++) {
		if (c_words_is_bracket(&words.items[at], "([{"))
			depth++;
		else if (c_words_is_bracket(&words.items[at], ")]}") && --depth == 0)
			return at + 1;
	}
	return 0;
}

/* The first one outside of brackets, from an index on; words.count: there is none. */
size_t
c_words_find(struct c_words words, size_t from, const char *text)
{
	size_t depth = 0;

	for (size_t at = from; at < words.count; at++) {
		if (depth == 0 && c_words_is(words, at, text))
			return at;
		if (c_words_is_bracket(&words.items[at], "([{"))
			depth++;
		else if (c_words_is_bracket(&words.items[at], ")]}") && depth > 0)
			depth--;
	}
	return words.count;
}

/* (const char *) and the like: words and stars between parentheses, and something behind. */
static size_t
cast_length(struct c_words words)
{
	size_t end = c_words_is(words, 0, "(") ? c_words_closing(words, 0) : 0;

	if (end == 0 || end >= words.count || (end == 3 && !c_words_is(words, 1, "char")))
		return 0;
	for (size_t at = 1; at + 1 < end; at++)
		if (words.items[at].token.kind != C_TOKEN_WORD && !c_words_is(words, at, "*"))
			return 0;
	return end;
}

struct c_words
c_words_bare(struct c_words words)
{
	for (;;) {
		size_t cast = cast_length(words);

		if (cast > 0)
			words = c_words_part(words, cast, words.count);
		else if (c_words_is(words, 0, "(") && c_words_closing(words, 0) == words.count)
			words = c_words_part(words, 1, words.count - 1);
		else
			return words;
	}
}
