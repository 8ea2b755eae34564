#include "sql/parser.h"

#include <string.h>

#include "base/arena.h"

/* Each level takes a few hundred bytes of stack for each operator that is open in it. */
enum { DEPTH_MAX = 200, FOUND_MAX = 40 };

/* Is it a name? As SQLite's tokenizer asks when it looks ahead: it misses two. */
static bool
is_any_name(const struct token *token)
{
	return name_class(token) != NAME_NONE && !token_is(token, "INDEXED") &&
	       !token_is(token, "FILTER");
}

/*
 * WINDOW, OVER and FILTER are keywords only in their places, which SQLite's tokenizer tells by
 * the tokens around them.
 */
static bool
is_keyword_here(const struct parser *parser, bool is_behind_right)
{
	struct token_reader ahead = parser->reader;
	const struct token *token = &parser->reader.token;
	if (token_is(token, "WINDOW")) {
		token_next(&ahead);
		bool has_name = is_any_name(&ahead.token);
		token_next(&ahead);
		return has_name && token_is(&ahead.token, "AS");
	}
	if (!is_behind_right)
		return false;
	token_next(&ahead);
	if (token_is(token, "OVER"))
		return ahead.token.kind == TOKEN_LEFT || is_any_name(&ahead.token);
	return token_is(token, "FILTER") && ahead.token.kind == TOKEN_LEFT;
}

/* A quote that nothing closes, or bytes that begin no token. */
static void
refuse_token(struct parser *parser)
{
	const struct token *token = &parser->reader.token;
	bool is_open = strchr("'\"`[", token->text[0]) != NULL;
	if (!is_open) {
		parser_expected(parser, "a token of SQL");
		return;
	}
	const char *message =
		arena_format(parser->arena, "expected a closing %c, found the end of the statement",
			     token->text[0] == '[' ? ']' : token->text[0]);
	parser_fail(parser, parser->reader.offset, message);
}

static void
classify(struct parser *parser, bool is_behind_right)
{
	const struct token *token = &parser->reader.token;
	parser->name = name_class(token);
	if (token->kind == TOKEN_WORD && parser->name == NAME_ID &&
	    is_keyword_here(parser, is_behind_right))
		parser->name = NAME_NONE;
	if (token->kind == TOKEN_ILLEGAL)
		refuse_token(parser);
}

void
parser_init(struct parser *parser, const char *text, size_t length, struct arena *arena)
{
	*parser = (struct parser){ .arena = arena };
	token_reader_init(&parser->reader, text, length);
	const char *nul = memchr(text, '\0', length);
	if (nul)
		parser_fail(parser, (size_t)(nul - text), "expected SQL, found a NUL byte");
	classify(parser, false);
}

void
parser_next(struct parser *parser)
{
	bool is_right = parser->reader.token.kind == TOKEN_RIGHT;
	parser->end = parser->reader.offset + parser->reader.token.length;
	token_next(&parser->reader);
	classify(parser, is_right);
}

void
parser_fail(struct parser *parser, size_t offset, const char *message)
{
	if (parser->error.message)
		return;
	parser->error = (struct parse_error){ offset, message };
	parser->reader.offset = parser->reader.length;
	parser->reader.token = token_at(parser->reader.text + parser->reader.length, 0);
	parser->name = NAME_NONE;
}

void
parser_expected(struct parser *parser, const char *expected)
{
	const struct token *token = &parser->reader.token;
	const char *message;
	bool is_cut = token->length > FOUND_MAX;
	int shown = is_cut ? FOUND_MAX : (int)token->length;
	while (is_cut && shown > 0 && (token->text[shown] & 0xC0) == 0x80)
		shown--;
	if (token->kind == TOKEN_END)
		message = arena_format(parser->arena, "expected %s, found the end of the statement",
				       expected);
	else
		message = arena_format(parser->arena, "expected %s, found '%.*s%s'", expected,
				       shown, token->text, is_cut ? "…" : "");
	parser_fail(parser, parser->reader.offset, message);
}

bool
parser_finish(struct parser *parser, struct parse_error *error)
{
	while (parser_accept_kind(parser, TOKEN_SEMICOLON))
		;
	if (parser->reader.token.kind != TOKEN_END)
		parser_expected(parser, "the end of the statement");
	if (parser->error.message)
		*error = parser->error;
	return !parser->error.message;
}

bool
parser_is(const struct parser *parser, const char *keyword)
{
	return token_is(&parser->reader.token, keyword);
}

bool
parser_accept(struct parser *parser, const char *keyword)
{
	if (!parser_is(parser, keyword))
		return false;
	parser_next(parser);
	return true;
}

void
parser_expect(struct parser *parser, const char *keyword)
{
	if (!parser_accept(parser, keyword))
		parser_expected(parser, keyword);
}

bool
parser_accept_kind(struct parser *parser, enum token_kind kind)
{
	if (parser->reader.token.kind != kind || kind == TOKEN_END)
		return false;
	parser_next(parser);
	return true;
}

void
parser_expect_kind(struct parser *parser, enum token_kind kind, const char *expected)
{
	if (!parser_accept_kind(parser, kind))
		parser_expected(parser, expected);
}

struct token
parser_peek(const struct parser *parser)
{
	struct token_reader ahead = parser->reader;
	token_next(&ahead);
	return ahead.token;
}

void
parser_enter(struct parser *parser)
{
	if (++parser->depth > DEPTH_MAX)
		parser_fail(parser, parser->reader.offset, "the statement is nested too deeply");
}

void
parser_leave(struct parser *parser)
{
	parser->depth--;
}

bool
parser_is_name(const struct parser *parser)
{
	return parser->name != NAME_NONE;
}

/* Of a token that is a name. */
static struct identifier
identifier_of(const struct parser *parser)
{
	const struct token *token = &parser->reader.token;
	return (struct identifier){ .text = token_name(token, parser->arena),
				    .offset = parser->reader.offset,
				    .length = token->length,
				    .quote = token->kind == TOKEN_WORD ? '\0' : token->text[0] };
}

struct identifier
parse_name(struct parser *parser)
{
	if (!parser_is_name(parser)) {
		parser_expected(parser, "a name");
		return (struct identifier){ .text = "" };
	}
	struct identifier name = identifier_of(parser);
	parser_next(parser);
	return name;
}

struct identifier_list
parse_names(struct parser *parser)
{
	struct identifier_list list = { 0 };
	parser_expect_kind(parser, TOKEN_LEFT, "'('");
	do {
		list.items = arena_grow(parser->arena, list.items, list.count, sizeof *list.items);
		list.items[list.count++] = parse_name(parser);
	} while (parser_accept_kind(parser, TOKEN_COMMA));
	parser_expect_kind(parser, TOKEN_RIGHT, "',' or ')'");
	return list;
}

struct column_name
parse_table_name(struct parser *parser)
{
	struct column_name name = { .table = parse_name(parser) };
	if (token_is_operator(&parser->reader.token, ".")) {
		parser_next(parser);
		name.schema = name.table;
		name.table = parse_name(parser);
	}
	return name;
}

struct identifier
parse_alias(struct parser *parser)
{
	if (parser_accept(parser, "AS"))
		return parse_name(parser);
	if (parser->name == NAME_ID || parser->name == NAME_STRING)
		return parse_name(parser);
	return (struct identifier){ 0 };
}
