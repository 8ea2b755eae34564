#include "schema/newer.h"

#include <stdbool.h>
#include <string.h>

#include <sqlite3.h>

#include "schema/phrase.h"
#include "sql/token.h"

/* How a row is recognised. */
enum sign {
	SIGN_FUNCTION,   /* no such function: its name */
	SIGN_ARGUMENTS,  /* wrong number of arguments to it */
	SIGN_MODULE,     /* no such table: a table-valued function's name */
	SIGN_PHRASE,     /* a syntax error at this phrase */
	SIGN_MESSAGE,    /* SQLite's message says so */
	SIGN_MODIFIER,   /* a string of the statement, which made a NULL of a date where none may be */
	SIGN_ORDER,      /* ORDER BY in a function's arguments */
	SIGN_UNDERSCORE  /* 1_000 */
};

static const struct row {
	enum sign sign;
	const char *sought;
	int version;
	struct newer newer;
} rows[] = {
	{ SIGN_FUNCTION, "iif", 3032000, { "iif", "3.32" } },
	{ SIGN_FUNCTION, "substring", 3034000, { "substring", "3.34" } },
	{ SIGN_FUNCTION, "sign", 3035000, { "sign", "3.35" } },
	{ SIGN_FUNCTION, "unixepoch", 3038000, { "unixepoch", "3.38" } },
	{ SIGN_FUNCTION, "format", 3038000, { "format", "3.38" } },
	{ SIGN_FUNCTION, "unhex", 3041000, { "unhex", "3.41" } },
	{ SIGN_FUNCTION, "json_error_position", 3042000, { "json_error_position", "3.42" } },
	{ SIGN_MESSAGE, "malformed JSON", 3042000, { "JSON5", "3.42" } },
	{ SIGN_FUNCTION, "octet_length", 3043000, { "octet_length", "3.43" } },
	{ SIGN_FUNCTION, "timediff", 3043000, { "timediff", "3.43" } },
	{ SIGN_FUNCTION, "concat", 3044000, { "concat", "3.44" } },
	{ SIGN_FUNCTION, "concat_ws", 3044000, { "concat_ws", "3.44" } },
	{ SIGN_FUNCTION, "string_agg", 3044000, { "string_agg", "3.44" } },
	{ SIGN_FUNCTION, "jsonb", 3045000, { "jsonb", "3.45" } },
	{ SIGN_FUNCTION, "jsonb_array", 3045000, { "jsonb_array", "3.45" } },
	{ SIGN_FUNCTION, "jsonb_extract", 3045000, { "jsonb_extract", "3.45" } },
	{ SIGN_FUNCTION, "jsonb_group_array", 3045000, { "jsonb_group_array", "3.45" } },
	{ SIGN_FUNCTION, "jsonb_group_object", 3045000, { "jsonb_group_object", "3.45" } },
	{ SIGN_FUNCTION, "jsonb_insert", 3045000, { "jsonb_insert", "3.45" } },
	{ SIGN_FUNCTION, "jsonb_object", 3045000, { "jsonb_object", "3.45" } },
	{ SIGN_FUNCTION, "jsonb_patch", 3045000, { "jsonb_patch", "3.45" } },
	{ SIGN_FUNCTION, "jsonb_remove", 3045000, { "jsonb_remove", "3.45" } },
	{ SIGN_FUNCTION, "jsonb_replace", 3045000, { "jsonb_replace", "3.45" } },
	{ SIGN_FUNCTION, "jsonb_set", 3045000, { "jsonb_set", "3.45" } },
	{ SIGN_FUNCTION, "json_pretty", 3046000, { "json_pretty", "3.46" } },
	{ SIGN_FUNCTION, "if", 3048000, { "if", "3.48" } },
	{ SIGN_FUNCTION, "unistr", 3050000, { "unistr", "3.50" } },
	{ SIGN_FUNCTION, "unistr_quote", 3050000, { "unistr_quote", "3.50" } },
	{ SIGN_ARGUMENTS, "json_valid", 3045000, { "json_valid with two arguments", "3.45" } },
	{ SIGN_ARGUMENTS, "iif", 3048000, { "iif with two arguments, or more than three", "3.48" } },
	{ SIGN_MODULE, "jsonb_each", 3051000, { "jsonb_each", "3.51" } },
	{ SIGN_MODULE, "jsonb_tree", 3051000, { "jsonb_tree", "3.51" } },
	{ SIGN_PHRASE, "DROP COLUMN _", 3035000, { "DROP COLUMN", "3.35" } },
	{ SIGN_PHRASE, "RETURNING _", 3035000, { "RETURNING", "3.35" } },
	{ SIGN_PHRASE, ") STRICT", 3037000, { "STRICT", "3.37" } },
	{ SIGN_MESSAGE, "unknown table option: STRICT", 3037000, { "STRICT", "3.37" } },
	{ SIGN_PHRASE, "->", 3038000, { "->", "3.38" } },
	{ SIGN_PHRASE, "->>", 3038000, { "->>", "3.38" } },
	{ SIGN_PHRASE, "- >", 3038000, { "->", "3.38" } },
	{ SIGN_PHRASE, "IS DISTINCT FROM", 3039000, { "IS DISTINCT FROM", "3.39" } },
	{ SIGN_PHRASE, "IS NOT DISTINCT FROM", 3039000, { "IS NOT DISTINCT FROM", "3.39" } },
	{ SIGN_MESSAGE, "RIGHT and FULL OUTER JOINs", 3039000, { "RIGHT and FULL JOIN", "3.39" } },
	{ SIGN_MODIFIER, "subsec", 3042000, { "'subsec'", "3.42" } },
	{ SIGN_MODIFIER, "subsecond", 3042000, { "'subsecond'", "3.42" } },
	{ SIGN_MODIFIER, "ceiling", 3046000, { "'ceiling'", "3.46" } },
	{ SIGN_MODIFIER, "floor", 3046000, { "'floor'", "3.46" } },
	{ SIGN_ORDER, NULL, 3044000, { "ORDER BY in an aggregate function's arguments", "3.44" } },
	{ SIGN_UNDERSCORE, NULL, 3046000, { "'_' between the digits of a number", "3.46" } },
	{ SIGN_PHRASE, "RAISE ( ABORT , _", 3047000, { "an expression in RAISE", "3.47" } },
	{ SIGN_PHRASE, "RAISE ( ABORT , ' _", 3047000, { "an expression in RAISE", "3.47" } },
	{ SIGN_PHRASE, "RAISE ( FAIL , _", 3047000, { "an expression in RAISE", "3.47" } },
	{ SIGN_PHRASE, "RAISE ( FAIL , ' _", 3047000, { "an expression in RAISE", "3.47" } },
	{ SIGN_PHRASE, "RAISE ( ROLLBACK , _", 3047000, { "an expression in RAISE", "3.47" } },
	{ SIGN_PHRASE, "RAISE ( ROLLBACK , ' _", 3047000, { "an expression in RAISE", "3.47" } },
	{ SIGN_PHRASE, "ALTER COLUMN _ SET NOT NULL", 3053000, { "ALTER COLUMN ... SET NOT NULL", "3.53" } },
	{ SIGN_PHRASE, "ALTER _ SET NOT NULL", 3053000, { "ALTER COLUMN ... SET NOT NULL", "3.53" } },
	{ SIGN_PHRASE, "ALTER COLUMN _ DROP NOT NULL", 3053000, { "ALTER COLUMN ... DROP NOT NULL", "3.53" } },
	{ SIGN_PHRASE, "ALTER _ DROP NOT NULL", 3053000, { "ALTER COLUMN ... DROP NOT NULL", "3.53" } },
	{ SIGN_PHRASE, "ADD CHECK", 3053000, { "ADD CHECK", "3.53" } },
	{ SIGN_PHRASE, "ADD CONSTRAINT _ CHECK", 3053000, { "ADD CONSTRAINT ... CHECK", "3.53" } },
	{ SIGN_PHRASE, "DROP CONSTRAINT _", 3053000, { "DROP CONSTRAINT", "3.53" } },
};

