#ifndef SQLGEN_PARSER_H
#define SQLGEN_PARSER_H

#include <stdbool.h>
#include <stddef.h>

#include "sql/keyword.h"
#include "sql/parse.h"
#include "sql/token.h"
#include "sql/tree.h"

/*
 * What the rules of the grammar share; parse.h is what others see. Each rule begins at
 * the parser's token and ends at the first token that is not its own.
 *
 * The first error is kept, and the parser is at the end of the text from then on: no rule finds
 * anything more, every loop ends, and what the rules return is complete but means nothing. So no
 * rule asks whether another one failed.
 */
struct parser {
	struct token_reader reader;
	enum name_class name; /* of the token; a word that is a keyword here is NAME_NONE */
	size_t end;           /* behind the last token that was passed */
	unsigned depth;       /* how many rules that contain themselves are under way */
	/* Of the expressions that the rule under way has finished, the greatest height. */
	unsigned height;
	struct parameter *parameters;
	unsigned parameter_count;
	struct arena *arena;
	struct parse_error error; /* message NULL: none so far */
};

void parser_init(struct parser *parser, const char *text, size_t length, struct arena *arena);
void parser_next(struct parser *parser);
/* Is the whole text read, a semicolon at its end included? An error if not. */
bool parser_finish(struct parser *parser, struct parse_error *error);

/* expected is what stands in the message: "')'", "a name". */
void parser_expected(struct parser *parser, const char *expected);
void parser_fail(struct parser *parser, size_t offset, const char *message);

/* The token is this keyword, and no name here. */
bool parser_is(const struct parser *parser, const char *keyword);
bool parser_accept(struct parser *parser, const char *keyword);
void parser_expect(struct parser *parser, const char *keyword);
bool parser_accept_kind(struct parser *parser, enum token_kind kind);
/* expected as in parser_expected */
void parser_expect_kind(struct parser *parser, enum token_kind kind, const char *expected);
/* The token behind this one. */
struct token parser_peek(const struct parser *parser);

/* Rules that contain themselves: an error beyond what the stack is sure to hold. */
void parser_enter(struct parser *parser);
void parser_leave(struct parser *parser);

/* A name where any one will do ("nm" in SQLite's grammar); an error if there is none. */
struct identifier parse_name(struct parser *parser);
bool parser_is_name(const struct parser *parser);
/* ( name, … ) */
struct identifier_list parse_names(struct parser *parser);
/* name or schema.name */
struct column_name parse_table_name(struct parser *parser);
/* AS name, or a name that no keyword hides; none: no text */
struct identifier parse_alias(struct parser *parser);

/* parse_expression.c, parse_term.c */
struct expression *parse_rule_expression(struct parser *parser);
struct expression *parse_term(struct parser *parser);
struct expression_list parse_expressions(struct parser *parser); /* at least one */
struct expression_list parse_arguments(struct parser *parser);   /* up to and with ')', or none */
struct expression *expression_new(struct parser *parser, enum expression_kind kind);
/* Its children are finished: sets its place, from offset to here, and its height. */
struct expression *expression_finish(struct parser *parser, struct expression *expression,
				     size_t offset);

/* parse_window.c */
void parse_ordering_terms(struct parser *parser, struct ordering *ordering);
/* ORDER BY …, if there is one */
void parse_ordering(struct parser *parser, struct ordering *ordering);
/* What stands behind OVER. */
struct window *parse_over(struct parser *parser);
void parse_windows(struct parser *parser, struct select_arm *arm);

/* parse_select.c, parse_from.c */
bool parser_begins_select(const struct parser *parser);
struct select *parse_select(struct parser *parser);
void parse_with(struct parser *parser, struct with_clause *with);
/* Behind the WITH that it is given, which began at offset. */
struct select *parse_select_behind(struct parser *parser, struct with_clause with, size_t offset);
void parse_limit(struct parser *parser, struct expression **limit, struct expression **offset);
void parse_returning(struct parser *parser, struct result_list *results);
void parse_from(struct parser *parser, struct table_sources *sources);
struct expression *parse_where(struct parser *parser);
void parse_index_choice(struct parser *parser, enum index_choice *choice, struct identifier *index);

/* parse_change.c: behind WITH */
void parse_insert(struct parser *parser, struct insert *insert);
void parse_update(struct parser *parser, struct update *update);
void parse_delete(struct parser *parser, struct delete *deletion);

#endif
