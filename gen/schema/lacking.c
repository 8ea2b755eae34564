#include "schema/lacking.h"

#include <string.h>

#include <sqlite3.h>

#include "base/arena.h"
#include "input/ini.h"
#include "sql/token.h"

enum { LINES_MAX = 4 };

static const struct {
	const char *message; /* up to the name */
	const char *end;     /* behind the name; "": to the end */
	struct lacking lacking;
} signs[] = {
	{ "no such function: ", "", { DECLARATION_FUNCTION, NULL, false } },
	{ "wrong number of arguments to function ", "()", { DECLARATION_FUNCTION, NULL, true } },
	{ "no such collation sequence: ", "", { DECLARATION_COLLATION, NULL, false } },
	{ "no such tokenizer: ", "", { DECLARATION_TOKENIZER, NULL, false } },
	{ "unknown tokenizer: ", "", { DECLARATION_TOKENIZER, NULL, false } },
	{ "no such module: ", "", { DECLARATION_MODULE, NULL, false } },
};

/* The '(' of the first call of the name that ends at offset or later; false if there is none. */
static bool
find_call(struct token_reader *call, const char *name, const char *statement, size_t offset,
	  struct arena *arena)
{
	struct token_reader reader;
	token_reader_init(&reader, statement, strlen(statement));
	while (reader.token.kind != TOKEN_END) {
		bool is_name = token_is_name(&reader.token) && reader.offset >= offset &&
			       name_compare(token_name(&reader.token, arena), name) == 0;
		token_next(&reader);
		if (is_name && reader.token.kind == TOKEN_LEFT) {
			*call = reader;
			return true;
		}
	}
	return false;
}

/* SELECT … FROM series(1, 9): a table only because a module would make it one. */
static bool
is_table_function(const char *name, const char *statement, struct arena *arena)
{
	struct token_reader reader;
	bool is_source = false, is_name = false;
	token_reader_init(&reader, statement, strlen(statement));
	for (; reader.token.kind != TOKEN_END; token_next(&reader)) {
		if (is_name && reader.token.kind == TOKEN_LEFT)
			return true;
		is_name = is_source && reader.token.kind == TOKEN_WORD &&
			  name_compare(token_name(&reader.token, arena), name) == 0;
		is_source = token_is(&reader.token, "FROM") || token_is(&reader.token, "JOIN");
	}
	return false;
}

bool
lacking_find(struct lacking *lacking, const char *message, const char *statement,
	     struct arena *arena)
{
	static const char no_table[] = "no such table: ";
	const char *found;
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		size_t length;
		found = strstr(message, signs[i].message);
		if (found == NULL)
			continue;
		found += strlen(signs[i].message);
		length = strlen(found);
		if (signs[i].end[0] != '\0' && strstr(found, signs[i].end) != NULL)
			length = (size_t)(strstr(found, signs[i].end) - found);
		*lacking = signs[i].lacking;
		lacking->name = arena_copy(arena, found, length);
		return true;
	}
	found = strstr(message, no_table);
	if (found == NULL || !is_table_function(found + strlen(no_table), statement, arena))
		return false;
	*lacking = (struct lacking){ DECLARATION_MODULE, found + strlen(no_table), false };
	return true;
}

static bool
is_create_virtual(const char *statement)
{
	struct token_reader reader;
	token_reader_init(&reader, statement, strlen(statement));
	return token_accept(&reader, "CREATE") && token_accept(&reader, "VIRTUAL");
}

size_t
lacking_offset(const struct lacking *lacking, const char *statement, size_t offset)
{
	size_t length = strlen(lacking->name);
	struct token_reader reader;
	token_reader_init(&reader, statement, strlen(statement));
	if (reader.offset < offset)
		return offset;
	while (lacking->kind == DECLARATION_MODULE && is_create_virtual(statement) &&
	       reader.token.kind != TOKEN_END && !token_accept(&reader, "USING"))
		token_next(&reader);
	for (; reader.token.kind != TOKEN_END; token_next(&reader)) {
		if (reader.token.kind != TOKEN_WORD && reader.token.kind != TOKEN_QUOTED &&
		    reader.token.kind != TOKEN_STRING)
			continue;
		for (size_t i = 0; i + length <= reader.token.length && length > 0; i++)
			if (sqlite3_strnicmp(reader.token.text + i, lacking->name, (int)length) ==
			    0)
				return reader.offset + i;
	}
	return offset;
}

