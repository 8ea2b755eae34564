#ifndef SQLGEN_COLUMN_H
#define SQLGEN_COLUMN_H

#include <stdbool.h>

#include "schema/schema.h"

struct arena;
struct diag;
struct probe;
struct replay;

/* https://sqlite.org/datatype3.html#determination_of_column_affinity */
enum affinity affinity_of(const char *type, bool is_strict);

/*
 * Is it declared as one? BOOL, BOOLEAN; DATE, DATETIME, TIMESTAMP; BLOB; and what follows one of
 * these words: "TIMESTAMP WITH TIME ZONE", "datetime(6)".
 */
bool column_is_bool(const struct column *column);
bool column_is_date(const struct column *column);
bool column_is_blob(const struct column *column);

/* The columns and the primary key of a table, as PRAGMA table_xinfo and column metadata tell; not
 * yet their defaults. */
bool columns_inspect(struct table *table, const struct replay *replay, struct arena *arena,
		     struct diag *diag);

/* What each DEFAULT stores. Needs rowid_alias, whose own default SQLite passes over. */
void defaults_inspect(struct table *table, struct probe *probe, struct arena *arena);

/* Warns of types that look as if a comma were missing: TEXT created_at TEXT. */
void types_check(const struct table *table, struct arena *arena, struct diag *diag);

#endif
