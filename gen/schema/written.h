#ifndef SQLGEN_WRITTEN_H
#define SQLGEN_WRITTEN_H

struct arena;

/* A name as SQL spells it: bare where that is safe, else in double quotes. */
char *sql_name(const char *name, struct arena *arena);

/* A statement in one line: comments go, and between two tokens at most one blank is left. */
char *sql_line(const char *statement, struct arena *arena);

#endif
