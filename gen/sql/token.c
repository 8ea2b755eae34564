#include "sql/token.h"

#include <string.h>

#include "base/arena.h"

/*
 * The rules are those of SQLite's tokenize.c (https://sqlite.org/src/file/src/tokenize.c); digit
 * separators, which it has since 3.46, included.
 */

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_hex_digit(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool
is_word_start(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80);
}

static bool
is_word_part(char c)
{
	return is_word_start(c) || is_digit(c) || c == '$';
}

/* The byte at an offset; NUL behind the end. */
static char
byte_at(const char *text, size_t length, size_t at)
{
	return at < length ? text[at] : '\0';
}

static struct token
make(enum token_kind kind, const char *text, size_t length)
{
	return (struct token){ kind, text, length };
}

static struct token
read_space(const char *text, size_t length)
{
	size_t at = 1;
	while (at < length && is_space(text[at]))
		at++;
	return make(TOKEN_SPACE, text, at);
}

static struct token
read_line_comment(const char *text, size_t length)
{
	const char *end = memchr(text, '\n', length);
	return make(TOKEN_COMMENT, text, end ? (size_t)(end - text) : length);
}

static struct token
read_block_comment(const char *text, size_t length)
{
	for (size_t at = 3; at < length; at++)
		if (text[at - 1] == '*' && text[at] == '/')
			return make(TOKEN_COMMENT, text, at + 1);
	return make(TOKEN_COMMENT, text, length);
}

/* Between two of the same mark, which stands doubled for itself. */
static struct token
read_quoted(enum token_kind kind, const char *text, size_t length)
{
	const char *mark = memchr(text + 1, text[0], length - 1);
	while (mark) {
		size_t end = (size_t)(mark - text) + 1;
		if (byte_at(text, length, end) != text[0])
			return make(kind, text, end);
		mark = memchr(text + end + 1, text[0], length - end - 1);
	}
	return make(TOKEN_ILLEGAL, text, length);
}

static struct token
read_bracketed(const char *text, size_t length)
{
	const char *end = memchr(text, ']', length);
	if (!end)
		return make(TOKEN_ILLEGAL, text, length);
	return make(TOKEN_QUOTED, text, (size_t)(end - text) + 1);
}

/* Passes over digits, each '_' between two of them included. */
static size_t
pass_digits(const char *text, size_t length, size_t at, bool (*is_one)(char))
{
	size_t start = at;
	while (at < length) {
		bool separates = text[at] == '_' && at > start && text[at - 1] != '_' &&
				 is_one(byte_at(text, length, at + 1));
		if (!is_one(text[at]) && !separates)
			break;
		at++;
	}
	return at;
}

/* Where an exponent that begins at an offset ends; the offset itself if there is none. */
static size_t
pass_exponent(const char *text, size_t length, size_t at)
{
	char mark = byte_at(text, length, at), sign = byte_at(text, length, at + 1);
	size_t digits = at + (sign == '+' || sign == '-' ? 2 : 1);
	if ((mark != 'e' && mark != 'E') || !is_digit(byte_at(text, length, digits)))
		return at;
	return pass_digits(text, length, digits, is_digit);
}

static struct token
read_number(const char *text, size_t length)
{
	enum token_kind kind = TOKEN_INTEGER;
	char second = byte_at(text, length, 1);
	size_t at;
	if (text[0] == '0' && (second == 'x' || second == 'X') &&
	    is_hex_digit(byte_at(text, length, 2))) {
		at = pass_digits(text, length, 2, is_hex_digit);
	} else {
		size_t digits = pass_digits(text, length, 0, is_digit);
		at = digits;
		if (byte_at(text, length, at) == '.')
			at = pass_digits(text, length, at + 1, is_digit);
		at = pass_exponent(text, length, at);
		if (at > digits)
			kind = TOKEN_REAL;
	}
	while (at < length && is_word_part(text[at])) {
		kind = TOKEN_ILLEGAL;
		at++;
	}
	return make(kind, text, at);
}

static struct token
read_blob(const char *text, size_t length)
{
	size_t at = 2;
	while (at < length && is_hex_digit(text[at]))
		at++;
	bool is_whole = byte_at(text, length, at) == '\'' && at % 2 == 0;
	while (at < length && text[at] != '\'')
		at++;
	return make(is_whole ? TOKEN_BLOB : TOKEN_ILLEGAL, text, at < length ? at + 1 : at);
}

static struct token
read_word(const char *text, size_t length)
{
	size_t at = 1;
	while (at < length && is_word_part(text[at]))
		at++;
	return make(TOKEN_WORD, text, at);
}

