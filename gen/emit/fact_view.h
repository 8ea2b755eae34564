#ifndef SQLGEN_FACT_VIEW_H
#define SQLGEN_FACT_VIEW_H

#include <stdbool.h>

struct arena;
struct model;
struct schema;
struct value;

/* Is a fact of the schema asked for at open? A database may do without a view that no generated code reads. */
bool fact_is_relied_on(const char *fact, const struct model *model, struct arena *arena);

/* Sets the streams of the texts of facts, facts and long_facts, and the schema's checksum. */
void facts_view(struct value *root, const struct schema *schema, const struct model *model,
		struct arena *arena);

#endif
