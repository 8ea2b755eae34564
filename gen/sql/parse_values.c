#include "sql/parse.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "sql/token.h"

/*
 * The part of https://sqlite.org/lang_expr.html that allows a column nothing but literals. What
 * it cannot read fails the whole, operators that bind tighter included: each comparison must end at
 * AND, OR, ')' or the end.
 */

enum { DEPTH_MAX = 500 };

enum operand_kind {
	OPERAND_COLUMN,
	OPERAND_LITERAL,
	OPERAND_NULL,
	OPERAND_SET, /* a condition: a value that is not NULL passes if it is one of the values */
	OPERAND_ALL  /* a condition that every value but NULL passes */
};

struct operand {
	enum operand_kind kind;
	struct parsed_literal literal;
	struct parsed_literal *values;
	size_t count;
};

struct values_parser {
	struct token_reader reader;
	const struct parsed_column *columns;
	size_t column_count;
	const char *column; /* the one that was named; NULL before */
	unsigned depth;
	struct arena *arena;
};

static const char *
find_column(const struct values_parser *parser, const char *name)
{
	for (size_t i = 0; i < parser->column_count; i++)
		if (name_compare(parser->columns[i].name, name) == 0)
			return parser->columns[i].name;
	return NULL;
}

static void
add_value(struct operand *set, struct parsed_literal value, struct arena *arena)
{
	set->values = arena_grow(arena, set->values, set->count, sizeof *set->values);
	set->values[set->count++] = value;
}

/* A double-quoted name that is no column is a string: https://sqlite.org/quirks.html#dblquote */
static struct parsed_literal
string_literal(const char *value, struct arena *arena)
{
	struct text text = { 0 };
	text_add_char(&text, '\'');
	for (; *value; value++) {
		if (*value == '\'')
			text_add_char(&text, '\'');
		text_add_char(&text, *value);
	}
	text_add_char(&text, '\'');
	size_t length = text.length;
	return (struct parsed_literal){ text_keep(&text, arena), length };
}

static bool
is_literal(const struct token *token)
{
	return token->kind == TOKEN_STRING || token->kind == TOKEN_BLOB ||
	       token->kind == TOKEN_INTEGER || token->kind == TOKEN_REAL ||
	       token_is(token, "TRUE") || token_is(token, "FALSE");
}

static bool
parse_signed_number(struct token_reader *reader, struct parsed_literal *literal)
{
	size_t begin = reader->offset;
	if (!token_accept_operator(reader, "-") && !token_accept_operator(reader, "+"))
		return false;
	if (reader->token.kind != TOKEN_INTEGER && reader->token.kind != TOKEN_REAL)
		return false;
	literal->text = reader->text + begin;
	literal->length = reader->offset + reader->token.length - begin;
	token_next(reader);
	return true;
}

/* A function, even where a column has its name. */
static bool
is_current_time(const struct token *token)
{
	return token_is(token, "CURRENT_TIMESTAMP") || token_is(token, "CURRENT_DATE") ||
	       token_is(token, "CURRENT_TIME");
}

/* column, table.column or schema.table.column */
static bool
parse_name(struct values_parser *parser, struct operand *operand)
{
	struct token_reader *reader = &parser->reader;
	struct token token = reader->token;
	bool is_qualified = false;
	token_next(reader);
	while (token_accept_operator(reader, ".")) {
		is_qualified = true;
		token = reader->token;
		if (!token_is_name(&token))
			return false;
		token_next(reader);
	}
	if (!is_qualified && is_current_time(&token))
		return false;
	const char *name = token_name(&token, parser->arena);
	const char *column = find_column(parser, name);
	if (!column && token.kind == TOKEN_QUOTED && token.text[0] == '"' && !is_qualified) {
		operand->kind = OPERAND_LITERAL;
		operand->literal = string_literal(name, parser->arena);
		return true;
	}
	if (!column || (parser->column && name_compare(parser->column, column) != 0))
		return false;
	operand->kind = OPERAND_COLUMN;
	parser->column = column;
	return true;
}

static bool parse_condition(struct values_parser *parser, struct operand *operand);

static bool
parse_nested(struct values_parser *parser, struct operand *operand)
{
	if (parser->depth == DEPTH_MAX)
		return false;
	parser->depth++;
	token_next(&parser->reader);
	if (!parse_condition(parser, operand) || parser->reader.token.kind != TOKEN_RIGHT)
		return false;
	token_next(&parser->reader);
	parser->depth--;
	return true;
}

