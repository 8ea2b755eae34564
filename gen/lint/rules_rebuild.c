#include "lint/rules.h"

#include <string.h>

#include <sqlite3.h>

#include "base/arena.h"
#include "lint/lint.h"
#include "lint/rebuild.h"
#include "lint/subject.h"
#include "schema/column_list.h"
#include "schema/record.h"
#include "schema/schema.h"
#include "schema/table.h"
#include "schema/written.h"
#include "sql/token.h"

static bool
is_like(const struct index *a, const struct table *old, const struct index *b,
	const struct table *new)
{
	return name_compare(a->name, b->name) == 0 ||
	       (!a->is_partial && !b->is_partial && !a->has_expression && !b->has_expression &&
		a->is_unique == b->is_unique &&
		column_list_matches(&a->columns, old, &b->columns, new));
}

static bool
is_kept(const struct index *index, const struct rebuild *rebuild)
{
	for (size_t i = 0; i < rebuild->new->index_count; i++)
		if (is_like(index, rebuild->old, &rebuild->new->indexes[i], rebuild->new))
			return true;
	return false;
}

void
rule_rebuild_lost_index(struct subject *subject)
{
	struct rebuilds rebuilds;
	rebuilds_find(&rebuilds, subject);
	for (size_t i = 0; i < rebuilds.count; i++) {
		const struct rebuild *rebuild = &rebuilds.items[i];
		for (size_t j = 0; j < rebuild->old->index_count; j++) {
			const struct index *index = &rebuild->old->indexes[j];
			if (index->origin != INDEX_CREATED || is_kept(index, rebuild) ||
			    !column_list_is_in(&index->columns, rebuild->old, rebuild->new))
				continue;
			subject_tell_at(
				subject, rebuild->drop->offset,
				arena_format(subject->arena, "make it again: %s",
					     sql_line(index->sql, subject->arena)),
				"index '%s' goes with the old table '%s', and nothing takes its "
				"place",
				index->name, rebuild->old->name);
		}
	}
}

/* Goes to what stands behind a trigger's name; FOR EACH ROW says nothing, and is passed over. */
static void
next_of_trigger(struct token_reader *reader)
{
	token_next(reader);
	if (token_accept(reader, "FOR")) {
		token_next(reader);
		token_next(reader);
	}
}

static bool
is_same_token(const struct token *a, const struct token *b, struct arena *arena)
{
	bool are_names = token_is_name(a) && token_is_name(b);
	const char *left = token_name(a, arena), *right = token_name(b, arena);
	return are_names ? name_compare(left, right) == 0
			 : a->kind == b->kind && strcmp(left, right) == 0;
}

static void
start_at_name(struct token_reader *reader, const char *sql, struct arena *arena)
{
	struct heading heading;
	heading_read(&heading, sql, strlen(sql), arena);
	token_reader_init(reader, sql + heading.name_offset, strlen(sql + heading.name_offset));
}

/* Do they do the same under two names? */
static bool
is_same_trigger(const struct trigger *a, const struct trigger *b, struct arena *arena)
{
	struct token_reader left, right;
	start_at_name(&left, a->sql, arena);
	start_at_name(&right, b->sql, arena);
	do {
		next_of_trigger(&left);
		next_of_trigger(&right);
		if (!is_same_token(&left.token, &right.token, arena))
			return false;
	} while (left.token.kind != TOKEN_END);
	return true;
}

static bool
is_made_again(const struct trigger *trigger, const struct rebuild *rebuild,
	      const struct subject *subject)
{
	if (snapshot_find_trigger(subject->migration->after, trigger->name) != NULL)
		return true;
	for (size_t i = 0; i < rebuild->new->trigger_count; i++)
		if (is_same_trigger(trigger, &rebuild->new->triggers[i], subject->arena))
			return true;
	return false;
}

