#include "c/token.h"

#include <string.h>

enum byte_class { CLASS_OTHER, CLASS_WORD, CLASS_DIGIT, CLASS_SPACE };

/* By byte. */
static const unsigned char classes[256] = {
	[' '] = CLASS_SPACE,  ['\t'] = CLASS_SPACE, ['\r'] = CLASS_SPACE, ['\f'] = CLASS_SPACE,
	['\v'] = CLASS_SPACE, ['0'] = CLASS_DIGIT,  ['1'] = CLASS_DIGIT,  ['2'] = CLASS_DIGIT,
	['3'] = CLASS_DIGIT,  ['4'] = CLASS_DIGIT,  ['5'] = CLASS_DIGIT,  ['6'] = CLASS_DIGIT,
	['7'] = CLASS_DIGIT,  ['8'] = CLASS_DIGIT,  ['9'] = CLASS_DIGIT,  ['a'] = CLASS_WORD,
	['b'] = CLASS_WORD,   ['c'] = CLASS_WORD,   ['d'] = CLASS_WORD,   ['e'] = CLASS_WORD,
	['f'] = CLASS_WORD,   ['g'] = CLASS_WORD,   ['h'] = CLASS_WORD,   ['i'] = CLASS_WORD,
	['j'] = CLASS_WORD,   ['k'] = CLASS_WORD,   ['l'] = CLASS_WORD,   ['m'] = CLASS_WORD,
	['n'] = CLASS_WORD,   ['o'] = CLASS_WORD,   ['p'] = CLASS_WORD,   ['q'] = CLASS_WORD,
	['r'] = CLASS_WORD,   ['s'] = CLASS_WORD,   ['t'] = CLASS_WORD,   ['u'] = CLASS_WORD,
	['v'] = CLASS_WORD,   ['w'] = CLASS_WORD,   ['x'] = CLASS_WORD,   ['y'] = CLASS_WORD,
	['z'] = CLASS_WORD,   ['A'] = CLASS_WORD,   ['B'] = CLASS_WORD,   ['C'] = CLASS_WORD,
	['D'] = CLASS_WORD,   ['E'] = CLASS_WORD,   ['F'] = CLASS_WORD,   ['G'] = CLASS_WORD,
	['H'] = CLASS_WORD,   ['I'] = CLASS_WORD,   ['J'] = CLASS_WORD,   ['K'] = CLASS_WORD,
	['L'] = CLASS_WORD,   ['M'] = CLASS_WORD,   ['N'] = CLASS_WORD,   ['O'] = CLASS_WORD,
	['P'] = CLASS_WORD,   ['Q'] = CLASS_WORD,   ['R'] = CLASS_WORD,   ['S'] = CLASS_WORD,
	['T'] = CLASS_WORD,   ['U'] = CLASS_WORD,   ['V'] = CLASS_WORD,   ['W'] = CLASS_WORD,
	['X'] = CLASS_WORD,   ['Y'] = CLASS_WORD,   ['Z'] = CLASS_WORD,   ['_'] = CLASS_WORD,
	['$'] = CLASS_WORD,
};

static enum byte_class
class_of(char c)
{
	return (unsigned char)c >= 0x80 ? CLASS_WORD : (enum byte_class)classes[(unsigned char)c];
}

size_t
c_splice_length(const char *text, size_t length)
{
	if (length < 2 || text[0] != '\\')
		return 0;
	if (text[1] == '\n')
		return 2;
	return length > 2 && text[1] == '\r' && text[2] == '\n' ? 3 : 0;
}

/* How far characters reach that are of a word, splices among them. */
static size_t
word_end(const char *text, size_t length, size_t at)
{
	for (;;) {
		size_t splice;

		while (at < length &&
		       (class_of(text[at]) == CLASS_WORD || class_of(text[at]) == CLASS_DIGIT))
			at++;
		splice = c_splice_length(text + at, length - at);
		if (splice == 0)
			return at;
		at += splice;
	}
}

static size_t
space_end(const char *text, size_t length)
{
	size_t at = 0, splice = 0;

	do {
		at += splice;
		while (at < length && class_of(text[at]) == CLASS_SPACE)
			at++;
		splice = c_splice_length(text + at, length - at);
	} while (splice > 0);
	return at;
}

static size_t
line_comment_end(const char *text, size_t length)
{
	size_t at = 2;

	for (;;) {
		const char *end = memchr(text + at, '\n', length - at);

		if (!end)
			return length;
		at = (size_t)(end - text);
		if (text[at - 1] != '\\' && !(text[at - 1] == '\r' && text[at - 2] == '\\'))
			return at;
		at++;
	}
}

static size_t
block_comment_end(const char *text, size_t length)
{
	const char *at = text + 2, *end = text + length;

	while ((at = memchr(at, '*', (size_t)(end - at)))) {
		at++;
		if (at < end && *at == '/')
			return (size_t)(at + 1 - text);
	}
	return length;
}

/* C23 6.4.8: a number of the preprocessor. */
static size_t
number_end(const char *text, size_t length)
{
	size_t at = 1;

	while (at < length) {
		size_t splice = c_splice_length(text + at, length - at);

		if (splice > 0)
			at += splice;
		else if (strchr("+-", text[at]) && text[at] != '\0' && strchr("eEpP", text[at - 1]))
			at++;
		else if (text[at] == '.' || class_of(text[at]) == CLASS_WORD ||
			 class_of(text[at]) == CLASS_DIGIT)
			at++;
		else if (text[at] == '\'' && at + 1 < length &&
			 class_of(text[at + 1]) == CLASS_DIGIT)
			at += 2;
		else
			break;
	}
	return at;
}

