#include "sql/token.h"

/* Reads the token at offset, or the first one behind it that is no space and no comment. */
static void
settle(struct token_reader *reader)
{
	for (;;) {
		reader->token =
			token_at(reader->text + reader->offset, reader->length - reader->offset);
		if (reader->token.kind != TOKEN_SPACE && reader->token.kind != TOKEN_COMMENT)
			return;
		reader->offset += reader->token.length;
	}
}

void
token_reader_init(struct token_reader *reader, const char *text, size_t length)
{
	*reader = (struct token_reader){ .text = text, .length = length };
	settle(reader);
}

void
token_next(struct token_reader *reader)
{
	reader->offset += reader->token.length;
	settle(reader);
}

bool
token_accept(struct token_reader *reader, const char *keyword)
{
	if (!token_is(&reader->token, keyword))
		return false;
	token_next(reader);
	return true;
}

bool
token_accept_operator(struct token_reader *reader, const char *text)
{
	if (!token_is_operator(&reader->token, text))
		return false;
	token_next(reader);
	return true;
}

bool
token_pass_to(struct token_reader *reader, const char *keyword)
{
	while (reader->token.kind != TOKEN_END && !token_is(&reader->token, keyword))
		token_next(reader);
	return reader->token.kind != TOKEN_END;
}

bool
name_is_in(const char *text, size_t length, const char *name, struct arena *arena)
{
	struct token_reader reader;
	for (token_reader_init(&reader, text, length); reader.token.kind != TOKEN_END;
	     token_next(&reader))
		if (token_is_name(&reader.token) &&
		    name_compare(token_name(&reader.token, arena), name) == 0)
			return true;
	return false;
}

bool
keyword_is_in(const char *text, size_t length, const char *keyword)
{
	struct token_reader reader;
	token_reader_init(&reader, text, length);
	return token_pass_to(&reader, keyword);
}
