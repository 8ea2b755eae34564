#include "query/typer.h"

#include "base/arena.h"
#include "query/arithmetic.h"
#include "query/comparison.h"
#include "query/type.h"
#include "schema/schema.h"
#include "sql/token.h"

/* https://sqlite.org/lang_expr.html */

/* Names stand for expressions, in which names stand for expressions. */
enum { STEPS_MAX = 2000000 };

static struct query_type
type_literal(const struct literal *literal)
{
	switch (literal->kind) {
	case LITERAL_NULL:
		return type_of_classes(CLASS_NULL);
	case LITERAL_INTEGER:
		return type_of_classes(integer_literal_class(literal->text));
	case LITERAL_REAL:
		return type_of_classes(CLASS_REAL);
	case LITERAL_BLOB:
		return type_of_classes(CLASS_BLOB);
	case LITERAL_STRING:
	case LITERAL_CURRENT_TIME:
	case LITERAL_CURRENT_DATE:
	case LITERAL_CURRENT_TIMESTAMP:
		break;
	}
	return type_of_classes(CLASS_TEXT);
}

static bool
is_truth(const struct expression *expression)
{
	const struct column_name *name = &expression->column;
	return expression->kind == EXPRESSION_COLUMN && name->table.text == NULL &&
	       name->column.quote == '\0' &&
	       (name_compare(name->column.text, "true") == 0 ||
		name_compare(name->column.text, "false") == 0);
}

static struct query_type
type_column(struct typer *typer, struct scope *scope, const struct expression *expression)
{
	const struct column_name *name = &expression->column;
	struct scope_match match = scope_find(scope, name);
	if (match.is_ambiguous)
		typer_fail(typer, expression->offset, "which '%s' is meant: write it with its table",
			   name->column.text);
	if (match.count > 0)
		return scope_match_type(&match);
	for (struct scope *at = scope; at != NULL; at = at->outer) {
		const struct result_list *results = at->results;
		struct expression *alias = scope_alias(at, name);
		struct query_type type;
		if (alias == NULL)
			continue;
		at->results = NULL;
		type = type_expression(typer, at, alias);
		at->results = results;
		return type;
	}
	if (is_truth(expression))
		return type_of_classes(CLASS_INTEGER);
	if (typer->view_depth > 0 && name->column.quote == '"')
		return type_of_classes(CLASS_TEXT);
	typer_fail(typer, expression->offset,
		   "SQLite knows '%s', and sqlgen does not: give the expression a type, AS "
		   "\"name: text\"",
		   name->column.text);
	return type_unknown();
}

static struct query_type
type_unary(struct typer *typer, struct scope *scope, const struct expression *expression)
{
	const struct unary *unary = &expression->unary;
	struct query_type operand;
	if (unary->operator== UNARY_NOT)
		return type_test(type_is_nullable(type_condition(typer, scope, unary->operand)));
	operand = type_expression(typer, scope, unary->operand);
	switch (unary->operator) {
	case UNARY_PLUS:
		return operand;
	case UNARY_MINUS:
		return type_minus(unary->operand, operand);
	case UNARY_INVERT:
		parameter_expect(typer, unary->operand, type_of_classes(CLASS_INTEGER), false,
				 NULL);
		break;
	case UNARY_NOT:
		break;
	}
	return type_test(type_is_nullable(operand));
}

/* What a parameter is that a number of this type is added to. */
static struct query_type
number_like(struct query_type other)
{
	unsigned number = type_number(other);
	return type_of_classes(number == 0 ? CLASS_INTEGER | CLASS_REAL : number);
}

static struct query_type
type_arithmetic(struct typer *typer, struct scope *scope, const struct binary *binary)
{
	struct query_type left = type_expression(typer, scope, binary->left);
	struct query_type right = type_expression(typer, scope, binary->right);
	parameter_expect_pair(typer, binary->left, number_like(left), binary->right,
			      number_like(right), false);
	return type_operation(binary, left, right);
}

