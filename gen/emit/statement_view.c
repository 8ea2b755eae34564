#include "emit/statement_view.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "emit/cname.h"
#include "emit/literal.h"
#include "template/value.h"

void
statement_view(struct value *record, const char *slot_of, const char *before, const char *text,
	       const char *behind, const struct statement_lists *lists, struct arena *arena)
{
	const char *whole = arena_format(arena, "%s%s%s", before ? before : "", text, behind ? behind : "");
	bool is_long = literal_is_long(strlen(text));
	const char *slot = arena_format(arena, "STATEMENT_%s", cname_upper(slot_of, arena));

	value_set_text(record, "slot", slot, arena);
	value_set_flag(record, "is_long", is_long, arena);
	value_set_text(record, "constant", arena_format(arena, "sql_%s", slot_of), arena);
	value_set_text(record, "sql", whole, arena);
	literal_set_lines(record, "lines", text, arena);
	value_add(lists->all, record, arena);
	if (is_long) {
		literal_set_bytes(record, "bytes", text, strlen(text), arena);
		value_add(lists->long_ones, record, arena);
	}
}

const char *
parameters_add(const char *parameters, size_t before, const char *declaration, struct arena *arena)
{
	enum { LINE_MAX = 98, TAB = 8 };
	const char *newline = strrchr(parameters, '\n');
	size_t length = newline ? TAB + strlen(newline + 1) : before + strlen(parameters);

	if (parameters[0] == '\0')
		return declaration;
	return length + strlen(declaration) + 2 > LINE_MAX ?
		       arena_format(arena, "%s,\n\t%s", parameters, declaration) :
		       arena_format(arena, "%s, %s", parameters, declaration);
}
