#include "query/visit.h"

#include <stddef.h>

#include "sql/tree.h"

static void visit_select(const struct visitor *visitor, const struct select *select);

static void
visit_list(const struct visitor *visitor, const struct expression_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		visit_expression(visitor, list->items[i]);
}

static void
visit_ordering(const struct visitor *visitor, const struct ordering *order)
{
	for (size_t i = 0; i < order->count; i++)
		visit_expression(visitor, order->items[i].expression);
}

static void
visit_condition(const struct visitor *visitor, const struct expression *condition)
{
	if (condition && visitor->condition)
		visitor->condition(visitor->context, condition);
	visit_expression(visitor, condition);
}

static void
visit_window(const struct visitor *visitor, const struct window *window)
{
	visit_list(visitor, &window->partition);
	visit_ordering(visitor, &window->order);
	visit_expression(visitor, window->start.expression);
	visit_expression(visitor, window->end.expression);
}

static void
visit_case(const struct visitor *visitor, const struct case_of *of)
{
	visit_expression(visitor, of->operand);
	for (size_t i = 0; i < of->arm_count; i++) {
		visit_expression(visitor, of->arms[i].when);
		visit_expression(visitor, of->arms[i].then);
	}
	visit_expression(visitor, of->otherwise);
}

static void
visit_call(const struct visitor *visitor, const struct call *call)
{
	visit_list(visitor, &call->arguments);
	visit_ordering(visitor, &call->order);
	visit_expression(visitor, call->filter);
	if (call->over)
		visit_window(visitor, call->over);
}

static void
visit_in(const struct visitor *visitor, const struct in *in)
{
	visit_expression(visitor, in->operand);
	visit_list(visitor, &in->list);
	if (in->select && !visitor->stays_outside)
		visit_select(visitor, in->select);
}

static void
visit_inside(const struct visitor *visitor, const struct expression *expression)
{
	switch (expression->kind) {
	case EXPRESSION_LITERAL:
	case EXPRESSION_PARAMETER:
	case EXPRESSION_COLUMN:
		break;
	case EXPRESSION_UNARY:
		visit_expression(visitor, expression->unary.operand);
		break;
	case EXPRESSION_BINARY:
		visit_expression(visitor, expression->binary.left);
		visit_expression(visitor, expression->binary.right);
		break;
	case EXPRESSION_NULL_TEST:
		visit_expression(visitor, expression->null_test.operand);
		break;
	case EXPRESSION_LIKE:
		visit_expression(visitor, expression->like.operand);
		visit_expression(visitor, expression->like.pattern);
		visit_expression(visitor, expression->like.escape);
		break;
	case EXPRESSION_BETWEEN:
		visit_expression(visitor, expression->between.operand);
		visit_expression(visitor, expression->between.low);
		visit_expression(visitor, expression->between.high);
		break;
	case EXPRESSION_IN:
		visit_in(visitor, &expression->in);
		break;
	case EXPRESSION_COLLATE:
		visit_expression(visitor, expression->collate.operand);
		break;
	case EXPRESSION_CAST:
		visit_expression(visitor, expression->cast.operand);
		break;
	case EXPRESSION_CASE:
		visit_case(visitor, &expression->case_of);
		break;
	case EXPRESSION_CALL:
		visit_call(visitor, &expression->call);
		break;
	case EXPRESSION_EXISTS:
	case EXPRESSION_SUBQUERY:
		if (!visitor->stays_outside)
			visit_select(visitor, expression->select);
		break;
	case EXPRESSION_ROW:
		visit_list(visitor, &expression->row);
		break;
	case EXPRESSION_RAISE:
		visit_expression(visitor, expression->raise.message);
		break;
	}
}

void
visit_expression(const struct visitor *visitor, const struct expression *expression)
{
	if (!expression)
		return;
	if (visitor->expression)
		visitor->expression(visitor->context, expression);
	visit_inside(visitor, expression);
}

static void
visit_results(const struct visitor *visitor, const struct result_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		visit_expression(visitor, list->items[i].expression);
}

static void
visit_sources(const struct visitor *visitor, const struct table_sources *sources)
{
	for (size_t i = 0; sources && i < sources->count; i++) {
		const struct table_source *source = &sources->items[i];

		visit_list(visitor, &source->arguments);
		if (source->select)
			visit_select(visitor, source->select);
		visit_sources(visitor, source->sources);
		visit_condition(visitor, source->on);
	}
}

static void
visit_arm(const struct visitor *visitor, const struct select_arm *arm)
{
	for (size_t i = 0; i < arm->row_count; i++)
		visit_list(visitor, &arm->rows[i]);
	visit_results(visitor, &arm->result);
	visit_sources(visitor, &arm->from);
	visit_condition(visitor, arm->where);
	visit_list(visitor, &arm->group);
	visit_condition(visitor, arm->having);
	for (size_t i = 0; i < arm->window_count; i++)
		visit_window(visitor, &arm->windows[i]);
}

static void
visit_with(const struct visitor *visitor, const struct with_clause *with)
{
	for (size_t i = 0; i < with->count; i++)
		visit_select(visitor, with->items[i].select);
}

static void
visit_select(const struct visitor *visitor, const struct select *select)
{
	visit_with(visitor, &select->with);
	for (size_t i = 0; i < select->arm_count; i++)
		visit_arm(visitor, &select->arms[i]);
	visit_ordering(visitor, &select->order);
	visit_expression(visitor, select->limit);
	visit_expression(visitor, select->limit_offset);
}

static void
visit_assignments(const struct visitor *visitor, const struct assignment_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		visit_expression(visitor, list->items[i].value);
}

static void
visit_insert(const struct visitor *visitor, const struct insert *insert)
{
	visit_with(visitor, &insert->with);
	if (insert->select)
		visit_select(visitor, insert->select);
	for (size_t i = 0; i < insert->upsert_count; i++) {
		const struct upsert *upsert = &insert->upserts[i];

		/* Not a condition for rows: it says which index. */
		visit_expression(visitor, upsert->target_where);
		visit_assignments(visitor, &upsert->assignments);
		visit_condition(visitor, upsert->where);
	}
	visit_results(visitor, &insert->returning);
}

static void
visit_update(const struct visitor *visitor, const struct update *update)
{
	visit_with(visitor, &update->with);
	visit_assignments(visitor, &update->assignments);
	visit_sources(visitor, &update->from);
	visit_condition(visitor, update->where);
	visit_results(visitor, &update->returning);
	visit_ordering(visitor, &update->order);
	visit_expression(visitor, update->limit);
	visit_expression(visitor, update->limit_offset);
}

static void
visit_delete(const struct visitor *visitor, const struct delete *delete)
{
	visit_with(visitor, &delete->with);
	visit_condition(visitor, delete->where);
	visit_results(visitor, &delete->returning);
	visit_ordering(visitor, &delete->order);
	visit_expression(visitor, delete->limit);
	visit_expression(visitor, delete->limit_offset);
}

void
visit_statement(const struct visitor *visitor, const struct statement *statement)
{
	switch (statement->kind) {
	case STATEMENT_SELECT:
		visit_select(visitor, statement->select);
		break;
	case STATEMENT_INSERT:
		visit_insert(visitor, &statement->insert);
		break;
	case STATEMENT_UPDATE:
		visit_update(visitor, &statement->update);
		break;
	case STATEMENT_DELETE:
		visit_delete(visitor, &statement->delete);
		break;
	}
}