/* at is behind the opening quote. *is_open: it has no end on its line. */
static size_t
quoted_end(const char *text, size_t length, size_t at, char quote, bool *is_open)
{
	while (at < length && text[at] != quote && text[at] != '\n') {
		size_t splice = c_splice_length(text + at, length - at);

		at += splice > 0                                                    ? splice
		      : text[at] == '\\' && at + 1 < length && text[at + 1] != '\n' ? 2
										    : 1;
	}
	*is_open = at >= length || text[at] != quote;
	return *is_open ? (at < length ? at : length) : at + 1;
}

/* R"mark( … )mark"; at is behind the opening quote. */
static size_t
raw_end(const char *text, size_t length, size_t at, bool *is_open)
{
	size_t mark = at, size;

	while (at < length && at - mark <= 16 && !strchr("()\\\" \n", text[at]))
		at++;
	size = at - mark;
	*is_open = at >= length || text[at] != '(';
	while (!*is_open) {
		const char *found = memchr(text + at, ')', length - at);

		*is_open = !found;
		if (!found)
			break;
		at = (size_t)(found - text) + 1;
		if (length - at > size && memcmp(text + at, text + mark, size) == 0 &&
		    text[at + size] == '"')
			return at + size + 1;
	}
	return length;
}

/* The prefixes of strings and characters: C23 6.4.5, and raw ones. */
static bool
is_prefix(const char *text, size_t length, bool *is_raw)
{
	*is_raw = text[length - 1] == 'R';
	if (*is_raw && --length == 0)
		return true;
	return (length == 1 && (text[0] == 'L' || text[0] == 'u' || text[0] == 'U')) ||
	       (length == 2 && text[0] == 'u' && text[1] == '8');
}

static struct c_token
quoted_at(const char *text, size_t length, size_t quote, bool is_raw)
{
	struct c_token token = { text[quote] == '"' ? C_TOKEN_STRING : C_TOKEN_CHARACTER, text, 0 };
	bool is_open;

	token.length = is_raw ? raw_end(text, length, quote + 1, &is_open)
			      : quoted_end(text, length, quote + 1, text[quote], &is_open);
	if (is_open)
		token.kind = C_TOKEN_ILLEGAL;
	return token;
}

static struct c_token
word_at(const char *text, size_t length)
{
	size_t end = word_end(text, length, 0);
	bool is_raw;

	if (end < length && (text[end] == '"' || text[end] == '\'') && end <= 3 &&
	    is_prefix(text, end, &is_raw) && (!is_raw || text[end] == '"'))
		return quoted_at(text, length, end, is_raw);
	return (struct c_token){ C_TOKEN_WORD, text, end };
}

static size_t
operator_length(const char *text, size_t length)
{
	static const char *const pairs[] = { "==", "!=", "<=", ">=", "+=", "-=", "*=",
					     "/=", "%=", "&=", "|=", "^=", "->", "++",
					     "--", "&&", "||", "<<", ">>", "##" };

	if (length > 2 && (memcmp(text, "<<=", 3) == 0 || memcmp(text, ">>=", 3) == 0 ||
			   memcmp(text, "...", 3) == 0))
		return 3;
	if (length < 2 || !strchr("=>+-&|<#", text[1]))
		return 1;
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		if (memcmp(text, pairs[i], 2) == 0)
			return 2;
	return 1;
}

struct c_token
c_token_at(const char *text, size_t length)
{
	enum byte_class class;

	if (length == 0)
		return (struct c_token){ C_TOKEN_END, text, 0 };
	class = class_of(text[0]);
	if (class == CLASS_SPACE || c_splice_length(text, length) > 0)
		return (struct c_token){ C_TOKEN_SPACE, text, space_end(text, length) };
	if (class == CLASS_WORD)
		return word_at(text, length);
	if (text[0] == '\n')
		return (struct c_token){ C_TOKEN_NEWLINE, text, 1 };
	if (text[0] == '"' || text[0] == '\'')
		return quoted_at(text, length, 0, false);
	if (length > 1 && text[0] == '/' && text[1] == '/')
		return (struct c_token){ C_TOKEN_COMMENT, text, line_comment_end(text, length) };
	if (length > 1 && text[0] == '/' && text[1] == '*')
		return (struct c_token){ C_TOKEN_COMMENT, text, block_comment_end(text, length) };
	if (class == CLASS_DIGIT ||
	    (length > 1 && text[0] == '.' && class_of(text[1]) == CLASS_DIGIT))
		return (struct c_token){ C_TOKEN_NUMBER, text, number_end(text, length) };
	return (struct c_token){ C_TOKEN_OPERATOR, text, operator_length(text, length) };
}

bool
c_token_is(const struct c_token *token, const char *text)
{
	return token->text[0] == text[0] &&
	       (token->kind == C_TOKEN_WORD || token->kind == C_TOKEN_OPERATOR) &&
	       strncmp(token->text, text, token->length) == 0 && text[token->length] == '\0';
}

size_t
c_string_prefix(const struct c_token *token, bool *is_raw)
{
	size_t length = 0;

	while (token->text[length] != '"' && token->text[length] != '\'')
		length++;
	*is_raw = length > 0 && token->text[length - 1] == 'R';
	return length;
}
