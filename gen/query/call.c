#include "query/typer.h"

#include <string.h>

#include "base/arena.h"
#include "input/declaration.h"
#include "query/call.h"
#include "query/function.h"
#include "query/type.h"
#include "query/visit.h"
#include "sql/token.h"

static const struct declaration *
declared_function(const struct typer *typer, const char *name)
{
	return declaration_find(typer->declarations, typer->declaration_count,
				DECLARATION_FUNCTION, name);
}

static bool
is_aggregate_call(const struct typer *typer, const struct call *call)
{
	const struct function *function;
	const struct declaration *declared;
	if (call->over != NULL)
		return false;
	function = function_find(call->name.text, call->arguments.count);
	if (function != NULL)
		return function->kind == FUNCTION_AGGREGATE;
	declared = declared_function(typer, call->name.text);
	return declared != NULL && declared->aggregate.text != NULL &&
	       strcmp(declared->aggregate.text, "yes") == 0;
}

static bool
is_aggregate(const struct typer *typer, const struct expression *expression)
{
	return expression->kind == EXPRESSION_CALL &&
	       is_aggregate_call(typer, &expression->call);
}

struct aggregate_search {
	const struct typer *typer;
	bool is_found;
};

static void
see_aggregate(void *context, const struct expression *expression)
{
	struct aggregate_search *search = context;
	search->is_found = search->is_found || is_aggregate(search->typer, expression);
}

bool
expression_has_aggregate(const struct typer *typer, const struct expression *expression)
{
	struct aggregate_search search = { .typer = typer };
	const struct visitor visitor = { .expression = see_aggregate,
					 .context = &search,
					 .stays_outside = true };
	visit_expression(&visitor, expression);
	return search.is_found;
}

static bool
is_current_row_in(const struct window *window)
{
	bool begins_before = window->start.kind == BOUND_UNBOUNDED_PRECEDING ||
			     window->start.kind == BOUND_CURRENT_ROW ||
			     (window->start.kind == BOUND_PRECEDING && window->unit != FRAME_RANGE);
	bool ends_behind = window->end.kind == BOUND_UNBOUNDED_FOLLOWING ||
			   window->end.kind == BOUND_CURRENT_ROW ||
			   (window->end.kind == BOUND_FOLLOWING && window->unit != FRAME_RANGE);
	if (window->exclude != EXCLUDE_UNSAID && window->exclude != EXCLUDE_NO_OTHERS)
		return false;
	return window->unit == FRAME_NONE || (begins_before && ends_behind);
}

/* Has the frame always a row? https://sqlite.org/windowfunctions.html#frame_specifications */
static bool
is_frame_filled(const struct scope *scope, const struct window *window)
{
	if (!window->is_reference)
		return is_current_row_in(window);
	for (size_t i = 0; scope->arm != NULL && i < scope->arm->window_count; i++)
		if (name_compare(scope->arm->windows[i].name.text, window->base.text) == 0)
			return is_current_row_in(&scope->arm->windows[i]);
	return false;
}

static struct query_type
wanted(char letter, struct query_type same)
{
	switch (letter) {
	case 't':
	case 'j':
		return type_of_classes(CLASS_TEXT);
	case 'i':
		return type_of_classes(CLASS_INTEGER);
	case 'r':
		return type_of_classes(CLASS_REAL);
	case 'n':
		return type_of_classes(CLASS_INTEGER | CLASS_REAL);
	case 'b':
		return type_of_classes(CLASS_BLOB);
	case 's':
		return same;
	default:
		return type_unknown();
	}
}

static bool
is_parameter(const struct expression *expression)
{
	return expression->kind == EXPRESSION_PARAMETER;
}

/* What parameters among the arguments are; those marked 's' are of the type of one another. */
static void
expect_arguments(struct call_types *types)
{
	const struct function *function = types->function;
	const struct expression_list *list = &types->call->arguments;
	struct query_type same = type_of_classes(0);
	size_t letters = strlen(function->arguments);
	for (int turn = 0; turn < 2; turn++)
		for (size_t i = 0; i < list->count; i++) {
			char letter = function->arguments[i < letters ? i : letters - 1];
			/* The first of a coalesce, or of nullif, is NULL where that is meant. */
			bool is_null_meant =
				function->rule == RULE_COALESCE && i + 1 < list->count;
			if (turn == 0 && letter == 's' && !is_parameter(list->items[i]))
				same = same.classes == 0
					       ? types->arguments[i]
					       : type_either(same, types->arguments[i]);
			else if (turn == 1)
				parameter_expect(types->typer, list->items[i],
						 wanted(letter, same.classes == 0 ? type_unknown()
										  : same),
						 is_null_meant, NULL);
		}
}