void
rule_rebuild_lost_trigger(struct subject *subject)
{
	struct rebuilds rebuilds;
	rebuilds_find(&rebuilds, subject);
	for (size_t i = 0; i < rebuilds.count; i++) {
		const struct rebuild *rebuild = &rebuilds.items[i];
		for (size_t j = 0; j < rebuild->old->trigger_count; j++) {
			const struct trigger *trigger = &rebuild->old->triggers[j];
			if (!is_made_again(trigger, rebuild, subject))
				subject_tell_at(
					subject, rebuild->drop->offset, "make it again",
					"trigger '%s' goes with the old table '%s', and is not "
					"made again",
					trigger->name, rebuild->old->name);
		}
	}
}

/* The statement of the migration that drops a view. */
static const struct step *
find_view_drop(const struct subject *subject, const char *name)
{
	for (size_t i = 0; i < subject->migration->step_count; i++) {
		const struct step *step = &subject->migration->steps[i];
		if (step->heading.kind == HEADING_DROP_VIEW && step->heading.name != NULL &&
		    name_compare(step->heading.name, name) == 0)
			return step;
	}
	return NULL;
}

void
rule_rebuild_lost_view(struct subject *subject)
{
	const struct snapshot *before = subject->migration->before;
	struct rebuilds rebuilds;
	rebuilds_find(&rebuilds, subject);
	for (size_t i = 0; rebuilds.count > 0 && i < before->count; i++) {
		const struct table *view = before->tables[i];
		const struct step *drop;
		if (view->kind != TABLE_VIEW || view->sql == NULL ||
		    snapshot_find(subject->migration->after, view->name) != NULL)
			continue;
		drop = find_view_drop(subject, view->name);
		for (size_t j = 0; drop != NULL && j < rebuilds.count; j++)
			if (name_is_in(view->sql, strlen(view->sql), rebuilds.items[j].old->name,
				       subject->arena)) {
				subject_tell_at(
					subject, drop->offset, "make it again at the end",
					"view '%s' makes way for the rebuilt table '%s', and is "
					"not made again",
					view->name, rebuilds.items[j].old->name);
				break;
			}
	}
}

static bool
writes_sequence(const struct recorded_migration *migration)
{
	for (size_t i = 0; i < migration->step_count; i++) {
		const struct heading *heading = &migration->steps[i].heading;
		if (heading->name != NULL && name_compare(heading->name, "sqlite_sequence") == 0)
			return true;
	}
	return false;
}

void
rule_rebuild_autoincrement_reset(struct subject *subject)
{
	struct rebuilds rebuilds;
	rebuilds_find(&rebuilds, subject);
	for (size_t i = 0; i < rebuilds.count; i++) {
		const struct rebuild *rebuild = &rebuilds.items[i];
		const char *name = rebuild->old->name;
		if (!keyword_is_in(rebuild->old->sql, strlen(rebuild->old->sql), "AUTOINCREMENT") ||
		    !keyword_is_in(rebuild->new->sql, strlen(rebuild->new->sql), "AUTOINCREMENT") ||
		    writes_sequence(subject->migration))
			continue;
		subject_tell_at(
			subject, rebuild->drop->offset,
			arena_format(
				subject->arena,
				"before it: UPDATE sqlite_sequence SET seq = (SELECT seq FROM "
				"sqlite_sequence WHERE name = '%s') WHERE name = the new table's",
				name),
			"the rebuilt '%s' counts on from its highest id: those of rows deleted "
			"behind it come again",
			name);
	}
}

/* A full-text table with content = 'name' keeps rowids of it: https://sqlite.org/fts5.html */
static const struct table *
find_index_of_rowids(const struct snapshot *snapshot, const char *name, struct arena *arena)
{
	for (size_t i = 0; i < snapshot->count; i++) {
		const struct table *table = snapshot->tables[i];
		struct token_reader reader;
		if (table->kind != TABLE_VIRTUAL || table->sql == NULL)
			continue;
		token_reader_init(&reader, table->sql, strlen(table->sql));
		while (token_pass_to(&reader, "CONTENT")) { /* which may be a column's name, too */
			token_next(&reader);
			if (token_accept_operator(&reader, "=") && reader.token.kind != TOKEN_END &&
			    name_compare(token_name(&reader.token, arena), name) == 0)
				return table;
		}
	}
	return NULL;
}

