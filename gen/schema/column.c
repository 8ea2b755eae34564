#include "schema/column.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "schema/probe.h"
#include "schema/replay.h"
#include "schema/rows.h"
#include "sql/parse.h"
#include "sql/token.h"

static bool
contains(const char *type, const char *part)
{
	return sqlite3_strlike(part, type, 0) == 0;
}

enum affinity
affinity_of(const char *type, bool is_strict)
{
	static const struct {
		const char *part;
		enum affinity affinity;
	} rules[] = {
		{ "%INT%", AFFINITY_INTEGER }, { "%CHAR%", AFFINITY_TEXT },
		{ "%CLOB%", AFFINITY_TEXT },   { "%TEXT%", AFFINITY_TEXT },
		{ "%BLOB%", AFFINITY_BLOB },   { "%REAL%", AFFINITY_REAL },
		{ "%FLOA%", AFFINITY_REAL },   { "%DOUB%", AFFINITY_REAL },
	};
	if (type[0] == '\0' || (is_strict && name_compare(type, "ANY") == 0))
		return AFFINITY_BLOB;
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (contains(type, rules[i].part))
			return rules[i].affinity;
	return AFFINITY_NUMERIC;
}

static bool
begins_with_word(const char *type, const char *word)
{
	size_t length = strlen(word);

	return sqlite3_strnicmp(type, word, (int)length) == 0 &&
	       (type[length] == '\0' || type[length] == ' ' || type[length] == '(');
}

bool
column_is_bool(const struct column *column)
{
	return begins_with_word(column->type, "BOOL") || begins_with_word(column->type, "BOOLEAN");
}

bool
column_is_date(const struct column *column)
{
	return begins_with_word(column->type, "DATE") || begins_with_word(column->type, "DATETIME") ||
	       begins_with_word(column->type, "TIMESTAMP");
}

bool
column_is_blob(const struct column *column)
{
	return begins_with_word(column->type, "BLOB");
}

static struct place
column_place(const struct table *table, const char *name, const struct replay *replay)
{
	struct place place = replay_place(replay, table->name, name);
	return place.path == NULL ? table->place : place;
}

/* https://sqlite.org/pragma.html#pragma_table_xinfo */
enum { XINFO_NAME = 1, XINFO_TYPE, XINFO_NOT_NULL, XINFO_DEFAULT, XINFO_KEY, XINFO_HIDDEN };

static struct column
read_column(const struct rows *rows, const struct table *table, const struct replay *replay,
	    struct arena *arena)
{
	struct column column = { .name = rows_text(rows, XINFO_NAME, arena),
				 .collation = "BINARY" };
	int hidden = rows_int(rows, XINFO_HIDDEN);
	column.type = rows_text(rows, XINFO_TYPE, arena);
	if (column.type == NULL)
		column.type = "";
	column.affinity = affinity_of(column.type, table->is_strict);
	/* A module keeps no constraint that its declaration names. */
	column.is_not_null = table->kind == TABLE_ORDINARY && rows_int(rows, XINFO_NOT_NULL) != 0;
	column.is_hidden = hidden == 1;
	column.generated = hidden == 2   ? GENERATED_VIRTUAL
			   : hidden == 3 ? GENERATED_STORED
					 : GENERATED_NO;
	column.default_text = rows_text(rows, XINFO_DEFAULT, arena);
	column.key_position = (unsigned)rows_int(rows, XINFO_KEY);
	column.place = column_place(table, column.name, replay);
	return column;
}

static void
read_collation(struct column *column, const struct table *table, sqlite3 *handle,
	       struct arena *arena)
{
	const char *collation = NULL;
	int rc = sqlite3_table_column_metadata(handle, "main", table->name, column->name, NULL,
					       &collation, NULL, NULL, NULL);
	if (rc == SQLITE_OK && collation != NULL && strcmp(collation, column->collation) != 0)
		column->collation = arena_string(arena, collation);
}

static void
collect_key(struct table *table, struct arena *arena)
{
	size_t count = 0;
	for (size_t i = 0; i < table->column_count; i++)
		count += table->columns[i].key_position > 0;
	table->key.items = arena_alloc(arena, (count + 1) * sizeof *table->key.items);
	table->key.count = count;
	for (size_t i = 0; i < table->column_count; i++)
		if (table->columns[i].key_position > 0)
			table->key.items[table->columns[i].key_position - 1] = i;
}

