#include "emit/statement_view.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "emit/cname.h"
#include "emit/literal.h"
#include "template/value.h"

void
text_view(struct value *record, const char *constant, const char *text, struct value *long_ones, struct arena *arena)
{
	bool is_long = literal_is_long(strlen(text));

	value_set_flag(record, "is_long", is_long, arena);
	value_set_text(record, "constant", constant, arena);
	literal_set_lines(record, "lines", text, arena);
	if (is_long) {
		literal_set_bytes(record, "bytes", text, strlen(text), arena);
		value_add(long_ones, record, arena);
	}
}

void
slot_view(struct value *record, const char *name, const char *sql, struct value *all, struct arena *arena)
{
	value_set_text(record, "slot", arena_format(arena, "STATEMENT_%s", cname_upper(name, arena)), arena);
	value_set_text(record, "of", name, arena);
	value_set_text(record, "sql", sql, arena);
	value_add(all, record, arena);
}

void
statement_view(struct value *record, const char *name, const char *before, const char *text,
	       const struct statement_lists *lists, struct arena *arena)
{
	slot_view(record, name, arena_format(arena, "%s%s", before ? before : "", text), lists->all, arena);
	text_view(record, arena_format(arena, "sql_%s", name), text, lists->long_ones, arena);
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
