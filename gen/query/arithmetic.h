#ifndef SQLGEN_ARITHMETIC_H
#define SQLGEN_ARITHMETIC_H

#include <stdbool.h>

#include "query/query.h"

struct binary;
struct expression;

/*
 * What + - * / % and unary minus give. https://sqlite.org/lang_expr.html#operators
 * That integers overflow to REAL is left out: such a call fails when it decodes the value.
 * Infinities are not: their difference is NULL, and so are 0 * infinity and infinity / infinity.
 */

/* CLASS_INTEGER; CLASS_REAL if it does not fit 64 bits. */
unsigned integer_literal_class(const char *text);

/* The magnitude of a number as it is written, with or without sign. */
bool expression_number(const struct expression *expression, double *number);

struct query_type type_minus(const struct expression *operand, struct query_type type);

struct query_type type_operation(const struct binary *binary, struct query_type left,
				 struct query_type right);

#endif
