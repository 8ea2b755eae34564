#include "docs/code_values.h"

#include <stdbool.h>
#include <string.h>

#include <sqlite3.h>

#include "base/arena.h"
#include "docs/writing.h"
#include "sql/token.h"
#include "template/value.h"

enum { SHOWN = 32 * 1024 };

static const char *
kind_of(const struct token *token)
{
	switch (token->kind) {
	case TOKEN_COMMENT:
		return "comment";
	case TOKEN_STRING:
	case TOKEN_BLOB:
		return "string";
	case TOKEN_INTEGER:
	case TOKEN_REAL:
		return "number";
	case TOKEN_WORD:
		return sqlite3_keyword_check(token->text, (int)token->length) ? "keyword" : "";
	case TOKEN_END:
	case TOKEN_SPACE:
	case TOKEN_QUOTED:
	case TOKEN_PARAMETER:
	case TOKEN_SEMICOLON:
	case TOKEN_LEFT:
	case TOKEN_RIGHT:
	case TOKEN_COMMA:
	case TOKEN_OPERATOR:
	case TOKEN_ILLEGAL:
		break;
	}
	return "";
}

static void
add_piece(struct value *pieces, const struct writing *writing, const char *kind, const char *text, size_t size,
	  struct arena *arena)
{
	struct value *record;

	if (size == 0)
		return;
	record = value_add_record(pieces, arena);
	value_set_text(record, "kind", kind, arena);
	value_set_text(record, "text", writing_block(writing, text, size, arena), arena);
}

/* Tokens of one kind that follow each other are one piece, with the blanks between them. */
static void
set_pieces(struct value *record, const struct writing *writing, const char *text, size_t size, struct arena *arena)
{
	struct value *pieces = value_set_list(record, "pieces", arena);
	const char *last = "";
	size_t begin = 0;

	for (size_t at = 0; at < size;) {
		struct token token = token_at(text + at, size - at);
		const char *kind = token.kind == TOKEN_SPACE ? last : kind_of(&token);

		if (token.length == 0)
			break;
		if (strcmp(kind, last) != 0) {
			add_piece(pieces, writing, last, text + begin, at - begin, arena);
			begin = at;
			last = kind;
		}
		at += token.length;
	}
	add_piece(pieces, writing, last, text + begin, size - begin, arena);
}

/* Without the empty lines at its ends. */
static void
trim(const char **text, size_t *size)
{
	size_t lead = 0;

	for (size_t i = 0; i < *size && strchr(" \t\r\n", (*text)[i]); i++)
		if ((*text)[i] == '\n')
			lead = i + 1;
	*text += lead;
	*size -= lead;
	while (*size > 0 && strchr(" \t\r\n", (*text)[*size - 1]))
		--*size;
}

void
code_values(struct value *record, const struct writing *writing, const char *text, size_t size, struct arena *arena)
{
	size_t shown;

	trim(&text, &size);
	shown = size;
	if (size > SHOWN) {
		shown = SHOWN;
		while (shown > 0 && text[shown - 1] != '\n')
			shown--;
		/* One long line, which is cut where a character begins. */
		for (shown = shown > 0 ? shown - 1 : SHOWN; shown > 0 && ((unsigned char)text[shown] & 0xC0) == 0x80;)
			shown--;
	}
	value_set_text(record, "fence", writing_fence(text, shown, arena), arena);
	value_set_text(record, "left", shown < size ? arena_format(arena, "%zu", size - shown) : "", arena);
	if (writing->form == FORM_HTML)
		set_pieces(record, writing, text, shown, arena);
	else
		value_set_text(record, "text", writing_block(writing, text, shown, arena), arena);
}
