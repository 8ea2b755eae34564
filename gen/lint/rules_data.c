#include "lint/rules.h"

#include <string.h>

#include <sqlite3.h>

#include "lint/clock.h"
#include "lint/subject.h"
#include "schema/record.h"
#include "schema/schema.h"
#include "schema/table.h"
#include "sql/token.h"

/* The table that is written to, if databases in use have it; NULL. */
static const struct table *
old_target(const struct subject *subject, const struct target *target)
{
	const struct table *table = target->table.table.text == NULL
					    ? NULL
					    : subject_old_table(subject, target->table.table.text);
	return table != NULL && table->kind == TABLE_ORDINARY ? table : NULL;
}

/* Is a column among those assigned that the table had before? */
static bool
assigns_old_column(const struct update *update, const struct table *table)
{
	for (size_t i = 0; i < update->assignments.count; i++)
		for (size_t j = 0; j < update->assignments.items[i].columns.count; j++)
			if (table_find_column(table,
					      update->assignments.items[i].columns.items[j].text))
				return true;
	return false;
}

void
rule_update_delete_no_where(struct subject *subject)
{
	const struct statement *statement = subject->statement;
	const struct table *table;
	if (statement == NULL)
		return;
	if (statement->kind == STATEMENT_DELETE && statement->delete.where == NULL &&
	    statement->delete.limit == NULL) {
		table = old_target(subject, &statement->delete.target);
		if (table != NULL)
			subject_tell_at(subject, 0, "say which by WHERE",
					"DELETE takes every row out of '%s'", table->name);
	} else if (statement->kind == STATEMENT_UPDATE && statement->update.where == NULL &&
		   statement->update.limit == NULL && statement->update.from.count == 0) {
		table = old_target(subject, &statement->update.target);
		if (table != NULL && assigns_old_column(&statement->update, table))
			subject_tell_at(subject, 0, "say which by WHERE",
					"UPDATE changes what every row of '%s' holds", table->name);
	}
}

static bool
changes_schema(const struct recorded_migration *migration)
{
	for (size_t i = 0; i < migration->step_count; i++)
		if (heading_changes_schema(migration->steps[i].heading.kind) &&
		    !migration->steps[i].heading.is_temporary)
			return true;
	return false;
}

void
rule_big_backfill(struct subject *subject)
{
	const struct statement *statement = subject->statement;
	const struct table *table;
	if (statement == NULL || statement->kind != STATEMENT_UPDATE ||
	    statement->update.where != NULL || statement->update.limit != NULL ||
	    !changes_schema(subject->migration))
		return;
	table = old_target(subject, &statement->update.target);
	if (table != NULL)
		subject_tell_at(subject, 0,
				"where the table is large, put it into a migration of its own",
				"every row of '%s' is written in the transaction that changes the "
				"schema, and "
				"nobody else can write meanwhile",
				table->name);
}

void
rule_replace_into_parent(struct subject *subject)
{
	const struct statement *statement = subject->statement;
	const struct table *table;
	if (statement == NULL || statement->kind != STATEMENT_INSERT ||
	    statement->insert.conflict != CONFLICT_REPLACE)
		return;
	table = old_target(subject, &statement->insert.target);
	for (size_t i = 0; table != NULL && i < subject->step->before->count; i++) {
		const struct table *child = subject->step->before->tables[i];
		for (size_t j = 0; j < child->foreign_key_count; j++) {
			const struct foreign_key *key = &child->foreign_keys[j];
			if (name_compare(key->parent, table->name) != 0 ||
			    name_compare(key->on_delete, "NO ACTION") == 0 ||
			    name_compare(key->on_delete, "RESTRICT") == 0)
				continue;
			subject_tell_at(subject, 0, "write INSERT ... ON CONFLICT DO UPDATE",
					"REPLACE deletes the row of '%s' first, which with foreign "
					"keys on does ON "
					"DELETE %s to '%s'",
					table->name, key->on_delete, child->name);
			return;
		}
	}
}

void
rule_rollback_conflict_clause(struct subject *subject)
{
	const struct statement *statement = subject->statement;
	if (statement == NULL)
		return;
	if ((statement->kind == STATEMENT_INSERT &&
	     statement->insert.conflict == CONFLICT_ROLLBACK) ||
	    (statement->kind == STATEMENT_UPDATE &&
	     statement->update.conflict == CONFLICT_ROLLBACK))
		subject_tell_at(
			subject, 0, "write OR ABORT",
			"OR ROLLBACK ends the migration's transaction, and what follows would run "
			"outside it");
}

