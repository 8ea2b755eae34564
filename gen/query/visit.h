#ifndef SQLGEN_QUERY_VISIT_H
#define SQLGEN_QUERY_VISIT_H

#include <stdbool.h>

struct expression;
struct statement;

/* Goes through a statement, or an expression, in the order of its text. What is NULL is not told. */
struct visitor {
	/* Is told every expression before those inside of it. */
	void (*expression)(void *context, const struct expression *expression);
	/* Is told what rows must meet: WHERE, ON, HAVING. */
	void (*condition)(void *context, const struct expression *condition);
	void *context;
	bool stays_outside; /* of SELECTs that stand in expressions */
};

void visit_statement(const struct visitor *visitor, const struct statement *statement);
void visit_expression(const struct visitor *visitor, const struct expression *expression);

#endif
