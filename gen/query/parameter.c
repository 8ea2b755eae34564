#include "query/typer.h"

#include "query/function.h"
#include "query/type.h"
#include "schema/schema.h"

/* What parameters are by the places where they stand. */

/* As long as it is sought, one of which nothing is known yet says nothing, as NULL does. */
struct query_type
type_parameter(const struct typer *typer, unsigned number)
{
	const struct parameter_use *use = &typer->parameters[number - 1];
	if (use->type.classes == 0)
		return typer->is_settled ? type_unknown() : type_of_classes(CLASS_NULL);
	return use->is_nullable || (typer->is_nullable != NULL && typer->is_nullable[number - 1])
		       ? type_nullable(use->type)
		       : type_not_null(use->type);
}

static const char *
class_words(unsigned classes)
{
	switch (classes & ~(unsigned)CLASS_NULL) {
	case CLASS_INTEGER:
		return "int64";
	case CLASS_REAL:
		return "double";
	case CLASS_TEXT:
		return "text";
	case CLASS_BLOB:
		return "blob";
	case CLASS_INTEGER | CLASS_REAL:
		return "a number";
	}
	return "a value of several classes";
}

/*
 * Two uses: what suits both. Integers and reals compare with each other, so that they make a number
 * of either class.
 */
static void
settle(struct typer *typer, struct parameter_use *use, struct query_type type, size_t offset)
{
	const unsigned number = CLASS_INTEGER | CLASS_REAL;
	unsigned both = use->type.classes & type.classes;
	bool is_number = !(use->type.classes & ~number) && !(type.classes & ~number);
	if (both == 0 && !is_number) {
		typer_fail(typer, offset,
			   "a parameter is %s here, and %s in another place: give each its own, "
			   "or say CAST(… AS …)",
			   class_words(type.classes), class_words(use->type.classes));
		if (typer->error.note == NULL) {
			typer->error.note = "the other place";
			typer->error.other_offset = use->offset;
		}
		return;
	}
	if (type.column != NULL && use->type.column == NULL && both == type.classes)
		use->type.table = type.table, use->type.column = type.column;
	else if (type.column != NULL && type.column != use->type.column)
		use->type.table = NULL, use->type.column = NULL;
	use->type.classes = both != 0 ? both : number;
}

static void
use_parameter(struct typer *typer, unsigned number, size_t offset, struct query_type type,
	      bool is_nullable, const char *name)
{
	struct parameter_use *use;
	if (typer->is_settled)
		return;
	use = &typer->parameters[number - 1];
	use->is_nullable = use->is_nullable || is_nullable;
	if (use->name == NULL)
		use->name = name != NULL ? name : type.column != NULL ? type.column->name : NULL;
	type.classes &= ~(unsigned)CLASS_NULL;
	type.declared = DECLARED_NONE;
	if (type.classes == 0 || (type.classes == (CLASS_ANY & ~CLASS_NULL) && type.column == NULL))
		return;
	if (use->type.classes == 0) {
		use->type = type;
		use->offset = offset;
		return;
	}
	settle(typer, use, type, offset);
}

/* Can this argument be what the function gives? */
static bool
passes_on(const struct function *function, size_t argument)
{
	switch (function->rule) {
	case RULE_COALESCE:
	case RULE_EITHER:
		return true;
	case RULE_IIF:
		return argument > 0;
	case RULE_FIRST:
	case RULE_NULLIF:
		return argument == 0;
	default:
		return false;
	}
}

static void
expect_call(struct typer *typer, const struct call *call, struct query_type type, bool is_nullable,
	    const char *name)
{
	const struct function *function = function_find(call->name.text, call->arguments.count);
	size_t count = call->arguments.count;
	if (function == NULL || count == 0)
		return;
	for (size_t i = 0; i < count; i++) {
		/* NULL is what coalesce is there for, except in its last argument. */
		bool is_replaced = function->rule == RULE_COALESCE && i + 1 < count;
		if (passes_on(function, i))
			parameter_expect(typer, call->arguments.items[i], type,
					 is_replaced || is_nullable, name);
	}
}

void
parameter_expect(struct typer *typer, const struct expression *expression, struct query_type type,
		 bool is_nullable, const char *name)
{
	const struct case_of *of;
	switch (expression->kind) {
	case EXPRESSION_PARAMETER:
		use_parameter(typer, expression->parameter, expression->offset, type, is_nullable,
			      name);
		break;
	case EXPRESSION_UNARY:
		if (expression->unary.operator== UNARY_PLUS)
			parameter_expect(typer, expression->unary.operand, type, is_nullable, name);
		break;
	case EXPRESSION_COLLATE:
		parameter_expect(typer, expression->collate.operand, type, is_nullable, name);
		break;
	case EXPRESSION_CASE:
		of = &expression->case_of;
		for (size_t i = 0; i < of->arm_count; i++)
			parameter_expect(typer, of->arms[i].then, type, is_nullable, name);
		if (of->otherwise != NULL)
			parameter_expect(typer, of->otherwise, type, is_nullable, name);
		break;
	case EXPRESSION_CALL:
		expect_call(typer, &expression->call, type, is_nullable, name);
		break;
	default:
		break;
	}
}

void
parameter_expect_null(struct typer *typer, const struct expression *expression)
{
	parameter_expect(typer, expression, type_unknown(), true, NULL);
}

void
parameter_expect_pair(struct typer *typer, const struct expression *a, struct query_type a_type,
		      const struct expression *b, struct query_type b_type, bool is_nullable)
{
	if (a->kind == EXPRESSION_ROW && b->kind == EXPRESSION_ROW)
		return;
	parameter_expect(typer, a, b_type, is_nullable, NULL);
	parameter_expect(typer, b, a_type, is_nullable, NULL);
}