static bool
parse_operand(struct values_parser *parser, struct operand *operand)
{
	struct token_reader *reader = &parser->reader;
	const struct token *token = &reader->token;
	*operand = (struct operand){ .kind = OPERAND_LITERAL };
	if (token->kind == TOKEN_LEFT)
		return parse_nested(parser, operand);
	if (token->kind == TOKEN_OPERATOR)
		return parse_signed_number(reader, &operand->literal);
	if (token_is(token, "NULL")) {
		operand->kind = OPERAND_NULL;
		token_next(reader);
		return true;
	}
	bool is_word = token->kind == TOKEN_WORD;
	if (is_literal(token) &&
	    !(is_word && find_column(parser, token_name(token, parser->arena)))) {
		operand->literal = (struct parsed_literal){ token->text, token->length };
		token_next(reader);
		return true;
	}
	if (is_word || token->kind == TOKEN_QUOTED)
		return parse_name(parser, operand);
	return false;
}

/* ( literal, … ): not empty, no NULL, which would let everything pass. */
static bool
parse_list(struct values_parser *parser, struct operand *set)
{
	struct token_reader *reader = &parser->reader;
	*set = (struct operand){ .kind = OPERAND_SET };
	if (reader->token.kind != TOKEN_LEFT)
		return false;
	do {
		struct operand item;
		token_next(reader);
		if (!parse_operand(parser, &item) || item.kind != OPERAND_LITERAL)
			return false;
		add_value(set, item.literal, parser->arena);
	} while (reader->token.kind == TOKEN_COMMA);
	if (reader->token.kind != TOKEN_RIGHT)
		return false;
	token_next(reader);
	return true;
}

/* x IS TRUE asks whether x is true, and so lets 2 pass. */
static bool
is_boolean(const struct operand *operand)
{
	return operand->kind == OPERAND_LITERAL && strchr("TtFf", operand->literal.text[0]);
}

/* column = literal, literal = column; with IS also NULL, which no value but NULL passes. */
static bool
parse_equal(struct values_parser *parser, struct operand *left, bool is_is)
{
	struct operand right;
	if (!parse_operand(parser, &right) || (is_is && is_boolean(&right)))
		return false;
	if (left->kind == OPERAND_COLUMN && right.kind == OPERAND_NULL && is_is) {
		*left = (struct operand){ .kind = OPERAND_SET };
		return true;
	}
	if (right.kind == OPERAND_COLUMN && left->kind == OPERAND_LITERAL)
		right.literal = left->literal;
	else if (left->kind != OPERAND_COLUMN || right.kind != OPERAND_LITERAL)
		return false;
	*left = (struct operand){ .kind = OPERAND_SET };
	add_value(left, right.literal, parser->arena);
	return true;
}

/* What follows column IS. */
static bool
parse_is(struct values_parser *parser, struct operand *operand)
{
	bool is_column = operand->kind == OPERAND_COLUMN;
	if (!token_accept(&parser->reader, "NOT"))
		return parse_equal(parser, operand, true);
	operand->kind = OPERAND_ALL;
	return token_accept(&parser->reader, "NULL") && is_column;
}

/* An operand, or a comparison of column and literals. */
static bool
parse_comparison(struct values_parser *parser, struct operand *operand)
{
	struct token_reader *reader = &parser->reader;
	if (!parse_operand(parser, operand))
		return false;
	if (token_accept_operator(reader, "=") || token_accept_operator(reader, "=="))
		return parse_equal(parser, operand, false);
	if (token_accept(reader, "IS"))
		return parse_is(parser, operand);
	bool is_column = operand->kind == OPERAND_COLUMN;
	if (token_accept(reader, "IN"))
		return is_column && parse_list(parser, operand);
	if (token_accept(reader, "ISNULL")) {
		*operand = (struct operand){ .kind = OPERAND_SET };
		return is_column;
	}
	bool is_not = token_accept(reader, "NOT");
	if (token_accept(reader, is_not ? "NULL" : "NOTNULL")) {
		operand->kind = OPERAND_ALL;
		return is_column;
	}
	return !is_not;
}

