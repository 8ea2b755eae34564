#include "query/arithmetic.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "query/type.h"
#include "sql/tree.h"

/* Without the underscores that SQLite 3.46 passes over. */
static void
digits_of(char *digits, size_t size, const char *text)
{
	size_t length = 0;
	for (; *text != '\0' && length + 1 < size; text++)
		if (*text != '_')
			digits[length++] = *text;
	digits[length] = '\0';
}

static bool
is_hexadecimal(const char *text)
{
	return text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
}

static bool
exceeds(const char *text, const char *most)
{
	char digits[64];
	const char *first = digits;
	digits_of(digits, sizeof digits, text);
	while (*first == '0')
		first++;
	if (strlen(first) != strlen(most))
		return strlen(first) > strlen(most);
	return strcmp(first, most) > 0;
}

unsigned
integer_literal_class(const char *text)
{
	return !is_hexadecimal(text) && exceeds(text, "9223372036854775807") ? CLASS_REAL
									      : CLASS_INTEGER;
}

bool
expression_number(const struct expression *expression, double *number)
{
	char digits[512];
	if (expression->kind == EXPRESSION_UNARY &&
	    (expression->unary.operator== UNARY_MINUS || expression->unary.operator== UNARY_PLUS))
		return expression_number(expression->unary.operand, number);
	if (expression->kind != EXPRESSION_LITERAL ||
	    (expression->literal.kind != LITERAL_INTEGER &&
	     expression->literal.kind != LITERAL_REAL) ||
	    strlen(expression->literal.text) >= sizeof digits)
		return false;
	digits_of(digits, sizeof digits, expression->literal.text);
	*number = strtod(digits, NULL);
	return true;
}

struct query_type
type_minus(const struct expression *operand, struct query_type type)
{
	unsigned classes = type_number(type);
	/* -9223372036854775808 is one number. */
	if (operand->kind == EXPRESSION_LITERAL && operand->literal.kind == LITERAL_INTEGER)
		classes = !is_hexadecimal(operand->literal.text) &&
				  exceeds(operand->literal.text, "9223372036854775808")
			  ? CLASS_REAL
			  : CLASS_INTEGER;
	return type_of_classes(classes | (type.classes & CLASS_NULL));
}

static bool
may_be_infinite(const struct expression *expression, struct query_type type)
{
	double number;
	if (expression_number(expression, &number))
		return !isfinite(number);
	return (type_number(type) & CLASS_REAL) != 0;
}

static bool
may_be_zero(const struct expression *expression)
{
	double number;
	return !expression_number(expression, &number) || number == 0;
}

/* The remainder is of the integers that the operands are cast to: % 0.5 is % 0. */
static bool
may_divide_by_zero(const struct binary *binary)
{
	double number;
	if (binary->operator== BINARY_DIVIDE)
		return may_be_zero(binary->right);
	return binary->operator== BINARY_REMAINDER &&
	       (!expression_number(binary->right, &number) || number < 1);
}

static bool
may_be_undefined(const struct binary *binary, struct query_type left, struct query_type right)
{
	bool left_infinite = may_be_infinite(binary->left, left);
	bool right_infinite = may_be_infinite(binary->right, right);
	switch (binary->operator) {
	case BINARY_ADD:
	case BINARY_SUBTRACT:
	case BINARY_DIVIDE:
		return left_infinite && right_infinite;
	case BINARY_MULTIPLY:
		return (left_infinite && may_be_zero(binary->right)) ||
		       (right_infinite && may_be_zero(binary->left));
	default:
		return false;
	}
}

struct query_type
type_operation(const struct binary *binary, struct query_type left, struct query_type right)
{
	unsigned a = type_number(left), b = type_number(right);
	unsigned classes = 0;
	if (a == 0 || b == 0)
		return type_of_classes(CLASS_NULL);
	if ((a & CLASS_INTEGER) && (b & CLASS_INTEGER))
		classes |= CLASS_INTEGER;
	if ((a | b) & CLASS_REAL)
		classes |= CLASS_REAL;
	if (type_is_nullable(left) || type_is_nullable(right) || may_divide_by_zero(binary) ||
	    may_be_undefined(binary, left, right))
		classes |= CLASS_NULL;
	return type_of_classes(classes);
}
