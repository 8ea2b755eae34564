#include "schema/written.h"

#include <stdbool.h>
#include <string.h>

#include <sqlite3.h>

#include "base/arena.h"
#include "base/text.h"
#include "sql/token.h"

/* A word that needs no quotes in any version: no keyword of the linked SQLite, nor true or false.
 */
static bool
is_bare(const char *name)
{
	size_t length = strlen(name);

	if (length == 0 || strspn(name, "0123456789") > 0 ||
	    sqlite3_keyword_check(name, (int)length) || name_compare(name, "true") == 0 ||
	    name_compare(name, "false") == 0)
		return false;
	return strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") ==
	       length;
}

char *
sql_name(const char *name, struct arena *arena)
{
	char *out, *at;

	if (is_bare(name))
		return arena_string(arena, name);
	at = out = arena_alloc(arena, 2 * strlen(name) + 3);
	*at++ = '"';
	for (; *name != '\0'; name++) {
		if (*name == '"')
			*at++ = '"';
		*at++ = *name;
	}
	*at = '"';
	return out;
}

char *
sql_line(const char *statement, struct arena *arena)
{
	struct token_reader reader;
	struct text line = { 0 };
	size_t end = 0;

	token_reader_init(&reader, statement, strlen(statement));
	for (; reader.token.kind != TOKEN_END; token_next(&reader)) {
		if (line.length > 0 && reader.offset > end)
			text_add_char(&line, ' ');
		text_add(&line, reader.token.text, reader.token.length);
		end = reader.offset + reader.token.length;
	}
	return text_keep(&line, arena);
}
