#include "lint/rules.h"

#include <string.h>

#include "base/arena.h"
#include "lint/lint.h"
#include "lint/subject.h"
#include "schema/column_list.h"
#include "schema/schema.h"
#include "schema/table.h"
#include "schema/written.h"
#include "sql/token.h"

static bool
is_ordinary(const struct subject *subject)
{
	return subject->table->kind == TABLE_ORDINARY;
}

static bool
has_unique_key(const struct table *table)
{
	for (size_t i = 0; i < table->index_count; i++)
		if (table->indexes[i].is_unique && !table->indexes[i].is_partial)
			return true;
	return false;
}

void
rule_no_primary_key(struct subject *subject)
{
	const struct table *table = subject->table;
	if (is_ordinary(subject) && table->key.count == 0 && !has_unique_key(table))
		subject_tell(
			subject, table->place, "declare one, as 'id INTEGER PRIMARY KEY'",
			"table '%s' has no primary key and no unique one: a row cannot be named",
			table->name);
}

void
rule_nullable_pk(struct subject *subject)
{
	const struct table *table = subject->table;
	if (!is_ordinary(subject))
		return;
	for (size_t i = 0; i < table->key.count; i++) {
		const struct column *column = &table->columns[table->key.items[i]];
		if (!column->is_not_null)
			subject_tell(
				subject, column->place, "add NOT NULL",
				"'%s.%s' is in the primary key and takes NULL, any number of times",
				table->name, column->name);
	}
}

/* INT, BIGINT, UNSIGNED INTEGER, or INTEGER with DESC. */
void
rule_int_pk_not_rowid(struct subject *subject)
{
	const struct table *table = subject->table;
	const struct column *column;
	if (!is_ordinary(subject) || table->is_without_rowid || table->key.count != 1 ||
	    table->rowid_alias != NULL)
		return;
	column = &table->columns[table->key.items[0]];
	if (column->affinity != AFFINITY_INTEGER)
		return;
	subject_tell(subject, column->place,
		     name_compare(column->type, "INTEGER") == 0 ? "take out DESC"
								: "write INTEGER PRIMARY KEY",
		     "'%s.%s' is an integer key, but not the rowid: SQLite chooses no number for "
		     "it, and "
		     "keeps a second b-tree",
		     table->name, column->name);
}

/* Do the first columns of the index, in any order, include all of these? */
static bool
index_begins_with(const struct index *index, const struct column_list *list)
{
	size_t found = 0;
	if (index->is_partial || index->columns.count < list->count)
		return false;
	for (size_t i = 0; i < list->count; i++)
		for (size_t j = 0; j < list->count; j++)
			if (index->columns.items[j] == list->items[i]) {
				found++;
				break;
			}
	return found == list->count;
}

static bool
is_indexed(const struct table *table, const struct column_list *list)
{
	if (list->count == 1 && table->rowid_alias == &table->columns[list->items[0]])
		return true;
	for (size_t i = 0; i < table->index_count; i++)
		if (index_begins_with(&table->indexes[i], list))
			return true;
	return false;
}

/* Without rowid the table itself is the index of its key. */
static bool
is_key_prefix(const struct table *table, const struct column_list *list)
{
	if (!table->is_without_rowid || table->key.count < list->count)
		return false;
	for (size_t i = 0; i < list->count; i++)
		if (table->key.items[i] != list->items[i])
			return false;
	return true;
}

void
rule_fk_without_index(struct subject *subject)
{
	const struct table *table = subject->table;
	if (!is_ordinary(subject))
		return;
	for (size_t i = 0; i < table->foreign_key_count; i++) {
		const struct foreign_key *key = &table->foreign_keys[i];
		const char *columns, *name;
		if (key->is_dangling || is_indexed(table, &key->columns) ||
		    is_key_prefix(table, &key->columns))
			continue;
		columns = column_list_names(&key->columns, table, subject->arena);
		name = arena_format(subject->arena, "%s_%s", table->name,
				    table->columns[key->columns.items[0]].name);
		subject_tell(subject, key->place,
			     arena_format(subject->arena, "CREATE INDEX %s ON %s (%s)",
					  sql_name(name, subject->arena),
					  sql_name(table->name, subject->arena),
					  column_list_sql(&key->columns, table, subject->arena)),
			     "no index begins with the foreign key '%s (%s)': each DELETE of a row "
			     "of '%s' "
			     "reads all of '%s'",
			     table->name, columns, key->parent, table->name);
	}
}

