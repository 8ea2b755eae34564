#ifndef SQLGEN_SQL_PROBE_H
#define SQLGEN_SQL_PROBE_H

#include <stdbool.h>

struct arena;
struct c_table;
struct foreign_key;

/*
 * Which foreign key it is that a refused row breaks: SQLite does not say, so it is asked for a
 * parent of each. Parameters are numbered as those of insert and update.
 */

/*
 * A SELECT of the sql_probe_text of the first key whose columns are all there and have no parent;
 * no row if there is none. NULL for a table without foreign keys that can be asked for.
 */
char *sql_probe(const struct c_table *table, struct arena *arena);

/*
 * Can it be asked for? Not if the parent has no such key, if SQLite computes a column, or if the
 * row may be without a parent until COMMIT.
 */
bool sql_probe_asks(const struct c_table *table, const struct foreign_key *key);

/* "tasks.a, tasks.b": in the way of SQLite's own messages. */
char *sql_probe_text(const struct c_table *table, const struct foreign_key *key, struct arena *arena);

#endif
