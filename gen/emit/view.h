#ifndef SQLGEN_VIEW_H
#define SQLGEN_VIEW_H

#include <stdbool.h>

struct arena;
struct migrations;
struct model;
struct project;
struct schema;
struct statements;
struct value;

/*
 * All that the templates may ask, each in one word. `sqlgen dump` prints it. What there can be many
 * of is a stream; everything here must live as long as the values.
 */
struct value *view_build(const struct project *project, const struct migrations *migrations,
			 const struct schema *schema, const struct model *model,
			 const struct statements *statements, struct arena *arena);

#endif
