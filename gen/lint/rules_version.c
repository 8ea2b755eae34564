#include "lint/rules.h"

#include <sqlite3.h>

#include "lint/lint.h"
#include "lint/subject.h"
#include "schema/newer.h"
#include "schema/phrase.h"
#include "schema/record.h"
#include "schema/schema.h"
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

static bool
has_generated_column(const struct step *step)
{
	const struct heading *heading = &step->heading;
	const struct table *table = NULL;
	if (step->after != NULL &&
	    (heading->kind == HEADING_CREATE_TABLE || heading->kind == HEADING_ADD_COLUMN))
		table = snapshot_find(step->after, heading->name);
	for (size_t i = 0; table != NULL && i < table->column_count; i++)
		if (table->columns[i].generated != GENERATED_NO)
			return true;
	return false;
}

/* Of a name before a parenthesis: what only makes a view, a CHECK or a default calls nothing yet.
 */
static void
look_at_call(const struct subject *subject, struct token_reader reader)
{
	const struct step *step = subject->step;
	const char *name = token_name(&reader.token, subject->arena);
	size_t offset = reader.offset;
	int version;
	const struct newer *newer = newer_find_function(name, &version);
	token_next(&reader);
	if (newer == NULL || version <= subject->lint->min_sqlite ||
	    reader.token.kind != TOKEN_LEFT || step->after == NULL ||
	    snapshot_find(step->after, name) != NULL)
		return;
	tell(subject, offset, newer->what, version);
}

static void
look_at_tokens(const struct subject *subject)
{
	const struct step *step = subject->step;
	int oldest = subject->lint->min_sqlite;
	bool is_generated = oldest < 3031000 && has_generated_column(step);
	bool is_of_schema = heading_changes_schema(step->heading.kind);
	struct token_reader reader;
	token_reader_init(&reader, step->text, step->length);
	for (; reader.token.kind != TOKEN_END; token_next(&reader)) {
		const char *text = step->text + reader.offset;
		size_t length = step->length - reader.offset;
		if (oldest < 3024000 && is_upsert(reader))
			tell(subject, reader.offset, "UPSERT", 3024000);
		if (is_generated && phrase_begins("AS (", text, length))
			tell(subject, reader.offset, "a generated column", 3031000);
		if (is_of_schema && reader.token.kind == TOKEN_WORD)
			look_at_call(subject, reader);
		for (size_t i = 0; i < sizeof features / sizeof *features; i++)
			if (features[i].version > oldest &&
			    phrase_begins(features[i].phrase, text, length))
				tell(subject, reader.offset, features[i].what, features[i].version);
	}
}

/* Of a statement that runs: SQLite has said what it calls. */
static void
look_at_calls(const struct subject *subject)
{
	const struct step *step = subject->step;
	for (size_t i = 0; i < step->action_count; i++) {
		const struct newer *newer;
		int version;
		if (step->actions[i].code != SQLITE_FUNCTION)
			continue;
		newer = newer_find_function(step->actions[i].second, &version);
		if (newer != NULL && version > subject->lint->min_sqlite)
			tell(subject, 0, newer->what, version);
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
	if (!heading_changes_schema(step->heading.kind))
		look_at_calls(subject);
	look_at_tokens(subject);
}
