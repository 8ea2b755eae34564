#ifndef SQLGEN_STATEMENT_H
#define SQLGEN_STATEMENT_H

#include <stdbool.h>
#include <stddef.h>

#include <sqlite3.h>

#include "query/typer.h"
#include "query/variant.h"
#include "sql/tree.h"

struct arena;
struct declaration;
struct migrations;
struct project;
struct schema;

/* What statements are typed against. */
struct statement_context {
	const struct schema *schema;
	const struct project *project; /* for types and declarations; NULL */
	sqlite3 *handle;               /* the replayed database */
	struct migrations *migrations; /* that made it; NULL: what broke a statement is not sought */
};

/* One SELECT, INSERT, UPDATE or DELETE, and what is known of it. */
struct typed_statement {
	struct statement syntax;
	struct typed_results results;
	struct parameter_use *parameters; /* parameter n is [n - 1] */
	unsigned parameter_count;
	struct text_edit *edits; /* that write its * out */
	size_t edit_count;
};

/*
 * What each column and parameter of the statement is. SQLite has prepared it, has as many columns
 * under the same names, and as many parameters; where both know of which table's column a value is,
 * they agree. is_list, is_optional and is_nullable (the query says so, whatever the places) are by
 * number - 1; NULL: none is. text ends with NUL. False,
 * and *error: what SQLite says against it, or what cannot be told.
 */
bool statement_type(struct typed_statement *statement, const char *text,
		    const struct statement_context *context, const bool *is_list,
		    const bool *is_optional, const bool *is_nullable, struct arena *arena,
		    struct type_error *error);

#endif
