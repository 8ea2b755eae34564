#include "base/arena.h"
#include "sql/parser.h"

/*
 * The operators of https://sqlite.org/lang_expr.html#operators_and_parse_affecting_attributes, by
 * precedence climbing: each level binds tighter than the one before it. All but the prefix ones
 * are left-associative.
 */
enum level {
	LEVEL_OR,
	LEVEL_AND,
	LEVEL_NOT,
	LEVEL_EQUAL, /* and IS, IN, LIKE, BETWEEN, ISNULL */
	LEVEL_LESS,
	LEVEL_BITS,
	LEVEL_ADD,
	LEVEL_MULTIPLY,
	LEVEL_CONCATENATE,
	LEVEL_COLLATE,
	LEVEL_PREFIX
};

static struct expression *parse_level(struct parser *parser, enum level level);

struct expression *
expression_new(struct parser *parser, enum expression_kind kind)
{
	struct expression *expression = arena_alloc(parser->arena, sizeof *expression);
	expression->kind = kind;
	return expression;
}

struct expression *
expression_finish(struct parser *parser, struct expression *expression, size_t offset)
{
	expression->offset = offset;
	expression->length = parser->end > offset ? parser->end - offset : 0;
	expression->height = ++parser->height;
	if (expression->height > EXPRESSION_HEIGHT_MAX)
		parser_fail(parser, offset, "the expression is nested too deeply");
	return expression;
}

struct binary_row {
	const char *text;
	enum level level;
	enum binary_operator operator;
};

static const struct binary_row operators[] = {
	{ "=", LEVEL_EQUAL, BINARY_EQUAL },
	{ "==", LEVEL_EQUAL, BINARY_EQUAL },
	{ "<>", LEVEL_EQUAL, BINARY_NOT_EQUAL },
	{ "!=", LEVEL_EQUAL, BINARY_NOT_EQUAL },
	{ "<", LEVEL_LESS, BINARY_LESS },
	{ "<=", LEVEL_LESS, BINARY_LESS_EQUAL },
	{ ">", LEVEL_LESS, BINARY_GREATER },
	{ ">=", LEVEL_LESS, BINARY_GREATER_EQUAL },
	{ "&", LEVEL_BITS, BINARY_AND_BITS },
	{ "|", LEVEL_BITS, BINARY_OR_BITS },
	{ "<<", LEVEL_BITS, BINARY_SHIFT_LEFT },
	{ ">>", LEVEL_BITS, BINARY_SHIFT_RIGHT },
	{ "+", LEVEL_ADD, BINARY_ADD },
	{ "-", LEVEL_ADD, BINARY_SUBTRACT },
	{ "*", LEVEL_MULTIPLY, BINARY_MULTIPLY },
	{ "/", LEVEL_MULTIPLY, BINARY_DIVIDE },
	{ "%", LEVEL_MULTIPLY, BINARY_REMAINDER },
	{ "||", LEVEL_CONCATENATE, BINARY_CONCATENATE },
	{ "->", LEVEL_CONCATENATE, BINARY_EXTRACT },
	{ "->>", LEVEL_CONCATENATE, BINARY_EXTRACT_VALUE },
};

static const struct binary_row *
find_operator(const struct token *token)
{
	static const struct binary_row either = { "OR", LEVEL_OR, BINARY_OR };
	static const struct binary_row both = { "AND", LEVEL_AND, BINARY_AND };
	if (token_is(token, "OR"))
		return &either;
	if (token_is(token, "AND"))
		return &both;
	if (token->kind != TOKEN_OPERATOR)
		return NULL;
	for (size_t i = 0; i < sizeof(operators) / sizeof(operators[0]); i++)
		if (token_is_operator(token, operators[i].text))
			return &operators[i];
	return NULL;
}

static struct expression *
parse_binary(struct parser *parser, const struct binary_row *row, struct expression *left)
{
	struct expression *expression = expression_new(parser, EXPRESSION_BINARY);
	parser_next(parser);
	expression->binary.operator= row->operator;
	expression->binary.left = left;
	expression->binary.right = parse_level(parser, row->level + 1);
	return expression;
}

