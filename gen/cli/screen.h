#ifndef SQLGEN_SCREEN_H
#define SQLGEN_SCREEN_H

struct arena;
struct text;

/* Text that is of foreign origin, on its way to standard output. */

/* As part of a line that is printed: nothing in it can move a cursor or begin a line. */
const char *screen_text(const char *text, struct arena *arena);

/* Prints lines: to a terminal escaped, to a file or a pipe as they are. */
void screen_print(const struct text *text);

#endif
