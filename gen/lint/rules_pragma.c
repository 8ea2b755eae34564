#include "lint/rules.h"

#include <stdlib.h>

#include "input/migrations.h"
#include "lint/lint.h"
#include "lint/subject.h"
#include "schema/record.h"
#include "sql/token.h"

static bool
is_pragma(const struct step *step, const char *name)
{
	return step->heading.kind == HEADING_PRAGMA && step->heading.name != NULL &&
	       name_compare(step->heading.name, name) == 0;
}

/* Is it one of these, which end with NULL, and does it set something? */
static bool
sets_one_of(const struct step *step, const char *const *names)
{
	for (; *names != NULL; names++)
		if (is_pragma(step, *names))
			return step->heading.value != NULL;
	return false;
}

static bool
is_on(const struct step *step)
{
	const char *value = step->heading.value;
	return value != NULL &&
	       (name_compare(value, "on") == 0 || name_compare(value, "true") == 0 ||
		name_compare(value, "yes") == 0 || strtol(value, NULL, 10) != 0);
}

void
rule_pragma_fk_in_tx(struct subject *subject)
{
	if (is_pragma(subject->step, "foreign_keys") && subject->step->heading.value != NULL &&
	    !subject->step->migration->no_transaction)
		subject_tell_at(
			subject, 0,
			"take it out: the runner switches foreign keys off around a migration, and "
			"checks them at its end",
			"PRAGMA foreign_keys does nothing in a transaction, and a migration is "
			"one");
}

void
rule_pragma_connection_local(struct subject *subject)
{
	static const char *const names[] = {
		"synchronous", "cache_size",  "busy_timeout", "mmap_size",     "temp_store",
		"threads",     "cache_spill", "locking_mode", "secure_delete", "wal_autocheckpoint",
		NULL
	};
	if (sets_one_of(subject->step, names))
		subject_tell_at(subject, 0, "set it where the program opens its database",
				"PRAGMA %s holds for one connection, and the runner passes over it",
				subject->step->heading.name);
}

/* Is there a VACUUM behind the step, in the same migration? */
static bool
is_vacuumed(const struct subject *subject)
{
	const struct recorded_migration *migration = subject->migration;
	for (size_t i = 0; i < migration->step_count; i++)
		if (&migration->steps[i] > subject->step &&
		    migration->steps[i].heading.kind == HEADING_VACUUM)
			return true;
	return false;
}

void
rule_pragma_noop_after_create(struct subject *subject)
{
	static const char *const names[] = { "page_size", "auto_vacuum", "encoding", NULL };
	const struct step *step = subject->step;
	if (!sets_one_of(step, names) || (is_vacuumed(subject) && !is_pragma(step, "encoding")) ||
	    (step->before->count == 0 && step->migration->no_transaction))
		return;
	subject_tell_at(subject, 0, "set it where the program creates its database",
			step->migration->no_transaction
				? "PRAGMA %s does nothing once a database has tables"
				: "PRAGMA %s does nothing in a migration, which is a transaction",
			step->heading.name);
}

void
rule_tx_forbidden(struct subject *subject)
{
	static const char *const names[] = { "journal_mode", "wal_checkpoint", "incremental_vacuum",
					     NULL };
	const struct step *step = subject->step;
	if (step->migration->no_transaction)
		return;
	if (step->heading.kind == HEADING_VACUUM || step->heading.kind == HEADING_DETACH)
		subject_tell_at(
			subject, 0,
			"put it into a migration of its own with '-- sqlgen: no transaction'",
			"%s cannot run in a transaction, and a migration is one",
			step->heading.kind == HEADING_VACUUM ? "VACUUM" : "DETACH");
	else if (sets_one_of(step, names) || is_pragma(step, "wal_checkpoint"))
		subject_tell_at(subject, 0, "set it where the program opens its database",
				"PRAGMA %s cannot act in a transaction, and a migration is one",
				step->heading.name);
}

/* Is it switched off again behind the step? */
static bool
is_reset(const struct subject *subject, const char *name)
{
	const struct recorded_migration *migration = subject->migration;
	for (size_t i = 0; i < migration->step_count; i++) {
		const struct step *step = &migration->steps[i];
		if (step > subject->step && is_pragma(step, name) && !is_on(step))
			return true;
	}
	return false;
}

void
rule_legacy_alter_table(struct subject *subject)
{
	if (is_pragma(subject->step, "legacy_alter_table") && is_on(subject->step) &&
	    !is_reset(subject, "legacy_alter_table"))
		subject_tell_at(
			subject, 0,
			"write 'PRAGMA legacy_alter_table = OFF' behind the last ALTER TABLE",
			"legacy_alter_table stays on to the end of the migration, and RENAME "
			"leaves "
			"views and triggers as they are");
}

/* Also an INSERT, UPDATE or DELETE of the table of the schema itself. */
void
rule_writable_schema(struct subject *subject)
{
	const struct heading *heading = &subject->step->heading;
	static const char *const names[] = { "sqlite_schema", "sqlite_master" };
	bool is_written = is_pragma(subject->step, "writable_schema") && is_on(subject->step);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (heading->name != NULL && heading->kind >= HEADING_INSERT &&
		    heading->kind <= HEADING_DELETE && name_compare(heading->name, names[i]) == 0)
			is_written = true;
	if (is_written)
		subject_tell_at(
			subject, 0, "rebuild the table",
			"what is written into the schema's own table can damage the database");
}