/* "no such function: unhex", "wrong number of arguments to function iif()". */
static bool
names(const char *message, const char *before, const char *name, const char *behind)
{
	const char *found = strstr(message, before);
	size_t length = strlen(name);
	if (found == NULL)
		return false;
	found += strlen(before);
	return sqlite3_strnicmp(found, name, (int)length) == 0 &&
	       strncmp(found + length, behind, strlen(behind)) == 0 &&
	       (behind[0] != '\0' || found[length] == '\0');
}

static bool
has_string(const char *wanted, const char *statement)
{
	size_t length = strlen(wanted);
	struct token_reader reader;
	token_reader_init(&reader, statement, strlen(statement));
	for (; reader.token.kind != TOKEN_END; token_next(&reader))
		if (reader.token.kind == TOKEN_STRING && reader.token.length == length + 2 &&
		    sqlite3_strnicmp(reader.token.text + 1, wanted, (int)length) == 0)
			return true;
	return false;
}

/* Does the error stand behind a function's open parenthesis? */
static bool
is_in_call(const char *statement, size_t offset)
{
	enum { DEPTH_MAX = 64 };
	size_t depth = 0;
	bool is_call[DEPTH_MAX + 1] = { false }, was_name = false;
	struct token_reader reader;
	token_reader_init(&reader, statement, strlen(statement));
	for (; reader.token.kind != TOKEN_END && reader.offset < offset; token_next(&reader)) {
		if (reader.token.kind == TOKEN_LEFT && depth < DEPTH_MAX)
			is_call[++depth] = was_name;
		else if (reader.token.kind == TOKEN_RIGHT && depth > 0)
			depth--;
		else if (token_is(&reader.token, "SELECT"))
			is_call[depth] = false;
		was_name = reader.token.kind == TOKEN_WORD &&
			   !sqlite3_keyword_check(reader.token.text, (int)reader.token.length);
	}
	return is_call[depth];
}

