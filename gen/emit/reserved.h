#ifndef SQLGEN_RESERVED_H
#define SQLGEN_RESERVED_H

#include <stdbool.h>

/* Names that mean something else in C or C++ already, after any POSIX header. */

/* Keywords and macros: nothing can be named so, a struct's field neither. */
bool reserved_word(const char *name);

/* Does libc have a function of this name? */
bool reserved_function(const char *name);

/* Is it a function of ISO C or POSIX that a query could be named like: open, remove, main? */
bool reserved_callable(const char *name);

/* All of them: words, and the tags, functions and constants of libc and sqlite3. */
bool reserved_global(const char *name);

/*
 * Is it a parameter or a local in templates/db.c.tmpl, which an argument beside it must not be named
 * like: in functions of tables, in those of queries?
 */
bool reserved_table_local(const char *name);
bool reserved_query_local(const char *name);

/* Does it begin as the runtime's or sqlite3's names do? Those are not listed anywhere. */
bool reserved_prefix(const char *name);

#endif
