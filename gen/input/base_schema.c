#include "input/reading.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "sql/token.h"

/* What the first statements of a chain say about its beginning. */
enum beginning { BEGINNING_NONE, BEGINNING_MADE, BEGINNING_NEEDED };

/* Passes over "IF EXISTS" or "IF NOT EXISTS". */
static bool
skip_condition(struct token_reader *reader)
{
	if (!token_accept(reader, "IF"))
		return false;
	token_accept(reader, "NOT");
	token_accept(reader, "EXISTS");
	return true;
}

static bool
is_name(const struct token *token)
{
	return token_is_name(token) || token->kind == TOKEN_STRING;
}

/* The table at hand, if it is one of the chain's own and not SQLite's or of another schema. */
static enum beginning
need_table(struct token_reader *reader, struct token *table)
{
	*table = reader->token;
	token_next(reader);
	if (!is_name(table) || token_is_operator(&reader->token, "."))
		return BEGINNING_NONE;
	const char *name = table->text + (table->kind != TOKEN_WORD);
	return strncasecmp(name, "sqlite_", 7) == 0 ? BEGINNING_NONE : BEGINNING_NEEDED;
}

static enum beginning
read_create(struct token_reader *reader, struct token *table)
{
	token_accept(reader, "UNIQUE");
	if (!token_accept(reader, "INDEX"))
		return BEGINNING_MADE;
	skip_condition(reader);
	token_next(reader);
	if (token_accept_operator(reader, "."))
		token_next(reader);
	return token_accept(reader, "ON") ? need_table(reader, table) : BEGINNING_NONE;
}

static enum beginning
read_beginning(struct token_reader *reader, struct token *table)
{
	if (token_accept(reader, "CREATE"))
		return read_create(reader, table);
	if (token_accept(reader, "ALTER"))
		return token_accept(reader, "TABLE") ? need_table(reader, table) : BEGINNING_NONE;
	if (token_accept(reader, "DROP"))
		return token_accept(reader, "TABLE") && !skip_condition(reader)
			       ? need_table(reader, table)
			       : BEGINNING_NONE;
	if (token_accept(reader, "DELETE"))
		return token_accept(reader, "FROM") ? need_table(reader, table) : BEGINNING_NONE;
	if (token_accept(reader, "INSERT"))
		return token_accept(reader, "INTO") ? need_table(reader, table) : BEGINNING_NONE;
	return BEGINNING_NONE;
}

static bool
tell_missing(const struct reading *reading, const struct migration *item, size_t at,
	     const struct token *table)
{
	diag_error(
		reading->diag, migration_place(item, at, reading->diag),
		"expected the table '%s' to be made by a migration before, found none that makes "
		"any: these are upgrades without their base; put the schema from which they "
		"start in front, as the first migration",
		token_name(table, reading->arena));
	return false;
}

bool
base_schema_check(const struct reading *reading)
{
	for (size_t i = 0; i < reading->item_count; i++) {
		const struct migration *item = &reading->items[i];
		if (item->if_missing)
			continue;
		for (size_t at = 0, length;
		     (length = statement_next(item->text, item->size, &at)) > 0; at += length) {
			struct token_reader reader;
			struct token table = { TOKEN_END, NULL, 0 };
			token_reader_init(&reader, item->text + at, length);
			enum beginning beginning = read_beginning(&reader, &table);
			if (beginning == BEGINNING_MADE)
				return true;
			if (beginning == BEGINNING_NEEDED)
				return tell_missing(reading, item, at, &table);
		}
	}
	return true;
}