/* ":a", "@a", "$a", "$a::b" and Tcl's "$a(b)". */
static struct token
read_named_parameter(const char *text, size_t length)
{
	size_t at = 1;
	bool has_name = false;
	for (; at < length; at++) {
		if (is_word_part(text[at]))
			has_name = true;
		else if (text[at] == ':' && byte_at(text, length, at + 1) == ':')
			at++;
		else
			break;
	}
	enum token_kind kind = has_name && text[0] != '#' ? TOKEN_PARAMETER : TOKEN_ILLEGAL;
	if (has_name && byte_at(text, length, at) == '(') {
		while (at < length && text[at] != ')' && !is_space(text[at]))
			at++;
		if (byte_at(text, length, at) == ')')
			at++;
		else
			kind = TOKEN_ILLEGAL;
	}
	return make(kind, text, at);
}

static struct token
read_numbered_parameter(const char *text, size_t length)
{
	size_t at = 1;
	while (at < length && is_digit(text[at]))
		at++;
	return make(TOKEN_PARAMETER, text, at);
}

static struct token
read_operator(const char *text, size_t length)
{
	/* Longer ones first. */
	static const char *const operators[] = { "->>", "->", "||", "<<", ">>", "<=", ">=", "==",
						 "!=",  "<>", "-",  "+",  "*",  "/",  "%",  "=",
						 "<",   ">",  "|",  "&",  "~",  "." };
	for (size_t i = 0; i < sizeof(operators) / sizeof(operators[0]); i++) {
		size_t size = strlen(operators[i]);
		if (size <= length && memcmp(text, operators[i], size) == 0)
			return make(TOKEN_OPERATOR, text, size);
	}
	return make(TOKEN_ILLEGAL, text, 1);
}

/* What two characters begin and one does not. */
static bool
read_pair(struct token *token, const char *text, size_t length)
{
	char first = text[0], second = byte_at(text, length, 1);
	if (first == '-' && second == '-')
		*token = read_line_comment(text, length);
	else if (first == '/' && second == '*')
		*token = read_block_comment(text, length);
	else if ((first == 'x' || first == 'X') && second == '\'')
		*token = read_blob(text, length);
	else if (first == '.' && is_digit(second))
		*token = read_number(text, length);
	else if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
		*token = make(TOKEN_SPACE, text, 3);
	else
		return false;
	return true;
}

struct token
token_at(const char *text, size_t length)
{
	struct token token;
	if (length == 0)
		return make(TOKEN_END, text, 0);
	if (read_pair(&token, text, length))
		return token;
	if (is_word_start(text[0]))
		return read_word(text, length);
	if (is_digit(text[0]))
		return read_number(text, length);
	switch (text[0]) {
	case ' ':
	case '\t':
	case '\n':
	case '\f':
	case '\r':
		return read_space(text, length);
	case '\'':
		return read_quoted(TOKEN_STRING, text, length);
	case '"':
	case '`':
		return read_quoted(TOKEN_QUOTED, text, length);
	case '[':
		return read_bracketed(text, length);
	case '?':
		return read_numbered_parameter(text, length);
	case '$':
	case '@':
	case ':':
	case '#':
		return read_named_parameter(text, length);
	case ';':
		return make(TOKEN_SEMICOLON, text, 1);
	case '(':
		return make(TOKEN_LEFT, text, 1);
	case ')':
		return make(TOKEN_RIGHT, text, 1);
	case ',':
		return make(TOKEN_COMMA, text, 1);
	default:
		return read_operator(text, length);
	}
}

static char
upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

bool
token_is(const struct token *token, const char *keyword)
{
	if (token->kind != TOKEN_WORD || strlen(keyword) != token->length)
		return false;
	for (size_t i = 0; i < token->length; i++)
		if (upper(token->text[i]) != keyword[i])
			return false;
	return true;
}

bool
token_is_name(const struct token *token)
{
	return token->kind == TOKEN_WORD || token->kind == TOKEN_QUOTED;
}

bool
token_is_operator(const struct token *token, const char *text)
{
	return token->kind >= TOKEN_SEMICOLON && token->kind <= TOKEN_OPERATOR &&
	       strlen(text) == token->length && memcmp(token->text, text, token->length) == 0;
}

char *
token_name(const struct token *token, struct arena *arena)
{
	if (token->kind != TOKEN_QUOTED && token->kind != TOKEN_STRING)
		return arena_copy(arena, token->text, token->length);
	char *name = arena_copy(arena, token->text + 1, token->length - 2);
	if (token->text[0] == '[')
		return name;
	size_t kept = 0;
	for (size_t i = 0; i < token->length - 2; i++) {
		if (name[i] == token->text[0])
			i++;
		name[kept++] = token->text[i + 1];
	}
	name[kept] = '\0';
	return name;
}

int
name_compare(const char *a, const char *b)
{
	while (*a && upper(*a) == upper(*b)) {
		a++;
		b++;
	}
	return (unsigned char)upper(*a) - (unsigned char)upper(*b);
}
