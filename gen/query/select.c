#include "query/typer.h"

#include "base/arena.h"
#include "query/star.h"
#include "query/type.h"
#include "sql/token.h"

/* https://sqlite.org/lang_select.html */

static void
add_result(struct typer *typer, struct typed_results *results, struct typed_result result)
{
	results->items =
		arena_grow(typer->arena, results->items, results->count, sizeof *results->items);
	results->items[results->count++] = result;
}

/* https://sqlite.org/c3ref/column_name.html: the alias, the column, or the text itself. */
static const char *
result_name(struct typer *typer, const struct scope *scope, const struct result_column *result)
{
	const struct expression *expression = result->expression;
	struct scope_match match;
	if (result->alias.text != NULL)
		return result->alias.text;
	if (expression->kind == EXPRESSION_COLUMN) {
		match = scope_find(scope, &expression->column);
		if (match.count > 0)
			return match.columns[0]->name;
	}
	return arena_copy(typer->arena, typer->text + result->offset, result->length);
}

/* What an unnamed column can be called in C: a column, a function or EXISTS. */
static const char *
result_origin(const struct result_column *result)
{
	if (result->alias.text != NULL)
		return result->alias.text;
	if (result->expression->kind == EXPRESSION_COLUMN)
		return result->expression->column.column.text;
	if (result->expression->kind == EXPRESSION_EXISTS)
		return "exists";
	return result->expression->kind == EXPRESSION_CALL ? result->expression->call.name.text
							   : NULL;
}

static void
add_star(struct typer *typer, struct scope *scope, struct typed_results *results,
	 const struct result_column *result)
{
	struct scope_star star = scope_star(scope, result->table.text, typer->arena);
	if (typer->select_depth == 0)
		star_expand(typer, scope, result, &star);
	for (size_t i = 0; i < star.count; i++)
		add_result(typer, results,
			   (struct typed_result){
				   .name = star.items[i].name,
				   .type = star.items[i].type,
				   .offset = result->offset,
				   .origin = star.items[i].name,
				   .may_be_absent = star.may_be_absent,
			   });
}

struct typed_results
type_results(struct typer *typer, struct scope *scope, const struct result_list *list)
{
	struct typed_results results = { .count = 0 };
	for (size_t i = 0; i < list->count; i++) {
		const struct result_column *result = &list->items[i];
		struct typed_result typed = { .offset = result->offset };
		if (result->kind != RESULT_EXPRESSION) {
			add_star(typer, scope, &results, result);
			continue;
		}
		typer->select_depth++;
		typed.type = type_expression(typer, scope, result->expression);
		typer->select_depth--;
		typed.name = result_name(typer, scope, result);
		typed.origin = result_origin(result);
		typed.is_aliased = result->alias.text != NULL;
		add_result(typer, &results, typed);
	}
	return results;
}

static bool
is_aggregate(const struct typer *typer, const struct select_arm *arm, const struct ordering *order)
{
	for (size_t i = 0; i < arm->result.count; i++)
		if (arm->result.items[i].kind == RESULT_EXPRESSION &&
		    expression_has_aggregate(typer, arm->result.items[i].expression))
			return true;
	for (size_t i = 0; i < order->count; i++)
		if (expression_has_aggregate(typer, order->items[i].expression))
			return true;
	return arm->having != NULL;
}

static struct typed_results
type_values(struct typer *typer, const struct select_arm *arm, struct scope *outer,
	    struct commons *commons)
{
	struct typed_results results = { .count = 0 };
	struct scope scope = { .outer = outer, .commons = commons };
	for (size_t i = 0; i < arm->row_count; i++)
		for (size_t j = 0; j < arm->rows[i].count; j++) {
			const struct expression *value = arm->rows[i].items[j];
			struct query_type type = type_expression(typer, &scope, value);
			const char *name = arena_format(typer->arena, "column%zu", j + 1);
			if (i == 0)
				add_result(typer, &results,
					   (struct typed_result){
						   .name = name,
						   .type = type,
						   .offset = value->offset,
						   .origin = name,
					   });
			else if (j < results.count)
				results.items[j].type =
					type_either(results.items[j].type, type);
		}
	return results;
}

