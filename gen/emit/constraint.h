#ifndef SQLGEN_C_CONSTRAINT_H
#define SQLGEN_C_CONSTRAINT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"

struct arena;
struct c_table;
struct model;
struct names;
struct project;
struct value;

/* A constraint as an enumerator: what db_violated tells apart. */
struct c_constraint {
	const char *name; /* "DB_UNIQUE_TASKS_UUID" */
	const char *code; /* "SQLITE_CONSTRAINT_UNIQUE" */
	const char *text; /* "tasks.uuid", as SQLite's message or the table's probe has it */
	struct place place;
};

/* Sets the table's constraints; foreign keys come last. */
void constraints_build(struct c_table *table, const struct project *project, struct arena *arena);

/* Takes their names; the first clash is told, and ends it. */
bool constraints_take_names(struct names *names, const struct c_table *table, struct arena *arena,
			    struct diag *diag);

/* Sets t.constrained: what a row written is asked about when SQLite refuses it. */
void constrained_view(struct value *record, const struct c_table *table, struct arena *arena);

/* Sets the stream of the constraints of all tables. */
void constraints_view(struct value *root, const struct model *model, struct arena *arena);

#endif
