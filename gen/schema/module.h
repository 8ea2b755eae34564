#ifndef SQLGEN_MODULE_H
#define SQLGEN_MODULE_H

#include <sqlite3.h>

/*
 * Registers a virtual table module of this name whose tables are empty and take any row. Their
 * columns are columns, as in CREATE TABLE, which must outlive handle; NULL: what the first words
 * of the module's arguments name, those with '=' passed over. Returns SQLite's code.
 * https://sqlite.org/vtab.html
 */
int module_register(sqlite3 *handle, const char *name, const char *columns);

#endif
