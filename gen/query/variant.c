#include "query/variant.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "input/queries.h"
#include "query/query.h"
#include "query/visit.h"
#include "sql/token.h"
#include "sql/tree.h"

/* The text for one choice of optional parameters, while it is made. */
struct writer {
	const struct query_text *text;
	const struct statement *statement;
	struct text_edit *edits;
	size_t edit_count;
	unsigned *bits;   /* by number - 1: the parameter's bit; 0: it is not optional */
	unsigned given;   /* a bit for each that is */
	bool asks_null;   /* one text for all masks */
	struct arena *arena;
	struct diag *diag;
	bool has_failed;
};

static void
add_edit(struct writer *writer, size_t offset, size_t length, const char *text)
{
	writer->edits =
		arena_grow(writer->arena, writer->edits, writer->edit_count, sizeof *writer->edits);
	writer->edits[writer->edit_count++] = (struct text_edit){ offset, length, text };
}

/* The bits of the optional parameters in an expression, but not in a SELECT that stands in it. */
struct search {
	const struct writer *writer;
	unsigned bits;
};

static void
find_bits(void *context, const struct expression *expression)
{
	struct search *search = context;

	if (expression->kind == EXPRESSION_PARAMETER)
		search->bits |= search->writer->bits[expression->parameter - 1];
}

static unsigned
bits_of(const struct writer *writer, const struct expression *expression)
{
	struct search search = { .writer = writer };
	const struct visitor visitor = { .expression = find_bits, .context = &search, .stays_outside = true };

	visit_expression(&visitor, expression);
	return search.bits;
}

static bool
is_operator(const struct expression *expression, enum binary_operator operator)
{
	return expression->kind == EXPRESSION_BINARY && expression->binary.operator == operator;
}

static void
ask_null(struct writer *writer, const struct expression *term, unsigned bits)
{
	const char *before = "(";

	for (size_t i = 0; i < writer->text->parameter_count; i++)
		if (writer->bits[i] & bits)
			before = arena_format(writer->arena, "%s?%zu IS NULL OR ", before, i + 1);
	add_edit(writer, term->offset, 0, before);
	add_edit(writer, term->offset + term->length, 0, ")");
}

/* Does a condition drop out? What is left of it otherwise is edited. */
static bool
drop(struct writer *writer, const struct expression *condition, bool is_in_or)
{
	bool is_or = is_operator(condition, BINARY_OR);
	unsigned bits;

	if (is_or || is_operator(condition, BINARY_AND)) {
		const struct expression *left = condition->binary.left, *right = condition->binary.right;
		bool left_drops = drop(writer, left, is_in_or || is_or);
		bool right_drops = drop(writer, right, is_in_or || is_or);

		if (left_drops && right_drops)
			return true;
		if (left_drops)
			add_edit(writer, left->offset, left->length, is_or ? "FALSE" : "TRUE");
		if (right_drops)
			add_edit(writer, right->offset, right->length, is_or ? "FALSE" : "TRUE");
		return false;
	}
	if (condition->kind == EXPRESSION_UNARY && condition->unary.operator == UNARY_NOT)
		return drop(writer, condition->unary.operand, is_in_or || writer->asks_null);
	bits = bits_of(writer, condition);
	if (writer->asks_null && bits && is_in_or) {
		diag_error(writer->diag, query_text_place(writer->text, condition->offset, writer->diag),
			   "with more than %d optional parameters (beside orders, more than %d choices of both) none of "
			   "them can stand inside of OR or NOT: write 'IS NULL' tests yourself, or make two queries",
			   OPTIONAL_MAX, VARIANT_MAX);
		writer->has_failed = true;
	} else if (writer->asks_null && bits) {
		ask_null(writer, condition, bits);
	}
	return !writer->asks_null && (bits & ~writer->given);
}

static void
drop_condition(void *context, const struct expression *condition)
{
	struct writer *writer = context;

	if (drop(writer, condition, false))
		add_edit(writer, condition->offset, condition->length, "TRUE");
}

