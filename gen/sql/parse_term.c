#include <string.h>

#include "base/arena.h"
#include "sql/parser.h"

/* What operators stand between. https://sqlite.org/lang_expr.html */

/* SQLITE_MAX_VARIABLE_NUMBER, as SQLite comes: https://sqlite.org/limits.html */
enum { PARAMETER_MAX = 32766 };

static struct expression *
new_literal(struct parser *parser, enum literal_kind kind)
{
	struct expression *expression = expression_new(parser, EXPRESSION_LITERAL);
	size_t offset = parser->reader.offset;
	expression->literal.kind = kind;
	expression->literal.text = token_name(&parser->reader.token, parser->arena);
	parser_next(parser);
	return expression_finish(parser, expression, offset);
}

/* Digits without the '_' between them. */
static struct expression *
parse_number(struct parser *parser, enum literal_kind kind)
{
	const struct token *token = &parser->reader.token;
	char *text = arena_copy(parser->arena, token->text, token->length);
	size_t kept = 0;
	for (size_t i = 0; i < token->length; i++)
		if (text[i] != '_')
			text[kept++] = text[i];
	text[kept] = '\0';
	struct expression *expression = new_literal(parser, kind);
	expression->literal.text = text;
	return expression;
}

static void
grow_parameters(struct parser *parser, unsigned count)
{
	while (parser->parameter_count < count) {
		parser->parameters =
			arena_grow(parser->arena, parser->parameters, parser->parameter_count,
				   sizeof *parser->parameters);
		parser->parameters[parser->parameter_count++] = (struct parameter){ 0 };
	}
}

static unsigned
find_parameter(const struct parser *parser, const struct token *token)
{
	for (unsigned i = 0; i < parser->parameter_count; i++) {
		const char *name = parser->parameters[i].name;
		if (name && strlen(name) == token->length &&
		    memcmp(name, token->text, token->length) == 0)
			return i + 1;
	}
	return 0;
}

/* "?" is one more than the highest, "?5" is 5, and a name keeps the number of its first use. */
static unsigned
number_parameter(struct parser *parser)
{
	const struct token *token = &parser->reader.token;
	unsigned number = 0;
	if (token->text[0] == '?') {
		for (size_t i = 1; i < token->length && number <= PARAMETER_MAX; i++)
			number = number * 10 + (unsigned)(token->text[i] - '0');
		if (token->length > 1 && (number == 0 || number > PARAMETER_MAX)) {
			parser_expected(parser, "a parameter from ?1 to ?32766");
			return 0;
		}
	} else {
		number = find_parameter(parser, token);
	}
	return number ? number : parser->parameter_count + 1;
}

static struct expression *
parse_parameter(struct parser *parser)
{
	struct expression *expression = expression_new(parser, EXPRESSION_PARAMETER);
	const struct token token = parser->reader.token;
	size_t offset = parser->reader.offset;
	unsigned number = number_parameter(parser);
	if (number > PARAMETER_MAX)
		parser_fail(parser, offset, "more parameters than the 32766 that SQLite allows");
	if (parser->error.message)
		return expression;
	grow_parameters(parser, number);
	struct parameter *parameter = &parser->parameters[number - 1];
	if (!parameter->is_used) {
		parameter->is_used = true;
		parameter->offset = offset;
		parameter->length = token.length;
	}
	if (!parameter->name && token.length > 1)
		parameter->name = arena_copy(parser->arena, token.text, token.length);
	expression->parameter = number;
	parser_next(parser);
	return expression_finish(parser, expression, offset);
}

/* ( SELECT … ), ( expression ) or ( expression, expression … ) */
static struct expression *
parse_parentheses(struct parser *parser)
{
	size_t offset = parser->reader.offset;
	struct expression *expression;
	parser_next(parser);
	if (parser_begins_select(parser)) {
		expression = expression_new(parser, EXPRESSION_SUBQUERY);
		expression->select = parse_select(parser);
		parser_expect_kind(parser, TOKEN_RIGHT, "')'");
		return expression_finish(parser, expression, offset);
	}
	struct expression_list list = parse_expressions(parser);
	parser_expect_kind(parser, TOKEN_RIGHT, list.count > 1 ? "',' or ')'" : "')'");
	if (list.count == 1)
		return list.items[0];
	expression = expression_new(parser, EXPRESSION_ROW);
	expression->row = list;
	return expression_finish(parser, expression, offset);
}

