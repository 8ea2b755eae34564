#include "check/excuse.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "c/format.h"
#include "check/call.h"
#include "check/judge.h"
#include "sql/token.h"

/* CREATE [TEMP] [VIRTUAL] TABLE|VIEW [IF NOT EXISTS] [schema.]name: reader at the name; false:
 * something else. */
static bool
reads_creation(struct token_reader *reader, const char *text, size_t length)
{
	struct token_reader behind;

	token_reader_init(reader, text, length);
	if (!token_accept(reader, "CREATE"))
		return false;
	if (!token_accept(reader, "TEMP") && !token_accept(reader, "TEMPORARY"))
		token_accept(reader, "VIRTUAL");
	if (!token_accept(reader, "TABLE") && !token_accept(reader, "VIEW"))
		return false;
	if (token_accept(reader, "IF") && token_accept(reader, "NOT"))
		token_accept(reader, "EXISTS");
	behind = *reader;
	token_next(&behind);
	if (token_accept_operator(&behind, "."))
		*reader = behind;
	return token_is_name(&reader->token);
}

static void
find_in(struct excuses *excuses, const struct c_string *text, struct arena *arena)
{
	for (size_t at = 0, length; (length = statement_next(text->data, text->length, &at)) > 0;
	     at += length) {
		struct token_reader reader;

		if (!reads_creation(&reader, text->data + at, length))
			continue;
		excuses->names =
			arena_grow(arena, excuses->names, excuses->count, sizeof *excuses->names);
		excuses->names[excuses->count++] = token_name(&reader.token, arena);
	}
}

void
excuses_find(struct excuses *excuses, const struct handed_list *handed, struct arena *arena)
{
	*excuses = (struct excuses){ .count = 0 };
	for (size_t i = 0; i < handed->count; i++)
		for (size_t j = 0; j < handed->items[i].texts.beginning_count; j++)
			find_in(excuses, &handed->items[i].texts.beginnings[j], arena);
}

static bool
is_created(const char *name, const struct excuses *excuses)
{
	for (size_t i = 0; i < excuses->count; i++)
		if (name_compare(excuses->names[i], name) == 0)
			return true;
	return false;
}

/* Is one of them named in the statement? What columns it has is not known then. */
static bool
names_created(const struct judged *judged, const struct excuses *excuses, struct arena *arena)
{
	struct token_reader reader;

	token_reader_init(&reader, judged->text->data + judged->offset, judged->length);
	for (; excuses->count > 0 && reader.token.kind != TOKEN_END; token_next(&reader))
		if (token_is_name(&reader.token) &&
		    is_created(token_name(&reader.token, arena), excuses))
			return true;
	return false;
}

static bool
is_about_syntax(const char *message)
{
	return strstr(message, "syntax error") || strstr(message, "incomplete input") ||
	       strstr(message, "unrecognized token");
}

enum excuse
excuse_of(const struct judged *judged, const struct excuses *excuses, struct arena *arena)
{
	static const char table[] = "no such table: ", database[] = "unknown database ";
	const char *name, *dot, *schema;

	if (strstr(judged->message, C_FORMAT_UNKNOWN))
		return EXCUSE_UNKNOWN;
	if (strncmp(judged->message, database, sizeof database - 1) == 0)
		return EXCUSE_ELSEWHERE;
	if (!is_about_syntax(judged->message) && names_created(judged, excuses, arena))
		return EXCUSE_UNKNOWN;
	if (strncmp(judged->message, table, sizeof table - 1) != 0)
		return EXCUSE_NONE;
	name = judged->message + sizeof table - 1;
	dot = strchr(name, '.');
	if (!dot)
		return EXCUSE_NONE;
	schema = arena_copy(arena, name, (size_t)(dot - name));
	return name_compare(schema, "main") != 0 && name_compare(schema, "temp") != 0
		       ? EXCUSE_ELSEWHERE
		       : EXCUSE_NONE;
}