static bool
is_number_with_underscore(const char *statement, size_t offset)
{
	size_t digits = strspn(statement + offset, "0123456789");
	return digits > 0 && statement[offset + digits] == '_';
}

static bool
fits(const struct row *row, const char *message, const char *statement, size_t offset)
{
	bool is_syntax = strstr(message, "syntax error") != NULL ||
			 strstr(message, "unrecognized token") != NULL;
	switch (row->sign) {
	case SIGN_FUNCTION:
		return names(message, "no such function: ", row->sought, "");
	case SIGN_ARGUMENTS:
		return names(message, "wrong number of arguments to function ", row->sought, "()");
	case SIGN_MODULE:
		return names(message, "no such table: ", row->sought, "");
	case SIGN_PHRASE:
		return is_syntax && phrase_is_at(row->sought, statement, offset);
	case SIGN_MESSAGE:
		return strstr(message, row->sought) != NULL;
	case SIGN_MODIFIER:
		return strstr(message, "NOT NULL constraint failed") != NULL &&
		       has_string(row->sought, statement);
	case SIGN_ORDER:
		return is_syntax && phrase_is_at("ORDER BY", statement, offset) &&
		       is_in_call(statement, offset);
	case SIGN_UNDERSCORE:
		return is_syntax && is_number_with_underscore(statement, offset);
	}
	return false;
}

const struct newer *
newer_find(const char *message, const char *statement, size_t offset, int linked)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].version > linked && fits(&rows[i], message, statement, offset))
			return &rows[i].newer;
	return NULL;
}

const struct newer *
newer_find_function(const char *name, int *version)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (rows[i].sign != SIGN_FUNCTION || sqlite3_stricmp(rows[i].sought, name) != 0)
			continue;
		*version = rows[i].version;
		return &rows[i].newer;
	}
	return NULL;
}
