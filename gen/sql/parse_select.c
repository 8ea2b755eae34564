#include "base/arena.h"
#include "sql/parser.h"

/* https://sqlite.org/lang_select.html */

bool
parser_begins_select(const struct parser *parser)
{
	return parser_is(parser, "SELECT") || parser_is(parser, "VALUES") ||
	       parser_is(parser, "WITH");
}

struct expression *
parse_where(struct parser *parser)
{
	return parser_accept(parser, "WHERE") ? parse_rule_expression(parser) : NULL;
}

/* LIMIT a OFFSET b, or LIMIT b, a */
void
parse_limit(struct parser *parser, struct expression **limit, struct expression **offset)
{
	if (!parser_accept(parser, "LIMIT"))
		return;
	*limit = parse_rule_expression(parser);
	if (parser_accept(parser, "OFFSET")) {
		*offset = parse_rule_expression(parser);
	} else if (parser_accept_kind(parser, TOKEN_COMMA)) {
		*offset = *limit;
		*limit = parse_rule_expression(parser);
	}
}

/* table.* */
static bool
begins_table_star(const struct parser *parser)
{
	struct token_reader ahead = parser->reader;
	token_next(&ahead);
	if (!parser_is_name(parser) || !token_is_operator(&ahead.token, "."))
		return false;
	token_next(&ahead);
	return token_is_operator(&ahead.token, "*");
}

static struct result_column
parse_result(struct parser *parser)
{
	struct result_column column = { .offset = parser->reader.offset };
	if (begins_table_star(parser)) {
		column.kind = RESULT_TABLE_STAR;
		column.table = parse_name(parser);
		parser_next(parser);
		parser_next(parser);
	} else if (token_is_operator(&parser->reader.token, "*")) {
		column.kind = RESULT_STAR;
		parser_next(parser);
	} else {
		column.kind = RESULT_EXPRESSION;
		column.expression = parse_rule_expression(parser);
	}
	column.length = parser->end > column.offset ? parser->end - column.offset : 0;
	if (column.kind == RESULT_EXPRESSION)
		column.alias = parse_alias(parser);
	return column;
}

static void
parse_results(struct parser *parser, struct result_list *results)
{
	do {
		struct result_column column = parse_result(parser);
		results->items = arena_grow(parser->arena, results->items, results->count,
					    sizeof *results->items);
		results->items[results->count++] = column;
	} while (parser_accept_kind(parser, TOKEN_COMMA));
}

void
parse_returning(struct parser *parser, struct result_list *results)
{
	if (parser_accept(parser, "RETURNING"))
		parse_results(parser, results);
}

static struct common_table
parse_common_table(struct parser *parser)
{
	struct common_table table = { .name = parse_name(parser) };
	if (parser->reader.token.kind == TOKEN_LEFT)
		table.columns = parse_names(parser);
	parser_expect(parser, "AS");
	bool is_not = parser_accept(parser, "NOT");
	if (is_not || parser_is(parser, "MATERIALIZED")) {
		parser_expect(parser, "MATERIALIZED");
		table.materialization = is_not ? NOT_MATERIALIZED : MATERIALIZED;
	}
	parser_expect_kind(parser, TOKEN_LEFT, "'('");
	table.select = parse_select(parser);
	parser_expect_kind(parser, TOKEN_RIGHT, "')'");
	return table;
}

void
parse_with(struct parser *parser, struct with_clause *with)
{
	if (!parser_accept(parser, "WITH"))
		return;
	with->is_recursive = parser_accept(parser, "RECURSIVE");
	do {
		struct common_table table = parse_common_table(parser);
		with->items =
			arena_grow(parser->arena, with->items, with->count, sizeof *with->items);
		with->items[with->count++] = table;
	} while (parser_accept_kind(parser, TOKEN_COMMA));
}

/* (a, b), (c, d) … */
static void
parse_rows(struct parser *parser, struct select_arm *arm)
{
	arm->is_values = true;
	do {
		parser_expect_kind(parser, TOKEN_LEFT, "'('");
		struct expression_list row = parse_expressions(parser);
		parser_expect_kind(parser, TOKEN_RIGHT, "',' or ')'");
		arm->rows = arena_grow(parser->arena, arm->rows, arm->row_count, sizeof *arm->rows);
		arm->rows[arm->row_count++] = row;
	} while (parser_accept_kind(parser, TOKEN_COMMA));
}

static void
parse_clauses(struct parser *parser, struct select_arm *arm)
{
	arm->is_distinct = parser_accept(parser, "DISTINCT");
	if (!arm->is_distinct)
		parser_accept(parser, "ALL");
	parse_results(parser, &arm->result);
	parse_from(parser, &arm->from);
	arm->where = parse_where(parser);
	if (parser_accept(parser, "GROUP")) {
		parser_expect(parser, "BY");
		arm->group = parse_expressions(parser);
	}
	if (parser_accept(parser, "HAVING"))
		arm->having = parse_rule_expression(parser);
	parse_windows(parser, arm);
}

static void
parse_arm(struct parser *parser, struct select *select, enum compound_operator joined_by)
{
	struct select_arm arm = { .operator= joined_by, .offset = parser->reader.offset };
	if (parser_accept(parser, "VALUES"))
		parse_rows(parser, &arm);
	else if (parser_accept(parser, "SELECT"))
		parse_clauses(parser, &arm);
	else
		parser_expected(parser, "SELECT or VALUES");
	arm.length = parser->end > arm.offset ? parser->end - arm.offset : 0;
	select->arms =
		arena_grow(parser->arena, select->arms, select->arm_count, sizeof *select->arms);
	select->arms[select->arm_count++] = arm;
}

static enum compound_operator
accept_compound(struct parser *parser)
{
	if (parser_accept(parser, "UNION"))
		return parser_accept(parser, "ALL") ? COMPOUND_UNION_ALL : COMPOUND_UNION;
	if (parser_accept(parser, "INTERSECT"))
		return COMPOUND_INTERSECT;
	return parser_accept(parser, "EXCEPT") ? COMPOUND_EXCEPT : COMPOUND_NONE;
}

struct select *
parse_select_behind(struct parser *parser, struct with_clause with, size_t offset)
{
	struct select *select = arena_alloc(parser->arena, sizeof *select);
	enum compound_operator joined_by = COMPOUND_NONE;
	select->offset = offset;
	select->with = with;
	do {
		parse_arm(parser, select, joined_by);
		joined_by = accept_compound(parser);
	} while (joined_by != COMPOUND_NONE);
	if (!select->arms[select->arm_count - 1].is_values) {
		parse_ordering(parser, &select->order);
		parse_limit(parser, &select->limit, &select->limit_offset);
	}
	select->height = ++parser->height;
	select->length = parser->end > offset ? parser->end - offset : 0;
	return select;
}

struct select *
parse_select(struct parser *parser)
{
	struct with_clause with = { 0 };
	size_t offset = parser->reader.offset;
	unsigned outer = parser->height;
	parser->height = 0;
	parser_enter(parser);
	parse_with(parser, &with);
	struct select *select = parse_select_behind(parser, with, offset);
	parser_leave(parser);
	if (parser->height < outer)
		parser->height = outer;
	return select;
}
