#include "query/orders.h"

#include "base/arena.h"
#include "base/diag.h"
#include "input/queries.h"
#include "query/query.h"
#include "query/visit.h"
#include "sql/tree.h"

/* The term at offset; its count if there is none. */
static size_t
term_at(const struct ordering *ordering, size_t offset)
{
	size_t at = 0;
	while (at < ordering->count && ordering->items[at].offset != offset)
		at++;
	return at;
}

static size_t
end_of(const struct ordering *ordering, size_t term)
{
	return ordering->items[term].offset + ordering->items[term].length;
}

static bool
find_order(struct query_order *order, const struct query_text *text, size_t index,
	   const struct ordering *ordering, struct diag *diag)
{
	const struct text_order *written = &text->orders[index];
	size_t first = term_at(ordering, written->offset), next = ordering->count;
	if (first == ordering->count) {
		diag_error(diag, written->place,
			   "expected a term of the query's own ORDER BY behind the order '%s', "
			   "found none",
			   written->name);
		return false;
	}
	if (index + 1 < text->order_count)
		next = term_at(ordering, text->orders[index + 1].offset);
	*order = (struct query_order){
		.name = written->name,
		.offset = written->offset,
		.length = end_of(ordering, next - 1) - written->offset,
		.place = written->place,
	};
	return true;
}

/* Where the parameters of a query stand, by number - 1. */
struct search {
	const struct query *query;
	unsigned *within; /* the orders */
	bool *is_outside; /* of all of them */
};

static void
find_parameter(void *context, const struct expression *expression)
{
	struct search *search = context;
	const struct query *query = search->query;
	bool is_outside = true;
	if (expression->kind != EXPRESSION_PARAMETER)
		return;
	for (size_t i = 0; i < query->order_count; i++) {
		const struct query_order *order = &query->orders[i];
		if (expression->offset < order->offset ||
		    expression->offset >= order->offset + order->length)
			continue;
		search->within[expression->parameter - 1] |= 1u << i;
		is_outside = false;
	}
	if (is_outside)
		search->is_outside[expression->parameter - 1] = true;
}

static void
place_parameters(struct query *query, const struct statement *statement, struct arena *arena)
{
	struct search search = {
		.query = query,
		.within = arena_alloc(arena, (query->parameter_count + 1) * sizeof(unsigned)),
		.is_outside = arena_alloc(arena, (query->parameter_count + 1) * sizeof(bool)),
	};
	const struct visitor visitor = { .expression = find_parameter, .context = &search };
	visit_statement(&visitor, statement);
	for (size_t i = 0; i < query->parameter_count; i++)
		if (!search.is_outside[i])
			query->parameters[i].orders = search.within[i];
}

/* How many parameters stand before the orders? */
static size_t
count_before(const struct query *query, const struct statement *statement)
{
	size_t count = 0;
	while (count < query->parameter_count &&
	       statement->parameters[count].offset < query->orders[0].offset)
		count++;
	return count;
}

bool
orders_find(struct query *query, const struct query_text *text, const struct statement *statement,
	    struct arena *arena, struct diag *diag)
{
	static const struct ordering none = { .count = 0 };
	const struct ordering *ordering =
		statement->kind == STATEMENT_SELECT ? &statement->select->order : &none;
	bool is_good = true;
	if (text->order_count == 0)
		return true;
	if (text->order_count > ORDER_MAX) {
		diag_error(diag, text->orders[ORDER_MAX].place,
			   "expected at most %d orders, found %zu: make two queries", ORDER_MAX,
			   text->order_count);
		return false;
	}
	query->orders = arena_alloc(arena, text->order_count * sizeof *query->orders);
	for (size_t i = 0; i < text->order_count; i++)
		is_good = find_order(&query->orders[i], text, i, ordering, diag) && is_good;
	if (!is_good)
		return false;
	query->order_count = text->order_count;
	query->order_index = count_before(query, statement);
	place_parameters(query, statement, arena);
	return true;
}