static void
type_order(struct typer *typer, struct scope *scope, const struct ordering *order)
{
	for (size_t i = 0; i < order->count; i++) {
		const struct expression *term = order->items[i].expression;
		if (term->kind == EXPRESSION_PARAMETER)
			typer_fail(typer, term->offset,
				   "ORDER BY a parameter sorts by a constant: list the orders, each "
				   "behind a comment '-- sqlgen: order NAME'");
		(void)type_expression(typer, scope, term);
	}
}

static struct typed_results
type_arm(struct typer *typer, const struct select_arm *arm, const struct ordering *order,
	 struct scope *outer, struct commons *commons)
{
	struct scope scope = { .outer = outer, .commons = commons, .arm = arm };
	if (arm->is_values)
		return type_values(typer, arm, outer, commons);
	typer->select_depth++;
	resolve_from(typer, &scope, &arm->from);
	scope.results = &arm->result;
	(void)type_condition(typer, &scope, arm->where);
	narrow_scope(typer, &scope, arm->where);
	type_each(typer, &scope, &arm->group);
	scope.is_bare_null = arm->group.count == 0 && is_aggregate(typer, arm, order);
	(void)type_condition(typer, &scope, arm->having);
	type_order(typer, &scope, order);
	scope.results = NULL;
	typer->select_depth--;
	return type_results(typer, &scope, &arm->result);
}

static void
type_limit(struct typer *typer, const struct expression *limit, const char *name,
	   struct scope *outer)
{
	struct scope scope = { .outer = outer };
	if (limit == NULL)
		return;
	(void)type_expression(typer, &scope, limit);
	parameter_expect(typer, limit, type_of_classes(CLASS_INTEGER), false, name);
}

void
type_limits(struct typer *typer, const struct expression *limit, const struct expression *offset,
	    struct scope *outer)
{
	type_limit(typer, limit, "limit", outer);
	type_limit(typer, offset, "offset", outer);
}

static void
add_arm(struct typer *typer, struct typed_results *results, const struct select_arm *arm,
	const struct typed_results *other)
{
	if (other->count != results->count) {
		typer_fail(typer, arm->offset, "%zu columns where the first SELECT has %zu",
			   other->count, results->count);
		return;
	}
	for (size_t i = 0; i < results->count; i++) {
		struct query_type *type = &results->items[i].type;
		unsigned left = type->classes;
		*type = type_either(*type, other->items[i].type);
		/* What EXCEPT leaves, it has from the left. */
		if (arm->operator== COMPOUND_EXCEPT)
			type->classes = left;
	}
}

static const char *
common_column_name(const struct common *common, const struct typed_results *results, size_t index)
{
	const struct identifier_list *names = &common->definition->columns;
	return index < names->count ? names->items[index].text : results->items[index].name;
}

/* What a common table expression's first SELECT gives: the others may read it. */
static void
begin_common(struct typer *typer, struct common *common, const struct typed_results *results)
{
	if (common == NULL || common->columns != NULL)
		return;
	common->columns =
		arena_alloc(typer->arena, (results->count + 1) * sizeof *common->columns);
	for (size_t i = 0; i < results->count; i++)
		common->columns[i] = (struct scope_column){
			.name = common_column_name(common, results, i),
			.type = results->items[i].type,
		};
	common->column_count = results->count;
}

