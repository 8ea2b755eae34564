#include "lint/rules.h"

#include <sqlite3.h>

#include "lint/subject.h"
#include "schema/record.h"
#include "schema/schema.h"
#include "schema/table.h"
#include "sql/token.h"

/* A table that has a foreign key to this name. */
static const struct table *
find_child(const struct snapshot *snapshot, const char *parent)
{
	for (size_t i = 0; snapshot != NULL && i < snapshot->count; i++)
		for (size_t j = 0; j < snapshot->tables[i]->foreign_key_count; j++)
			if (name_compare(snapshot->tables[i]->foreign_keys[j].parent, parent) ==
				    0 &&
			    name_compare(snapshot->tables[i]->name, parent) != 0)
				return snapshot->tables[i];
	return NULL;
}

void
rule_drop_parent_with_children(struct subject *subject)
{
	const struct step *step = subject->step;
	const struct snapshot *after = subject->migration->after;
	const struct table *child;
	if (step->heading.kind != HEADING_DROP_TABLE || step->heading.name == NULL ||
	    after == NULL || snapshot_find(step->before, step->heading.name) == NULL ||
	    snapshot_find(after, step->heading.name) != NULL)
		return;
	child = find_child(after, step->heading.name);
	if (child != NULL)
		subject_tell_at(
			subject, step->heading.name_offset,
			"rebuild that table without the foreign key before",
			"table '%s' is dropped, and '%s' still refers to it: no row of that can be "
			"written with foreign keys on",
			step->heading.name, child->name);
}

static bool
names_same(const struct table *table, const struct column_list *list, const struct foreign_key *key)
{
	if (list->count != key->columns.count)
		return false;
	for (size_t i = 0; i < list->count; i++) {
		bool is_found = false;
		for (size_t j = 0; j < list->count; j++)
			is_found = is_found || (key->parent_columns[j] != NULL &&
						name_compare(table->columns[list->items[i]].name,
							     key->parent_columns[j]) == 0);
		if (!is_found)
			return false;
	}
	return true;
}

/* https://sqlite.org/foreignkeys.html#fk_indexes */
static bool
has_parent_key(const struct table *parent, const struct foreign_key *key)
{
	if (names_same(parent, &parent->key, key))
		return true;
	for (size_t i = 0; i < parent->index_count; i++)
		if (parent->indexes[i].is_unique && !parent->indexes[i].is_partial &&
		    !parent->indexes[i].has_expression &&
		    names_same(parent, &parent->indexes[i].columns, key))
			return true;
	return false;
}

void
rule_drop_index_backing_fk(struct subject *subject)
{
	const struct step *step = subject->step;
	const struct table *before, *after;
	if (step->heading.kind != HEADING_DROP_INDEX || step->heading.name == NULL ||
	    step->after == NULL)
		return;
	before = snapshot_find_index(step->before, step->heading.name);
	after = before == NULL || subject->migration->after == NULL
			? NULL
			: snapshot_find(subject->migration->after, before->name);
	for (size_t i = 0; after != NULL && i < step->after->count; i++) {
		const struct table *child = step->after->tables[i];
		for (size_t j = 0; j < child->foreign_key_count; j++) {
			const struct foreign_key *key = &child->foreign_keys[j];
			if (name_compare(key->parent, before->name) != 0 ||
			    key->parent_columns[0] == NULL || !has_parent_key(before, key) ||
			    has_parent_key(after, key))
				continue;
			subject_tell_at(subject, step->heading.name_offset, "keep it",
					"the foreign key of '%s' to '%s' needs the unique index "
					"'%s': writing to "
					"'%s' fails without",
					child->name, before->name, step->heading.name, child->name);
			return;
		}
	}
}

/* A program that runs now reads and writes by the old name. */
void
rule_rename_table(struct subject *subject)
{
	const struct heading *heading = &subject->step->heading;
	if (heading->kind != HEADING_RENAME_TABLE || subject->migration->after == NULL ||
	    subject_old_table(subject, heading->name) == NULL ||
	    snapshot_find(subject->step->before, heading->name) == NULL ||
	    snapshot_find(subject->migration->after, heading->name) != NULL ||
	    name_compare(heading->name, heading->to) == 0 ||
	    snapshot_find(subject->migration->after, heading->to) == NULL)
		return;
	subject_tell_at(
		subject, heading->name_offset,
		"make a view of the old name, or rename it a release later",
		"table '%s' is renamed to '%s': a program that is out there asks for the old name",
		heading->name, heading->to);
}

void
rule_rename_column(struct subject *subject)
{
	const struct heading *heading = &subject->step->heading;
	const struct table *old;
	if (heading->kind != HEADING_RENAME_COLUMN)
		return;
	old = subject_old_table(subject, heading->name);
	if (old == NULL || old->kind != TABLE_ORDINARY ||
	    table_find_column(old, heading->column) == NULL ||
	    name_compare(heading->column, heading->to) == 0)
		return;
	subject_tell_at(subject, heading->column_offset,
			"add the new column, fill both, and drop the old one a release later",
			"column '%s.%s' is renamed to '%s': a program that is out there asks for "
			"the old name",
			heading->name, heading->column, heading->to);
}

static bool
selects(const struct step *step)
{
	for (size_t i = 0; i < step->action_count; i++)
		if (step->actions[i].code == SQLITE_SELECT)
			return true;
	return false;
}

/* The name that a table of the step has at the end of the migration. */
static const char *
name_at_end(const struct subject *subject, const char *name)
{
	const struct recorded_migration *migration = subject->migration;
	for (size_t i = 0; i < migration->step_count; i++) {
		const struct step *step = &migration->steps[i];
		if (step > subject->step && step->heading.kind == HEADING_RENAME_TABLE &&
		    name_compare(step->heading.name, name) == 0)
			name = step->heading.to;
	}
	return name;
}

void
rule_create_table_as(struct subject *subject)
{
	const struct heading *heading = &subject->step->heading;
	const char *name;
	if (heading->kind != HEADING_CREATE_TABLE || heading->is_temporary ||
	    heading->name == NULL || !selects(subject->step) || subject->migration->after == NULL)
		return;
	name = name_at_end(subject, heading->name);
	if (snapshot_find(subject->migration->after, name) != NULL)
		subject_tell_at(subject, heading->name_offset,
				"write CREATE TABLE (...), then INSERT INTO ... SELECT",
				"CREATE TABLE AS makes '%s' without keys, constraints, defaults "
				"and declared types",
				heading->name);
}

/* A table or column that is made and taken away by migrations that ship together. */
void
rule_same_release_contract(struct subject *subject)
{
	const struct step *step = subject->step;
	const struct heading *heading = &step->heading;
	const struct table *old, *first;
	if (heading->is_temporary || heading->name == NULL || subject->migration->before == NULL)
		return;
	old = subject_old_table(subject, heading->name);
	first = snapshot_find(subject->migration->before, heading->name);
	if (heading->kind == HEADING_DROP_TABLE && old == NULL && first != NULL)
		subject_tell_at(
			subject, heading->name_offset,
			"take both out, if no database has the first yet",
			"table '%s' is dropped by migrations that ship with the one that makes it",
			heading->name);
	else if (heading->kind == HEADING_DROP_COLUMN && old != NULL && first != NULL &&
		 table_find_column(old, heading->column) == NULL &&
		 table_find_column(first, heading->column) != NULL)
		subject_tell_at(subject, heading->column_offset,
				"take both out, if no database has the first yet",
				"column '%s.%s' is dropped by migrations that ship with the one "
				"that adds it",
				heading->name, heading->column);
}
