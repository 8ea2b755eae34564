#include "lint/rules.h"

#include <sqlite3.h>

#include "lint/lint.h"
#include "lint/subject.h"
#include "schema/newer.h"
#include "schema/phrase.h"
#include "schema/record.h"
#include "sql/token.h"

/* What begins so is not older than this version. Tokens are as in schema/phrase.h. */
static const struct {
	const char *phrase;
	int version;
	const char *what;
} features[] = {
	{ "OVER (", 3025000, "a window function" },
	{ "NULLS FIRST", 3030000, "NULLS FIRST" },
	{ "NULLS LAST", 3030000, "NULLS LAST" },
	{ "GENERATED ALWAYS AS", 3031000, "a generated column" },
	{ "RETURNING _", 3035000, "RETURNING" },
	{ "AS MATERIALIZED", 3035000, "MATERIALIZED" },
	{ "AS NOT MATERIALIZED", 3035000, "NOT MATERIALIZED" },
	{ ") STRICT", 3037000, "STRICT" },
	{ "ROWID , STRICT", 3037000, "STRICT" },
	{ "->", 3038000, "->" },
	{ "->>", 3038000, "->>" },
	{ "RIGHT JOIN", 3039000, "RIGHT JOIN" },
	{ "FULL JOIN", 3039000, "FULL JOIN" },
	{ "RIGHT OUTER JOIN", 3039000, "RIGHT JOIN" },
	{ "FULL OUTER JOIN", 3039000, "FULL JOIN" },
	{ "IS DISTINCT FROM", 3039000, "IS DISTINCT FROM" },
	{ "IS NOT DISTINCT FROM", 3039000, "IS NOT DISTINCT FROM" },
};

static void
tell(const struct subject *subject, size_t offset, const char *what, int version)
{
	subject_tell_at(subject, offset, "write it otherwise, or ask for a newer SQLite",
			"%s needs SQLite %d.%d, and the oldest that is to run this is %d.%d", what,
			version / 1000000, version / 1000 % 1000,
			subject->lint->min_sqlite / 1000000,
			subject->lint->min_sqlite / 1000 % 1000);
}

/* ON CONFLICT (a, b) DO: what stands between is passed over. */
static bool
is_upsert(struct token_reader reader)
{
	if (!token_accept(&reader, "ON") || !token_accept(&reader, "CONFLICT"))
		return false;
	return reader.token.kind == TOKEN_LEFT || token_is(&reader.token, "DO");
}

static void
look_at_tokens(const struct subject *subject)
{
	const struct step *step = subject->step;
	struct token_reader reader;
	token_reader_init(&reader, step->text, step->length);
	for (; reader.token.kind != TOKEN_END; token_next(&reader)) {
		if (subject->lint->min_sqlite < 3024000 && step->heading.kind == HEADING_INSERT &&
		    is_upsert(reader))
			tell(subject, reader.offset, "UPSERT", 3024000);
		for (size_t i = 0; i < sizeof features / sizeof *features; i++)
			if (features[i].version > subject->lint->min_sqlite &&
			    phrase_begins(features[i].phrase, step->text + reader.offset,
					  step->length - reader.offset))
				tell(subject, reader.offset, features[i].what, features[i].version);
	}
}

void
rule_min_sqlite(struct subject *subject)
{
	const struct step *step = subject->step;
	int oldest = subject->lint->min_sqlite;
	if (oldest == 0)
		return;
	if (step->heading.kind == HEADING_RENAME_COLUMN && oldest < 3025000)
		tell(subject, step->heading.column_offset, "RENAME COLUMN", 3025000);
	if (step->heading.kind == HEADING_DROP_COLUMN && oldest < 3035000)
		tell(subject, step->heading.column_offset, "DROP COLUMN", 3035000);
	if (subject->statement != NULL && subject->statement->kind == STATEMENT_UPDATE &&
	    subject->statement->update.from.count > 0 && oldest < 3033000)
		tell(subject, 0, "UPDATE FROM", 3033000);
	for (size_t i = 0; i < step->action_count; i++) {
		const struct newer *newer;
		int version;
		if (step->actions[i].code != SQLITE_FUNCTION)
			continue;
		newer = newer_find_function(step->actions[i].second, &version);
		if (newer != NULL && version > oldest)
			tell(subject, 0, newer->what, version);
	}
	look_at_tokens(subject);
}