static struct query_type
type_both(struct typer *typer, struct scope *scope, const struct binary *binary, unsigned operands,
	  unsigned result)
{
	struct query_type left = type_expression(typer, scope, binary->left);
	struct query_type right = type_expression(typer, scope, binary->right);
	bool is_nullable = type_is_nullable(left) || type_is_nullable(right);
	parameter_expect(typer, binary->left, type_of_classes(operands), false, NULL);
	parameter_expect(typer, binary->right, type_of_classes(operands), false, NULL);
	return type_of_classes(result | (is_nullable ? CLASS_NULL : 0));
}

/* json -> path; https://sqlite.org/json1.html#jptr */
static struct query_type
type_extract(struct typer *typer, struct scope *scope, const struct binary *binary)
{
	enum { FOUND = CLASS_INTEGER | CLASS_REAL | CLASS_TEXT | CLASS_NULL };
	(void)type_both(typer, scope, binary, CLASS_TEXT, CLASS_TEXT);
	return type_of_classes(binary->operator== BINARY_EXTRACT ? CLASS_TEXT | CLASS_NULL
								 : FOUND);
}

static struct query_type
type_binary(struct typer *typer, struct scope *scope, const struct expression *expression)
{
	const struct binary *binary = &expression->binary;
	switch (binary->operator) {
	case BINARY_OR:
	case BINARY_AND:
		return type_both(typer, scope, binary, CLASS_INTEGER, CLASS_INTEGER);
	case BINARY_EQUAL:
	case BINARY_NOT_EQUAL:
	case BINARY_IS:
	case BINARY_IS_NOT:
	case BINARY_LESS:
	case BINARY_LESS_EQUAL:
	case BINARY_GREATER:
	case BINARY_GREATER_EQUAL:
		return type_comparison(typer, scope, binary);
	case BINARY_AND_BITS:
	case BINARY_OR_BITS:
	case BINARY_SHIFT_LEFT:
	case BINARY_SHIFT_RIGHT:
		return type_both(typer, scope, binary, CLASS_INTEGER, CLASS_INTEGER);
	case BINARY_ADD:
	case BINARY_SUBTRACT:
	case BINARY_MULTIPLY:
	case BINARY_DIVIDE:
	case BINARY_REMAINDER:
		return type_arithmetic(typer, scope, binary);
	case BINARY_CONCATENATE:
		return type_both(typer, scope, binary, CLASS_TEXT, CLASS_TEXT);
	case BINARY_EXTRACT:
	case BINARY_EXTRACT_VALUE:
		return type_extract(typer, scope, binary);
	}
	return type_unknown();
}

/* What WHEN says holds in its THEN. */
static struct query_type
type_arm(struct typer *typer, struct scope *scope, const struct case_of *of,
	 const struct case_arm *arm)
{
	struct query_type type;
	bool *set, *before;
	if (of->operand != NULL)
		return type_expression(typer, scope, arm->then);
	set = narrow_where(typer, scope, arm->when);
	before = arena_alloc(typer->arena, 2 * scope->slot_count + 1);
	for (size_t i = 0; i < scope->source_count; i++)
		for (size_t j = 0; j < scope->sources[i].column_count; j++) {
			struct scope_column *column = &scope->sources[i].columns[j];
			before[column->slot] = column->is_not_null;
			column->is_not_null = column->is_not_null || set[column->slot];
		}
	type = type_expression(typer, scope, arm->then);
	for (size_t i = 0; i < scope->source_count; i++)
		for (size_t j = 0; j < scope->sources[i].column_count; j++) {
			struct scope_column *column = &scope->sources[i].columns[j];
			column->is_not_null = before[column->slot];
		}
	return type;
}