/* How many arguments a call has, from its '(' on. */
static int
count_arguments(struct token_reader call)
{
	int count = 0, depth = 0;
	bool is_empty = true;
	for (; call.token.kind != TOKEN_END; token_next(&call)) {
		if (call.token.kind == TOKEN_RIGHT && --depth == 0)
			break;
		if (depth > 0 && !token_is_operator(&call.token, "*"))
			is_empty = false;
		if (call.token.kind == TOKEN_LEFT)
			depth++;
		else if (call.token.kind == TOKEN_COMMA && depth == 1)
			count++;
	}
	return is_empty ? 0 : count + 1;
}

/* Is it called as only an aggregate can be? */
static bool
is_aggregate_call(struct token_reader call)
{
	int depth = 0;
	struct token_reader first = call;
	token_next(&first);
	if (token_is(&first.token, "DISTINCT"))
		return true;
	for (; call.token.kind != TOKEN_END; token_next(&call)) {
		if (call.token.kind == TOKEN_LEFT)
			depth++;
		else if (call.token.kind == TOKEN_RIGHT && --depth == 0)
			break;
	}
	token_next(&call);
	return token_is(&call.token, "OVER") || token_is(&call.token, "FILTER");
}

/* Where SQLite takes none but deterministic functions. */
static bool
must_be_deterministic(const char *statement)
{
	struct token_reader reader;
	bool is_create, is_alter;
	token_reader_init(&reader, statement, strlen(statement));
	is_alter = token_is(&reader.token, "ALTER");
	is_create = token_accept(&reader, "CREATE");
	(void)token_accept(&reader, "UNIQUE");
	if (is_create && token_is(&reader.token, "INDEX"))
		return true;
	if (!is_alter && !(is_create && token_is(&reader.token, "TABLE")))
		return false;
	for (; reader.token.kind != TOKEN_END; token_next(&reader))
		if (token_accept(&reader, "AS") && reader.token.kind == TOKEN_LEFT)
			return true;
	return false;
}

const char *const *
lacking_lines(size_t *count, const struct lacking *lacking, const char *statement, size_t offset,
	      struct arena *arena)
{
	const char **lines = arena_alloc(arena, LINES_MAX * sizeof *lines);
	struct token_reader call;
	size_t n = 0;
	lines[n++] = arena_format(arena, "[%s %s]", declaration_word(lacking->kind),
				  ini_name(lacking->name, arena));
	if (lacking->kind == DECLARATION_FUNCTION &&
	    (find_call(&call, lacking->name, statement, offset, arena) ||
	     find_call(&call, lacking->name, statement, 0, arena))) {
		lines[n++] = arena_format(arena, "arguments = %d", count_arguments(call));
		if (is_aggregate_call(call))
			lines[n++] = "aggregate = yes";
	}
	if (lacking->kind == DECLARATION_FUNCTION && must_be_deterministic(statement))
		lines[n++] = "deterministic = yes";
	if (lacking->kind == DECLARATION_MODULE &&
	    is_table_function(lacking->name, statement, arena))
		lines[n++] = "columns = value";
	*count = n;
	return lines;
}

bool
lacking_is_option(const struct lacking *lacking)
{
	static const char *const options[] = { "fts3",      "fts4",    "fts5",  "rtree",
					       "rtree_i32", "geopoly", "dbstat" };
	if (lacking->kind != DECLARATION_MODULE)
		return false;
	for (size_t i = 0; i < sizeof options / sizeof *options; i++)
		if (name_compare(lacking->name, options[i]) == 0)
			return true;
	return false;
}
