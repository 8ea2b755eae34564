#ifndef SQLGEN_QUERY_MODEL_H
#define SQLGEN_QUERY_MODEL_H

#include <stdbool.h>
#include <stddef.h>

#include "emit/model.h"

struct arena;
struct diag;
struct names;
struct project;
struct query;
struct query_embed;
struct query_list;
struct query_parameter;
struct query_type;

/* The named queries in terms of C: which function, which struct, which arguments. */

/* sqlc.embed: a member that is a table's struct. */
struct c_embed {
	const struct query_embed *embed;
	const struct c_table *table;
	const char *name;
};

/* A column of the result as a member of the row, or of one of its embeds. */
struct c_member {
	struct field field;
	const struct c_embed *embed; /* NULL: the row's own */
};

struct c_argument {
	const struct query_parameter *parameter;
	struct field field;   /* field.argument is its name; field.is_nullable: NULL can be given */
	bool has_flag;        /* an optional one that may be NULL: a bool has_<name> goes before it */
};

struct c_query {
	const struct query *query;
	const char *name;            /* "ready_tasks": lower_snake, without prefix */
	const char *load_name;       /* "load_ready_tasks" */
	const struct c_table *table; /* whose struct and cursor its rows have; NULL: its own */
	/* of its own row: the struct that a table would have */
	struct c_table *row;
	struct c_embed *embeds;
	size_t embed_count;
	struct c_member *members; /* one for each column of the result */
	size_t member_count;
	struct c_argument *arguments;
	size_t argument_count;
	bool has_struct; /* its arguments are the members of one struct */
	const char *order_tag; /* "ready_tasks_order"; NULL: it lists no orders */
	const char **orders;   /* the enumerators: "READY_TASKS_ORDER_NEWEST" */
};

/* A value of this type under a name, with the C type of the column that it is stored in. */
struct field query_field(const char *name, const struct query_type *type, const struct model *model,
			 struct arena *arena);

/*
 * Chooses names and types, and takes the names. Two that are the same are errors.
 */
bool query_model_build(struct c_query **queries, size_t *count, const struct query_list *list,
		       const struct model *model, const struct project *project, struct names *names,
		       struct arena *arena, struct diag *diag);

#endif
