#include "schema/nearest.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "input/spelling.h"
#include "sql/token.h"

struct names {
	const char **items;
	size_t count;
};

/* The names that a question about ?1 gives. */
static void
ask(struct names *names, sqlite3 *handle, const char *question, const char *about,
    struct arena *arena)
{
	sqlite3_stmt *stmt = NULL;

	if (sqlite3_prepare_v2(handle, question, -1, &stmt, NULL) == SQLITE_OK) {
		sqlite3_bind_text(stmt, 1, about, -1, SQLITE_STATIC);
		while (sqlite3_step(stmt) == SQLITE_ROW) {
			const char *name = (const char *)sqlite3_column_text(stmt, 0);

			names->items =
				arena_grow(arena, names->items, names->count, sizeof *names->items);
			names->items[names->count++] = arena_string(arena, name ? name : "");
		}
	}
	sqlite3_finalize(stmt);
}

static void
ask_columns(struct names *names, const char *sql, size_t length, sqlite3 *handle,
	    struct arena *arena)
{
	struct token_reader reader;

	for (token_reader_init(&reader, sql, length); reader.token.kind != TOKEN_END;
	     token_next(&reader))
		if (token_is_name(&reader.token))
			ask(names, handle, "SELECT name FROM pragma_table_xinfo(?1)",
			    token_name(&reader.token, arena), arena);
}

/* What stands behind the last '.' of a name, and where that is in message; NULL: it says something
 * else. */
static const char *
missing_name(const char *message, bool *is_table)
{
	static const char *const beginnings[] = { "no such table: ", "no such column: " };
	const char *end, *last;

	for (int i = 0; i < 2; i++) {
		size_t length = strlen(beginnings[i]);

		if (strncmp(message, beginnings[i], length) != 0)
			continue;
		*is_table = i == 0;
		last = message + length;
		end = last + strcspn(last, " \"");
		for (const char *at = last; at < end; at++)
			if (*at == '.')
				last = at + 1;
		return last;
	}
	return NULL;
}

/* "table tasks has no column named titel" */
static const char *
unnamed_column(const char *message)
{
	const char *found = strstr(message, " has no column named ");

	return found ? found + strlen(" has no column named ") : NULL;
}

const char *
nearest_name(const char *message, const char *sql, size_t length, sqlite3 *handle,
	     struct arena *arena)
{
	struct names names = { NULL, 0 };
	const char *nearest;
	bool is_table = false;
	const char *name = missing_name(message, &is_table);

	name = name ? name : unnamed_column(message);
	if (!name)
		return NULL;
	if (is_table)
		ask(&names, handle,
		    "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')", "", arena);
	else
		ask_columns(&names, sql, length, handle, arena);
	nearest = spelling_nearest(name, names.items, names.count);
	/* It is there, but not for this statement. */
	return nearest && name_compare(nearest, name) != 0 ? nearest : NULL;
}

/* What SQLite says of a name, before and behind it. */
static const struct {
	const char *before, *behind;
} sentences[] = {
	{ "no such table: ", "" },
	{ "no such column: ", "" },
	{ "no such index: ", "" },
	{ "no such view: ", "" },
	{ "no such trigger: ", "" },
	{ "no such module: ", "" },
	{ "no such window: ", "" },
	{ "no such collation sequence: ", "" },
	{ "unknown database ", "" },
	{ " has no column named ", "" },
	{ "cannot modify ", " because " },
	{ "table ", " may not be modified" },
	{ "generated column \"", "\"" },
	{ "cannot join using column ", " - " },
};

/* The name that a message is about, without its schema; NULL: it is about none. */
static const char *
named(const char *message, struct arena *arena)
{
	for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
		const char *name = strstr(message, sentences[i].before), *end, *dot;

		if (!name)
			continue;
		name += strlen(sentences[i].before);
		end = *sentences[i].behind ? strstr(name, sentences[i].behind) : name + strlen(name);
		if (!end)
			continue;
		name = arena_copy(arena, name, (size_t)(end - name));
		dot = strchr(name, '.');
		return dot ? dot + 1 : name;
	}
	return NULL;
}

/* Does it go before a column's name, as t in t.id does? */
static bool
is_qualifier(const struct token_reader *reader)
{
	struct token_reader next = *reader;

	token_next(&next);
	return token_is_operator(&next.token, ".");
}

size_t
nearest_offset(const char *message, const char *sql, size_t length, struct arena *arena)
{
	const char *name = named(message, arena);
	struct token_reader reader;
	size_t first;

	token_reader_init(&reader, sql, length);
	first = reader.offset;
	for (; name && reader.token.kind != TOKEN_END; token_next(&reader))
		if ((token_is_name(&reader.token) || reader.token.kind == TOKEN_STRING) &&
		    name_compare(token_name(&reader.token, arena), name) == 0 && !is_qualifier(&reader))
			return reader.offset;
	return first;
}
