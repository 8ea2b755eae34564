#include "query/typer.h"

#include "base/arena.h"
#include "query/function.h"
#include "query/type.h"
#include "query/visit.h"

/*
 * Which columns cannot be NULL in the rows that pass a condition. A set is a bool for each slot of
 * the scope; columns of the scopes around it do not count.
 */
struct narrowing {
	struct typer *typer;
	struct scope *scope;
};

/* What is asked of an expression: it is true, it is false, or it is only not NULL. */
enum outcome { OUTCOME_TRUE, OUTCOME_FALSE, OUTCOME_NOT_NULL };

static void narrow(struct narrowing *narrowing, const struct expression *expression,
		   enum outcome outcome, bool *set);

static void
narrow_not_null(struct narrowing *narrowing, const struct expression *expression, bool *set)
{
	narrow(narrowing, expression, OUTCOME_NOT_NULL, set);
}

static void
narrow_column(struct narrowing *narrowing, const struct expression *expression,
	      enum outcome outcome, bool *set)
{
	struct scope *scope = narrowing->scope;
	struct scope_match match = scope_find_here(scope, &expression->column);
	struct expression *alias = scope_alias(scope, &expression->column);
	const struct result_list *results = scope->results;
	if (match.count == 1 && !match.is_ambiguous)
		set[match.columns[0]->slot] = true;
	if (match.count > 0 || alias == NULL)
		return;
	scope->results = NULL;
	narrow(narrowing, alias, outcome, set);
	scope->results = results;
}

/* Both sides hold, or one of them, of which we do not know which. */
static void
narrow_two(struct narrowing *narrowing, const struct binary *binary, enum outcome outcome,
	   bool is_both, bool *set)
{
	size_t count = narrowing->scope->slot_count;
	bool *left, *right;
	if (is_both) {
		narrow(narrowing, binary->left, outcome, set);
		narrow(narrowing, binary->right, outcome, set);
		return;
	}
	left = arena_alloc(narrowing->typer->arena, count + 1);
	right = arena_alloc(narrowing->typer->arena, count + 1);
	narrow(narrowing, binary->left, outcome, left);
	narrow(narrowing, binary->right, outcome, right);
	for (size_t i = 0; i < count; i++)
		set[i] = set[i] || (left[i] && right[i]);
}

static bool
is_value(struct narrowing *narrowing, const struct expression *expression)
{
	return (expression->kind == EXPRESSION_LITERAL || expression->kind == EXPRESSION_COLUMN ||
		expression->kind == EXPRESSION_PARAMETER) &&
	       !type_is_nullable(type_expression(narrowing->typer, narrowing->scope, expression));
}

/* a IS b is true, and b is not NULL: nor is a. */
static void
narrow_is(struct narrowing *narrowing, const struct binary *binary, bool *set)
{
	if (is_value(narrowing, binary->right))
		narrow_not_null(narrowing, binary->left, set);
	if (is_value(narrowing, binary->left))
		narrow_not_null(narrowing, binary->right, set);
}

static void
narrow_binary(struct narrowing *narrowing, const struct binary *binary, enum outcome outcome,
	      bool *set)
{
	bool is_is = binary->operator== BINARY_IS;
	switch (binary->operator) {
	case BINARY_AND:
	case BINARY_OR:
		if (outcome == OUTCOME_NOT_NULL)
			return;
		narrow_two(narrowing, binary, outcome,
			   (binary->operator== BINARY_AND) == (outcome == OUTCOME_TRUE), set);
		return;
	case BINARY_IS:
	case BINARY_IS_NOT:
		if (outcome == (is_is ? OUTCOME_TRUE : OUTCOME_FALSE))
			narrow_is(narrowing, binary, set);
		return;
	/* A function that the program may have defined itself. */
	case BINARY_EXTRACT:
	case BINARY_EXTRACT_VALUE:
		narrow_not_null(narrowing, binary->left, set);
		return;
	default:
		if (binary->left->kind == EXPRESSION_ROW || binary->right->kind == EXPRESSION_ROW)
			return;
		narrow_two(narrowing, binary, OUTCOME_NOT_NULL, true, set);
	}
}

static void
narrow_call(struct narrowing *narrowing, const struct call *call, bool *set)
{
	const struct function *function = function_find(call->name.text, call->arguments.count);
	if (function == NULL || function->kind != FUNCTION_SCALAR || call->over != NULL ||
	    function->nulls != NULL_IF_ANY)
		return;
	/* replace does not look at the third argument if the second is empty. */
	for (size_t i = 0; i < call->arguments.count; i++)
		if (i < 2 || function->rule != RULE_REPLACE)
			narrow_not_null(narrowing, call->arguments.items[i], set);
}

/* Is there something in the list, whatever the program gives? */
static bool
has_item(const struct typer *typer, const struct in *in)
{
	if (in->kind != IN_LIST)
		return false;
	for (size_t i = 0; i < in->list.count; i++) {
		const struct expression *item = in->list.items[i];
		if (item->kind != EXPRESSION_PARAMETER || typer->is_list == NULL ||
		    !typer->is_list[item->parameter - 1])
			return true;
	}
	return false;
}

/* Of no values at all even NULL is in or not in. */
static void
narrow_in(struct narrowing *narrowing, const struct in *in, enum outcome outcome, bool *set)
{
	bool is_found = outcome == (in->is_not ? OUTCOME_FALSE : OUTCOME_TRUE);
	if (in->operand->kind != EXPRESSION_ROW && (is_found || has_item(narrowing->typer, in)))
		narrow_not_null(narrowing, in->operand, set);
}

