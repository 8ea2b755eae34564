#include "query/command.h"

#include "base/diag.h"
#include "query/cardinality.h"
#include "query/query.h"
#include "schema/schema.h"
#include "schema/table.h"
#include "sql/tree.h"

static const char *
command_word(enum query_command command)
{
	switch (command) {
	case QUERY_ONE:
		return ":one";
	case QUERY_MANY:
		return ":many";
	case QUERY_EXEC:
		return ":exec";
	case QUERY_EXECROWS:
		return ":execrows";
	case QUERY_EXECLASTID:
		return ":execlastid";
	}
	return "";
}

static bool
has_update(const struct insert *insert)
{
	for (size_t i = 0; i < insert->upsert_count; i++)
		if (!insert->upserts[i].is_nothing)
			return true;
	return false;
}

/* https://sqlite.org/c3ref/last_insert_rowid.html */
static bool
check_rowid(const struct query *query, const struct statement *statement, const struct schema *schema,
	    struct diag *diag)
{
	static const char rowid_of[] = ":execlastid gives the rowid of an INSERT, and";
	const char *name = statement->insert.target.table.table.text;
	const struct table *table;
	if (statement->kind != STATEMENT_INSERT) {
		diag_error(diag, query->place, "%s '%s' is none: write :exec", rowid_of, query->name);
		return false;
	}
	table = table_find(schema, name);
	if (table != NULL && table->is_without_rowid) {
		diag_error(diag, query->place, "%s '%s' has none: write :exec", rowid_of, name);
		return false;
	}
	if (has_update(&statement->insert)) {
		diag_error(diag, query->place,
			   "%s after DO UPDATE SQLite has that of an earlier one: write :one, and "
			   "RETURNING %s",
			   rowid_of,
			   table == NULL || table->rowid_alias == NULL ? "rowid"
								       : table->rowid_alias->name);
		return false;
	}
	return true;
}

bool
command_check(const struct query *query, const struct statement *statement, const struct schema *schema,
	      const bool *is_optional, struct diag *diag)
{
	bool wants_rows = query->command == QUERY_ONE || query->command == QUERY_MANY;
	const char *word = command_word(query->command);
	if (wants_rows && query->column_count == 0) {
		diag_error(diag, query->place,
			   "%s gives rows, and '%s' has none: write :exec, or RETURNING", word,
			   query->name);
		return false;
	}
	if (!wants_rows && query->command != QUERY_EXEC && !query->is_write) {
		diag_error(diag, query->place,
			   "%s is of INSERT, UPDATE or DELETE, and '%s' is a SELECT: write :one or "
			   ":many",
			   word, query->name);
		return false;
	}
	if (query->command == QUERY_EXECLASTID && !check_rowid(query, statement, schema, diag))
		return false;
	if (query->command == QUERY_ONE &&
	    !statement_gives_at_most_one(statement, schema, is_optional))
		diag_warning(diag, query->place, "one-of-many",
			     "'%s' may find several rows, and :one gives the first: write LIMIT 1, "
			     "ask for a unique key, or :many",
			     query->name);
	return true;
}