/* The class that sqlgen.ini says. */
static struct query_type
type_declared(const struct declaration *declared)
{
	static const struct {
		const char *name;
		unsigned classes;
	} returns[] = {
		{ "null", CLASS_NULL }, { "integer", CLASS_INTEGER }, { "real", CLASS_REAL },
		{ "text", CLASS_TEXT }, { "blob", CLASS_BLOB },
	};
	if (declared != NULL && declared->returns.text != NULL)
		for (size_t i = 1; i < sizeof returns / sizeof *returns; i++)
			if (name_compare(returns[i].name, declared->returns.text) == 0)
				return type_of_classes(returns[i].classes);
	return type_unknown();
}

struct column_search {
	const struct scope *scope;
	bool has_own, has_outer;
};

static void
see_column(void *context, const struct expression *expression)
{
	struct column_search *search = context;
	if (expression->kind != EXPRESSION_COLUMN)
		return;
	if (scope_find_here(search->scope, &expression->column).count > 0)
		search->has_own = true;
	else if (scope_find(search->scope, &expression->column).count > 0)
		search->has_outer = true;
}

/* SQLite reckons an aggregate of nothing but outer columns to the outer SELECT. */
static void
refuse_outer_aggregate(struct typer *typer, const struct scope *scope,
		       const struct expression *expression)
{
	struct column_search search = { .scope = scope };
	const struct visitor visitor = { .expression = see_column,
					 .context = &search,
					 .stays_outside = true };
	visit_expression(&visitor, expression);
	if (search.has_outer && !search.has_own)
		typer_fail(typer, expression->offset,
			   "'%s' aggregates the rows of the outer SELECT: write it there",
			   expression->call.name.text);
}

static void
type_window(struct typer *typer, struct scope *scope, const struct window *window)
{
	const struct frame_bound *bounds[] = { &window->start, &window->end };
	type_each(typer, scope, &window->partition);
	for (size_t i = 0; i < window->order.count; i++)
		(void)type_expression(typer, scope, window->order.items[i].expression);
	for (size_t i = 0; i < 2; i++)
		if (bounds[i]->expression != NULL) {
			(void)type_expression(typer, scope, bounds[i]->expression);
			parameter_expect(typer, bounds[i]->expression,
					 type_of_classes(CLASS_INTEGER), false, NULL);
		}
}

static void
type_arguments(struct call_types *types, struct scope *scope)
{
	const struct call *call = types->call;
	struct typer *typer = types->typer;
	types->arguments =
		arena_alloc(typer->arena, (call->arguments.count + 1) * sizeof *types->arguments);
	for (size_t i = 0; i < call->arguments.count; i++) {
		types->arguments[i] = type_expression(typer, scope, call->arguments.items[i]);
		types->is_any_nullable =
			types->is_any_nullable || type_is_nullable(types->arguments[i]);
	}
	for (size_t i = 0; i < call->order.count; i++)
		(void)type_expression(typer, scope, call->order.items[i].expression);
	(void)type_condition(typer, scope, call->filter);
}

struct query_type
type_call(struct typer *typer, struct scope *scope, const struct expression *expression)
{
	const struct call *call = &expression->call;
	bool is_aggregate = is_aggregate_call(typer, call);
	struct call_types types = {
		.typer = typer,
		.expression = expression,
		.call = call,
		.function = function_find(call->name.text, call->arguments.count),
		.may_be_empty = call->filter != NULL,
	};
	if (is_aggregate) {
		refuse_outer_aggregate(typer, scope, expression);
		types.may_be_empty = types.may_be_empty || scope->is_bare_null;
		scope->aggregate_depth++;
	}
	type_arguments(&types, scope);
	if (is_aggregate)
		scope->aggregate_depth--;
	if (call->over != NULL) {
		types.may_be_empty = types.may_be_empty || !is_frame_filled(scope, call->over);
		type_window(typer, scope, call->over);
	}
	if (types.function == NULL) {
		struct query_type type =
			type_declared(declared_function(typer, call->name.text));
		return types.may_be_empty ? type_nullable(type) : type;
	}
	expect_arguments(&types);
	return call_result(&types);
}