/* x IN (?2) of a list reads it. */
static void
edit_list(void *context, const struct expression *expression)
{
	struct writer *writer = context;
	const struct expression *item;

	if (expression->kind != EXPRESSION_IN || expression->in.kind != IN_LIST || expression->in.list.count != 1)
		return;
	item = expression->in.list.items[0];
	if (item->kind != EXPRESSION_PARAMETER ||
	    writer->text->parameters[item->parameter - 1].kind != PARAMETER_LIST)
		return;
	add_edit(writer, item->offset, item->length,
		 arena_format(writer->arena, "SELECT value FROM sqlgen_list(?%u)", item->parameter));
}

/* Inner edits stand behind the outer ones that they are part of. */
static int
compare_edits(const void *a, const void *b)
{
	const struct text_edit *one = a, *other = b;

	if (one->offset != other->offset)
		return one->offset < other->offset ? -1 : 1;
	if (one->length != other->length && one->length > 0 && other->length > 0)
		return one->length > other->length ? -1 : 1;
	/* What is only put in goes first. */
	return (one->length > 0) - (other->length > 0);
}

static const char *
apply(struct writer *writer)
{
	const struct query_text *text = writer->text;
	struct text out = { 0 };
	size_t at = 0;

	if (writer->edit_count > 1)
		qsort(writer->edits, writer->edit_count, sizeof *writer->edits, compare_edits);
	for (size_t i = 0; i < writer->edit_count; i++) {
		const struct text_edit *edit = &writer->edits[i];

		if (edit->offset < at)
			continue;
		text_add(&out, text->sql + at, edit->offset - at);
		text_add_string(&out, edit->text);
		at = edit->offset + edit->length;
	}
	text_add(&out, text->sql + at, text->length - at);
	return text_keep(&out, writer->arena);
}

/* Where an optional parameter stands in no condition, or another one only in what drops out. */
struct check {
	struct writer *writer;
	size_t *places, *droppable, *optional; /* by number - 1: places, those in terms, those as optional ones */
	const struct expression **first;
};

static void
count_place(void *context, const struct expression *expression)
{
	struct check *check = context;

	if (expression->kind != EXPRESSION_PARAMETER)
		return;
	if (check->places[expression->parameter - 1]++ == 0)
		check->first[expression->parameter - 1] = expression;
}

static void
count_in_term(void *context, const struct expression *expression)
{
	struct check *check = context;

	if (expression->kind == EXPRESSION_PARAMETER)
		check->droppable[expression->parameter - 1]++;
}

static void
count_optional(void *context, const struct expression *expression)
{
	struct check *check = context;

	if (expression->kind == EXPRESSION_PARAMETER)
		check->optional[expression->parameter - 1]++;
}

static void
check_term(struct check *check, const struct expression *term)
{
	const struct visitor all = { .expression = count_in_term, .context = check };
	const struct visitor own = { .expression = count_optional, .context = check, .stays_outside = true };

	if (is_operator(term, BINARY_AND) || is_operator(term, BINARY_OR)) {
		check_term(check, term->binary.left);
		check_term(check, term->binary.right);
	} else if (term->kind == EXPRESSION_UNARY && term->unary.operator == UNARY_NOT) {
		check_term(check, term->unary.operand);
	} else if (bits_of(check->writer, term)) {
		visit_expression(&all, term);
		visit_expression(&own, term);
	}
}

static void
check_condition(void *context, const struct expression *condition)
{
	check_term(context, condition);
}

static void
tell(struct check *check, size_t number, const char *format)
{
	struct writer *writer = check->writer;
	const char *name = writer->text->parameters[number].name;

	diag_error(writer->diag, query_text_place(writer->text, check->first[number]->offset, writer->diag), "%s",
		   arena_format(writer->arena, "':%s%s' %s", name ? name : "", writer->bits[number] ? "?" : "", format));
	writer->has_failed = true;
}

