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
	{ "drop-parent-with-children", SEVERITY_ERROR, SCOPE_STATEMENT,
	  rule_drop_parent_with_children, "a table is dropped to which others refer", false },
	{ "drop-index-backing-fk", SEVERITY_ERROR, SCOPE_STATEMENT, rule_drop_index_backing_fk,
	  "an index is dropped that a foreign key needs", false },
	{ "rename-table", SEVERITY_WARNING, SCOPE_STATEMENT, rule_rename_table,
	  "a table is renamed under a program that is out there", false },
	{ "rename-column", SEVERITY_WARNING, SCOPE_STATEMENT, rule_rename_column,
	  "a column is renamed under a program that is out there", false },
	{ "same-release-contract", SEVERITY_NOTE, SCOPE_STATEMENT, rule_same_release_contract,
	  "what is dropped was never in a database", false },
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
	{ "add-fk-existing", SEVERITY_WARNING, SCOPE_MIGRATION, rule_add_fk_existing,
	  "a foreign key is set over rows that are there", false },
	{ "to-strict", SEVERITY_WARNING, SCOPE_MIGRATION, rule_to_strict,
	  "a table becomes STRICT over rows that are there", false },
	{ "change-type", SEVERITY_WARNING, SCOPE_MIGRATION, rule_change_type,
	  "a column gets another affinity over rows that are there", false },
	{ "fails-with-rows", SEVERITY_WARNING, SCOPE_HEARD, NULL,
	  "a statement can fail where there are rows", false },
	/* tables made anew */
	{ "rebuild-lost-index", SEVERITY_ERROR, SCOPE_MIGRATION, rule_rebuild_lost_index,
	  "an index of a rebuilt table is not made again", false },
	{ "rebuild-lost-trigger", SEVERITY_ERROR, SCOPE_MIGRATION, rule_rebuild_lost_trigger,
	  "a trigger of a rebuilt table is not made again", false },
	{ "rebuild-lost-view", SEVERITY_ERROR, SCOPE_MIGRATION, rule_rebuild_lost_view,
	  "a view that made way for a rebuild is not made again", false },
	{ "rebuild-lost-constraint", SEVERITY_WARNING, SCOPE_MIGRATION,
	  rule_rebuild_lost_constraint, "a rebuilt table has lost a constraint", false },
	{ "rebuild-select-star", SEVERITY_WARNING, SCOPE_STATEMENT, rule_rebuild_select_star,
	  "SELECT * copies by position into other columns", false },
	{ "rebuild-autoincrement-reset", SEVERITY_NOTE, SCOPE_MIGRATION,
	  rule_rebuild_autoincrement_reset, "a rebuilt table may give ids again", false },
	{ "rebuild-rowid-renumber", SEVERITY_WARNING, SCOPE_MIGRATION, rule_rebuild_rowid_renumber,
	  "a rebuilt table has new rowids, and others the old ones", false },
	{ "rebuild-wrong-order", SEVERITY_ERROR, SCOPE_MIGRATION, rule_rebuild_wrong_order,
	  "the old table is renamed first, and keys follow it", false },
	{ "rebuild-leftover", SEVERITY_WARNING, SCOPE_TABLE, rule_rebuild_leftover,
	  "a table that a rebuild has left", false },
	{ "rebuild-cascade-loss", SEVERITY_NOTE, SCOPE_MIGRATION, rule_rebuild_cascade_loss,
	  "a rebuild that would empty other tables with foreign keys on", false },
	{ "defer-fk-no-cascade-guard", SEVERITY_WARNING, SCOPE_STATEMENT,
	  rule_defer_fk_no_cascade_guard, "defer_foreign_keys where it does not help", false },
	{ "create-table-as", SEVERITY_WARNING, SCOPE_STATEMENT, rule_create_table_as,
	  "CREATE TABLE AS, which makes no constraints", false },
	/* what SQLite refuses */
	{ "alter-unsupported", SEVERITY_ERROR, SCOPE_HEARD, NULL,
	  "an ALTER TABLE that SQLite has not", false },
	{ "add-pk-unique-column", SEVERITY_ERROR, SCOPE_HEARD, NULL,
	  "a column is added as PRIMARY KEY or UNIQUE", false },
	{ "drop-column-blocked", SEVERITY_ERROR, SCOPE_HEARD, NULL,
	  "a column is dropped that something needs", false },
	{ "alter-virtual", SEVERITY_ERROR, SCOPE_HEARD, NULL, "a virtual table is altered", false },
	{ "schema-already-broken", SEVERITY_ERROR, SCOPE_HEARD, NULL,
	  "ALTER TABLE fails for a broken view or trigger", false },
	{ "app-function-dependency", SEVERITY_ERROR, SCOPE_HEARD, NULL,
	  "a function, collation or module that is not declared", false },
	{ "attach", SEVERITY_ERROR, SCOPE_HEARD, NULL, "another database is attached", false },
	{ "load-extension", SEVERITY_ERROR, SCOPE_HEARD, NULL, "an extension is loaded", false },
	{ "transaction-control", SEVERITY_ERROR, SCOPE_HEARD, NULL,
	  "ROLLBACK or SAVEPOINT in a migration", false },
	/* rows */
	{ "update-delete-no-where", SEVERITY_WARNING, SCOPE_STATEMENT, rule_update_delete_no_where,
	  "UPDATE or DELETE of every row of a table", false },
	{ "big-backfill", SEVERITY_NOTE, SCOPE_STATEMENT, rule_big_backfill,
	  "every row is written while the schema changes", false },
	{ "replace-into-parent", SEVERITY_WARNING, SCOPE_STATEMENT, rule_replace_into_parent,
	  "REPLACE into a table whose rows others go with", false },
	{ "rollback-conflict-clause", SEVERITY_ERROR, SCOPE_STATEMENT,
	  rule_rollback_conflict_clause, "OR ROLLBACK in a migration", false },
	{ "nondeterministic-data", SEVERITY_NOTE, SCOPE_STATEMENT, rule_nondeterministic_data,
	  "what is written differs from database to database", false },
	{ "discarded-check", SEVERITY_NOTE, SCOPE_STATEMENT, rule_discarded_check,
	  "a check whose rows nobody reads", false },
	{ "shadow-table-write", SEVERITY_ERROR, SCOPE_STATEMENT, rule_shadow_table_write,
	  "what belongs to a virtual table is written to", false },
	/* transactions and pragmas */
	{ "explicit-transaction", SEVERITY_WARNING, SCOPE_HEARD, NULL,
	  "BEGIN, COMMIT or END in a migration", false },
	{ "dangling-begin", SEVERITY_ERROR, SCOPE_MIGRATION, rule_dangling_begin,
	  "a transaction is open at the end of the file", false },
	{ "no-tx-not-idempotent", SEVERITY_WARNING, SCOPE_MIGRATION, rule_no_tx_not_idempotent,
	  "several statements that cannot run again, and no transaction", false },
	{ "prefer-if-exists", SEVERITY_NOTE, SCOPE_STATEMENT, rule_prefer_if_exists,
	  "CREATE or DROP without IF outside a transaction", false },
	{ "pragma-fk-in-tx", SEVERITY_WARNING, SCOPE_STATEMENT, rule_pragma_fk_in_tx,
	  "PRAGMA foreign_keys in a transaction does nothing", false },
	{ "pragma-connection-local", SEVERITY_WARNING, SCOPE_STATEMENT,
	  rule_pragma_connection_local, "a pragma that holds for one connection only", false },
	{ "pragma-noop-after-create", SEVERITY_WARNING, SCOPE_STATEMENT,
	  rule_pragma_noop_after_create, "page_size, auto_vacuum or encoding where it does nothing",
	  false },
	{ "pragma-owned", SEVERITY_ERROR, SCOPE_STATEMENT, rule_pragma_owned,
	  "user_version is set where it counts the migrations", false },
	{ "tx-forbidden", SEVERITY_WARNING, SCOPE_STATEMENT, rule_tx_forbidden,
	  "VACUUM, journal_mode and the like in a transaction", false },
	{ "legacy-alter-table", SEVERITY_WARNING, SCOPE_STATEMENT, rule_legacy_alter_table,
	  "legacy_alter_table is switched on and stays so", false },
	{ "writable-schema", SEVERITY_ERROR, SCOPE_STATEMENT, rule_writable_schema,
	  "the schema's own table is written to", false },
	/* names and strings */
	{ "double-quoted-string", SEVERITY_WARNING, SCOPE_HEARD, NULL, "a string in double quotes",
	  false },
	{ "if-not-exists-masks-drift", SEVERITY_WARNING, SCOPE_STATEMENT,
	  rule_if_not_exists_masks_drift, "IF NOT EXISTS of what is there and is otherwise",
	  false },
	{ "temp-shadow", SEVERITY_WARNING, SCOPE_STATEMENT, rule_temp_shadow,
	  "a temporary table hides one of the same name", false },
	{ "reserved-word", SEVERITY_NOTE, SCOPE_TABLE, rule_reserved_word,
	  "a table or column is named by a keyword", true },
	/* views, triggers and foreign keys that do not work */
	{ "broken-view", SEVERITY_ERROR, SCOPE_HEARD, NULL, "a view that cannot be read", false },
	{ "broken-trigger", SEVERITY_ERROR, SCOPE_HEARD, NULL, "a trigger that cannot run", false },
	{ "trigger-of-no-column", SEVERITY_ERROR, SCOPE_HEARD, NULL,
	  "a trigger that waits for a column that is not there", false },
	{ "dangling-foreign-key", SEVERITY_ERROR, SCOPE_HEARD, NULL,
	  "a foreign key without parent table or key", false },
	{ "positional-insert", SEVERITY_WARNING, SCOPE_TABLE, rule_positional_insert,
	  "a trigger that inserts by position", false },
	{ "view-star", SEVERITY_NOTE, SCOPE_TABLE, rule_view_star,
	  "a view of all columns of its tables", false },
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
	{ "nondet-index", SEVERITY_ERROR, SCOPE_TABLE, rule_nondet_index,
	  "an index or CHECK that asks for the time", false },
	{ "autoincrement-unneeded", SEVERITY_NOTE, SCOPE_TABLE, rule_autoincrement_unneeded,
	  "AUTOINCREMENT, which is seldom needed", false },
	/* types and versions */
	{ "odd-type", SEVERITY_WARNING, SCOPE_TABLE, rule_odd_type,
	  "a type that is not what it seems", false },
	{ "numeric-date", SEVERITY_NOTE, SCOPE_TABLE, rule_numeric_date,
	  "a date or time that is NUMERIC", false },
	{ "prefer-strict", SEVERITY_NOTE, SCOPE_TABLE, rule_prefer_strict,
	  "a table that is not STRICT", true },
	{ "min-sqlite", SEVERITY_ERROR, SCOPE_STATEMENT, rule_min_sqlite,
	  "what the oldest SQLite has not, of --min-sqlite", false },
	/* files */
	{ "invalid", SEVERITY_ERROR, SCOPE_HEARD, NULL, "what cannot be read or run", false },
	{ "open-comment", SEVERITY_ERROR, SCOPE_HEARD, NULL,
	  "a comment that is not closed: what follows never runs", false },
	{ "open-quote", SEVERITY_ERROR, SCOPE_HEARD, NULL, "a string or name that is not closed",
	  false },
	{ "cr-only", SEVERITY_ERROR, SCOPE_HEARD, NULL,
	  "lines that end with CR: a comment goes on to the end", false },
	{ "dot-command", SEVERITY_ERROR, SCOPE_HEARD, NULL, "a command of the sqlite3 shell",
	  false },
	{ "invisible-character", SEVERITY_ERROR, SCOPE_HEARD, NULL,
	  "a character in a name that cannot be seen", false },
	{ "nul-byte", SEVERITY_ERROR, SCOPE_HEARD, NULL,
	  "a NUL byte, at which SQLite stops to read", false },
	{ "not-utf8", SEVERITY_ERROR, SCOPE_HEARD, NULL, "a file in UTF-16 or UTF-32", false },
	{ "invalid-utf8", SEVERITY_WARNING, SCOPE_HEARD, NULL, "text that is not UTF-8", false },
	{ "empty-migration", SEVERITY_WARNING, SCOPE_HEARD, NULL,
	  "a migration in which nothing runs", false },
	{ "equal-versions", SEVERITY_WARNING, SCOPE_HEARD, NULL, "two migrations of one version",
	  false },
	{ "version-gap", SEVERITY_NOTE, SCOPE_DIRECTORY, rule_version_gap,
	  "a number that is left out", false },
	{ "mixed-scheme", SEVERITY_WARNING, SCOPE_DIRECTORY, rule_mixed_scheme,
	  "versions that are numbers and versions that are dates", false },
	{ "lexical-order", SEVERITY_NOTE, SCOPE_DIRECTORY, rule_lexical_order,
	  "names that sort otherwise than they run", false },
	{ "future-timestamp", SEVERITY_WARNING, SCOPE_DIRECTORY, rule_future_timestamp,
	  "a version that lies ahead", false },
	{ "missing-down", SEVERITY_WARNING, SCOPE_MIGRATION, rule_missing_down,
	  "a migration that cannot be undone, as others can", false },
	{ "down-fails", SEVERITY_ERROR, SCOPE_MIGRATION, rule_down_fails,
	  "what undoes a migration fails, or it does not run again after", false },
	{ "down-not-inverse", SEVERITY_WARNING, SCOPE_MIGRATION, rule_down_not_inverse,
	  "what undoes a migration leaves another schema than there was", false },
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

bool
rule_is_destructive(const char *id)
{
	static const char *const ids[] = { "drop-table", "drop-column", "rebuild-missing-column" };
	for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
		if (strcmp(ids[i], id) == 0)
			return true;
	return false;
}

const char *
rule_nearest(const char *id, struct arena *arena)
{
	const char **names = arena_alloc(arena, rule_count * sizeof *names);
	for (size_t i = 0; i < rule_count; i++)
		names[i] = rules[i].id;
	return spelling_nearest(id, names, rule_count);
}