static struct query_type
type_case(struct typer *typer, struct scope *scope, const struct expression *expression)
{
	const struct case_of *of = &expression->case_of;
	struct query_type all = type_of_classes(CLASS_NULL);
	struct query_type operand = type_of_classes(CLASS_NULL);
	if (of->operand != NULL)
		operand = type_expression(typer, scope, of->operand);
	for (size_t i = 0; i < of->arm_count; i++) {
		struct query_type when, then;
		when = of->operand == NULL ? type_condition(typer, scope, of->arms[i].when)
					   : type_expression(typer, scope, of->arms[i].when);
		if (of->operand != NULL)
			parameter_expect_pair(typer, of->operand, operand, of->arms[i].when, when,
					      false);
		then = type_arm(typer, scope, of, &of->arms[i]);
		all = i == 0 ? then : type_either(all, then);
	}
	if (of->otherwise == NULL)
		all = type_nullable(all);
	else
		all = type_either(all, type_expression(typer, scope, of->otherwise));
	/* A parameter among the results is of the class of the others. */
	parameter_expect(typer, expression, all, false, NULL);
	return all;
}

static struct query_type
type_subquery(struct typer *typer, struct scope *scope, const struct expression *expression)
{
	struct typed_results found =
		type_select(typer, expression->select, scope, scope->commons);
	struct query_type all = type_unknown();
	for (size_t i = 0; i < found.count; i++)
		all = i == 0 ? found.items[i].type : type_either(all, found.items[i].type);
	return select_gives_row(typer, expression->select) ? all : type_nullable(all);
}

static struct query_type
type_of_cast(struct typer *typer, struct scope *scope, const struct expression *expression)
{
	const struct cast *cast = &expression->cast;
	struct query_type operand = type_expression(typer, scope, cast->operand);
	struct query_type as = type_cast(type_of_classes(CLASS_TEXT), cast->type);
	parameter_expect(typer, cast->operand, as, false, NULL);
	return type_cast(operand, cast->type);
}

struct query_type
type_expression(struct typer *typer, struct scope *scope, const struct expression *expression)
{
	if (typer->error.message != NULL)
		return type_unknown();
	if (++typer->steps == STEPS_MAX)
		typer_fail(typer, expression->offset,
			   "the statement refers to itself in too many ways to be typed");
	switch (expression->kind) {
	case EXPRESSION_LITERAL:
		return type_literal(&expression->literal);
	case EXPRESSION_PARAMETER:
		return type_parameter(typer, expression->parameter);
	case EXPRESSION_COLUMN:
		return type_column(typer, scope, expression);
	case EXPRESSION_UNARY:
		return type_unary(typer, scope, expression);
	case EXPRESSION_BINARY:
		return type_binary(typer, scope, expression);
	case EXPRESSION_NULL_TEST:
		return type_null_test(typer, scope, expression);
	case EXPRESSION_LIKE:
		return type_like(typer, scope, expression);
	case EXPRESSION_BETWEEN:
		return type_between(typer, scope, expression);
	case EXPRESSION_IN:
		return type_in(typer, scope, expression);
	case EXPRESSION_COLLATE:
		return type_expression(typer, scope, expression->collate.operand);
	case EXPRESSION_CAST:
		return type_of_cast(typer, scope, expression);
	case EXPRESSION_CASE:
		return type_case(typer, scope, expression);
	case EXPRESSION_CALL:
		return type_call(typer, scope, expression);
	case EXPRESSION_EXISTS:
		(void)type_select(typer, expression->select, scope, scope->commons);
		return type_test(false);
	case EXPRESSION_SUBQUERY:
		return type_subquery(typer, scope, expression);
	case EXPRESSION_ROW:
		return type_of_all(typer, scope, &expression->row);
	case EXPRESSION_RAISE:
		break;
	}
	return type_unknown();
}

struct query_type
type_condition(struct typer *typer, struct scope *scope, const struct expression *expression)
{
	struct query_type type = type_of_classes(CLASS_INTEGER);
	if (expression == NULL)
		return type;
	type = type_expression(typer, scope, expression);
	parameter_expect(typer, expression, type_of_classes(CLASS_INTEGER), false, NULL);
	return type;
}

void
type_each(struct typer *typer, struct scope *scope, const struct expression_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		(void)type_expression(typer, scope, list->items[i]);
}
