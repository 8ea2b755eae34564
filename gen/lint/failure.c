#include "lint/failure.h"

#include <stddef.h>
#include <string.h>

#include "lint/rule.h"
#include "schema/record.h"

static const char rebuild[] = "make a new table, copy, drop the old one, and rename the new one: "
			      "https://sqlite.org/lang_altertable.html#otheralter";

/* The first row that fits holds. kind HEADING_OTHER: any; message NULL: any. */
static const struct {
	enum heading_kind kind;
	const char *message, *rule, *fix;
} rows[] = {
	{ HEADING_ALTER_OTHER, NULL, "alter-unsupported", rebuild },
	{ HEADING_ADD_COLUMN, "Cannot add a PRIMARY KEY column", "add-pk-unique-column", rebuild },
	{ HEADING_ADD_COLUMN, "Cannot add a UNIQUE column", "add-pk-unique-column",
	  "add the column, and CREATE UNIQUE INDEX on it" },
	{ HEADING_ADD_COLUMN, "virtual tables may not be altered", "alter-virtual",
	  "drop it and make it again" },
	{ HEADING_RENAME_COLUMN, "cannot rename columns of virtual", "alter-virtual",
	  "drop it and make it again" },
	{ HEADING_DROP_COLUMN, "cannot drop column from virtual", "alter-virtual",
	  "drop it and make it again" },
	{ HEADING_ADD_COLUMN, "syntax error", "alter-unsupported",
	  "one ALTER TABLE adds one column: write one for each" },
	{ HEADING_DROP_COLUMN, "cannot drop", "drop-column-blocked", rebuild },
	{ HEADING_DROP_COLUMN, "after drop column", "drop-column-blocked",
	  "drop what needs the column before, and make it again" },
	{ HEADING_DROP_COLUMN, "error in ", "schema-already-broken",
	  "drop it or mend it before: ALTER TABLE looks at the whole schema" },
	{ HEADING_RENAME_COLUMN, "error in ", "schema-already-broken",
	  "drop it or mend it before: ALTER TABLE looks at the whole schema" },
	{ HEADING_RENAME_TABLE, "error in ", "schema-already-broken",
	  "drop it or mend it before: ALTER TABLE looks at the whole schema" },
	{ HEADING_ATTACH, NULL, "attach", "move data between files with a program of its own" },
	{ HEADING_DETACH, NULL, "attach", "move data between files with a program of its own" },
	{ HEADING_ROLLBACK, NULL, "transaction-control", "take it out" },
	{ HEADING_SAVEPOINT, NULL, "transaction-control", "take it out" },
	{ HEADING_OTHER, "load_extension", "load-extension",
	  "load it where the program opens its database" },
	{ HEADING_OTHER, "no such function", "app-function-dependency", NULL },
	{ HEADING_OTHER, "no such collation", "app-function-dependency", NULL },
	{ HEADING_OTHER, "no such module", "app-function-dependency", NULL },
	{ HEADING_OTHER, "no such tokenizer", "app-function-dependency", NULL },
};

const struct rule *
failure_rule(const char **fix, const struct step *step, const char *message)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if ((rows[i].kind != HEADING_OTHER && rows[i].kind != step->heading.kind) ||
		    (rows[i].message != NULL && strstr(message, rows[i].message) == NULL))
			continue;
		*fix = rows[i].fix;
		return rule_find(rows[i].rule);
	}
	return NULL;
}
