#ifndef SQLGEN_CLOCK_H
#define SQLGEN_CLOCK_H

#include <stddef.h>

struct arena;

/*
 * What the first call of a date function in this text of SQL asks of the machine that runs it:
 * "now" (which is also meant where the time is left out), "localtime" or "utc". NULL: there is no
 * such call. https://sqlite.org/lang_datefunc.html
 */
const char *clock_find(const char *text, size_t length, struct arena *arena);

#endif