static bool
is_null(const struct expression *expression)
{
	return expression->kind == EXPRESSION_LITERAL && expression->literal.kind == LITERAL_NULL;
}

static struct expression *
new_null_test(struct parser *parser, struct expression *operand, bool is_not)
{
	struct expression *expression = expression_new(parser, EXPRESSION_NULL_TEST);
	expression->null_test.operand = operand;
	expression->null_test.is_not = is_not;
	return expression;
}

/* IS [NOT] [DISTINCT FROM] x; IS NULL is a test like ISNULL. */
static struct expression *
parse_is(struct parser *parser, struct expression *left)
{
	bool is_not = parser_accept(parser, "NOT");
	if (parser_accept(parser, "DISTINCT")) {
		parser_expect(parser, "FROM");
		is_not = !is_not;
	}
	struct expression *right = parse_level(parser, LEVEL_EQUAL + 1);
	if (is_null(right))
		return new_null_test(parser, left, is_not);
	struct expression *expression = expression_new(parser, EXPRESSION_BINARY);
	expression->binary.operator= is_not ? BINARY_IS_NOT : BINARY_IS;
	expression->binary.left = left;
	expression->binary.right = right;
	return expression;
}

static const struct {
	const char *keyword;
	enum like_operator operator;
} likes[] = {
	{ "LIKE", LIKE_LIKE },
	{ "GLOB", LIKE_GLOB },
	{ "REGEXP", LIKE_REGEXP },
	{ "MATCH", LIKE_MATCH },
};

static struct expression *
parse_like(struct parser *parser, struct expression *operand, bool is_not)
{
	for (size_t i = 0; i < sizeof(likes) / sizeof(likes[0]); i++) {
		if (!parser_accept(parser, likes[i].keyword))
			continue;
		struct expression *expression = expression_new(parser, EXPRESSION_LIKE);
		struct like *like = &expression->like;
		like->operator= likes[i].operator;
		like->is_not = is_not;
		like->operand = operand;
		like->pattern = parse_level(parser, LEVEL_EQUAL + 1);
		if (parser_accept(parser, "ESCAPE"))
			like->escape = parse_level(parser, LEVEL_EQUAL + 1);
		return expression;
	}
	return NULL;
}

/* The first AND ends the low bound; an OR there would take it, and SQLite refuses that. */
static struct expression *
parse_between(struct parser *parser, struct expression *operand, bool is_not)
{
	struct expression *expression = expression_new(parser, EXPRESSION_BETWEEN);
	struct between *between = &expression->between;
	between->is_not = is_not;
	between->operand = operand;
	between->low = parse_level(parser, LEVEL_NOT);
	parser_expect(parser, "AND");
	between->high = parse_level(parser, LEVEL_EQUAL + 1);
	return expression;
}

/* IN ( list ), IN ( SELECT … ), IN table, IN function( list ) */
static struct expression *
parse_in(struct parser *parser, struct expression *operand, bool is_not)
{
	struct expression *expression = expression_new(parser, EXPRESSION_IN);
	struct in *in = &expression->in;
	in->is_not = is_not;
	in->operand = operand;
	if (parser_accept_kind(parser, TOKEN_LEFT)) {
		in->kind = parser_begins_select(parser) ? IN_SELECT : IN_LIST;
		if (in->kind == IN_LIST) {
			in->list = parse_arguments(parser);
			return expression;
		}
		in->select = parse_select(parser);
		parser_expect_kind(parser, TOKEN_RIGHT, "')'");
		return expression;
	}
	if (!parser_is_name(parser))
		parser_expected(parser, "'(' or the name of a table");
	in->kind = IN_TABLE;
	in->table = parse_table_name(parser);
	in->is_function = parser_accept_kind(parser, TOKEN_LEFT);
	if (in->is_function)
		in->list = parse_arguments(parser);
	return expression;
}

