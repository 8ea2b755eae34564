#include "grammar/write.h"

#include <stdbool.h>

#include "base/text.h"
#include "sql/token.h"
#include "sql/tree.h"

static void write_select(struct text *text, const struct select *select);
static void write_sources(struct text *text, const struct table_sources *sources);

static void
quote(struct text *text, const char *string, char mark)
{
	text_add_char(text, mark);
	for (; *string; string++) {
		if (*string == mark)
			text_add_char(text, mark);
		text_add_char(text, *string);
	}
	text_add_char(text, mark);
}

/* A bare word stays one: TRUE and "true" are not the same. But (WITH … begins a SELECT. */
static void
write_name(struct text *text, const struct identifier *name)
{
	if (name->quote == '\0' && name_compare(name->text, "WITH") != 0)
		text_add_string(text, name->text);
	else
		quote(text, name->text, name->quote == '\'' ? '\'' : '"');
}

static void
write_names(struct text *text, const struct identifier_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		text_add_string(text, i > 0 ? ", " : "(");
		write_name(text, &list->items[i]);
	}
	text_add_char(text, ')');
}

static void
write_column_name(struct text *text, const struct column_name *name)
{
	const struct identifier *parts[] = { &name->schema, &name->table, &name->column };
	bool is_first = true;
	for (size_t i = 0; i < 3; i++) {
		if (!parts[i]->text)
			continue;
		if (!is_first)
			text_add_char(text, '.');
		write_name(text, parts[i]);
		is_first = false;
	}
}

static void
write_list(struct text *text, const struct expression_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		if (i > 0)
			text_add_string(text, ", ");
		write_expression(text, list->items[i]);
	}
}

/* before, then the expression, if there is one */
static void
write_optional(struct text *text, const char *before, const struct expression *expression)
{
	if (!expression)
		return;
	text_add_string(text, before);
	write_expression(text, expression);
}

static void
write_order_terms(struct text *text, const struct ordering *order)
{
	static const char *const directions[] = { "", " ASC", " DESC" };
	static const char *const nulls[] = { "", " NULLS FIRST", " NULLS LAST" };
	for (size_t i = 0; i < order->count; i++) {
		if (i > 0)
			text_add_string(text, ", ");
		write_expression(text, order->items[i].expression);
		text_add_string(text, directions[order->items[i].direction]);
		text_add_string(text, nulls[order->items[i].nulls]);
	}
}

static void
write_order(struct text *text, const struct ordering *order)
{
	if (order->count > 0)
		text_add_string(text, " ORDER BY ");
	write_order_terms(text, order);
}

static void
write_bound(struct text *text, const struct frame_bound *bound)
{
	static const char *const kinds[] = { "UNBOUNDED PRECEDING", "PRECEDING", "CURRENT ROW",
					     "FOLLOWING", "UNBOUNDED FOLLOWING" };
	write_optional(text, "", bound->expression);
	text_format(text, " %s", kinds[bound->kind]);
}

static void
write_window(struct text *text, const struct window *window)
{
	static const char *const units[] = { "", " ROWS", " RANGE", " GROUPS" };
	static const char *const excludes[] = { "", " EXCLUDE NO OTHERS", " EXCLUDE CURRENT ROW",
						" EXCLUDE GROUP", " EXCLUDE TIES" };
	text_add_char(text, '(');
	if (window->base.text)
		write_name(text, &window->base);
	if (window->partition.count > 0)
		text_add_string(text, " PARTITION BY ");
	write_list(text, &window->partition);
	write_order(text, &window->order);
	if (window->unit != FRAME_NONE) {
		text_format(text, "%s BETWEEN ", units[window->unit]);
		write_bound(text, &window->start);
		text_add_string(text, " AND ");
		write_bound(text, &window->end);
		text_add_string(text, excludes[window->exclude]);
	}
	text_add_char(text, ')');
}

static void
write_call(struct text *text, const struct call *call)
{
	write_name(text, &call->name);
	text_add_string(text, call->is_star ? "(*" : call->is_distinct ? "(DISTINCT " : "(");
	write_list(text, &call->arguments);
	write_order(text, &call->order);
	text_add_char(text, ')');
	write_optional(text, " FILTER (WHERE ", call->filter);
	if (call->filter)
		text_add_char(text, ')');
	if (!call->over)
		return;
	text_add_string(text, " OVER ");
	if (call->over->is_reference)
		write_name(text, &call->over->base);
	else
		write_window(text, call->over);
}

