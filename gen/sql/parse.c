#include "sql/parse.h"

#include "base/arena.h"
#include "sql/token.h"

struct table_parser {
	struct token_reader reader;
	struct parsed_table *table;
	struct arena *arena;
};

static bool
is_name(const struct token *token)
{
	return token_is_name(token) || token->kind == TOKEN_STRING;
}

static bool
is_stop(const struct token *token)
{
	return token->kind == TOKEN_END || token->kind == TOKEN_ILLEGAL ||
	       token->kind == TOKEN_SEMICOLON;
}

/*
 * Passes over ( … ), and tells what stands inside without spaces and comments at its ends. False if
 * the parenthesis is not closed.
 */
static bool
parse_parentheses(struct token_reader *reader, const char **text, size_t *length)
{
	size_t depth = 1;
	token_next(reader);
	size_t begin = reader->offset, end = begin;
	for (; !is_stop(&reader->token); token_next(reader)) {
		if (reader->token.kind == TOKEN_LEFT)
			depth++;
		if (reader->token.kind == TOKEN_RIGHT && --depth == 0) {
			*text = reader->text + begin;
			*length = end - begin;
			token_next(reader);
			return true;
		}
		end = reader->offset + reader->token.length;
	}
	return false;
}

static void
add_check(struct table_parser *parser, const char *text, size_t length, const char *column)
{
	struct parsed_table *table = parser->table;
	table->checks =
		arena_grow(parser->arena, table->checks, table->check_count, sizeof *table->checks);
	table->checks[table->check_count++] = (struct parsed_check){ text, length, column };
}

/* Goes on by one token. REFERENCES is a reserved word, and the others stand only behind it. */
static void
pass_word(struct table_parser *parser)
{
	struct token_reader *reader = &parser->reader;
	struct parsed_table *table = parser->table;
	if (token_accept(reader, "REFERENCES")) {
		table->deferred = arena_grow(parser->arena, table->deferred, table->deferred_count,
					     sizeof *table->deferred);
		table->deferred[table->deferred_count++] = false;
	} else if (token_accept(reader, "NOT")) {
		token_accept(reader, "DEFERRABLE");
	} else if (!token_accept(reader, "DEFERRABLE")) {
		token_next(reader);
	} else if (token_accept(reader, "INITIALLY") && token_is(&reader->token, "DEFERRED") &&
		   table->deferred_count > 0) {
		table->deferred[table->deferred_count - 1] = true;
	}
}

/*
 * What is left of a column or of table constraints, up to the comma or parenthesis that ends it.
 * CHECK is a reserved word: bare, and outside of parentheses, it can mean nothing else.
 */
static bool
parse_constraints(struct table_parser *parser, const char *column)
{
	struct token_reader *reader = &parser->reader;
	const char *text;
	size_t length;
	while (reader->token.kind != TOKEN_COMMA && reader->token.kind != TOKEN_RIGHT) {
		if (is_stop(&reader->token))
			return false;
		bool is_check = token_accept(reader, "CHECK");
		if (reader->token.kind == TOKEN_LEFT) {
			if (!parse_parentheses(reader, &text, &length))
				return false;
			if (is_check)
				add_check(parser, text, length, column);
		} else if (is_check) {
			return false;
		} else {
			pass_word(parser);
		}
	}
	return true;
}

/* Reserved words, all of them: no column has such a name without quotes. */
static bool
begins_table_constraint(const struct token *token)
{
	static const char *const words[] = { "CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK",
					     "FOREIGN" };
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (token_is(token, words[i]))
			return true;
	return false;
}

static bool
parse_column(struct table_parser *parser)
{
	struct token_reader *reader = &parser->reader;
	struct parsed_table *table = parser->table;
	if (!is_name(&reader->token))
		return false;
	struct parsed_column column = { token_name(&reader->token, parser->arena), reader->offset };
	table->columns = arena_grow(parser->arena, table->columns, table->column_count,
				    sizeof *table->columns);
	table->columns[table->column_count++] = column;
	token_next(reader);
	return parse_constraints(parser, column.name);
}

/* ( column, …, constraint … ) */
static bool
parse_body(struct table_parser *parser)
{
	struct token_reader *reader = &parser->reader;
	do {
		token_next(reader);
		bool is_read = begins_table_constraint(&reader->token)
				       ? parse_constraints(parser, NULL)
				       : parse_column(parser);
		if (!is_read)
			return false;
	} while (reader->token.kind == TOKEN_COMMA);
	return true;
}

/* name, or schema.name */
static bool
parse_table_name(struct table_parser *parser)
{
	struct token_reader *reader = &parser->reader;
	for (;;) {
		if (!is_name(&reader->token))
			return false;
		struct token name = reader->token;
		parser->table->offset = reader->offset;
		token_next(reader);
		if (!token_is_operator(&reader->token, ".")) {
			parser->table->name = token_name(&name, parser->arena);
			return true;
		}
		token_next(reader);
	}
}

static bool
parse_head(struct table_parser *parser)
{
	struct token_reader *reader = &parser->reader;
	if (!token_accept(reader, "CREATE"))
		return false;
	if (!token_accept(reader, "TEMP"))
		token_accept(reader, "TEMPORARY");
	if (!token_accept(reader, "TABLE"))
		return false;
	/* IF is no reserved word: a table may have that name. */
	struct token_reader before = *reader;
	if (!token_accept(reader, "IF") || !token_accept(reader, "NOT") ||
	    !token_accept(reader, "EXISTS"))
		*reader = before;
	return parse_table_name(parser);
}

bool
parse_create_table(struct parsed_table *table, const char *text, size_t length, struct arena *arena)
{
	struct parsed_table parsed = { 0 };
	struct table_parser parser = { .table = &parsed, .arena = arena };
	token_reader_init(&parser.reader, text, length);
	if (!parse_head(&parser))
		return false;
	bool is_read = parser.reader.token.kind == TOKEN_LEFT
			       ? parse_body(&parser)
			       : token_is(&parser.reader.token, "AS");
	if (is_read)
		*table = parsed;
	return is_read;
}
