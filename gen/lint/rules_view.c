#include "lint/rules.h"

#include <string.h>

#include "base/arena.h"
#include "lint/lint.h"
#include "lint/subject.h"
#include "schema/schema.h"
#include "sql/parse.h"
#include "sql/token.h"

static bool
has_star(const struct select *select)
{
	for (size_t i = 0; i < select->arm_count; i++)
		for (size_t j = 0; j < select->arms[i].result.count; j++)
			if (select->arms[i].result.items[j].kind != RESULT_EXPRESSION)
				return true;
	return false;
}

void
rule_view_star(struct subject *subject)
{
	const struct table *view = subject->table;
	struct parsed_view parsed;
	struct parse_error error;
	if (view->kind == TABLE_VIEW && view->sql != NULL &&
	    parse_create_view(&parsed, view->sql, strlen(view->sql), subject->arena, &error) &&
	    has_star(parsed.select))
		subject_tell(subject, view->place, "list the columns",
			     "view '%s' has the columns that its tables have: a new one of theirs "
			     "is one of its own",
			     view->name);
}

/* The table of an INSERT without a list of columns in the body of a trigger; NULL. */
static const char *
find_positional(const char *sql, struct arena *arena)
{
	struct token_reader reader;
	token_reader_init(&reader, sql, strlen(sql));
	while (token_pass_to(&reader, "INTO")) {
		const char *name;
		token_next(&reader);
		if (reader.token.kind == TOKEN_END)
			return NULL;
		name = token_name(&reader.token, arena);
		token_next(&reader);
		if (token_accept_operator(&reader, ".") && reader.token.kind != TOKEN_END) {
			name = token_name(&reader.token, arena);
			token_next(&reader);
		}
		if (token_is(&reader.token, "VALUES") || token_is(&reader.token, "SELECT") ||
		    token_is(&reader.token, "WITH"))
			return name;
	}
	return NULL;
}

void
rule_positional_insert(struct subject *subject)
{
	for (size_t i = 0; i < subject->table->trigger_count; i++) {
		const struct trigger *trigger = &subject->table->triggers[i];
		const char *into = find_positional(trigger->sql, subject->arena);
		if (into != NULL)
			subject_tell(subject, trigger->place, "name the columns",
				     "trigger '%s' inserts into '%s' by position: it fails once "
				     "that has another "
				     "column",
				     trigger->name, into);
	}
}
