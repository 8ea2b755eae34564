#include "query/alias.h"

#include <string.h>

#include "base/arena.h"
#include "query/query.h"
#include "query/type.h"

static const struct {
	const char *name;
	enum declared_type type;
	unsigned classes;
} types[] = {
	{ "int64", DECLARED_INT64, CLASS_INTEGER },
	{ "bool", DECLARED_BOOL, CLASS_INTEGER },
	{ "double", DECLARED_DOUBLE, CLASS_REAL | CLASS_INTEGER },
	{ "text", DECLARED_TEXT, CLASS_TEXT },
	{ "blob", DECLARED_BLOB, CLASS_BLOB },
	{ "value", DECLARED_VALUE, CLASS_ANY },
};

static bool
declare(struct query_column *column, const char *name, struct diag *diag)
{
	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		if (strcmp(types[i].name, name) != 0)
			continue;
		if (!(column->type.classes & (types[i].classes | CLASS_NULL))) {
			diag_error(diag, column->place,
				   "'%s' is never %s: expected another type, or CAST(… AS …)",
				   column->name, name);
			return false;
		}
		column->type.declared = types[i].type;
		column->type.classes &= types[i].classes | CLASS_NULL;
		return true;
	}
	diag_error(diag, column->place,
		   "unknown type '%s': expected int64, bool, double, text, blob or value", name);
	return false;
}

bool
alias_apply(struct query_column *column, struct arena *arena, struct diag *diag)
{
	const char *alias = column->name;
	const char *colon = strchr(alias, ':');
	size_t length = colon == NULL ? strlen(alias) : (size_t)(colon - alias);
	char mark;
	while (colon != NULL && length > 0 && alias[length - 1] == ' ')
		length--;
	mark = length == 0 ? '\0' : alias[length - 1];
	if (mark == '!' || mark == '?')
		length--;
	column->name = arena_copy(arena, alias, length);
	column->is_asserted = mark == '!';
	if (column->is_asserted)
		column->type = type_not_null(column->type);
	else if (mark == '?')
		column->type = type_nullable(column->type);
	return colon == NULL || declare(column, colon + 1 + strspn(colon + 1, " "), diag);
}