static struct typed_results
type_arms(struct typer *typer, const struct select *select, struct scope *outer,
	  struct commons *commons, struct common *common)
{
	static const struct ordering none = { .count = 0 };
	struct typed_results results = { .count = 0 };
	for (size_t i = 0; i < select->arm_count; i++) {
		const struct ordering *order = select->arm_count == 1 ? &select->order : &none;
		struct typed_results arm =
			type_arm(typer, &select->arms[i], order, outer, commons);
		if (i > 0) {
			add_arm(typer, &results, &select->arms[i], &arm);
			continue;
		}
		results = arm;
		begin_common(typer, common, &results);
	}
	type_limits(typer, select->limit, select->limit_offset, outer);
	return results;
}

struct commons *
type_with(struct typer *typer, const struct with_clause *with, struct scope *outer,
	  struct commons *commons)
{
	struct commons *inner;
	if (with->count == 0)
		return commons;
	inner = arena_alloc(typer->arena, sizeof *inner);
	inner->outer = commons;
	inner->count = with->count;
	inner->items = arena_alloc(typer->arena, with->count * sizeof *inner->items);
	for (size_t i = 0; i < with->count; i++)
		inner->items[i] = (struct common){
			.definition = &with->items[i],
			.visible = inner,
			.outer = outer,
		};
	for (size_t i = 0; i < with->count; i++)
		type_common(typer, &inner->items[i]);
	return inner;
}

struct typed_results
type_select(struct typer *typer, const struct select *select, struct scope *outer,
	    struct commons *commons)
{
	struct typed_results results;
	typer->select_depth++;
	commons = type_with(typer, &select->with, outer, commons);
	results = type_arms(typer, select, outer, commons, NULL);
	typer->select_depth--;
	return results;
}

struct typed_results
type_outermost_select(struct typer *typer, const struct select *select)
{
	struct commons *commons;
	typer->select_depth++;
	commons = type_with(typer, &select->with, NULL, NULL);
	typer->select_depth--;
	return type_arms(typer, select, NULL, commons, NULL);
}

/* Did a column become more than it was? */
static bool
grow_common(struct common *common, const struct typed_results *results)
{
	bool has_grown = false;
	for (size_t i = 0; i < common->column_count && i < results->count; i++) {
		struct query_type *type = &common->columns[i].type;
		struct query_type grown = type_either(*type, results->items[i].type);
		has_grown = has_grown || grown.classes != type->classes ||
			    grown.column != type->column;
		*type = grown;
	}
	return has_grown;
}

/* A recursive one grows until nothing new comes of it: classes are few, and none is lost. */
void
type_common(struct typer *typer, struct common *common)
{
	const struct select *select = common->definition->select;
	struct typed_results results;
	struct commons *visible;
	bool has_grown;
	if (common->is_open) {
		common->is_recursive = true;
		if (common->columns == NULL)
			typer_fail(typer, common->definition->name.offset,
				   "'%s' is made of itself", common->definition->name.text);
		return;
	}
	if (common->columns != NULL)
		return;
	common->is_open = true;
	typer->select_depth++;
	do {
		visible = type_with(typer, &select->with, common->outer, common->visible);
		results = type_arms(typer, select, common->outer, visible, common);
		has_grown = grow_common(common, &results);
	} while (has_grown && common->is_recursive && typer->error.message == NULL);
	typer->select_depth--;
	common->is_open = false;
}

static bool
is_literal_limit(const struct select *select)
{
	return select->limit_offset == NULL &&
	       (select->limit == NULL ||
		(select->limit->kind == EXPRESSION_LITERAL &&
		 select->limit->literal.kind == LITERAL_INTEGER &&
		 select->limit->literal.text[0] != '0'));
}

bool
select_gives_row(const struct typer *typer, const struct select *select)
{
	const struct select_arm *arm = &select->arms[0];
	if (select->arm_count > 1 || !is_literal_limit(select))
		return false;
	if (arm->is_values)
		return true;
	if (arm->group.count > 0 || arm->having != NULL)
		return false;
	return is_aggregate(typer, arm, &select->order) ||
	       (arm->from.count == 0 && arm->where == NULL);
}
