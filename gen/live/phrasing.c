#include "live/phrasing.h"

#include <string.h>

#include "base/text.h"
#include "sql/token.h"

void
phrasing_add_name(struct text *out, const char *name)
{
	struct token token = token_at(name, strlen(name));

	if (token.kind == TOKEN_WORD && token.length == strlen(name)) {
		text_add_string(out, name);
		return;
	}
	text_add_char(out, '"');
	for (; *name != '\0'; name++) {
		text_add_char(out, *name);
		if (*name == '"')
			text_add_char(out, '"');
	}
	text_add_char(out, '"');
}

static void
add_token(struct text *out, const struct token *token, struct arena *arena)
{
	size_t start;

	if (out->length > 0)
		text_add_char(out, ' ');
	start = out->length;
	if (!token_is_name(token)) {
		text_add(out, token->text, token->length);
		return;
	}
	phrasing_add_name(out, token_name(token, arena));
	for (size_t i = start; i < out->length; i++)
		if (out->data[i] >= 'A' && out->data[i] <= 'Z')
			out->data[i] = (char)(out->data[i] - 'A' + 'a');
}

const char *
phrasing_of(const struct token_reader *reader, size_t end, struct arena *arena)
{
	struct token_reader at = *reader;
	struct text text = { 0 };

	for (; at.token.kind != TOKEN_END && at.offset < end; token_next(&at))
		add_token(&text, &at.token, arena);
	return text_keep(&text, arena);
}
