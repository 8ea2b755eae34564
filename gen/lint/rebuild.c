#include "lint/rebuild.h"

#include "base/arena.h"
#include "lint/subject.h"
#include "schema/record.h"
#include "schema/schema.h"
#include "sql/token.h"

static bool
is_of(const char *name, const char *wanted)
{
	return name != NULL && name_compare(name, wanted) == 0;
}

/* The statement behind which there is no table of this name. */
static const struct step *
find_drop(const struct recorded_migration *migration, const char *name)
{
	for (size_t i = 0; i < migration->step_count; i++) {
		const struct step *step = &migration->steps[i];
		enum heading_kind kind = step->heading.kind;
		if ((kind == HEADING_DROP_TABLE || kind == HEADING_RENAME_TABLE) &&
		    is_of(step->heading.name, name) && step->after != NULL &&
		    snapshot_find(step->before, name) != NULL &&
		    snapshot_find(step->after, name) == NULL)
			return step;
	}
	return NULL;
}

/* From the end back: what became this name, and where that was made. */
static const struct step *
find_create(const struct recorded_migration *migration, const char *name)
{
	for (size_t i = migration->step_count; i > 0; i--) {
		const struct step *step = &migration->steps[i - 1];
		if (step->heading.kind == HEADING_RENAME_TABLE && is_of(step->heading.to, name))
			name = step->heading.name;
		else if (step->heading.kind == HEADING_CREATE_TABLE &&
			 is_of(step->heading.name, name) && !step->heading.is_temporary)
			return step;
	}
	return NULL;
}

/*
 * Is something of the old table put elsewhere? Else the new one only has its name. What a SELECT *
 * is of SQLite does not always ask for, so that it is the text that tells.
 */
static bool
is_copied(const struct recorded_migration *migration, const struct step *drop, struct arena *arena)
{
	const char *renamed = drop->heading.kind == HEADING_RENAME_TABLE ? drop->heading.to : NULL;
	for (size_t i = 0; i < migration->step_count; i++) {
		const struct step *step = &migration->steps[i];
		enum heading_kind kind = step->heading.kind;
		const char *name = step > drop ? renamed : drop->heading.name;
		if ((kind == HEADING_INSERT || kind == HEADING_WITH ||
		     kind == HEADING_CREATE_TABLE) &&
		    name != NULL && name_is_in(step->text, step->length, name, arena) &&
		    !is_of(step->heading.name, name))
			return true;
	}
	return false;
}

void
rebuilds_find(struct rebuilds *rebuilds, const struct subject *subject)
{
	const struct recorded_migration *migration = subject->migration;
	struct rebuilds found = { .items = NULL };
	for (size_t i = 0; migration->after != NULL && i < migration->before->count; i++) {
		const struct table *old = migration->before->tables[i];
		const struct table *new = snapshot_find(migration->after, old->name);
		const struct step *drop;
		if (new == NULL || new == old || old->kind != TABLE_ORDINARY ||
		    new->kind != TABLE_ORDINARY || subject_old_table(subject, old->name) == NULL)
			continue;
		drop = find_drop(migration, old->name);
		if (drop == NULL || !is_copied(migration, drop, subject->arena))
			continue;
		found.items =
			arena_grow(subject->arena, found.items, found.count, sizeof *found.items);
		found.items[found.count++] =
			(struct rebuild){ old, new, drop, find_create(migration, old->name) };
	}
	*rebuilds = found;
}

const struct foreign_key *
rebuild_cascade(const struct table **child, const struct rebuild *rebuild,
		const struct subject *subject)
{
	const struct snapshot *before = subject->migration->before;
	for (size_t i = 0; i < before->count; i++) {
		const struct table *table = before->tables[i];
		for (size_t j = 0; j < table->foreign_key_count; j++) {
			const struct foreign_key *key = &table->foreign_keys[j];
			if (name_compare(key->parent, rebuild->old->name) != 0 ||
			    name_compare(table->name, rebuild->old->name) == 0 ||
			    name_compare(key->on_delete, "NO ACTION") == 0 ||
			    name_compare(key->on_delete, "RESTRICT") == 0)
				continue;
			*child = table;
			return key;
		}
	}
	return NULL;
}
