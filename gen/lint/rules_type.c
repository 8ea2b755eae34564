#include "lint/rules.h"

#include <string.h>

#include <sqlite3.h>

#include "base/arena.h"
#include "lint/lint.h"
#include "lint/subject.h"
#include "schema/schema.h"
#include "sql/parse.h"
#include "sql/token.h"

/* https://sqlite.org/datatype3.html#affinity_name_examples */
static const struct {
	const char *pattern, *affinity, *instead;
} odd_types[] = {
	{ "%POINT%", "INTEGER", "REAL" },
	{ "%INTERVAL%", "INTEGER", "TEXT or INTEGER" },
	{ "CHARINT%", "INTEGER", "TEXT or INTEGER" },
	{ "STRING%", "NUMERIC", "TEXT" },
	{ "STR", "NUMERIC", "TEXT" },
	{ "BYTEA%", "NUMERIC", "BLOB" },
	{ "BINARY%", "NUMERIC", "BLOB" },
	{ "VARBINARY%", "NUMERIC", "BLOB" },
	{ "BYTES%", "NUMERIC", "BLOB" },
};

void
rule_odd_type(struct subject *subject)
{
	const struct table *table = subject->table;
	if (table->kind != TABLE_ORDINARY || table->is_strict)
		return;
	for (size_t i = 0; i < table->column_count; i++)
		for (size_t j = 0; j < sizeof odd_types / sizeof *odd_types; j++) {
			if (sqlite3_strlike(odd_types[j].pattern, table->columns[i].type, 0) != 0)
				continue;
			subject_tell(subject, table->columns[i].place,
				     arena_format(subject->arena, "write %s", odd_types[j].instead),
				     "the type '%s' of '%s.%s' has %s affinity: what looks like a "
				     "number becomes one",
				     table->columns[i].type, table->name, table->columns[i].name,
				     odd_types[j].affinity);
			break;
		}
}

/* Text that is a number is stored as one: '2024' is 2024, '20240131' too. */
void
rule_numeric_date(struct subject *subject)
{
	const struct table *table = subject->table;
	if (table->kind != TABLE_ORDINARY)
		return;
	for (size_t i = 0; i < table->column_count; i++) {
		const struct column *column = &table->columns[i];
		if (column->affinity == AFFINITY_NUMERIC &&
		    (sqlite3_strlike("DATE%", column->type, 0) == 0 ||
		     sqlite3_strlike("TIME%", column->type, 0) == 0))
			subject_tell(subject, column->place,
				     "write TEXT or INTEGER, as what is stored there is",
				     "the type '%s' of '%s.%s' is no date to SQLite, but NUMERIC",
				     column->type, table->name, column->name);
	}
}

void
rule_prefer_strict(struct subject *subject)
{
	const struct table *table = subject->table;
	if (table->kind == TABLE_ORDINARY && !table->is_strict)
		subject_tell(subject, table->place, "write STRICT behind its columns",
			     "table '%s' takes values of any type in any column", table->name);
}

void
rule_reserved_word(struct subject *subject)
{
	const struct table *table = subject->table;
	if (sqlite3_keyword_check(table->name, (int)strlen(table->name)))
		subject_tell(subject, table->place, "give it another name",
			     "'%s' is a keyword of SQL, and must stand in quotes in most places",
			     table->name);
	for (size_t i = 0; table->kind == TABLE_ORDINARY && i < table->column_count; i++) {
		const struct column *column = &table->columns[i];
		if (sqlite3_keyword_check(column->name, (int)strlen(column->name)))
			subject_tell(subject, column->place, "give it another name",
				     "'%s.%s' is a keyword of SQL, and must stand in quotes in "
				     "most places",
				     table->name, column->name);
	}
}

/* A function of dates that asks for the time or the zone: SQLite refuses to run it here. */
static const char *
find_nondeterministic(const char *sql, size_t length, struct arena *arena)
{
	static const char *const dates[] = { "DATE",      "TIME",     "DATETIME",
					     "JULIANDAY", "STRFTIME", "UNIXEPOCH" };
	static const char *const modifiers[] = { "now", "localtime", "utc" };
	struct token_reader reader;
	bool is_date = false;
	token_reader_init(&reader, sql, length);
	for (; reader.token.kind != TOKEN_END; token_next(&reader)) {
		const char *text;
		for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
			is_date = is_date || token_is(&reader.token, dates[i]);
		if (!is_date || reader.token.kind != TOKEN_STRING)
			continue;
		text = token_name(&reader.token, arena);
		for (size_t i = 0; i < sizeof modifiers / sizeof *modifiers; i++)
			if (name_compare(text, modifiers[i]) == 0)
				return text;
	}
	return NULL;
}

void
rule_nondet_index(struct subject *subject)
{
	const struct table *table = subject->table;
	struct parsed_table parsed;
	const char *found;
	if (table->kind != TABLE_ORDINARY)
		return;
	for (size_t i = 0; i < table->index_count; i++) {
		const struct index *index = &table->indexes[i];
		found = index->sql == NULL ? NULL
					   : find_nondeterministic(index->sql, strlen(index->sql),
								   subject->arena);
		if (found != NULL)
			subject_tell(subject, index->place, "use fixed modifiers",
				     "index '%s' asks for '%s', and SQLite refuses each row that "
				     "it must index",
				     index->name, found);
	}
	if (!parse_create_table(&parsed, table->sql, strlen(table->sql), subject->arena))
		return;
	for (size_t i = 0; i < parsed.check_count; i++) {
		found = find_nondeterministic(parsed.checks[i].text, parsed.checks[i].length,
					      subject->arena);
		if (found != NULL)
			subject_tell(subject, table->place, "check it in the program",
				     "a CHECK of '%s' asks for '%s', and SQLite refuses each row "
				     "that it must check",
				     table->name, found);
	}
}