/* Are the rowids copied, or is the index filled again, or made anew? */
static bool
minds_rowids(const struct recorded_migration *migration, const struct table *search,
	     struct arena *arena)
{
	static const char *const names[] = { "rowid", "_rowid_", "oid" };
	if (snapshot_find(migration->after, search->name) != search)
		return true;
	for (size_t i = 0; i < migration->step_count; i++) {
		const struct step *step = &migration->steps[i];
		if (step->heading.kind != HEADING_INSERT && step->heading.kind != HEADING_WITH)
			continue;
		if (step->heading.name != NULL &&
		    name_compare(step->heading.name, search->name) == 0)
			return true;
		for (size_t j = 0; j < sizeof names / sizeof *names; j++)
			if (name_is_in(step->text, step->length, names[j], arena))
				return true;
	}
	return false;
}

void
rule_rebuild_rowid_renumber(struct subject *subject)
{
	struct rebuilds rebuilds;
	rebuilds_find(&rebuilds, subject);
	for (size_t i = 0; i < rebuilds.count; i++) {
		const struct rebuild *rebuild = &rebuilds.items[i];
		const struct table *search;
		if (rebuild->old->rowid_alias != NULL || rebuild->old->is_without_rowid)
			continue;
		search = find_index_of_rowids(subject->migration->before, rebuild->old->name,
					      subject->arena);
		if (search != NULL && !minds_rowids(subject->migration, search, subject->arena))
			subject_tell_at(subject, rebuild->drop->offset,
					"copy rowid, too, or rebuild the index",
					"the rows of the rebuilt '%s' get new rowids, and '%s' has "
					"the old ones",
					rebuild->old->name, search->name);
	}
}

void
rule_rebuild_cascade_loss(struct subject *subject)
{
	struct rebuilds rebuilds;
	rebuilds_find(&rebuilds, subject);
	for (size_t i = 0; i < rebuilds.count; i++) {
		const struct table *child;
		const struct foreign_key *key =
			rebuild_cascade(&child, &rebuilds.items[i], subject);
		if (key != NULL && rebuilds.items[i].drop->heading.kind == HEADING_DROP_TABLE)
			subject_tell_at(subject, rebuilds.items[i].drop->offset,
					"do not run it by a tool that leaves foreign keys on",
					"with foreign keys on this would do ON DELETE %s to the "
					"rows of '%s'; "
					"the runner switches them off",
					key->on_delete, child->name);
	}
}

void
rule_defer_fk_no_cascade_guard(struct subject *subject)
{
	const struct heading *heading = &subject->step->heading;
	struct rebuilds rebuilds;
	const struct table *child;
	if (heading->kind != HEADING_PRAGMA || heading->name == NULL || heading->value == NULL ||
	    name_compare(heading->name, "defer_foreign_keys") != 0)
		return;
	rebuilds_find(&rebuilds, subject);
	for (size_t i = 0; i < rebuilds.count; i++) {
		const struct foreign_key *key =
			rebuild_cascade(&child, &rebuilds.items[i], subject);
		if (key == NULL)
			continue;
		subject_tell_at(subject, 0, "take it out: the runner switches foreign keys off",
				"defer_foreign_keys does not keep DROP TABLE %s from ON DELETE %s "
				"to the rows "
				"of '%s'",
				rebuilds.items[i].old->name, key->on_delete, child->name);
		return;
	}
}

/* A table whose foreign key asks at the end for the name that the old one got. */
static const struct table *
find_follower(const struct snapshot *after, const char *name)
{
	for (size_t i = 0; i < after->count; i++)
		for (size_t j = 0; j < after->tables[i]->foreign_key_count; j++)
			if (name_compare(after->tables[i]->foreign_keys[j].parent, name) == 0 &&
			    name_compare(after->tables[i]->name, name) != 0)
				return after->tables[i];
	return NULL;
}