/* A type's name, maybe with sizes: any text of names, up to the ')' of the CAST. */
static const char *
parse_type(struct parser *parser)
{
	size_t offset = parser->reader.offset;
	while (parser->name == NAME_ID || parser->name == NAME_STRING)
		parser_next(parser);
	if (parser->end > offset && parser_accept_kind(parser, TOKEN_LEFT)) {
		do {
			if (token_is_operator(&parser->reader.token, "-") ||
			    token_is_operator(&parser->reader.token, "+"))
				parser_next(parser);
			if (!parser_accept_kind(parser, TOKEN_INTEGER))
				parser_expect_kind(parser, TOKEN_REAL, "a number");
		} while (parser_accept_kind(parser, TOKEN_COMMA));
		parser_expect_kind(parser, TOKEN_RIGHT, "')'");
	}
	size_t length = parser->end > offset ? parser->end - offset : 0;
	return arena_copy(parser->arena, parser->reader.text + offset, length);
}

static struct expression *
parse_cast(struct parser *parser)
{
	struct expression *expression = expression_new(parser, EXPRESSION_CAST);
	size_t offset = parser->reader.offset;
	parser_next(parser);
	parser_expect_kind(parser, TOKEN_LEFT, "'('");
	expression->cast.operand = parse_rule_expression(parser);
	parser_expect(parser, "AS");
	expression->cast.type = parse_type(parser);
	parser_expect_kind(parser, TOKEN_RIGHT, "')'");
	return expression_finish(parser, expression, offset);
}

static struct expression *
parse_case(struct parser *parser)
{
	struct expression *expression = expression_new(parser, EXPRESSION_CASE);
	struct case_of *case_of = &expression->case_of;
	size_t offset = parser->reader.offset;
	parser_next(parser);
	if (!parser_is(parser, "WHEN"))
		case_of->operand = parse_rule_expression(parser);
	do {
		struct case_arm arm;
		parser_expect(parser, "WHEN");
		arm.when = parse_rule_expression(parser);
		parser_expect(parser, "THEN");
		arm.then = parse_rule_expression(parser);
		case_of->arms = arena_grow(parser->arena, case_of->arms, case_of->arm_count,
					   sizeof *case_of->arms);
		case_of->arms[case_of->arm_count++] = arm;
	} while (parser_is(parser, "WHEN"));
	if (parser_accept(parser, "ELSE"))
		case_of->otherwise = parse_rule_expression(parser);
	if (!parser_accept(parser, "END"))
		parser_expected(parser, case_of->otherwise ? "END" : "WHEN, ELSE or END");
	return expression_finish(parser, expression, offset);
}

static struct expression *
parse_exists(struct parser *parser)
{
	struct expression *expression = expression_new(parser, EXPRESSION_EXISTS);
	size_t offset = parser->reader.offset;
	parser_next(parser);
	parser_expect_kind(parser, TOKEN_LEFT, "'('");
	expression->select = parse_select(parser);
	parser_expect_kind(parser, TOKEN_RIGHT, "')'");
	return expression_finish(parser, expression, offset);
}

static struct expression *
parse_raise(struct parser *parser)
{
	static const struct {
		const char *keyword;
		enum raise_action action;
	} rows[] = {
		{ "ROLLBACK", RAISE_ROLLBACK },
		{ "ABORT", RAISE_ABORT },
		{ "FAIL", RAISE_FAIL },
	};
	struct expression *expression = expression_new(parser, EXPRESSION_RAISE);
	size_t offset = parser->reader.offset;
	parser_next(parser);
	parser_expect_kind(parser, TOKEN_LEFT, "'('");
	size_t i = 0;
	while (i < 3 && !parser_accept(parser, rows[i].keyword))
		i++;
	if (i < 3) {
		expression->raise.action = rows[i].action;
		parser_expect_kind(parser, TOKEN_COMMA, "','");
		expression->raise.message = parse_rule_expression(parser);
	} else if (!parser_accept(parser, "IGNORE")) {
		parser_expected(parser, "IGNORE, ROLLBACK, ABORT or FAIL");
	}
	parser_expect_kind(parser, TOKEN_RIGHT, "')'");
	return expression_finish(parser, expression, offset);
}