/* What stands behind the left operand, NOT included; NULL: none of these. */
static struct expression *
parse_equal(struct parser *parser, struct expression *left)
{
	if (parser_accept(parser, "IS"))
		return parse_is(parser, left);
	if (parser_accept(parser, "ISNULL"))
		return new_null_test(parser, left, false);
	if (parser_accept(parser, "NOTNULL"))
		return new_null_test(parser, left, true);
	bool is_not = parser_accept(parser, "NOT");
	if (is_not && parser_accept(parser, "NULL"))
		return new_null_test(parser, left, true);
	if (parser_accept(parser, "BETWEEN"))
		return parse_between(parser, left, is_not);
	if (parser_accept(parser, "IN"))
		return parse_in(parser, left, is_not);
	struct expression *expression = parse_like(parser, left, is_not);
	if (!expression && is_not)
		parser_expected(parser, "NULL, BETWEEN, IN or LIKE behind NOT");
	return expression;
}

static struct expression *
parse_collate(struct parser *parser, struct expression *operand)
{
	if (!parser_accept(parser, "COLLATE"))
		return NULL;
	struct expression *expression = expression_new(parser, EXPRESSION_COLLATE);
	expression->collate.operand = operand;
	if (parser->name == NAME_JOIN)
		parser_expected(parser, "the name of a collation");
	expression->collate.collation = parse_name(parser);
	return expression;
}

static struct expression *
parse_unary(struct parser *parser, enum unary_operator operator, enum level level)
{
	struct expression *expression = expression_new(parser, EXPRESSION_UNARY);
	size_t offset = parser->reader.offset;
	parser_next(parser);
	parser_enter(parser);
	expression->unary.operator= operator;
	expression->unary.operand = parse_level(parser, level);
	parser_leave(parser);
	return expression_finish(parser, expression, offset);
}

/* A prefix takes what binds at least as tight, wherever it stands: 1 + NOT 2 = 3. */
static struct expression *
parse_prefix(struct parser *parser)
{
	const struct token *token = &parser->reader.token;
	if (token_is(token, "NOT"))
		return parse_unary(parser, UNARY_NOT, LEVEL_NOT);
	if (token_is_operator(token, "-"))
		return parse_unary(parser, UNARY_MINUS, LEVEL_PREFIX);
	if (token_is_operator(token, "+"))
		return parse_unary(parser, UNARY_PLUS, LEVEL_PREFIX);
	if (token_is_operator(token, "~"))
		return parse_unary(parser, UNARY_INVERT, LEVEL_PREFIX);
	return parse_term(parser);
}

/* Left with one more operator applied, if one of at least this level follows; else NULL. */
static struct expression *
parse_operator(struct parser *parser, struct expression *left, enum level level)
{
	const struct binary_row *row = find_operator(&parser->reader.token);
	if (row)
		return row->level >= level ? parse_binary(parser, row, left) : NULL;
	struct expression *expression = NULL;
	if (level <= LEVEL_COLLATE)
		expression = parse_collate(parser, left);
	if (!expression && level <= LEVEL_EQUAL)
		expression = parse_equal(parser, left);
	return expression;
}

static struct expression *
parse_level(struct parser *parser, enum level level)
{
	size_t offset = parser->reader.offset;
	unsigned outer = parser->height;
	parser->height = 0;
	struct expression *left = parse_prefix(parser);
	struct expression *more;
	while ((more = parse_operator(parser, left, level)))
		left = expression_finish(parser, more, offset);
	if (parser->height < outer)
		parser->height = outer;
	return left;
}

struct expression *
parse_rule_expression(struct parser *parser)
{
	parser_enter(parser);
	struct expression *expression = parse_level(parser, LEVEL_OR);
	parser_leave(parser);
	return expression;
}

struct expression_list
parse_expressions(struct parser *parser)
{
	struct expression_list list = { 0 };
	do {
		list.items = arena_grow(parser->arena, list.items, list.count, sizeof *list.items);
		list.items[list.count++] = parse_rule_expression(parser);
	} while (parser_accept_kind(parser, TOKEN_COMMA));
	return list;
}

struct expression_list
parse_arguments(struct parser *parser)
{
	struct expression_list list = { 0 };
	if (parser_accept_kind(parser, TOKEN_RIGHT))
		return list;
	list = parse_expressions(parser);
	parser_expect_kind(parser, TOKEN_RIGHT, "',' or ')'");
	return list;
}
