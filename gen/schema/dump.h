#ifndef SQLGEN_DUMP_H
#define SQLGEN_DUMP_H

struct schema;
struct text;

/* A schema for people and programs to read. Same schema, same bytes; text and SQL hold names as
 * they are, unescaped. */

/* A paragraph a table, a line a column. */
void schema_to_text(const struct schema *schema, struct text *out);

/* Statements that make the same schema: tables with their indexes and triggers, then views with
 * theirs. */
void schema_to_sql(const struct schema *schema, struct text *out);

/* One object with the list "tables"; the members are named as the fields of schema/schema.h. */
void schema_to_json(const struct schema *schema, struct text *out);

#endif
