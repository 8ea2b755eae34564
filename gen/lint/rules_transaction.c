#include "lint/rules.h"

#include <string.h>

#include "base/arena.h"
#include "input/convention.h"
#include "input/migrations.h"
#include "lint/lint.h"
#include "lint/subject.h"
#include "schema/record.h"
#include "schema/schema.h"
#include "sql/token.h"

void
rule_dangling_begin(struct subject *subject)
{
	const struct recorded_migration *migration = subject->migration;
	const struct step *open = NULL;
	if (!migration->migration->no_transaction)
		return;
	for (size_t i = 0; i < migration->step_count; i++) {
		enum heading_kind kind = migration->steps[i].heading.kind;
		if (kind == HEADING_BEGIN)
			open = &migration->steps[i];
		else if (kind == HEADING_COMMIT || kind == HEADING_ROLLBACK)
			open = NULL;
	}
	if (open != NULL)
		subject_tell_at(
			subject, open->offset, "write COMMIT at its end",
			"the transaction that begins here is still open at the end of the file");
}

/* Would it fail, or do something again, when it has run before? */
static bool
can_run_again(const struct step *step)
{
	const struct heading *heading = &step->heading;
	switch (heading->kind) {
	case HEADING_CREATE_TABLE:
	case HEADING_CREATE_VIRTUAL_TABLE:
	case HEADING_CREATE_INDEX:
	case HEADING_CREATE_VIEW:
	case HEADING_CREATE_TRIGGER:
		return heading->is_conditional || step->migration->if_missing;
	case HEADING_DROP_TABLE:
	case HEADING_DROP_INDEX:
	case HEADING_DROP_VIEW:
	case HEADING_DROP_TRIGGER:
		return heading->is_conditional;
	case HEADING_ADD_COLUMN:
		return step->migration->if_missing;
	case HEADING_RENAME_TABLE:
	case HEADING_RENAME_COLUMN:
	case HEADING_DROP_COLUMN:
	case HEADING_INSERT:
		return false;
	default:
		return true;
	}
}

/* Without a transaction what has run stays when a later statement fails. */
void
rule_no_tx_not_idempotent(struct subject *subject)
{
	const struct recorded_migration *migration = subject->migration;
	size_t count = 0;
	if (!migration->migration->no_transaction)
		return;
	for (size_t i = 0; i < migration->step_count; i++) {
		enum heading_kind kind = migration->steps[i].heading.kind;
		if (kind == HEADING_BEGIN)
			return;
		if (can_run_again(&migration->steps[i]) || ++count < 2)
			continue;
		subject_tell_at(
			subject, migration->steps[i].offset, "put each into a migration of its own",
			"when this fails, what stands before has run, and cannot run again");
		return;
	}
}

void
rule_prefer_if_exists(struct subject *subject)
{
	const struct heading *heading = &subject->step->heading;
	enum heading_kind kind = heading->kind;
	bool is_drop = kind >= HEADING_DROP_TABLE && kind <= HEADING_DROP_TRIGGER;
	bool is_create = kind >= HEADING_CREATE_TABLE && kind <= HEADING_CREATE_TRIGGER;
	if (subject->step->migration->no_transaction && (is_drop || is_create) &&
	    !can_run_again(subject->step))
		subject_tell_at(subject, 0, is_drop ? "write IF EXISTS" : "write IF NOT EXISTS",
				"outside a transaction a statement may have run before");
}

/* The tool whose history is in user_version. */
void
rule_pragma_owned(struct subject *subject)
{
	const struct heading *heading = &subject->step->heading;
	if (heading->kind == HEADING_PRAGMA && heading->name != NULL && heading->value != NULL &&
	    name_compare(heading->name, "user_version") == 0 &&
	    subject->lint->migrations->convention == convention_row(CONVENTION_RUSQLITE))
		subject_tell_at(
			subject, 0, "take it out",
			"user_version is where rusqlite_migration counts what it has applied");
}

static const char *
existing_sql(const struct step *step)
{
	const char *name = step->heading.name;
	const struct table *table = snapshot_find(step->before, name);
	if (step->heading.kind == HEADING_CREATE_INDEX) {
		table = snapshot_find_index(step->before, name);
		for (size_t i = 0; table != NULL && i < table->index_count; i++)
			if (name_compare(table->indexes[i].name, name) == 0)
				return table->indexes[i].sql;
	} else if (step->heading.kind == HEADING_CREATE_TRIGGER) {
		table = snapshot_find_trigger(step->before, name);
		for (size_t i = 0; table != NULL && i < table->trigger_count; i++)
			if (name_compare(table->triggers[i].name, name) == 0)
				return table->triggers[i].sql;
	} else if (table != NULL) {
		return table->sql;
	}
	return NULL;
}

/* What stands behind the object's name, the same but for blanks and comments? */
static bool
is_same_text(const struct step *step, const char *sql, struct arena *arena)
{
	struct heading heading;
	struct token_reader left, right;
	heading_read(&heading, sql, strlen(sql), arena);
	token_reader_init(&left, step->text + step->heading.name_offset,
			  step->length - step->heading.name_offset);
	token_reader_init(&right, sql + heading.name_offset, strlen(sql) - heading.name_offset);
	for (; right.token.kind != TOKEN_END; token_next(&left), token_next(&right))
		if (left.token.kind == TOKEN_END || left.token.kind == TOKEN_SEMICOLON ||
		    name_compare(token_name(&left.token, arena), token_name(&right.token, arena)) !=
			    0)
			return false;
	return left.token.kind == TOKEN_END || left.token.kind == TOKEN_SEMICOLON;
}

void
rule_if_not_exists_masks_drift(struct subject *subject)
{
	const struct step *step = subject->step;
	const struct heading *heading = &step->heading;
	const char *sql;
	if (!heading->is_conditional || heading->kind < HEADING_CREATE_TABLE ||
	    heading->kind > HEADING_CREATE_TRIGGER || heading->is_temporary ||
	    heading->name == NULL)
		return;
	sql = existing_sql(step);
	if (sql != NULL && !is_same_text(step, sql, subject->arena))
		subject_tell_at(subject, heading->name_offset,
				"drop it before, or take IF NOT EXISTS out",
				"'%s' is there already, and is made otherwise: this does nothing",
				heading->name);
}

void
rule_temp_shadow(struct subject *subject)
{
	const struct heading *heading = &subject->step->heading;
	if ((heading->kind == HEADING_CREATE_TABLE || heading->kind == HEADING_CREATE_VIEW) &&
	    heading->is_temporary && heading->name != NULL &&
	    snapshot_find(subject->step->before, heading->name) != NULL)
		subject_tell_at(subject, heading->name_offset, "give it another name",
				"the temporary '%s' hides the table of this name: ALTER, DROP and "
				"INSERT mean it",
				heading->name);
}
