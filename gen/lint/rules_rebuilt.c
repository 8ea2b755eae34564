#include "lint/rules.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "lint/rebuild.h"
#include "lint/subject.h"
#include "schema/column_list.h"
#include "schema/record.h"
#include "schema/schema.h"
#include "schema/table.h"
#include "schema/written.h"
#include "sql/parse.h"
#include "sql/token.h"

static void
add(struct text *lost, const char *what)
{
	text_format(lost, "%s%s", lost->length > 0 ? ", " : "", what);
}

static void
find_lost_of_columns(struct text *lost, const struct rebuild *rebuild, struct arena *arena)
{
	for (size_t i = 0; i < rebuild->old->column_count; i++) {
		const struct column *old = &rebuild->old->columns[i];
		const struct column *new = table_find_column(rebuild->new, old->name);
		if (new == NULL)
			continue;
		if (old->is_not_null && !new->is_not_null)
			add(lost, arena_format(arena, "NOT NULL of '%s'", old->name));
		if (old->default_text != NULL && new->default_text == NULL)
			add(lost, arena_format(arena, "DEFAULT %s of '%s'", old->default_text,
					       old->name));
		if (name_compare(old->collation, "BINARY") != 0 &&
		    name_compare(old->collation, new->collation) != 0)
			add(lost,
			    arena_format(arena, "COLLATE %s of '%s'", old->collation, old->name));
	}
}

static bool
has_unique(const struct rebuild *rebuild, const struct column_list *list)
{
	const struct table *new = rebuild->new;
	if (column_list_matches(list, rebuild->old, &new->key, new))
		return true;
	for (size_t i = 0; i < new->index_count; i++)
		if (new->indexes[i].is_unique && !new->indexes[i].is_partial &&
		    column_list_matches(list, rebuild->old, &new->indexes[i].columns, new))
			return true;
	return false;
}

static bool
has_foreign_key(const struct table *table, const struct table *of, const struct foreign_key *key)
{
	for (size_t i = 0; i < table->foreign_key_count; i++)
		if (column_list_matches(&key->columns, of, &table->foreign_keys[i].columns, table))
			return true;
	return false;
}

static void
find_lost_keys(struct text *lost, const struct rebuild *rebuild, struct arena *arena)
{
	const struct table *old = rebuild->old;
	if (old->key.count > 0 && rebuild->new->key.count == 0 &&
	    column_list_is_in(&old->key, old, rebuild->new) && !has_unique(rebuild, &old->key))
		add(lost, arena_format(arena, "PRIMARY KEY (%s)",
				       column_list_names(&old->key, old, arena)));
	for (size_t i = 0; i < old->index_count; i++) {
		const struct index *index = &old->indexes[i];
		if (index->origin == INDEX_UNIQUE_CONSTRAINT &&
		    column_list_is_in(&index->columns, old, rebuild->new) &&
		    !has_unique(rebuild, &index->columns))
			add(lost, arena_format(arena, "UNIQUE (%s)",
					       column_list_names(&index->columns, old, arena)));
	}
	for (size_t i = 0; i < old->foreign_key_count; i++) {
		const struct foreign_key *key = &old->foreign_keys[i];
		if (column_list_is_in(&key->columns, old, rebuild->new) &&
		    !has_foreign_key(rebuild->new, old, key))
			add(lost, arena_format(arena, "the foreign key (%s)",
					       column_list_names(&key->columns, old, arena)));
	}
}

static bool
is_same_text(const struct parsed_check *a, const struct parsed_check *b)
{
	struct token_reader left, right;
	token_reader_init(&left, a->text, a->length);
	token_reader_init(&right, b->text, b->length);
	for (; left.token.kind != TOKEN_END; token_next(&left), token_next(&right))
		if (left.token.length != right.token.length ||
		    memcmp(left.token.text, right.token.text, left.token.length) != 0)
			return false;
	return right.token.kind == TOKEN_END;
}

static void
find_lost_checks(struct text *lost, const struct rebuild *rebuild, struct arena *arena)
{
	struct parsed_table old, new;
	if (!parse_create_table(&old, rebuild->old->sql, strlen(rebuild->old->sql), arena) ||
	    !parse_create_table(&new, rebuild->new->sql, strlen(rebuild->new->sql), arena))
		return;
	for (size_t i = 0; i < old.check_count; i++) {
		const struct parsed_check *check = &old.checks[i];
		bool is_kept = false;
		if (check->column != NULL && table_find_column(rebuild->new, check->column) == NULL)
			continue;
		for (size_t j = 0; j < new.check_count; j++)
			is_kept = is_kept || is_same_text(check, &new.checks[j]) ||
				  (check->column != NULL &&
				   new.checks[j].column !=
					   NULL &&name_compare(check->column,
							       new.checks[j].column) == 0);
		if (!is_kept)
			add(lost,
			    arena_format(arena, "CHECK (%s)",
					 sql_line(arena_copy(arena, check->text, check->length),
						  arena)));
	}
}