static void
write_case(struct text *text, const struct case_of *case_of)
{
	text_add_string(text, "CASE");
	write_optional(text, " ", case_of->operand);
	for (size_t i = 0; i < case_of->arm_count; i++) {
		write_optional(text, " WHEN ", case_of->arms[i].when);
		write_optional(text, " THEN ", case_of->arms[i].then);
	}
	write_optional(text, " ELSE ", case_of->otherwise);
	text_add_string(text, " END");
}

static void
write_in(struct text *text, const struct in *in)
{
	write_expression(text, in->operand);
	text_add_string(text, in->is_not ? " NOT IN " : " IN ");
	if (in->kind == IN_TABLE)
		write_column_name(text, &in->table);
	if (in->kind == IN_TABLE && !in->is_function)
		return;
	text_add_char(text, '(');
	if (in->select)
		write_select(text, in->select);
	write_list(text, &in->list);
	text_add_char(text, ')');
}

static void
write_raise(struct text *text, const struct raise *raise)
{
	static const char *const actions[] = { "IGNORE", "ROLLBACK", "ABORT", "FAIL" };
	text_format(text, "RAISE(%s", actions[raise->action]);
	write_optional(text, ", ", raise->message);
	text_add_char(text, ')');
}

static void
write_binary(struct text *text, const struct binary *binary)
{
	static const char *const operators[] = {
		[BINARY_OR] = "OR",         [BINARY_AND] = "AND",
		[BINARY_EQUAL] = "=",       [BINARY_NOT_EQUAL] = "<>",
		[BINARY_IS] = "IS",         [BINARY_IS_NOT] = "IS NOT",
		[BINARY_LESS] = "<",        [BINARY_LESS_EQUAL] = "<=",
		[BINARY_GREATER] = ">",     [BINARY_GREATER_EQUAL] = ">=",
		[BINARY_AND_BITS] = "&",    [BINARY_OR_BITS] = "|",
		[BINARY_SHIFT_LEFT] = "<<", [BINARY_SHIFT_RIGHT] = ">>",
		[BINARY_ADD] = "+",         [BINARY_SUBTRACT] = "-",
		[BINARY_MULTIPLY] = "*",    [BINARY_DIVIDE] = "/",
		[BINARY_REMAINDER] = "%",   [BINARY_CONCATENATE] = "||",
		[BINARY_EXTRACT] = "->",    [BINARY_EXTRACT_VALUE] = "->>",
	};
	write_expression(text, binary->left);
	text_format(text, " %s ", operators[binary->operator]);
	write_expression(text, binary->right);
}

static void
write_operator(struct text *text, const struct expression *expression)
{
	static const char *const unary[] = { "- ", "+ ", "~ ", "NOT " };
	static const char *const likes[] = { "LIKE ", "GLOB ", "REGEXP ", "MATCH " };
	const struct like *like = &expression->like;
	const struct between *between = &expression->between;
	text_add_char(text, '(');
	if (expression->kind == EXPRESSION_UNARY) {
		text_add_string(text, unary[expression->unary.operator]);
		write_expression(text, expression->unary.operand);
	} else if (expression->kind == EXPRESSION_BINARY) {
		write_binary(text, &expression->binary);
	} else if (expression->kind == EXPRESSION_NULL_TEST) {
		write_expression(text, expression->null_test.operand);
		text_add_string(text, expression->null_test.is_not ? " NOTNULL" : " ISNULL");
	} else if (expression->kind == EXPRESSION_LIKE) {
		write_expression(text, like->operand);
		text_add_string(text, like->is_not ? " NOT " : " ");
		write_optional(text, likes[like->operator], like->pattern);
		write_optional(text, " ESCAPE ", like->escape);
	} else if (expression->kind == EXPRESSION_BETWEEN) {
		write_expression(text, between->operand);
		write_optional(text, between->is_not ? " NOT BETWEEN " : " BETWEEN ", between->low);
		write_optional(text, " AND ", between->high);
	} else if (expression->kind == EXPRESSION_IN) {
		write_in(text, &expression->in);
	} else {
		write_expression(text, expression->collate.operand);
		text_add_string(text, " COLLATE ");
		write_name(text, &expression->collate.collation);
	}
	text_add_char(text, ')');
}

static void
write_row(struct text *text, const struct expression_list *row)
{
	text_add_char(text, '(');
	write_list(text, row);
	text_add_char(text, ')');
}