static void
check_places(struct writer *writer)
{
	size_t count = writer->text->parameter_count;
	struct check check = {
		.writer = writer,
		.places = arena_alloc(writer->arena, (count + 1) * sizeof(size_t)),
		.droppable = arena_alloc(writer->arena, (count + 1) * sizeof(size_t)),
		.optional = arena_alloc(writer->arena, (count + 1) * sizeof(size_t)),
		.first = arena_alloc(writer->arena, (count + 1) * sizeof(struct expression *)),
	};
	const struct visitor visitor = {
		.expression = count_place,
		.condition = check_condition,
		.context = &check,
	};

	visit_statement(&visitor, writer->statement);
	for (size_t i = 0; i < count; i++) {
		if (writer->bits[i] && check.optional[i] < check.places[i])
			tell(&check, i,
			     "stands in no term of WHERE, ON or HAVING that could drop out: write coalesce(:name, column) "
			     "with a parameter that can be NULL");
		else if (!writer->bits[i] && check.places[i] > 0 && check.droppable[i] >= check.places[i])
			tell(&check, i, "stands only in terms that drop out with others: mark it with '?' too");
	}
}

/* Leaves one of the orders. */
static void
cut_orders(struct writer *writer, const struct query *query, size_t kept)
{
	const struct query_order *first = &query->orders[0], *last = &query->orders[query->order_count - 1];
	const struct query_order *order = &query->orders[kept];
	size_t end = order->offset + order->length;

	add_edit(writer, first->offset, order->offset - first->offset, "");
	add_edit(writer, end, last->offset + last->length - end, "");
}

static const char *
write_variant(struct writer *writer, const struct query *query, size_t index, const struct text_edit *edits,
	      size_t edit_count)
{
	const struct visitor visitor = { .expression = edit_list, .condition = drop_condition, .context = writer };

	writer->edits = NULL;
	writer->edit_count = 0;
	writer->given = (unsigned)index & ((1u << query->optional_count) - 1);
	if (query->order_count > 0)
		cut_orders(writer, query, index >> query->optional_count);
	for (size_t i = 0; i < edit_count; i++)
		add_edit(writer, edits[i].offset, edits[i].length, edits[i].text);
	visit_statement(&visitor, writer->statement);
	return apply(writer);
}

/* A term of two optional parameters is gone, with both of them, where one is not given. */
static void
find_masks(struct query *query, const struct writer *writer)
{
	for (unsigned mask = 0; mask < 1u << query->optional_count; mask++) {
		const char *sql = query->variants[mask].sql;
		struct token_reader reader;

		token_reader_init(&reader, sql, strlen(sql));
		for (; reader.token.kind != TOKEN_END; token_next(&reader)) {
			size_t number;

			if (reader.token.kind != TOKEN_PARAMETER)
				continue;
			number = strtoul(reader.token.text + 1, NULL, 10);
			if (writer->bits[number - 1])
				query->parameters[number - 1].masks |= 1u << mask;
		}
	}
}

bool
variants_build(struct query *query, const struct query_text *text, const struct statement *statement,
	       const struct text_edit *edits, size_t edit_count, struct arena *arena, struct diag *diag)
{
	struct writer writer = {
		.text = text,
		.statement = statement,
		.bits = arena_alloc(arena, (text->parameter_count + 1) * sizeof(unsigned)),
		.arena = arena,
		.diag = diag,
	};
	size_t orders = query->order_count > 0 ? query->order_count : 1;
	unsigned optional_count = 0;

	for (size_t i = 0; i < text->parameter_count; i++)
		if (text->parameters[i].kind == PARAMETER_OPTIONAL && optional_count++ < 32)
			writer.bits[i] = 1u << (optional_count - 1);
	if (optional_count > 32) {
		diag_error(diag, text->place, "expected at most 32 optional parameters, found %u", optional_count);
		return false;
	}
	writer.asks_null = optional_count > OPTIONAL_MAX || orders << optional_count > VARIANT_MAX;
	query->optional_count = writer.asks_null ? 0 : optional_count;
	query->variant_count = orders << query->optional_count;
	query->variants = arena_alloc(arena, query->variant_count * sizeof *query->variants);
	check_places(&writer);
	for (size_t i = 0; i < query->variant_count; i++)
		query->variants[i].sql = write_variant(&writer, query, i, edits, edit_count);
	find_masks(query, &writer);
	return !writer.has_failed;
}
