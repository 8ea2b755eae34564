#include "input/declaration.h"

#include <stdlib.h>
#include <string.h>

#include "sql/token.h"

enum { ARGUMENTS_MAX = 127 };

static const char *const words[] = {
	[DECLARATION_FUNCTION] = "function",
	[DECLARATION_COLLATION] = "collation",
	[DECLARATION_TOKENIZER] = "tokenizer",
	[DECLARATION_MODULE] = "module",
	[DECLARATION_PLACEHOLDER] = "placeholder",
};

const char *
declaration_word(enum declaration_kind kind)
{
	return words[kind];
}

const struct declaration *
declaration_find(const struct declaration *items, size_t count, enum declaration_kind kind,
		 const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (items[i].kind == kind && name_compare(items[i].name, name) == 0)
			return &items[i];
	return NULL;
}

bool
declaration_is_argument_list(const char *value)
{
	for (const char *at = value;; at++) {
		char *end;
		long count;
		at += strspn(at, " \t");
		if (!strchr("-0123456789", *at) || !*at)
			return false;
		count = strtol(at, &end, 10);
		if (end == at || count < -1 || count > ARGUMENTS_MAX)
			return false;
		at = end + strspn(end, " \t");
		if (!*at)
			return true;
		if (*at != ',')
			return false;
	}
}