void
write_expression(struct text *text, const struct expression *expression)
{
	switch (expression->kind) {
	case EXPRESSION_LITERAL:
		if (expression->literal.kind == LITERAL_STRING)
			quote(text, expression->literal.text, '\'');
		else
			text_add_string(text, expression->literal.text);
		break;
	case EXPRESSION_PARAMETER:
		text_format(text, "?%u", expression->parameter);
		break;
	case EXPRESSION_COLUMN:
		write_column_name(text, &expression->column);
		break;
	case EXPRESSION_UNARY:
	case EXPRESSION_BINARY:
	case EXPRESSION_NULL_TEST:
	case EXPRESSION_LIKE:
	case EXPRESSION_BETWEEN:
	case EXPRESSION_IN:
	case EXPRESSION_COLLATE:
		write_operator(text, expression);
		break;
	case EXPRESSION_CAST:
		write_optional(text, "CAST(", expression->cast.operand);
		text_format(text, " AS %s)", expression->cast.type);
		break;
	case EXPRESSION_CASE:
		write_case(text, &expression->case_of);
		break;
	case EXPRESSION_CALL:
		write_call(text, &expression->call);
		break;
	case EXPRESSION_EXISTS:
	case EXPRESSION_SUBQUERY:
		text_add_string(text, expression->kind == EXPRESSION_EXISTS ? "EXISTS (" : "(");
		write_select(text, expression->select);
		text_add_char(text, ')');
		break;
	case EXPRESSION_ROW:
		write_row(text, &expression->row);
		break;
	case EXPRESSION_RAISE:
		write_raise(text, &expression->raise);
		break;
	}
}

static void
write_alias(struct text *text, const struct identifier *alias)
{
	if (!alias->text)
		return;
	text_add_string(text, " AS ");
	write_name(text, alias);
}

static void
write_index(struct text *text, enum index_choice choice, const struct identifier *index)
{
	if (choice == INDEX_NONE)
		text_add_string(text, " NOT INDEXED");
	if (choice != INDEX_NAMED)
		return;
	text_add_string(text, " INDEXED BY ");
	write_name(text, index);
}

static void
write_source(struct text *text, const struct table_source *source)
{
	static const char *const joins[] = {
		"", ", ", " JOIN ", " CROSS JOIN ", " LEFT JOIN ", " RIGHT JOIN ", " FULL JOIN "
	};
	text_add_string(text, source->is_natural ? " NATURAL" : "");
	text_add_string(text, joins[source->join]);
	write_column_name(text, &source->table);
	if (source->kind != SOURCE_TABLE)
		text_add_char(text, '(');
	if (source->kind == SOURCE_SELECT)
		write_select(text, source->select);
	else if (source->kind == SOURCE_JOIN)
		write_sources(text, source->sources);
	write_list(text, &source->arguments);
	if (source->kind != SOURCE_TABLE)
		text_add_char(text, ')');
	write_alias(text, &source->alias);
	write_index(text, source->index_choice, &source->index);
	write_optional(text, " ON ", source->on);
	if (source->using.count > 0)
		text_add_string(text, " USING ");
	if (source->using.count > 0)
		write_names(text, &source->using);
}

static void
write_sources(struct text *text, const struct table_sources *sources)
{
	for (size_t i = 0; i < sources->count; i++)
		write_source(text, &sources->items[i]);
}

static void
write_from(struct text *text, const struct table_sources *sources)
{
	if (sources->count > 0)
		text_add_string(text, " FROM ");
	write_sources(text, sources);
}

static void
write_results(struct text *text, const char *before, const struct result_list *results)
{
	for (size_t i = 0; i < results->count; i++) {
		const struct result_column *column = &results->items[i];
		text_add_string(text, i > 0 ? ", " : before);
		if (column->expression)
			write_expression(text, column->expression);
		if (column->kind == RESULT_TABLE_STAR)
			write_name(text, &column->table);
		if (column->kind != RESULT_EXPRESSION)
			text_add_string(text, column->kind == RESULT_STAR ? "*" : ".*");
		write_alias(text, &column->alias);
	}
}

static void
write_with(struct text *text, const struct with_clause *with)
{
	static const char *const materialized[] = { " AS (", " AS MATERIALIZED (",
						    " AS NOT MATERIALIZED (" };
	for (size_t i = 0; i < with->count; i++) {
		const struct common_table *table = &with->items[i];
		text_add_string(text, i > 0                ? ", "
				      : with->is_recursive ? "WITH RECURSIVE "
							   : "WITH ");
		write_name(text, &table->name);
		if (table->columns.count > 0)
			write_names(text, &table->columns);
		text_add_string(text, materialized[table->materialization]);
		write_select(text, table->select);
		text_add_char(text, ')');
	}
	if (with->count > 0)
		text_add_char(text, ' ');
}

