#include "base/arena.h"
#include "sql/parser.h"

/* https://sqlite.org/lang_select.html#the_from_clause */

enum {
	WORD_NATURAL = 1,
	WORD_LEFT = 2,
	WORD_RIGHT = 4,
	WORD_OUTER = 8,
	WORD_INNER = 16,
	WORD_CROSS = 32,
};

static const struct {
	const char *keyword;
	unsigned bits;
} join_words[] = {
	{ "NATURAL", WORD_NATURAL }, { "LEFT", WORD_LEFT },
	{ "RIGHT", WORD_RIGHT },     { "FULL", WORD_LEFT | WORD_RIGHT },
	{ "OUTER", WORD_OUTER },     { "INNER", WORD_INNER },
	{ "CROSS", WORD_CROSS },
};

static unsigned
accept_join_word(struct parser *parser)
{
	for (size_t i = 0; i < sizeof(join_words) / sizeof(join_words[0]); i++)
		if (parser_accept(parser, join_words[i].keyword))
			return join_words[i].bits;
	return 0;
}

static enum join_kind
join_kind(unsigned words)
{
	switch (words & (WORD_LEFT | WORD_RIGHT)) {
	case WORD_LEFT:
		return JOIN_LEFT;
	case WORD_RIGHT:
		return JOIN_RIGHT;
	case WORD_LEFT | WORD_RIGHT:
		return JOIN_FULL;
	}
	return words & WORD_CROSS ? JOIN_CROSS : JOIN_INNER;
}

/*
 * NATURAL, LEFT and their like in any order, as SQLite takes them, then JOIN. False: nothing is
 * joined here. LEFT RIGHT JOIN is a full one.
 */
static bool
parse_join(struct parser *parser, struct table_source *source)
{
	if (parser_accept_kind(parser, TOKEN_COMMA)) {
		source->join = JOIN_COMMA;
		return true;
	}
	size_t offset = parser->reader.offset;
	unsigned words = 0, word, count = 0;
	while ((word = accept_join_word(parser))) {
		words |= word;
		count++;
	}
	if (count > 0)
		parser_expect(parser, "JOIN");
	else if (!parser_accept(parser, "JOIN"))
		return false;
	bool is_outer = words & (WORD_OUTER | WORD_LEFT | WORD_RIGHT);
	bool is_inner = words & (WORD_INNER | WORD_CROSS);
	bool has_side = words & (WORD_LEFT | WORD_RIGHT);
	if (count > 3 || (is_outer && (is_inner || !has_side)))
		parser_fail(parser, offset,
			    "expected a kind of join that SQLite knows: INNER, CROSS, or "
			    "LEFT, RIGHT, FULL with or without OUTER, each maybe NATURAL");
	source->join = join_kind(words);
	source->is_natural = words & WORD_NATURAL;
	return true;
}

void
parse_index_choice(struct parser *parser, enum index_choice *choice, struct identifier *index)
{
	if (parser_accept(parser, "INDEXED")) {
		parser_expect(parser, "BY");
		*choice = INDEX_NAMED;
		*index = parse_name(parser);
	} else if (parser_accept(parser, "NOT")) {
		parser_expect(parser, "INDEXED");
		*choice = INDEX_NONE;
	}
}

static void parse_sources(struct parser *parser, struct table_sources *sources);

/* ( SELECT … ) or ( table, … ) */
static void
parse_nested(struct parser *parser, struct table_source *source)
{
	parser_enter(parser);
	parser_next(parser);
	if (parser_begins_select(parser)) {
		source->kind = SOURCE_SELECT;
		source->select = parse_select(parser);
	} else {
		source->kind = SOURCE_JOIN;
		source->sources = arena_alloc(parser->arena, sizeof *source->sources);
		parse_sources(parser, source->sources);
	}
	parser_expect_kind(parser, TOKEN_RIGHT, "')'");
	parser_leave(parser);
	source->alias = parse_alias(parser);
}

static void
parse_table(struct parser *parser, struct table_source *source)
{
	if (!parser_is_name(parser))
		parser_expected(parser, "a table or '('");
	source->table = parse_table_name(parser);
	if (parser_accept_kind(parser, TOKEN_LEFT)) {
		source->kind = SOURCE_FUNCTION;
		source->arguments = parse_arguments(parser);
		source->alias = parse_alias(parser);
		return;
	}
	source->kind = SOURCE_TABLE;
	source->alias = parse_alias(parser);
	parse_index_choice(parser, &source->index_choice, &source->index);
}

static void
parse_source(struct parser *parser, struct table_source *source)
{
	source->offset = parser->reader.offset;
	if (parser->reader.token.kind == TOKEN_LEFT)
		parse_nested(parser, source);
	else
		parse_table(parser, source);
	source->length = parser->end > source->offset ? parser->end - source->offset : 0;
	if (parser_accept(parser, "ON"))
		source->on = parse_rule_expression(parser);
	else if (parser_accept(parser, "USING"))
		source->using = parse_names(parser);
}

static void
parse_sources(struct parser *parser, struct table_sources *sources)
{
	struct table_source source = { .join = JOIN_NONE };
	do {
		parse_source(parser, &source);
		sources->items = arena_grow(parser->arena, sources->items, sources->count,
					    sizeof *sources->items);
		sources->items[sources->count++] = source;
		source = (struct table_source){ .join = JOIN_NONE };
	} while (parse_join(parser, &source));
}

void
parse_from(struct parser *parser, struct table_sources *sources)
{
	if (parser_accept(parser, "FROM"))
		parse_sources(parser, sources);
}
