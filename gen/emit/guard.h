#ifndef SQLGEN_GUARD_H
#define SQLGEN_GUARD_H

struct c_table;

/*
 * The columns that an update compares before it writes them. SQLite touches the index and checks
 * the foreign keys of each column that an UPDATE names, whatever its value. So a row whose indexed
 * columns are as they were is updated by a statement that only compares them; where one differs, by
 * the full statement. Sets field.is_guard, where that comparison proves that the full statement
 * would store the same value of the same class, and table.has_guards, where there is a guard and
 * something else to write, and no trigger that could tell the two ways apart.
 */
void guard_build(struct c_table *table);

#endif