/* INTEGER and INT are alike. */
void
rule_fk_type_mismatch(struct subject *subject)
{
	const struct table *table = subject->table;
	if (!is_ordinary(subject))
		return;
	for (size_t i = 0; i < table->foreign_key_count; i++) {
		const struct foreign_key *key = &table->foreign_keys[i];
		const struct table *parent = table_find(subject->lint->schema, key->parent);
		for (size_t j = 0; parent != NULL && j < key->columns.count; j++) {
			const struct column *child = &table->columns[key->columns.items[j]];
			const struct column *referred =
				key->parent_columns[j] == NULL
					? NULL
					: table_find_column(parent, key->parent_columns[j]);
			if (referred == NULL || referred->affinity == child->affinity)
				continue;
			subject_tell(subject, child->place, "declare both with the same type",
				     "'%s.%s' is %s and references '%s.%s', which is %s",
				     table->name, child->name,
				     child->type[0] == '\0' ? "without type" : child->type,
				     parent->name, referred->name,
				     referred->type[0] == '\0' ? "without type" : referred->type);
		}
	}
}

/* Does b do all that a does? */
static bool
is_covered(const struct index *a, const struct index *b)
{
	if (a->is_partial || b->is_partial || a->has_expression || b->has_expression ||
	    a->columns.count > b->columns.count ||
	    (a->is_unique && (!b->is_unique || a->columns.count < b->columns.count)))
		return false;
	for (size_t i = 0; i < a->columns.count; i++)
		if (a->columns.items[i] != b->columns.items[i] ||
		    name_compare(a->collations[i], b->collations[i]) != 0)
			return false;
	return true;
}

static bool
has_direction(const struct index *index)
{
	return index->sql != NULL && keyword_is_in(index->sql, strlen(index->sql), "DESC");
}

/* An index that goes the other way may serve another ORDER BY; a single column is read both ways.
 */
static bool
goes_other_way(const struct index *index, const struct index *other)
{
	return has_direction(index) || (index->columns.count > 1 && has_direction(other));
}

static void
tell_duplicate(const struct subject *subject, const struct index *index, const struct index *other)
{
	bool is_index = other->origin == INDEX_CREATED;
	bool is_as_long = index->columns.count == other->columns.count;
	subject_tell(subject, index->place, "drop it",
		     "index '%s' finds nothing that %s '%s' does not: it is %s it", index->name,
		     is_index ? "index" : "a key of", is_index ? other->name : subject->table->name,
		     is_as_long ? "the same as" : "the beginning of");
}

void
rule_duplicate_index(struct subject *subject)
{
	const struct table *table = subject->table;
	for (size_t i = 0; i < table->index_count; i++) {
		const struct index *index = &table->indexes[i];
		if (index->origin != INDEX_CREATED)
			continue;
		for (size_t j = 0; j < table->index_count; j++) {
			const struct index *other = &table->indexes[j];
			bool are_alike = is_covered(index, other) && is_covered(other, index);
			if (i == j || !is_covered(index, other) || goes_other_way(index, other) ||
			    (are_alike && other->origin == INDEX_CREATED && i < j))
				continue;
			tell_duplicate(subject, index, other);
			break;
		}
	}
}

void
rule_wide_index(struct subject *subject)
{
	enum { COLUMNS_MAX = 4 };
	const struct table *table = subject->table;
	for (size_t i = 0; i < table->index_count; i++) {
		const struct index *index = &table->indexes[i];
		if (index->origin == INDEX_CREATED && !index->is_unique &&
		    index->columns.count > COLUMNS_MAX)
			subject_tell(
				subject, index->place,
				"keep the columns that find rows, unless it is to cover a query",
				"index '%s' has %zu columns, which each write of '%s' pays for",
				index->name, index->columns.count, table->name);
	}
}

void
rule_autoincrement_unneeded(struct subject *subject)
{
	const struct table *table = subject->table;
	struct token_reader reader;
	if (!is_ordinary(subject) || table->sql == NULL || table->rowid_alias == NULL)
		return;
	token_reader_init(&reader, table->sql, strlen(table->sql));
	if (token_pass_to(&reader, "AUTOINCREMENT"))
		subject_tell(subject, table->rowid_alias->place,
			     "take it out, unless the id of a deleted row must never come back",
			     "AUTOINCREMENT of '%s.%s' costs a second write for each INSERT",
			     table->name, table->rowid_alias->name);
}
