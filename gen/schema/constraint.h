#ifndef SQLGEN_CONSTRAINT_H
#define SQLGEN_CONSTRAINT_H

#include <sqlite3.h>

struct arena;
struct table;

/*
 * Reads what SQLite would say of each constraint of a table out of the program that it makes of an
 * INSERT (https://sqlite.org/opcode.html, Halt and HaltIfNull): none if it makes none, for want of
 * a function that a CHECK calls. columns and indexes are known.
 */
void constraints_inspect(struct table *table, sqlite3 *handle, struct arena *arena);

#endif