/* The value of a plain integer of at most 18 digits. */
static bool
read_integer(const struct parsed_literal *literal, int64_t *value)
{
	size_t at = 0, digits = 0;
	bool is_negative = literal->text[0] == '-';
	*value = 0;
	for (; at < literal->length; at++) {
		char c = literal->text[at];
		if (c >= '0' && c <= '9' && ++digits <= 18)
			*value = *value * 10 + (c - '0');
		else if (at > 0 || (c != '-' && c != '+'))
			return false;
	}
	if (is_negative)
		*value = -*value;
	return true;
}

/* Could a column's affinity make a number of this string? */
static bool
may_be_number(const struct parsed_literal *string)
{
	char first = string->text[1];
	return first != '\0' && strchr("+-.0123456789 \t\n\v\f\r", first);
}

/* Are they different values whatever the column's affinity? Where in doubt they are not. */
static bool
surely_differ(const struct parsed_literal *a, const struct parsed_literal *b)
{
	int64_t left, right;
	if (read_integer(a, &left) && read_integer(b, &right))
		return left != right;
	if (a->text[0] != '\'' || b->text[0] != '\'' || (may_be_number(a) && may_be_number(b)))
		return false;
	return a->length != b->length || memcmp(a->text, b->text, a->length) != 0;
}

/* Both conditions hold. */
static void
intersect(struct operand *left, const struct operand *right, struct arena *arena)
{
	struct operand both = { .kind = OPERAND_SET };
	if (right->kind == OPERAND_ALL)
		return;
	if (left->kind == OPERAND_ALL) {
		*left = *right;
		return;
	}
	for (size_t i = 0; i < left->count; i++) {
		size_t j = 0;
		while (j < right->count && surely_differ(&left->values[i], &right->values[j]))
			j++;
		if (j < right->count)
			add_value(&both, left->values[i], arena);
	}
	*left = both;
}

static bool
is_condition(const struct operand *operand)
{
	return operand->kind == OPERAND_SET || operand->kind == OPERAND_ALL;
}

static bool
parse_and(struct values_parser *parser, struct operand *operand)
{
	struct operand right;
	if (!parse_comparison(parser, operand))
		return false;
	while (token_accept(&parser->reader, "AND")) {
		if (!parse_comparison(parser, &right) || !is_condition(operand) ||
		    !is_condition(&right))
			return false;
		intersect(operand, &right, parser->arena);
	}
	return true;
}

/* Conditions with OR between them; or one operand. */
static bool
parse_condition(struct values_parser *parser, struct operand *operand)
{
	struct operand right;
	if (!parse_and(parser, operand))
		return false;
	while (token_accept(&parser->reader, "OR")) {
		if (!parse_and(parser, &right) || !is_condition(operand) || !is_condition(&right))
			return false;
		if (right.kind == OPERAND_ALL)
			operand->kind = OPERAND_ALL;
		for (size_t i = 0; i < right.count; i++)
			add_value(operand, right.values[i], parser->arena);
	}
	return true;
}

bool
parse_allowed_values(const char **column, struct parsed_literal **values, size_t *count,
		     const struct parsed_check *check, const struct parsed_column *columns,
		     size_t column_count, struct arena *arena)
{
	struct operand condition;
	struct values_parser parser = { .columns = columns,
					.column_count = column_count,
					.arena = arena };
	token_reader_init(&parser.reader, check->text, check->length);
	if (!parse_condition(&parser, &condition) || parser.reader.token.kind != TOKEN_END ||
	    condition.kind != OPERAND_SET || condition.count == 0)
		return false;
	*column = parser.column;
	*values = condition.values;
	*count = condition.count;
	return true;
}

bool
parse_is_literal(const char *text, size_t length)
{
	struct token_reader reader;
	struct parsed_literal literal;
	size_t depth = 0;
	token_reader_init(&reader, text, length);
	for (; reader.token.kind == TOKEN_LEFT; depth++)
		token_next(&reader);
	if (is_literal(&reader.token) || token_is(&reader.token, "NULL"))
		token_next(&reader);
	else if (!parse_signed_number(&reader, &literal))
		return false;
	for (; depth > 0 && reader.token.kind == TOKEN_RIGHT; depth--)
		token_next(&reader);
	return depth == 0 && reader.token.kind == TOKEN_END;
}
