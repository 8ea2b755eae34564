#include "query/comparison.h"

#include "query/type.h"
#include "query/typer.h"

/* The result of a test: 0, 1, or NULL where an operand is. */
struct query_type
type_test(bool is_nullable)
{
	return type_of_classes(CLASS_INTEGER | (is_nullable ? CLASS_NULL : 0));
}

/* Whether the values of a list or a row can be NULL, and what they are. */
struct query_type
type_of_all(struct typer *typer, struct scope *scope, const struct expression_list *list)
{
	struct query_type all = type_of_classes(0);
	for (size_t i = 0; i < list->count; i++) {
		struct query_type type = type_expression(typer, scope, list->items[i]);
		all = i == 0 ? type : type_either(all, type);
	}
	return all;
}

/* (a, b) = (c, d): each with its own; https://sqlite.org/rowvalue.html */
static bool
compare_rows(struct typer *typer, struct scope *scope, const struct expression_list *a,
	     const struct expression_list *b, bool is_is)
{
	bool is_nullable = false;
	for (size_t i = 0; i < a->count; i++) {
		struct query_type left = type_expression(typer, scope, a->items[i]);
		struct query_type right = type_expression(typer, scope, b->items[i]);
		is_nullable = is_nullable || type_is_nullable(left) || type_is_nullable(right);
		parameter_expect_pair(typer, a->items[i], left, b->items[i], right, is_is);
	}
	return is_nullable;
}

struct query_type
type_comparison(struct typer *typer, struct scope *scope, const struct binary *binary)
{
	const struct expression *a = binary->left, *b = binary->right;
	bool is_is = binary->operator== BINARY_IS || binary->operator== BINARY_IS_NOT;
	struct query_type left, right;
	if (a->kind == EXPRESSION_ROW && b->kind == EXPRESSION_ROW && a->row.count == b->row.count)
		return type_test(compare_rows(typer, scope, &a->row, &b->row, is_is) && !is_is);
	left = type_expression(typer, scope, a);
	right = type_expression(typer, scope, b);
	parameter_expect_pair(typer, a, left, b, right, is_is);
	return type_test(!is_is && (type_is_nullable(left) || type_is_nullable(right)));
}

struct query_type
type_null_test(struct typer *typer, struct scope *scope, const struct expression *expression)
{
	(void)type_expression(typer, scope, expression->null_test.operand);
	parameter_expect_null(typer, expression->null_test.operand);
	return type_test(false);
}

/* REGEXP and MATCH are functions of the program, or of a virtual table. */
struct query_type
type_like(struct typer *typer, struct scope *scope, const struct expression *expression)
{
	const struct like *like = &expression->like;
	const struct expression *operands[] = { like->operand, like->pattern, like->escape };
	bool is_nullable = false;
	for (size_t i = 0; i < sizeof operands / sizeof *operands; i++) {
		if (operands[i] == NULL)
			continue;
		if (like->operator!= LIKE_MATCH || i > 0)
			is_nullable =
				type_is_nullable(type_expression(typer, scope, operands[i])) ||
				is_nullable;
		parameter_expect(typer, operands[i], type_of_classes(CLASS_TEXT), false, NULL);
	}
	if (like->operator== LIKE_LIKE || like->operator== LIKE_GLOB)
		return type_test(is_nullable);
	return like->is_not ? type_test(true) : type_unknown();
}

struct query_type
type_between(struct typer *typer, struct scope *scope, const struct expression *expression)
{
	const struct between *between = &expression->between;
	struct query_type operand = type_expression(typer, scope, between->operand);
	struct query_type low = type_expression(typer, scope, between->low);
	struct query_type high = type_expression(typer, scope, between->high);
	parameter_expect_pair(typer, between->operand, operand, between->low, low, false);
	parameter_expect_pair(typer, between->operand, operand, between->high, high, false);
	return type_test(type_is_nullable(operand) || type_is_nullable(low) ||
			 type_is_nullable(high));
}

static struct query_type
type_in_list(struct typer *typer, struct scope *scope, const struct in *in)
{
	struct query_type operand = type_expression(typer, scope, in->operand);
	struct query_type all = type_of_all(typer, scope, &in->list);
	if (in->list.count == 0)
		return type_test(false);
	for (size_t i = 0; i < in->list.count; i++)
		parameter_expect_pair(typer, in->operand, operand, in->list.items[i], all, false);
	return type_test(type_is_nullable(operand) || type_is_nullable(all));
}

static struct query_type
type_in_select(struct typer *typer, struct scope *scope, const struct in *in)
{
	struct query_type operand = type_expression(typer, scope, in->operand);
	struct typed_results found = type_select(typer, in->select, scope, scope->commons);
	bool is_nullable = type_is_nullable(operand);
	for (size_t i = 0; i < found.count; i++) {
		bool is_row = in->operand->kind == EXPRESSION_ROW;
		is_nullable = is_nullable || type_is_nullable(found.items[i].type);
		if (!is_row && i == 0)
			parameter_expect(typer, in->operand, found.items[i].type, false, NULL);
		else if (is_row && i < in->operand->row.count)
			parameter_expect(typer, in->operand->row.items[i], found.items[i].type,
					 false, NULL);
	}
	return type_test(is_nullable);
}

struct query_type
type_in(struct typer *typer, struct scope *scope, const struct expression *expression)
{
	const struct in *in = &expression->in;
	switch (in->kind) {
	case IN_LIST:
		return type_in_list(typer, scope, in);
	case IN_SELECT:
		return type_in_select(typer, scope, in);
	case IN_TABLE:
		break;
	}
	(void)type_expression(typer, scope, in->operand);
	type_each(typer, scope, &in->list);
	return type_test(true);
}
