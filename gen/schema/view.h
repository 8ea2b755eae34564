#ifndef SQLGEN_VIEW_H
#define SQLGEN_VIEW_H

#include <sqlite3.h>

struct arena;
struct schema;

/*
 * What the columns of views are: those of tables where SQLite's column metadata says so
 * (https://sqlite.org/c3ref/column_database_name.html), else of no type. The metadata lies where
 * several SELECTs give one column, which leaves a view without types; and it does not say what a
 * join or an aggregate makes NULL, so that only the columns of plain views are NOT NULL. Needs all
 * tables, and the columns of all views.
 */
void views_inspect(struct schema *schema, sqlite3 *handle, struct arena *arena);

#endif
