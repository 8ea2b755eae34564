#include "lint/rules.h"

#include <string.h>

#include "base/arena.h"
#include "input/spelling.h"
#include "lint/rule.h"

/* By subject. */
const struct rule rules[] = {
	/* what is lost */
	{ "drop-table", SEVERITY_ERROR, SCOPE_HEARD, NULL,
	  "a table is dropped, and nothing has copied it", false },
	{ "drop-column", SEVERITY_ERROR, SCOPE_HEARD, NULL,
	  "a column is dropped, and nothing has copied it", false },
	{ "rebuild-missing-column", SEVERITY_ERROR, SCOPE_HEARD, NULL,
	  "a rebuilt table leaves out a column", false },
	/* what fails where there are rows */
	{ "add-notnull-no-default", SEVERITY_ERROR, SCOPE_HEARD, NULL,
	  "a NOT NULL column is added without a default", false },
	{ "add-nonconst-default", SEVERITY_ERROR, SCOPE_HEARD, NULL,
	  "a column is added whose default is no constant", false },
	{ "add-stored-generated", SEVERITY_ERROR, SCOPE_HEARD, NULL,
	  "a STORED generated column is added", false },
	{ "add-check-violated", SEVERITY_ERROR, SCOPE_HEARD, NULL,
	  "a column is added whose default its CHECK refuses", false },
	{ "add-fk-default", SEVERITY_ERROR, SCOPE_HEARD, NULL,
	  "a column is added whose default is a key without parent", false },
	{ "unique-on-existing", SEVERITY_WARNING, SCOPE_HEARD, NULL,
	  "a key becomes unique over rows that are there", false },
	{ "set-notnull", SEVERITY_WARNING, SCOPE_HEARD, NULL,
	  "a column becomes NOT NULL over rows that are there", false },
	{ "add-check-existing", SEVERITY_WARNING, SCOPE_HEARD, NULL,
	  "a CHECK is set over rows that are there", false },
	{ "fails-with-rows", SEVERITY_WARNING, SCOPE_HEARD, NULL,
	  "a statement can fail where there are rows", false },
	/* transactions and pragmas */
	{ "explicit-transaction", SEVERITY_WARNING, SCOPE_HEARD, NULL,
	  "BEGIN, COMMIT or END in a migration", false },
	{ "pragma-fk-in-tx", SEVERITY_WARNING, SCOPE_STATEMENT, rule_pragma_fk_in_tx,
	  "PRAGMA foreign_keys in a transaction does nothing", false },
	{ "pragma-connection-local", SEVERITY_WARNING, SCOPE_STATEMENT,
	  rule_pragma_connection_local, "a pragma that holds for one connection only", false },
	{ "pragma-noop-after-create", SEVERITY_WARNING, SCOPE_STATEMENT,
	  rule_pragma_noop_after_create, "page_size, auto_vacuum or encoding where it does nothing",
	  false },
	{ "tx-forbidden", SEVERITY_WARNING, SCOPE_STATEMENT, rule_tx_forbidden,
	  "VACUUM, journal_mode and the like in a transaction", false },
	{ "legacy-alter-table", SEVERITY_WARNING, SCOPE_STATEMENT, rule_legacy_alter_table,
	  "legacy_alter_table is switched on and stays so", false },
	{ "writable-schema", SEVERITY_ERROR, SCOPE_STATEMENT, rule_writable_schema,
	  "the schema's own table is written to", false },
	/* strings and names */
	{ "double-quoted-string", SEVERITY_WARNING, SCOPE_HEARD, NULL, "a string in double quotes",
	  false },
	/* views, triggers and foreign keys that do not work */
	{ "broken-view", SEVERITY_ERROR, SCOPE_HEARD, NULL, "a view that cannot be read", false },
	{ "broken-trigger", SEVERITY_ERROR, SCOPE_HEARD, NULL, "a trigger that cannot run", false },
	{ "trigger-of-no-column", SEVERITY_ERROR, SCOPE_HEARD, NULL,
	  "a trigger that waits for a column that is not there", false },
	{ "dangling-foreign-key", SEVERITY_ERROR, SCOPE_HEARD, NULL,
	  "a foreign key without parent table or key", false },
	/* keys and indexes */
	{ "no-primary-key", SEVERITY_NOTE, SCOPE_TABLE, rule_no_primary_key,
	  "a table without a key", false },
	{ "nullable-pk", SEVERITY_WARNING, SCOPE_TABLE, rule_nullable_pk,
	  "a primary key that takes NULL", false },
	{ "int-pk-not-rowid", SEVERITY_WARNING, SCOPE_TABLE, rule_int_pk_not_rowid,
	  "an integer key that is not the rowid", false },
	{ "fk-without-index", SEVERITY_WARNING, SCOPE_TABLE, rule_fk_without_index,
	  "a foreign key without an index", false },
	{ "fk-type-mismatch", SEVERITY_WARNING, SCOPE_TABLE, rule_fk_type_mismatch,
	  "a foreign key of another type than its parent", false },
	{ "duplicate-index", SEVERITY_WARNING, SCOPE_TABLE, rule_duplicate_index,
	  "an index that another one covers", false },
	{ "wide-index", SEVERITY_NOTE, SCOPE_TABLE, rule_wide_index,
	  "an index of more than four columns", false },
	{ "autoincrement-unneeded", SEVERITY_NOTE, SCOPE_TABLE, rule_autoincrement_unneeded,
	  "AUTOINCREMENT, which is seldom needed", false },
	/* types */
	{ "odd-type", SEVERITY_WARNING, SCOPE_HEARD, NULL, "a type that is not what it seems",
	  false },
	/* files */
	{ "invalid", SEVERITY_ERROR, SCOPE_HEARD, NULL, "what cannot be read or run", false },
	{ "invalid-utf8", SEVERITY_WARNING, SCOPE_HEARD, NULL, "text that is not UTF-8", false },
	{ "empty-migration", SEVERITY_WARNING, SCOPE_HEARD, NULL,
	  "a migration in which nothing runs", false },
	{ "equal-versions", SEVERITY_WARNING, SCOPE_HEARD, NULL, "two migrations of one version",
	  false },
	{ "lone-down", SEVERITY_WARNING, SCOPE_HEARD, NULL, "a down file without its up file",
	  false },
	{ "nested-migrations", SEVERITY_WARNING, SCOPE_HEARD, NULL,
	  "migrations in a directory inside, which is not read", false },
	{ "not-in-journal", SEVERITY_WARNING, SCOPE_HEARD, NULL,
	  "a file that the journal does not name", false },
	{ "not-sql", SEVERITY_WARNING, SCOPE_HEARD, NULL, "migrations that are programs", false },
	{ "snapshot", SEVERITY_WARNING, SCOPE_HEARD, NULL, "the latest schema among the migrations",
	  false },
	/* what is allowed in writing */
	{ "bad-allow", SEVERITY_ERROR, SCOPE_HEARD, NULL, "an allowance without a rule or a reason",
	  false },
	{ "unused-allow", SEVERITY_WARNING, SCOPE_HEARD, NULL, "an allowance of what is not there",
	  false },
};

const size_t rule_count = sizeof rules / sizeof *rules;

const struct rule *
rule_find(const char *id)
{
	for (size_t i = 0; i < rule_count; i++)
		if (strcmp(rules[i].id, id) == 0)
			return &rules[i];
	return NULL;
}

const char *
rule_nearest(const char *id, struct arena *arena)
{
	const char **names = arena_alloc(arena, rule_count * sizeof *names);
	for (size_t i = 0; i < rule_count; i++)
		names[i] = rules[i].id;
	return spelling_nearest(id, names, rule_count);
}