/* name( … ) FILTER ( … ) OVER …: the parser stands at the '('. */
static struct expression *
parse_call(struct parser *parser, struct identifier name)
{
	struct expression *expression = expression_new(parser, EXPRESSION_CALL);
	struct call *call = &expression->call;
	call->name = name;
	parser_next(parser);
	call->is_star = token_is_operator(&parser->reader.token, "*");
	if (call->is_star) {
		parser_next(parser);
	} else {
		call->is_distinct = parser_accept(parser, "DISTINCT");
		if (!call->is_distinct)
			parser_accept(parser, "ALL");
		if (parser->reader.token.kind != TOKEN_RIGHT && !parser_is(parser, "ORDER"))
			call->arguments = parse_expressions(parser);
		parse_ordering(parser, &call->order);
	}
	parser_expect_kind(parser, TOKEN_RIGHT, "',' or ')'");
	if (!parser_is_name(parser) && parser_accept(parser, "FILTER")) {
		parser_expect_kind(parser, TOKEN_LEFT, "'('");
		parser_expect(parser, "WHERE");
		call->filter = parse_rule_expression(parser);
		parser_expect_kind(parser, TOKEN_RIGHT, "')'");
	}
	if (!parser_is_name(parser) && parser_accept(parser, "OVER"))
		call->over = parse_over(parser);
	return expression_finish(parser, expression, name.offset);
}

/* column, table.column, schema.table.column, or a call */
static struct expression *
parse_column(struct parser *parser)
{
	struct identifier names[3];
	size_t count = 0;
	do
		names[count++] = parse_name(parser);
	while (count < 3 && token_is_operator(&parser->reader.token, ".") &&
	       parser_accept_kind(parser, TOKEN_OPERATOR));
	if (count == 1 && parser->reader.token.kind == TOKEN_LEFT)
		return parse_call(parser, names[0]);
	struct expression *expression = expression_new(parser, EXPRESSION_COLUMN);
	expression->column.column = names[count - 1];
	if (count > 1)
		expression->column.table = names[count - 2];
	if (count > 2)
		expression->column.schema = names[0];
	return expression_finish(parser, expression, names[0].offset);
}

static struct expression *
parse_string(struct parser *parser)
{
	struct token next = parser_peek(parser);
	if (token_is_operator(&next, "."))
		return parse_column(parser);
	return new_literal(parser, LITERAL_STRING);
}

/* A keyword where a value is expected: some of these could be names elsewhere. */
static struct expression *
parse_word(struct parser *parser)
{
	if (parser_is(parser, "NULL"))
		return new_literal(parser, LITERAL_NULL);
	if (parser_is(parser, "CURRENT_TIME"))
		return new_literal(parser, LITERAL_CURRENT_TIME);
	if (parser_is(parser, "CURRENT_DATE"))
		return new_literal(parser, LITERAL_CURRENT_DATE);
	if (parser_is(parser, "CURRENT_TIMESTAMP"))
		return new_literal(parser, LITERAL_CURRENT_TIMESTAMP);
	if (parser_is(parser, "CAST"))
		return parse_cast(parser);
	if (parser_is(parser, "CASE"))
		return parse_case(parser);
	if (parser_is(parser, "EXISTS"))
		return parse_exists(parser);
	if (parser_is(parser, "RAISE"))
		return parse_raise(parser);
	if (parser_is_name(parser))
		return parse_column(parser);
	parser_expected(parser, "an expression");
	return expression_new(parser, EXPRESSION_LITERAL);
}

struct expression *
parse_term(struct parser *parser)
{
	switch (parser->reader.token.kind) {
	case TOKEN_LEFT:
		return parse_parentheses(parser);
	case TOKEN_INTEGER:
		return parse_number(parser, LITERAL_INTEGER);
	case TOKEN_REAL:
		return parse_number(parser, LITERAL_REAL);
	case TOKEN_STRING:
		return parse_string(parser);
	case TOKEN_BLOB:
		return new_literal(parser, LITERAL_BLOB);
	case TOKEN_PARAMETER:
		return parse_parameter(parser);
	default:
		return parse_word(parser);
	}
}
