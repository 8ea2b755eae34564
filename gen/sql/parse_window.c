#include "base/arena.h"
#include "sql/parser.h"

/* ORDER BY, and https://sqlite.org/windowfunctions.html */

void
parse_ordering_terms(struct parser *parser, struct ordering *ordering)
{
	do {
		struct ordering_term term = { .offset = parser->reader.offset };
		term.expression = parse_rule_expression(parser);
		if (parser_accept(parser, "ASC"))
			term.direction = SORT_ASCENDING;
		else if (parser_accept(parser, "DESC"))
			term.direction = SORT_DESCENDING;
		if (parser_accept(parser, "NULLS")) {
			term.nulls = parser_accept(parser, "LAST") ? NULLS_LAST : NULLS_FIRST;
			if (term.nulls == NULLS_FIRST && !parser_accept(parser, "FIRST"))
				parser_expected(parser, "FIRST or LAST");
		}
		term.length = parser->end > term.offset ? parser->end - term.offset : 0;
		ordering->items = arena_grow(parser->arena, ordering->items, ordering->count,
					     sizeof *ordering->items);
		ordering->items[ordering->count++] = term;
	} while (parser_accept_kind(parser, TOKEN_COMMA));
}

void
parse_ordering(struct parser *parser, struct ordering *ordering)
{
	if (!parser_accept(parser, "ORDER"))
		return;
	parser_expect(parser, "BY");
	parse_ordering_terms(parser, ordering);
}

static struct frame_bound
parse_bound(struct parser *parser)
{
	struct frame_bound bound = { .kind = BOUND_CURRENT_ROW };
	if (parser_accept(parser, "CURRENT")) {
		parser_expect(parser, "ROW");
		return bound;
	}
	bool is_unbounded = parser_accept(parser, "UNBOUNDED");
	if (!is_unbounded)
		bound.expression = parse_rule_expression(parser);
	if (parser_accept(parser, "PRECEDING"))
		bound.kind = is_unbounded ? BOUND_UNBOUNDED_PRECEDING : BOUND_PRECEDING;
	else if (parser_accept(parser, "FOLLOWING"))
		bound.kind = is_unbounded ? BOUND_UNBOUNDED_FOLLOWING : BOUND_FOLLOWING;
	else
		parser_expected(parser, "PRECEDING or FOLLOWING");
	return bound;
}

static enum frame_exclude
parse_exclude(struct parser *parser)
{
	if (!parser_accept(parser, "EXCLUDE"))
		return EXCLUDE_UNSAID;
	if (parser_accept(parser, "GROUP"))
		return EXCLUDE_GROUP;
	if (parser_accept(parser, "TIES"))
		return EXCLUDE_TIES;
	if (parser_accept(parser, "CURRENT")) {
		parser_expect(parser, "ROW");
		return EXCLUDE_CURRENT_ROW;
	}
	if (!parser_accept(parser, "NO") || !parser_is(parser, "OTHERS"))
		parser_expected(parser, "NO OTHERS, CURRENT ROW, GROUP or TIES");
	parser_next(parser);
	return EXCLUDE_NO_OTHERS;
}

static enum frame_unit
frame_unit(const struct parser *parser)
{
	if (parser_is(parser, "ROWS"))
		return FRAME_ROWS;
	if (parser_is(parser, "RANGE"))
		return FRAME_RANGE;
	return parser_is(parser, "GROUPS") ? FRAME_GROUPS : FRAME_NONE;
}

static void
parse_frame(struct parser *parser, struct window *window)
{
	window->unit = frame_unit(parser);
	if (window->unit == FRAME_NONE)
		return;
	parser_next(parser);
	window->end.kind = BOUND_CURRENT_ROW;
	bool has_end = parser_accept(parser, "BETWEEN");
	size_t offset = parser->reader.offset;
	window->start = parse_bound(parser);
	if (window->start.kind == BOUND_UNBOUNDED_FOLLOWING)
		parser_fail(parser, offset,
			    "expected another start of the frame, "
			    "found UNBOUNDED FOLLOWING");
	if (has_end) {
		parser_expect(parser, "AND");
		offset = parser->reader.offset;
		window->end = parse_bound(parser);
		if (window->end.kind == BOUND_UNBOUNDED_PRECEDING)
			parser_fail(parser, offset,
				    "expected another end of the frame, "
				    "found UNBOUNDED PRECEDING");
	}
	window->exclude = parse_exclude(parser);
}

/* ( base PARTITION BY … ORDER BY … frame ), each of them optional */
static void
parse_definition(struct parser *parser, struct window *window)
{
	parser_expect_kind(parser, TOKEN_LEFT, "'('");
	if (parser_is_name(parser) && !parser_is(parser, "PARTITION") &&
	    frame_unit(parser) == FRAME_NONE)
		window->base = parse_name(parser);
	if (parser_accept(parser, "PARTITION")) {
		parser_expect(parser, "BY");
		window->partition = parse_expressions(parser);
	}
	parse_ordering(parser, &window->order);
	parse_frame(parser, window);
	parser_expect_kind(parser, TOKEN_RIGHT, "')'");
}

struct window *
parse_over(struct parser *parser)
{
	struct window *window = arena_alloc(parser->arena, sizeof *window);
	window->offset = parser->reader.offset;
	window->is_reference = parser->reader.token.kind != TOKEN_LEFT;
	if (window->is_reference)
		window->base = parse_name(parser);
	else
		parse_definition(parser, window);
	window->length = parser->end - window->offset;
	return window;
}

void
parse_windows(struct parser *parser, struct select_arm *arm)
{
	if (parser_is_name(parser) || !parser_accept(parser, "WINDOW"))
		return;
	do {
		struct window window = { .offset = parser->reader.offset };
		window.name = parse_name(parser);
		parser_expect(parser, "AS");
		parse_definition(parser, &window);
		window.length = parser->end - window.offset;
		arm->windows = arena_grow(parser->arena, arm->windows, arm->window_count,
					  sizeof *arm->windows);
		arm->windows[arm->window_count++] = window;
	} while (parser_accept_kind(parser, TOKEN_COMMA));
}