void
rule_rebuild_wrong_order(struct subject *subject)
{
	struct rebuilds rebuilds;
	rebuilds_find(&rebuilds, subject);
	for (size_t i = 0; i < rebuilds.count; i++) {
		const struct rebuild *rebuild = &rebuilds.items[i];
		const struct table *follower;
		if (rebuild->drop->heading.kind != HEADING_RENAME_TABLE)
			continue;
		follower = find_follower(subject->migration->after, rebuild->drop->heading.to);
		if (follower != NULL)
			subject_tell_at(
				subject, rebuild->drop->offset,
				"make the new table under another name, copy, drop the old one, "
				"and "
				"rename the new one",
				"the foreign key of '%s' follows the old '%s' to the name '%s'",
				follower->name, rebuild->old->name, rebuild->drop->heading.to);
	}
}

/* Of the table of the same name, with something before or behind it. */
static bool
is_left_over(const struct subject *subject, const char *name, const char **of)
{
	static const char *const marks[] = { "new_",  "_new_",   "__new_", "old_", "_old_",
					     "tmp_",  "temp_",   "_new",   "_old", "_tmp",
					     "_temp", "_backup", "_bak" };
	size_t length = strlen(name);
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		size_t mark = strlen(marks[i]);
		bool is_before = marks[i][mark - 1] == '_';
		const char *rest = is_before ? name + mark
					     : arena_copy(subject->arena, name,
							  length > mark ? length - mark : 0);
		if (length <= mark || sqlite3_strnicmp(is_before ? name : name + length - mark,
						       marks[i], (int)mark) != 0)
			continue;
		*of = rest;
		if (table_find(subject->lint->schema, rest) != NULL)
			return true;
	}
	return false;
}

void
rule_rebuild_leftover(struct subject *subject)
{
	const char *of;
	if (subject->table->kind == TABLE_ORDINARY &&
	    is_left_over(subject, subject->table->name, &of))
		subject_tell(subject, subject->table->place, "drop it",
			     "table '%s' looks as if a rebuild of '%s' had left it",
			     subject->table->name, of);
}

/* The one table that all columns are read from; NULL. */
static const char *
star_of(const struct statement *statement)
{
	const struct select *select;
	const struct select_arm *arm;
	if (statement == NULL || statement->kind != STATEMENT_INSERT ||
	    statement->insert.select == NULL || statement->insert.columns.count > 0)
		return NULL;
	select = statement->insert.select;
	arm = &select->arms[0];
	if (select->arm_count != 1 || arm->is_values || arm->result.count != 1 ||
	    arm->result.items[0].kind == RESULT_EXPRESSION || arm->from.count != 1 ||
	    arm->from.items[0].kind != SOURCE_TABLE)
		return NULL;
	return arm->from.items[0].table.table.text;
}

static bool
has_same_columns(const struct table *a, const struct table *b)
{
	if (a->column_count != b->column_count)
		return false;
	for (size_t i = 0; i < a->column_count; i++)
		if (name_compare(a->columns[i].name, b->columns[i].name) != 0)
			return false;
	return true;
}

void
rule_rebuild_select_star(struct subject *subject)
{
	const char *from = star_of(subject->statement);
	const struct table *source, *target;
	if (from == NULL)
		return;
	source = snapshot_find(subject->step->before, from);
	target = snapshot_find(subject->step->before,
			       subject->statement->insert.target.table.table.text);
	if (source == NULL || target == NULL || source->kind != TABLE_ORDINARY ||
	    target->kind != TABLE_ORDINARY || has_same_columns(source, target))
		return;
	subject_tell_at(
		subject, 0, "name the columns on both sides",
		"SELECT * copies '%s' into '%s' by position, and their columns are not the same",
		source->name, target->name);
}
