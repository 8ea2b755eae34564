#ifndef SQLGEN_DESCRIPTION_H
#define SQLGEN_DESCRIPTION_H

struct arena;
struct json;
struct model;
struct query;
struct text;

/*
 * What goes into a query and what comes out of it, for people and for editors: parameters in the
 * order of the function's arguments, columns in that of the result, and the table's column that each
 * is a value of.
 */

/*
 * Lines: each as it is declared in C, whether it can be NULL, and where it comes from. prefix is that
 * of the enum of its orders.
 */
void description_to_text(const struct query *query, const struct model *model, const char *prefix,
			 struct text *out, struct arena *arena);

/*
 * An object: "params" of {"name", "type", "nullable"} and "columns" of {"name", "type", "nullable",
 * "origin"}, types int64, double, text, blob, bool, enum and value, and "name" before them if it has
 * one. A list's type is that of its items; origin is null for an expression's. The choice of an
 * order is a parameter "order" of type enum.
 */
void description_to_json(const struct query *query, const struct model *model, struct json *out,
			 struct arena *arena);

#endif