/* x is compared with both; where that is true, neither bound was NULL. */
static void
narrow_between(struct narrowing *narrowing, const struct between *between, enum outcome outcome,
	       bool *set)
{
	if (between->operand->kind == EXPRESSION_ROW)
		return;
	narrow_not_null(narrowing, between->operand, set);
	if (outcome != (between->is_not ? OUTCOME_FALSE : OUTCOME_TRUE))
		return;
	narrow_not_null(narrowing, between->low, set);
	narrow_not_null(narrowing, between->high, set);
}

/*
 * Where SQLite is built so that LIKE matches no blobs, it is 0 of a blob and NULL. What matches is
 * not NULL, nor is what a text is compared with.
 */
static void
narrow_like(struct narrowing *narrowing, const struct like *like, enum outcome outcome, bool *set)
{
	bool matches = outcome == (like->is_not ? OUTCOME_FALSE : OUTCOME_TRUE);
	bool is_text = like->pattern->kind == EXPRESSION_LITERAL &&
		       like->pattern->literal.kind == LITERAL_STRING;
	if (like->operator!= LIKE_LIKE && like->operator!= LIKE_GLOB)
		return;
	if (matches || is_text)
		narrow_not_null(narrowing, like->operand, set);
	if (matches)
		narrow_not_null(narrowing, like->pattern, set);
}

static void
narrow(struct narrowing *narrowing, const struct expression *expression, enum outcome outcome,
       bool *set)
{
	static const enum outcome opposite[] = {
		[OUTCOME_TRUE] = OUTCOME_FALSE,
		[OUTCOME_FALSE] = OUTCOME_TRUE,
		[OUTCOME_NOT_NULL] = OUTCOME_NOT_NULL,
	};
	switch (expression->kind) {
	case EXPRESSION_COLUMN:
		narrow_column(narrowing, expression, outcome, set);
		break;
	case EXPRESSION_UNARY:
		narrow(narrowing, expression->unary.operand,
		       expression->unary.operator== UNARY_NOT  ? opposite[outcome]
		       : expression->unary.operator== UNARY_PLUS ? outcome
							       : OUTCOME_NOT_NULL,
		       set);
		break;
	case EXPRESSION_BINARY:
		narrow_binary(narrowing, &expression->binary, outcome, set);
		break;
	case EXPRESSION_NULL_TEST:
		if (outcome ==
		    (expression->null_test.is_not ? OUTCOME_TRUE : OUTCOME_FALSE))
			narrow_not_null(narrowing, expression->null_test.operand, set);
		break;
	case EXPRESSION_LIKE:
		narrow_like(narrowing, &expression->like, outcome, set);
		break;
	case EXPRESSION_BETWEEN:
		narrow_between(narrowing, &expression->between, outcome, set);
		break;
	case EXPRESSION_IN:
		narrow_in(narrowing, &expression->in, outcome, set);
		break;
	case EXPRESSION_COLLATE:
		narrow(narrowing, expression->collate.operand, outcome, set);
		break;
	case EXPRESSION_CAST:
		narrow_not_null(narrowing, expression->cast.operand, set);
		break;
	case EXPRESSION_CALL:
		narrow_call(narrowing, &expression->call, set);
		break;
	case EXPRESSION_LITERAL:
	case EXPRESSION_PARAMETER:
	case EXPRESSION_CASE:
	case EXPRESSION_EXISTS:
	case EXPRESSION_SUBQUERY:
	case EXPRESSION_ROW:
	case EXPRESSION_RAISE:
		break;
	}
}

struct optional_search {
	const struct typer *typer;
	bool is_found;
};

static void
see_optional(void *context, const struct expression *expression)
{
	struct optional_search *search = context;
	if (expression->kind == EXPRESSION_PARAMETER &&
	    search->typer->is_optional[expression->parameter - 1])
		search->is_found = true;
}

static bool
may_drop_out(const struct typer *typer, const struct expression *term)
{
	struct optional_search search = { .typer = typer };
	const struct visitor visitor = { .expression = see_optional, .context = &search };
	if (typer->is_optional != NULL)
		visit_expression(&visitor, term);
	return search.is_found;
}

static void
narrow_terms(struct narrowing *narrowing, const struct expression *condition, bool *set)
{
	if (condition->kind == EXPRESSION_BINARY && condition->binary.operator== BINARY_AND) {
		narrow_terms(narrowing, condition->binary.left, set);
		narrow_terms(narrowing, condition->binary.right, set);
	} else if (!may_drop_out(narrowing->typer, condition)) {
		narrow(narrowing, condition, OUTCOME_TRUE, set);
	}
}

bool *
narrow_where(struct typer *typer, struct scope *scope, const struct expression *condition)
{
	struct narrowing narrowing = { .typer = typer, .scope = scope };
	bool *set = arena_alloc(typer->arena, scope->slot_count + 1);
	if (condition != NULL)
		narrow_terms(&narrowing, condition, set);
	return set;
}

void
narrow_scope(struct typer *typer, struct scope *scope, const struct expression *condition)
{
	bool *set = narrow_where(typer, scope, condition);
	for (size_t i = 0; i < scope->source_count; i++)
		narrow_source(&scope->sources[i], set);
}
