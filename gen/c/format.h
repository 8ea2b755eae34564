#ifndef SQLGEN_C_FORMAT_H
#define SQLGEN_C_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

#include "c/string.h"

struct arena;

/* A string that stands for one that is not known, inside of SQL's quotes. */
#define C_FORMAT_UNKNOWN "sqlgen_unknown"

/*
 * The SQL that printf, or sqlite3_mprintf, makes of a format, as far as it is certain what can come
 * of it: numbers stand as 1, strings in single quotes as C_FORMAT_UNKNOWN, %Q as that in quotes,
 * and %s and %w as the string that the argument is. arguments: what is known of them, NULL for the
 * others. False: something else is put in, and made is what stands before that.
 * https://sqlite.org/printf.html
 */
bool c_format(struct c_string *made, const struct c_string *format,
	      const struct c_string *const *arguments, size_t count, struct arena *arena);

/* Which argument of a function of that name, from 0, is the format of a string that it makes;
 * false: it makes none. */
bool c_format_argument(size_t *argument, const struct c_token *name);

/* The same of one that is given a va_list; its result is the string. */
bool c_format_is_list(const struct c_token *name);

#endif
