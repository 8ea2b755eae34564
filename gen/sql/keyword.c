#include "sql/keyword.h"

#include <stdbool.h>
#include <stddef.h>

#include "sql/token.h"

static const char *const reserved[] = {
	"ADD",     "ALL",        "ALTER",       "AND",     "AS",       "AUTOINCREMENT",
	"BETWEEN", "CASE",       "CHECK",       "COLLATE", "COMMIT",   "CONSTRAINT",
	"CREATE",  "DEFAULT",    "DEFERRABLE",  "DELETE",  "DISTINCT", "DROP",
	"ELSE",    "ESCAPE",     "EXCEPT",      "EXISTS",  "FOREIGN",  "FROM",
	"GROUP",   "HAVING",     "IN",          "INDEX",   "INSERT",   "INTERSECT",
	"INTO",    "IS",         "ISNULL",      "JOIN",    "LIMIT",    "NOT",
	"NOTHING", "NOTNULL",    "NULL",        "ON",      "OR",       "ORDER",
	"PRIMARY", "REFERENCES", "RETURNING",   "SELECT",  "SET",      "TABLE",
	"THEN",    "TO",         "TRANSACTION", "UNION",   "UNIQUE",   "UPDATE",
	"USING",   "VALUES",     "WHEN",        "WHERE",
};

static const char *const joining[] = { "CROSS", "FULL",    "INDEXED", "INNER",
				       "LEFT",  "NATURAL", "OUTER",   "RIGHT" };

static bool
is_one_of(const struct token *token, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (token_is(token, words[i]))
			return true;
	return false;
}

enum name_class
name_class(const struct token *token)
{
	if (token->kind == TOKEN_QUOTED)
		return NAME_ID;
	if (token->kind == TOKEN_STRING)
		return NAME_STRING;
	if (token->kind != TOKEN_WORD ||
	    is_one_of(token, reserved, sizeof(reserved) / sizeof(reserved[0])))
		return NAME_NONE;
	bool is_joining = is_one_of(token, joining, sizeof(joining) / sizeof(joining[0]));
	return is_joining ? NAME_JOIN : NAME_ID;
}
