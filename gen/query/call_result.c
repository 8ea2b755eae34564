#include "query/call.h"

#include <sqlite3.h>

#include "base/arena.h"
#include "query/arithmetic.h"
#include "query/function.h"
#include "query/type.h"
#include "query/typer.h"

/* Rows of infinities of both signs have a sum that is NULL. */
static struct query_type
type_sum(const struct call_types *types, unsigned classes)
{
	unsigned number = type_number(types->arguments[0]);
	if (classes == 0)
		classes = number;
	/* The rows of a window come out of a sorter. */
	if (types->function->rule == RULE_SUM && types->call->over != NULL)
		classes |= types->arguments[0].classes & CLASS_INTEGER;
	if (number & CLASS_REAL)
		classes |= CLASS_NULL;
	return type_of_classes(classes == 0 ? CLASS_NULL : classes);
}

/* The first argument that cannot be NULL ends it. */
static struct query_type
type_coalesce(const struct call_types *types)
{
	struct query_type all = type_of_classes(CLASS_NULL);
	for (size_t i = 0; i < types->call->arguments.count; i++) {
		struct query_type type = types->arguments[i];
		bool is_last = !type_is_nullable(type);
		all = type_either(all, type);
		if (is_last)
			return type_not_null(all);
	}
	return all;
}

/* iif(a, b, c, d, e): b if a, d if c, else e */
static struct query_type
type_iif(const struct call_types *types)
{
	size_t count = types->call->arguments.count;
	struct query_type all = type_of_classes(0);
	for (size_t i = 1; i < count; i += 2)
		all = i == 1 ? types->arguments[i] : type_either(all, types->arguments[i]);
	if (count % 2 == 0)
		return type_nullable(all);
	return type_either(all, types->arguments[count - 1]);
}

static struct query_type
type_any_argument(const struct call_types *types)
{
	struct query_type all = types->arguments[0];
	for (size_t i = 1; i < types->call->arguments.count; i++)
		all = type_either(all, types->arguments[i]);
	return all;
}

/* The value of what is made of literals alone is the same when the program runs. */
static struct query_type
type_of_literals(const struct call_types *types)
{
	const struct expression *expression = types->expression;
	struct query_type type = type_of_classes(types->function->classes | CLASS_NULL);
	sqlite3_stmt *stmt = NULL;
	char *sql;
	for (size_t i = 0; i < types->call->arguments.count; i++)
		if (types->call->arguments.items[i]->kind != EXPRESSION_LITERAL)
			return type;
	sql = arena_format(types->typer->arena, "SELECT %.*s", (int)expression->length,
			   types->typer->text + expression->offset);
	if (sqlite3_prepare_v2(types->typer->handle, sql, -1, &stmt, NULL) == SQLITE_OK &&
	    sqlite3_step(stmt) == SQLITE_ROW) {
		int found = sqlite3_column_type(stmt, 0);
		if (found == SQLITE_INTEGER)
			type = type_of_classes(CLASS_INTEGER);
		else if (found == SQLITE_FLOAT)
			type = type_of_classes(CLASS_REAL);
		else if (found == SQLITE_TEXT)
			type = type_of_classes(CLASS_TEXT);
	}
	sqlite3_finalize(stmt);
	return type;
}

static struct query_type
type_format(const struct call_types *types)
{
	const struct expression_list *list = &types->call->arguments;
	bool prints = list->count > 0 && list->items[0]->kind == EXPRESSION_LITERAL &&
		      list->items[0]->literal.kind == LITERAL_STRING &&
		      list->items[0]->literal.text[0] != '\0';
	return type_of_classes(CLASS_TEXT | (prints ? 0 : CLASS_NULL));
}

/* An empty blob has no part. */
static struct query_type
type_substring(const struct call_types *types)
{
	unsigned of = types->arguments[0].classes;
	unsigned classes = 0;
	if (of & ~(unsigned)(CLASS_BLOB | CLASS_NULL))
		classes |= CLASS_TEXT;
	if (of & CLASS_BLOB)
		classes |= CLASS_BLOB | CLASS_NULL;
	return type_of_classes(classes | (of & CLASS_NULL));
}

static struct query_type
type_integral(const struct call_types *types)
{
	unsigned number = type_number(types->arguments[0]);
	bool is_number =
		!(types->arguments[0].classes & (CLASS_TEXT | CLASS_BLOB | CLASS_NULL));
	if (types->function->rule == RULE_SIGN)
		number = CLASS_INTEGER;
	return type_of_classes(number | (is_number ? 0 : CLASS_NULL));
}

static struct query_type
type_absolute(const struct call_types *types)
{
	unsigned of = types->arguments[0].classes;
	return type_of_classes((of & CLASS_INTEGER) |
			       (of & ~(unsigned)(CLASS_INTEGER | CLASS_NULL) ? CLASS_REAL : 0) |
			       (of & CLASS_NULL));
}

/* lag(x, 1, y) is x of another row, or y. */
static struct query_type
type_shifted(const struct call_types *types)
{
	const struct expression_list *list = &types->call->arguments;
	double offset;
	if (list->count == 3 && expression_number(list->items[1], &offset))
		return type_either(types->arguments[0], types->arguments[2]);
	return type_nullable(list->count == 3
				     ? type_either(types->arguments[0], types->arguments[2])
				     : types->arguments[0]);
}

static struct query_type
type_by_rule(const struct call_types *types)
{
	const struct function *function = types->function;
	unsigned keeps = types->arguments[0].classes & (CLASS_INTEGER | CLASS_REAL);
	switch (function->rule) {
	case RULE_CLASSES:
		break;
	case RULE_ABSOLUTE:
		return type_absolute(types);
	case RULE_INTEGRAL:
	case RULE_SIGN:
		return type_integral(types);
	case RULE_FIRST:
	case RULE_FRAME:
		return types->arguments[0];
	case RULE_EITHER:
		return type_any_argument(types);
	case RULE_COALESCE:
		return type_coalesce(types);
	case RULE_NULLIF:
		return type_nullable(types->arguments[0]);
	case RULE_IIF:
		return type_iif(types);
	case RULE_REPLACE:
		return type_of_classes(CLASS_TEXT | keeps);
	case RULE_SUBSTRING:
		return type_substring(types);
	case RULE_FORMAT:
		return type_format(types);
	case RULE_EXTRACT:
		return type_of_classes(types->call->arguments.count > 2
					       ? CLASS_TEXT | CLASS_NULL
					       : function->classes | CLASS_NULL);
	case RULE_LITERAL:
		return type_of_literals(types);
	case RULE_SUM:
	case RULE_MEAN:
		return type_sum(types, function->classes);
	case RULE_SHIFTED:
		return type_shifted(types);
	case RULE_JOINED:
		/* Empty texts joined in a window frame give NULL (SQLite 3.40). */
		return type_of_classes(CLASS_TEXT |
				       (types->call->over != NULL ? CLASS_NULL : 0));
	}
	return type_of_classes(function->classes |
			       (function->nulls == NULL_MAYBE ? CLASS_NULL : 0));
}

struct query_type
call_result(const struct call_types *types)
{
	const struct function *function = types->function;
	struct query_type type = type_by_rule(types);
	if (function->nulls == NULL_IF_ANY && types->is_any_nullable)
		type = type_nullable(type);
	if (function->nulls == NULL_IF_EMPTY &&
	    (types->may_be_empty || type_is_nullable(types->arguments[0])))
		type = type_nullable(type);
	if (function->nulls == NULL_MAYBE && function->rule == RULE_FIRST &&
	    function->kind == FUNCTION_WINDOW)
		type = type_nullable(type);
	return type;
}
