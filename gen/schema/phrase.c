#include "schema/phrase.h"

#include <string.h>

#include "sql/token.h"

static bool
is_word(const struct token *token, const char *word, size_t length)
{
	if (length == 1 && word[0] == '_')
		return token->kind != TOKEN_END;
	if (length == 1 && word[0] == '\'')
		return token->kind == TOKEN_STRING;
	if (token->length != length)
		return false;
	for (size_t i = 0; i < length; i++) {
		char c = token->text[i];
		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		if (c != word[i])
			return false;
	}
	return true;
}

/* Reads the phrase from where reader stands; it stands behind it then. */
static bool
accept_phrase(struct token_reader *reader, const char *phrase)
{
	while (*phrase != '\0') {
		size_t length = strcspn(phrase, " ");
		if (!is_word(&reader->token, phrase, length))
			return false;
		token_next(reader);
		phrase += length + (phrase[length] == ' ');
	}
	return true;
}

bool
phrase_begins(const char *phrase, const char *text, size_t length)
{
	struct token_reader reader;
	token_reader_init(&reader, text, length);
	return accept_phrase(&reader, phrase);
}

bool
phrase_is_at(const char *phrase, const char *statement, size_t offset)
{
	bool is_first = phrase[0] == '^';
	struct token_reader reader;
	if (is_first)
		phrase += 2;
	token_reader_init(&reader, statement, strlen(statement));
	while (reader.token.kind != TOKEN_END && reader.offset <= offset) {
		struct token_reader behind = reader;
		if (accept_phrase(&behind, phrase) && offset < behind.offset)
			return true;
		if (is_first)
			break;
		token_next(&reader);
	}
	return false;
}

bool
phrase_has_bytes(const char *bytes, const char *statement, size_t offset)
{
	size_t length = strlen(bytes), size = strlen(statement);
	size_t first = offset > length ? offset - length : 0;
	for (size_t at = first; at <= offset + 1 && at + length <= size; at++)
		if (memcmp(statement + at, bytes, length) == 0)
			return true;
	return false;
}
