#include "schema/risk.h"

#include <stddef.h>

#include "input/migrations.h"
#include "schema/seed.h"
#include "sql/token.h"

/* ADD COLUMN with nothing but a name, a type and a literal default never fails. */
static bool
is_risky_addition(struct token_reader *reader)
{
	static const char *const words[] = {
		"NOT",          "CHECK",       "REFERENCES", "AS", "CURRENT_TIMESTAMP",
		"CURRENT_DATE", "CURRENT_TIME"
	};
	bool is_default = false, is_addition = false;
	for (; reader->token.kind != TOKEN_END; token_next(reader)) {
		if (token_is(&reader->token, "ADD"))
			is_addition = true;
		if (is_addition && is_default && reader->token.kind == TOKEN_LEFT)
			return true;
		for (size_t i = 0; is_addition && i < sizeof words / sizeof *words; i++)
			if (token_is(&reader->token, words[i]))
				return true;
		is_default = token_is(&reader->token, "DEFAULT");
	}
	return false;
}

/* A table that the migration makes itself has no rows yet. */
static bool
is_risky_index(struct token_reader *reader, const struct table_names *tables, struct arena *arena)
{
	if (!token_accept(reader, "UNIQUE") || !token_pass_to(reader, "ON"))
		return false;
	token_next(reader);
	return tables == NULL ||
	       table_names_find(tables, token_name(&reader->token, arena)) != NULL;
}

static bool
is_risky(const char *text, size_t length, const struct table_names *tables, struct arena *arena)
{
	struct token_reader reader;
	token_reader_init(&reader, text, length);
	if (token_accept(&reader, "ALTER"))
		return is_risky_addition(&reader);
	if (token_accept(&reader, "CREATE"))
		return is_risky_index(&reader, tables, arena);
	if (token_is(&reader.token, "INSERT") || token_is(&reader.token, "REPLACE"))
		return token_pass_to(&reader, "SELECT");
	return token_is(&reader.token, "UPDATE") || token_is(&reader.token, "WITH") ||
	       token_is(&reader.token, "DELETE");
}

bool
risk_is_in(const struct migration *migration, const struct table_names *tables, struct arena *arena)
{
	for (size_t at = 0, length;
	     (length = statement_next(migration->text, migration->size, &at)) > 0; at += length)
		if (is_risky(migration->text + at, length, tables, arena))
			return true;
	return false;
}
