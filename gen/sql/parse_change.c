#include "base/arena.h"
#include "sql/parser.h"

/* https://sqlite.org/lang_insert.html, lang_upsert.html, lang_update.html, lang_delete.html */

static enum conflict_action
accept_action(struct parser *parser)
{
	static const struct {
		const char *keyword;
		enum conflict_action action;
	} rows[] = {
		{ "ROLLBACK", CONFLICT_ROLLBACK }, { "ABORT", CONFLICT_ABORT },
		{ "FAIL", CONFLICT_FAIL },         { "IGNORE", CONFLICT_IGNORE },
		{ "REPLACE", CONFLICT_REPLACE },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (parser_accept(parser, rows[i].keyword))
			return rows[i].action;
	parser_expected(parser, "ROLLBACK, ABORT, FAIL, IGNORE or REPLACE");
	return CONFLICT_UNSAID;
}

/* OR IGNORE and its like, or nothing */
static enum conflict_action
parse_conflict(struct parser *parser)
{
	return parser_accept(parser, "OR") ? accept_action(parser) : CONFLICT_UNSAID;
}

/* The alias of a target has AS always. */
static void
parse_target(struct parser *parser, struct target *target)
{
	target->table = parse_table_name(parser);
	if (parser_accept(parser, "AS"))
		target->alias = parse_name(parser);
}

static struct assignment
parse_assignment(struct parser *parser)
{
	struct assignment assignment = { .is_row = parser->reader.token.kind == TOKEN_LEFT };
	if (assignment.is_row) {
		assignment.columns = parse_names(parser);
	} else {
		assignment.columns.items = arena_alloc(parser->arena, sizeof(struct identifier));
		assignment.columns.items[0] = parse_name(parser);
		assignment.columns.count = 1;
	}
	if (!token_is_operator(&parser->reader.token, "=") &&
	    !token_is_operator(&parser->reader.token, "=="))
		parser_expected(parser, "'='");
	parser_next(parser);
	assignment.value = parse_rule_expression(parser);
	return assignment;
}

static void
parse_assignments(struct parser *parser, struct assignment_list *list)
{
	parser_expect(parser, "SET");
	do {
		struct assignment assignment = parse_assignment(parser);
		list->items =
			arena_grow(parser->arena, list->items, list->count, sizeof *list->items);
		list->items[list->count++] = assignment;
	} while (parser_accept_kind(parser, TOKEN_COMMA));
}

/* Behind ON: CONFLICT (target) WHERE … DO NOTHING or DO UPDATE SET … WHERE … */
static struct upsert
parse_upsert(struct parser *parser)
{
	struct upsert upsert = { 0 };
	parser_expect(parser, "CONFLICT");
	if (parser_accept_kind(parser, TOKEN_LEFT)) {
		parse_ordering_terms(parser, &upsert.target);
		parser_expect_kind(parser, TOKEN_RIGHT, "',' or ')'");
		upsert.target_where = parse_where(parser);
	}
	if (!parser_accept(parser, "DO"))
		parser_expected(parser, upsert.target.count ? "DO" : "'(' or DO");
	upsert.is_nothing = parser_accept(parser, "NOTHING");
	if (upsert.is_nothing)
		return upsert;
	if (!parser_accept(parser, "UPDATE"))
		parser_expected(parser, "NOTHING or UPDATE");
	parse_assignments(parser, &upsert.assignments);
	upsert.where = parse_where(parser);
	return upsert;
}

/* Only the last one can do without a target. */
static void
parse_upserts(struct parser *parser, struct insert *insert)
{
	bool is_last = false;
	while (!is_last && parser_accept(parser, "ON")) {
		struct upsert upsert = parse_upsert(parser);
		is_last = upsert.target.count == 0;
		insert->upserts = arena_grow(parser->arena, insert->upserts, insert->upsert_count,
					     sizeof *insert->upserts);
		insert->upserts[insert->upsert_count++] = upsert;
	}
}

void
parse_insert(struct parser *parser, struct insert *insert)
{
	if (parser_accept(parser, "REPLACE")) {
		insert->conflict = CONFLICT_REPLACE;
	} else {
		parser_expect(parser, "INSERT");
		insert->conflict = parse_conflict(parser);
	}
	parser_expect(parser, "INTO");
	parse_target(parser, &insert->target);
	if (parser->reader.token.kind == TOKEN_LEFT)
		insert->columns = parse_names(parser);
	if (parser_accept(parser, "DEFAULT")) {
		parser_expect(parser, "VALUES");
	} else if (parser_begins_select(parser)) {
		insert->select = parse_select(parser);
		parse_upserts(parser, insert);
	} else {
		parser_expected(parser, "VALUES, SELECT or DEFAULT VALUES");
	}
	parse_returning(parser, &insert->returning);
}

void
parse_update(struct parser *parser, struct update *update)
{
	parser_expect(parser, "UPDATE");
	update->conflict = parse_conflict(parser);
	parse_target(parser, &update->target);
	parse_index_choice(parser, &update->target.index_choice, &update->target.index);
	parse_assignments(parser, &update->assignments);
	parse_from(parser, &update->from);
	update->where = parse_where(parser);
	parse_returning(parser, &update->returning);
	parse_ordering(parser, &update->order);
	parse_limit(parser, &update->limit, &update->limit_offset);
}

void
parse_delete(struct parser *parser, struct delete *deletion)
{
	parser_expect(parser, "DELETE");
	parser_expect(parser, "FROM");
	parse_target(parser, &deletion->target);
	parse_index_choice(parser, &deletion->target.index_choice, &deletion->target.index);
	deletion->where = parse_where(parser);
	parse_returning(parser, &deletion->returning);
	parse_ordering(parser, &deletion->order);
	parse_limit(parser, &deletion->limit, &deletion->limit_offset);
}
