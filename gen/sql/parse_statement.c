#include "sql/parse.h"

#include "sql/parser.h"

/* WITH … and what it stands before */
static void
parse_any(struct parser *parser, struct statement *statement)
{
	struct with_clause with = { 0 };
	statement->offset = parser->reader.offset;
	parse_with(parser, &with);
	if (parser_is(parser, "INSERT") || parser_is(parser, "REPLACE")) {
		statement->kind = STATEMENT_INSERT;
		statement->insert.with = with;
		parse_insert(parser, &statement->insert);
	} else if (parser_is(parser, "UPDATE")) {
		statement->kind = STATEMENT_UPDATE;
		statement->update.with = with;
		parse_update(parser, &statement->update);
	} else if (parser_is(parser, "DELETE")) {
		statement->kind = STATEMENT_DELETE;
		statement->delete.with = with;
		parse_delete(parser, &statement->delete);
	} else if (parser_is(parser, "SELECT") || parser_is(parser, "VALUES")) {
		statement->kind = STATEMENT_SELECT;
		statement->select = parse_select_behind(parser, with, statement->offset);
	} else {
		parser_expected(parser, "SELECT, VALUES, INSERT, REPLACE, UPDATE, DELETE or WITH");
	}
	statement->length = parser->end - statement->offset;
	statement->parameters = parser->parameters;
	statement->parameter_count = parser->parameter_count;
}

bool
parse_statement(struct statement *statement, const char *text, size_t length, struct arena *arena,
		struct parse_error *error)
{
	struct parser parser;
	struct statement parsed = { 0 };
	parser_init(&parser, text, length, arena);
	parse_any(&parser, &parsed);
	if (!parser_finish(&parser, error))
		return false;
	*statement = parsed;
	return true;
}

bool
parse_create_view(struct parsed_view *view, const char *text, size_t length, struct arena *arena,
		  struct parse_error *error)
{
	struct parser parser;
	struct parsed_view parsed = { 0 };
	parser_init(&parser, text, length, arena);
	parser_expect(&parser, "CREATE");
	if (!parser_accept(&parser, "TEMP"))
		parser_accept(&parser, "TEMPORARY");
	parser_expect(&parser, "VIEW");
	if (parser_accept(&parser, "IF")) {
		parser_expect(&parser, "NOT");
		parser_expect(&parser, "EXISTS");
	}
	parsed.name = parse_table_name(&parser).table;
	if (parser.reader.token.kind == TOKEN_LEFT)
		parsed.columns = parse_names(&parser);
	parser_expect(&parser, "AS");
	parsed.select = parse_select(&parser);
	if (!parser_finish(&parser, error))
		return false;
	*view = parsed;
	return true;
}

struct expression *
parse_expression(const char *text, size_t length, struct arena *arena, struct parse_error *error)
{
	struct parser parser;
	parser_init(&parser, text, length, arena);
	struct expression *expression = parse_rule_expression(&parser);
	return parser_finish(&parser, error) ? expression : NULL;
}