/* Does the rebuild do anything but take constraints away? Then what it loses may be a slip. */
static bool
has_other_purpose(const struct rebuild *rebuild)
{
	const struct table *old = rebuild->old, *new = rebuild->new;
	if (old->column_count != new->column_count)
		return true;
	for (size_t i = 0; i < old->column_count; i++) {
		const struct column *column = table_find_column(new, old->columns[i].name);
		if (column == NULL || name_compare(column->type, old->columns[i].type) != 0 ||
		    (column->is_not_null && !old->columns[i].is_not_null) ||
		    (column->default_text != NULL && old->columns[i].default_text == NULL))
			return true;
	}
	return (new->is_strict && !old->is_strict) ||
	       new->foreign_key_count > old->foreign_key_count;
}

void
rule_rebuild_lost_constraint(struct subject *subject)
{
	struct rebuilds rebuilds;
	rebuilds_find(&rebuilds, subject);
	for (size_t i = 0; i < rebuilds.count; i++) {
		const struct rebuild *rebuild = &rebuilds.items[i];
		struct text lost = { .data = NULL };
		find_lost_of_columns(&lost, rebuild, subject->arena);
		find_lost_keys(&lost, rebuild, subject->arena);
		find_lost_checks(&lost, rebuild, subject->arena);
		if (rebuild->old->is_strict && !rebuild->new->is_strict)
			add(&lost, "STRICT");
		if (lost.length > 0 && rebuild->create != NULL && has_other_purpose(rebuild))
			subject_tell_at(
				subject,
				rebuild->create->offset + rebuild->create->heading.name_offset,
				"write it again, unless it is to go",
				"the rebuilt '%s' has lost %s", rebuild->old->name, lost.data);
		text_finish(&lost);
	}
}

static const char *
affinity_name(enum affinity affinity)
{
	static const char *const names[] = {
		[AFFINITY_BLOB] = "BLOB",       [AFFINITY_TEXT] = "TEXT",
		[AFFINITY_NUMERIC] = "NUMERIC", [AFFINITY_INTEGER] = "INTEGER",
		[AFFINITY_REAL] = "REAL",
	};
	return names[affinity];
}

void
rule_change_type(struct subject *subject)
{
	struct rebuilds rebuilds;
	rebuilds_find(&rebuilds, subject);
	for (size_t i = 0; i < rebuilds.count; i++) {
		const struct rebuild *rebuild = &rebuilds.items[i];
		for (size_t j = 0; rebuild->create != NULL && j < rebuild->old->column_count; j++) {
			const struct column *old = &rebuild->old->columns[j];
			const struct column *new = table_find_column(rebuild->new, old->name);
			if (new == NULL || new->affinity == old->affinity)
				continue;
			subject_tell_at(subject,
					rebuild->create->offset +
						rebuild->create->heading.name_offset,
					arena_format(subject->arena,
						     "look at what is there: SELECT typeof(%s), "
						     "count(*) FROM %s "
						     "GROUP BY 1",
						     sql_name(old->name, subject->arena),
						     sql_name(rebuild->old->name, subject->arena)),
					"'%s.%s' had %s affinity and gets %s: values may change as "
					"they are "
					"copied, or stay what they were",
					rebuild->old->name, old->name, affinity_name(old->affinity),
					affinity_name(new->affinity));
		}
	}
}

/* "SELECT count(*) FROM child WHERE a IS NOT NULL AND a NOT IN (SELECT b FROM parent)" */
static const char *
orphan_query(const struct table *table, const struct foreign_key *key, struct arena *arena)
{
	const char *column = table->columns[key->columns.items[0]].name;
	if (key->columns.count > 1 || key->parent_columns[0] == NULL)
		return "look for rows without parent before";
	return arena_format(
		arena, "look before: SELECT count(*) FROM %s WHERE %s NOT IN (SELECT %s FROM %s)",
		sql_name(table->name, arena), sql_name(column, arena),
		sql_name(key->parent_columns[0], arena), sql_name(key->parent, arena));
}

void
rule_add_fk_existing(struct subject *subject)
{
	struct rebuilds rebuilds;
	rebuilds_find(&rebuilds, subject);
	for (size_t i = 0; i < rebuilds.count; i++) {
		const struct rebuild *rebuild = &rebuilds.items[i];
		for (size_t j = 0; rebuild->create != NULL && j < rebuild->new->foreign_key_count;
		     j++) {
			const struct foreign_key *key = &rebuild->new->foreign_keys[j];
			if (has_foreign_key(rebuild->old, rebuild->new, key) ||
			    !column_list_is_in(&key->columns, rebuild->new, rebuild->old))
				continue;
			subject_tell_at(
				subject,
				rebuild->create->offset + rebuild->create->heading.name_offset,
				orphan_query(rebuild->new, key, subject->arena),
				"'%s (%s)' becomes a foreign key to '%s' over rows that "
				"are there: one "
				"without parent fails the migration",
				rebuild->new->name,
				column_list_names(&key->columns, rebuild->new, subject->arena),
				key->parent);
		}
	}
}

void
rule_to_strict(struct subject *subject)
{
	struct rebuilds rebuilds;
	rebuilds_find(&rebuilds, subject);
	for (size_t i = 0; i < rebuilds.count; i++) {
		const struct rebuild *rebuild = &rebuilds.items[i];
		if (rebuild->create != NULL && rebuild->new->is_strict && !rebuild->old->is_strict)
			subject_tell_at(
				subject,
				rebuild->create->offset + rebuild->create->heading.name_offset,
				"look at typeof() of each column before, or CAST in the copy",
				"'%s' becomes STRICT over rows that are there: a value of another "
				"type "
				"fails the migration",
				rebuild->new->name);
	}
}