/* Of which the result is another one each time; dates are so where they are of now, or local. */
static const char *
volatile_function(const struct subject *subject)
{
	static const char *const always[] = { "random", "randomblob", "last_insert_rowid",
					      "changes", "total_changes" };
	const struct step *step = subject->step;
	struct token_reader reader;
	const char *asked;
	for (size_t i = 0; i < step->action_count; i++) {
		const struct action *action = &step->actions[i];
		if (action->code != SQLITE_FUNCTION || action->through != NULL)
			continue;
		for (size_t j = 0; j < sizeof always / sizeof *always; j++)
			if (name_compare(action->second, always[j]) == 0)
				return always[j];
	}
	token_reader_init(&reader, step->text, step->length);
	for (; reader.token.kind != TOKEN_END; token_next(&reader))
		if (token_is(&reader.token, "CURRENT_TIMESTAMP") ||
		    token_is(&reader.token, "CURRENT_DATE") ||
		    token_is(&reader.token, "CURRENT_TIME"))
			return "the time";
	asked = clock_find(step->text, step->length, subject->arena);
	if (asked == NULL)
		return NULL;
	return strcmp(asked, "now") == 0 ? "the time" : "the time zone";
}

void
rule_nondeterministic_data(struct subject *subject)
{
	const char *what;
	if (subject->statement == NULL || subject->statement->kind == STATEMENT_SELECT)
		return;
	what = volatile_function(subject);
	if (what != NULL)
		subject_tell_at(subject, 0,
				"write the value itself where all databases are to have the same",
				"this writes something else into each database: it asks for %s",
				what);
}

/* A function may do something, or fail on purpose; these only count. */
static bool
has_own_function(const struct subject *subject)
{
	static const char *const harmless[] = { "count", "min", "max" };
	for (size_t i = 0; i < subject->step->action_count; i++) {
		const struct action *action = &subject->step->actions[i];
		bool is_own = action->code == SQLITE_FUNCTION;
		for (size_t j = 0; is_own && j < sizeof harmless / sizeof *harmless; j++)
			is_own = name_compare(action->second, harmless[j]) != 0;
		if (is_own)
			return true;
	}
	return false;
}

void
rule_discarded_check(struct subject *subject)
{
	static const char *const pragmas[] = { "foreign_key_check", "integrity_check",
					       "quick_check" };
	const struct heading *heading = &subject->step->heading;
	const struct statement *statement = subject->statement;
	for (size_t i = 0; heading->kind == HEADING_PRAGMA && i < sizeof pragmas / sizeof *pragmas;
	     i++)
		if (heading->name != NULL && name_compare(heading->name, pragmas[i]) == 0)
			subject_tell_at(subject, 0,
					i == 0 ? "take it out: the runner checks foreign keys at "
						 "the end of each "
						 "migration"
					       : "take it out, and ask 'sqlgen verify'",
					"nobody reads what PRAGMA %s says", pragmas[i]);
	if (statement != NULL && statement->kind == STATEMENT_SELECT &&
	    statement->select->arms[0].from.count > 0 && !has_own_function(subject))
		subject_tell_at(
			subject, 0, "take it out",
			"nobody reads the rows of this SELECT: it can fail, and do nothing else");
}

/* The table that a statement writes to or changes: one that begins with WITH names it further on.
 */
static const char *
written_table(const struct subject *subject)
{
	const struct heading *heading = &subject->step->heading;
	const struct statement *statement = subject->statement;
	if ((heading->kind >= HEADING_INSERT && heading->kind <= HEADING_DELETE) ||
	    heading->kind == HEADING_DROP_TABLE || heading->kind == HEADING_RENAME_TABLE ||
	    heading->kind == HEADING_ADD_COLUMN || heading->kind == HEADING_DROP_COLUMN)
		return heading->name;
	if (heading->kind != HEADING_WITH || statement == NULL)
		return NULL;
	switch (statement->kind) {
	case STATEMENT_INSERT:
		return statement->insert.target.table.table.text;
	case STATEMENT_UPDATE:
		return statement->update.target.table.table.text;
	case STATEMENT_DELETE:
		return statement->delete.target.table.table.text;
	case STATEMENT_SELECT:
		return NULL;
	}
	return NULL;
}

void
rule_shadow_table_write(struct subject *subject)
{
	const struct snapshot *before = subject->step->before;
	const char *name = written_table(subject);
	for (size_t i = 0; name != NULL && i < before->shadow_count; i++)
		if (name_compare(before->shadows[i], name) == 0)
			subject_tell_at(subject, subject->step->heading.name_offset,
					"use the commands of the virtual table, or drop that",
					"'%s' belongs to a virtual table, which breaks when others "
					"write to it",
					name);
}
