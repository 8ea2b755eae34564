#include <string.h>

#include "private.h"

static bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r' && c != '\v');
}

static bool
is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == '$' || ((unsigned char)c & 0x80) != 0;
}

/* The length of a quoted token that ends with mark, which stands for itself when doubled. */
static size_t
quoted_length(const char *text, char mark, bool doubles)
{
	size_t at;

	for (at = 1; text[at] != '\0'; at++) {
		if (text[at] != mark)
			continue;
		if (!doubles || text[at + 1] != mark)
			return at + 1;
		at++;
	}
	return at;
}

static size_t
blank_length(const char *text)
{
	const char *end;

	if (strncmp(text, "\xef\xbb\xbf", 3) == 0)
		return 3;
	if (text[0] == '-' && text[1] == '-')
		return strcspn(text, "\n");
	if (text[0] == '/' && text[1] == '*') {
		end = strstr(text + 2, "*/");
		return end == NULL ? strlen(text) : (size_t)(end - text) + 2;
	}
	return is_space(text[0]) ? 1 : 0;
}

static struct sqlgen_token
make_token(enum sqlgen_token_kind kind, const char *text, size_t length)
{
	struct sqlgen_token token;

	token.kind = kind;
	token.text = text;
	token.length = length;
	return token;
}

struct sqlgen_token
sqlgen_token_at(const char *text)
{
	size_t length = blank_length(text);

	if (text[0] == '\0')
		return make_token(SQLGEN_TOKEN_END, text, 0);
	if (length > 0)
		return make_token(SQLGEN_TOKEN_BLANK, text, length);
	if (text[0] == '\'')
		return make_token(SQLGEN_TOKEN_STRING, text, quoted_length(text, '\'', true));
	if (text[0] == '"' || text[0] == '`')
		return make_token(SQLGEN_TOKEN_QUOTED, text, quoted_length(text, text[0], true));
	if (text[0] == '[')
		return make_token(SQLGEN_TOKEN_QUOTED, text, quoted_length(text, ']', false));
	while (is_word(text[length]))
		length++;
	if (length > 0)
		return make_token(SQLGEN_TOKEN_WORD, text, length);
	return make_token(SQLGEN_TOKEN_OTHER, text, 1);
}

struct sqlgen_token
sqlgen_token_first(const char *text)
{
	struct sqlgen_token token = sqlgen_token_at(text);

	while (token.kind == SQLGEN_TOKEN_BLANK)
		token = sqlgen_token_at(token.text + token.length);
	return token;
}

struct sqlgen_token
sqlgen_token_after(const struct sqlgen_token *token)
{
	return sqlgen_token_first(token->text + token->length);
}

bool
sqlgen_token_is(const struct sqlgen_token *token, const char *keyword)
{
	return token->kind == SQLGEN_TOKEN_WORD && strlen(keyword) == token->length &&
	       sqlite3_strnicmp(token->text, keyword, (int)token->length) == 0;
}

char *
sqlgen_token_name(const struct sqlgen_token *token)
{
	bool is_quoted = token->kind == SQLGEN_TOKEN_QUOTED || token->kind == SQLGEN_TOKEN_STRING;
	char *name = sqlite3_malloc64(token->length + 1);
	char mark = token->text[0];
	size_t i, size = 0;

	if (name == NULL)
		return NULL;
	for (i = is_quoted ? 1 : 0; i < token->length; i++) {
		if (is_quoted && mark != '[' && token->text[i] == mark)
			i++;
		if (i + 1 >= token->length && is_quoted)
			break;
		name[size++] = token->text[i];
	}
	name[size] = '\0';
	return name;
}
