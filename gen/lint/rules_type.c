#include "lint/rules.h"

#include <string.h>

#include <sqlite3.h>

#include "base/arena.h"
#include "lint/clock.h"
#include "lint/lint.h"
#include "lint/subject.h"
#include "schema/schema.h"
#include "schema/table.h"
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

/* What the expression of a generated column asks for: it stands in parentheses behind AS. */
static const char *
asked_by_column(const char *text, struct arena *arena)
{
	struct token_reader reader;
	size_t start, depth = 0;
	token_reader_init(&reader, text, strlen(text));
	do {
		if (!token_pass_to(&reader, "AS"))
			return NULL;
		token_next(&reader);
	} while (reader.token.kind != TOKEN_LEFT);
	start = reader.offset;
	for (; reader.token.kind != TOKEN_END; token_next(&reader)) {
		if (reader.token.kind == TOKEN_LEFT)
			depth++;
		if (reader.token.kind == TOKEN_RIGHT && --depth == 0)
			break;
	}
	return clock_find(text + start, reader.offset - start, arena);
}

static void
look_at_column(const struct subject *subject, const struct parsed_column *parsed)
{
	const struct table *table = subject->table;
	const struct column *column = table_find_column(table, parsed->name);
	const char *found = column == NULL || column->generated == GENERATED_NO
				    ? NULL
				    : asked_by_column(table->sql + parsed->offset, subject->arena);
	if (found != NULL)
		subject_tell(subject, column->place, "compute it in a view or in the program",
			     "the generated column '%s.%s' asks for '%s', and SQLite refuses to "
			     "compute it",
			     table->name, column->name, found);
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
		found = index->sql == NULL
				? NULL
				: clock_find(index->sql, strlen(index->sql), subject->arena);
		if (found != NULL)
			subject_tell(subject, index->place, "use fixed modifiers",
				     "index '%s' asks for '%s', and SQLite refuses each row that "
				     "it must index",
				     index->name, found);
	}
	if (!parse_create_table(&parsed, table->sql, strlen(table->sql), subject->arena))
		return;
	for (size_t i = 0; i < parsed.check_count; i++) {
		found = clock_find(parsed.checks[i].text, parsed.checks[i].length, subject->arena);
		if (found != NULL)
			subject_tell(subject, table->place, "check it in the program",
				     "a CHECK of '%s' asks for '%s', and SQLite refuses each row "
				     "that it must check",
				     table->name, found);
	}
	for (size_t i = 0; i < parsed.column_count; i++)
		look_at_column(subject, &parsed.columns[i]);
}