static void
write_arm(struct text *text, const struct select_arm *arm)
{
	static const char *const operators[] = { "", " UNION ", " UNION ALL ", " INTERSECT ",
						 " EXCEPT " };
	text_add_string(text, operators[arm->operator]);
	for (size_t i = 0; i < arm->row_count; i++) {
		text_add_string(text, i > 0 ? ", " : "VALUES ");
		write_row(text, &arm->rows[i]);
	}
	if (arm->is_values)
		return;
	write_results(text, arm->is_distinct ? "SELECT DISTINCT " : "SELECT ", &arm->result);
	write_from(text, &arm->from);
	write_optional(text, " WHERE ", arm->where);
	if (arm->group.count > 0)
		text_add_string(text, " GROUP BY ");
	write_list(text, &arm->group);
	write_optional(text, " HAVING ", arm->having);
	for (size_t i = 0; i < arm->window_count; i++) {
		text_add_string(text, i > 0 ? ", " : " WINDOW ");
		write_name(text, &arm->windows[i].name);
		text_add_string(text, " AS ");
		write_window(text, &arm->windows[i]);
	}
}

static void
write_select(struct text *text, const struct select *select)
{
	write_with(text, &select->with);
	for (size_t i = 0; i < select->arm_count; i++)
		write_arm(text, &select->arms[i]);
	write_order(text, &select->order);
	write_optional(text, " LIMIT ", select->limit);
	write_optional(text, " OFFSET ", select->limit_offset);
}

static void
write_target(struct text *text, const struct target *target)
{
	write_column_name(text, &target->table);
	write_alias(text, &target->alias);
	write_index(text, target->index_choice, &target->index);
}

static void
write_assignments(struct text *text, const struct assignment_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct assignment *assignment = &list->items[i];
		text_add_string(text, i > 0 ? ", " : " SET ");
		if (assignment->is_row)
			write_names(text, &assignment->columns);
		else
			write_name(text, &assignment->columns.items[0]);
		write_optional(text, " = ", assignment->value);
	}
}

static const char *const conflicts[] = { "",         " OR ROLLBACK", " OR ABORT",
					 " OR FAIL", " OR IGNORE",   " OR REPLACE" };

static void
write_upsert(struct text *text, const struct upsert *upsert)
{
	text_add_string(text, upsert->target.count > 0 ? " ON CONFLICT (" : " ON CONFLICT");
	write_order_terms(text, &upsert->target);
	text_add_string(text, upsert->target.count > 0 ? ")" : "");
	write_optional(text, " WHERE ", upsert->target_where);
	text_add_string(text, upsert->is_nothing ? " DO NOTHING" : " DO UPDATE");
	write_assignments(text, &upsert->assignments);
	write_optional(text, " WHERE ", upsert->where);
}

static void
write_insert(struct text *text, const struct insert *insert)
{
	write_with(text, &insert->with);
	text_format(text, "INSERT%s INTO ", conflicts[insert->conflict]);
	write_target(text, &insert->target);
	text_add_char(text, ' ');
	if (insert->columns.count > 0)
		write_names(text, &insert->columns);
	text_add_char(text, ' ');
	if (insert->select)
		write_select(text, insert->select);
	else
		text_add_string(text, "DEFAULT VALUES");
	for (size_t i = 0; i < insert->upsert_count; i++)
		write_upsert(text, &insert->upserts[i]);
	write_results(text, " RETURNING ", &insert->returning);
}

static void
write_update(struct text *text, const struct update *update)
{
	write_with(text, &update->with);
	text_format(text, "UPDATE%s ", conflicts[update->conflict]);
	write_target(text, &update->target);
	write_assignments(text, &update->assignments);
	write_from(text, &update->from);
	write_optional(text, " WHERE ", update->where);
	write_results(text, " RETURNING ", &update->returning);
	write_order(text, &update->order);
	write_optional(text, " LIMIT ", update->limit);
	write_optional(text, " OFFSET ", update->limit_offset);
}

static void
write_delete(struct text *text, const struct delete *deletion)
{
	write_with(text, &deletion->with);
	text_add_string(text, "DELETE FROM ");
	write_target(text, &deletion->target);
	write_optional(text, " WHERE ", deletion->where);
	write_results(text, " RETURNING ", &deletion->returning);
	write_order(text, &deletion->order);
	write_optional(text, " LIMIT ", deletion->limit);
	write_optional(text, " OFFSET ", deletion->limit_offset);
}

void
write_statement(struct text *text, const struct statement *statement)
{
	switch (statement->kind) {
	case STATEMENT_SELECT:
		write_select(text, statement->select);
		break;
	case STATEMENT_INSERT:
		write_insert(text, &statement->insert);
		break;
	case STATEMENT_UPDATE:
		write_update(text, &statement->update);
		break;
	case STATEMENT_DELETE:
		write_delete(text, &statement->delete);
		break;
	}
}
