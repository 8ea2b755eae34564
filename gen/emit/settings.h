#ifndef SQLGEN_SETTINGS_H
#define SQLGEN_SETTINGS_H

struct arena;
struct diag;
struct field;
struct project;
struct schema;
struct table;

/* What sqlgen.ini sets for tables and columns, held against the schema. Each misfit is an error. */

/* A setting for what is not there is a typing error, or left over from before a migration. */
void settings_check_names(const struct project *project, const struct schema *schema, struct arena *arena,
			  struct diag *diag);

/* Can SQLite store in the column what its type here can hold, and is an enum one? */
void settings_check_field(const struct project *project, const struct table *table, const struct field *field,
			  struct diag *diag);

#endif