/* There are many tables: the list grows elsewhere, and is kept in the size that it needs. */
static bool
read_columns(struct table *table, const struct replay *replay, struct arena *arena, struct diag *diag)
{
	struct arena scratch = { .blocks = NULL };
	struct column *columns = NULL;
	struct rows rows;
	size_t count = 0;
	if (!rows_open(&rows, replay->handle, diag, "PRAGMA main.table_xinfo(%Q)", table->name))
		return false;
	while (rows_next(&rows)) {
		columns = arena_grow(&scratch, columns, count, sizeof *columns);
		columns[count++] = read_column(&rows, table, replay, arena);
	}
	table->columns = arena_alloc(arena, count * sizeof *columns);
	if (count > 0)
		memcpy(table->columns, columns, count * sizeof *columns);
	table->column_count = count;
	arena_finish(&scratch);
	return rows_close(&rows);
}

bool
columns_inspect(struct table *table, const struct replay *replay, struct arena *arena,
		struct diag *diag)
{
	if (!read_columns(table, replay, arena, diag))
		return false;
	if (table->kind == TABLE_ORDINARY)
		for (size_t i = 0; i < table->column_count; i++)
			read_collation(&table->columns[i], table, replay->handle, arena);
	collect_key(table, arena);
	return true;
}

/* One word, which SQLite takes as a string: DEFAULT hello, DEFAULT "hello". */
static bool
is_bare_name(const char *text)
{
	struct token token = token_at(text, strlen(text));
	if (token.length != strlen(text))
		return false;
	if (token.kind == TOKEN_QUOTED)
		return true;
	return token.kind == TOKEN_WORD && !token_is(&token, "CURRENT_TIMESTAMP") &&
	       !token_is(&token, "CURRENT_DATE") && !token_is(&token, "CURRENT_TIME");
}

static void
default_inspect(struct column *column, struct probe *probe, struct arena *arena)
{
	const char *text = column->default_text;
	struct stored_value value = { .type = 0 };
	bool is_literal = parse_is_literal(text, strlen(text)) || is_bare_name(text);
	bool is_known = probe_default(&value, probe, column->affinity, text, strlen(text), arena);
	if (!is_literal || !is_known) {
		column->default_kind = DEFAULT_EXPRESSION;
		column->default_value = (struct stored_value){ .type = value.type };
	} else if (value.type != SQLITE_NULL || !column->is_not_null) {
		column->default_kind = DEFAULT_LITERAL;
		column->default_value = value;
	}
}

void
defaults_inspect(struct table *table, struct probe *probe, struct arena *arena)
{
	if (table->kind != TABLE_ORDINARY)
		return;
	for (size_t i = 0; i < table->column_count; i++) {
		struct column *column = &table->columns[i];
		if (column->default_text != NULL && column != table->rowid_alias)
			default_inspect(column, probe, arena);
	}
}

static bool
is_type_keyword(const struct token *token)
{
	static const char *const keywords[] = {
		"ANY",      "BIGINT",  "BLOB",      "BOOL",      "BOOLEAN", "CHAR",
		"CLOB",     "DATE",    "DATETIME",  "DECIMAL",   "DOUBLE",  "FLOAT",
		"INT",      "INTEGER", "JSON",      "MEDIUMINT", "NUMERIC", "REAL",
		"SMALLINT", "TEXT",    "TIMESTAMP", "TINYINT",   "VARCHAR",
	};
	for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
		if (token_is(token, keywords[i]))
			return true;
	return false;
}

/* The word that stands between two type keywords; NULL if there is no such. */
static const char *
odd_word(const char *type, struct arena *arena)
{
	struct token_reader reader;
	const char *between = NULL;
	bool has_keyword = false;
	token_reader_init(&reader, type, strlen(type));
	for (; reader.token.kind != TOKEN_END; token_next(&reader)) {
		bool is_keyword = is_type_keyword(&reader.token);
		if (is_keyword && between != NULL)
			return between;
		if (reader.token.kind == TOKEN_WORD && has_keyword)
			between = token_name(&reader.token, arena);
		has_keyword = has_keyword || is_keyword;
	}
	return NULL;
}

void
types_check(const struct table *table, struct arena *arena, struct diag *diag)
{
	if (table->kind != TABLE_ORDINARY)
		return;
	for (size_t i = 0; i < table->column_count; i++) {
		const struct column *column = &table->columns[i];
		const char *word = odd_word(column->type, arena);
		if (word != NULL)
			diag_warning(diag, column->place, "odd-type",
				     "column '%s' of '%s' has the type '%s': expected one type, "
				     "perhaps a comma before '%s'",
				     column->name, table->name, column->type, word);
	}
}
