#include "compat/demand.h"

#include <stdbool.h>
#include <string.h>

#include <sqlite3.h>

#include "base/arena.h"
#include "schema/column_list.h"
#include "schema/probe.h"
#include "schema/schema.h"
#include "schema/table.h"
#include "sql/token.h"

/* What is being compared. */
struct comparison {
	struct demands *demands;
	const struct table *before, *after;
	size_t version;
	struct arena *arena;
};

static void
add(const struct comparison *comparison, const struct column *column, struct place place,
    const char *message)
{
	struct demands *demands = comparison->demands;

	demands->items = arena_grow(comparison->arena, demands->items, demands->count,
				    sizeof *demands->items);
	demands->items[demands->count++] = (struct demand){
		.version = comparison->version,
		.table = arena_string(comparison->arena, comparison->after->name),
		.column = column ? arena_string(comparison->arena, column->name) : NULL,
		.message = message,
		.place = place.path ? place : comparison->after->place,
	};
}

/* A CHECK that only says which values a column may have is told of as those. */
static bool
is_of_values(const struct comparison *comparison, const struct constraint *constraint)
{
	return constraint->kind == CONSTRAINT_CHECK && constraint->columns.count == 1 &&
	       comparison->after->columns[constraint->columns.items[0]].allowed_count > 0;
}

/* What it is about; NULL: more than one. */
static const struct column *
only_column(const struct table *table, const struct column_list *list)
{
	return list->count == 1 ? &table->columns[list->items[0]] : NULL;
}

static void
compare_constraints(const struct comparison *comparison)
{
	static const char *const words[] = {
		[CONSTRAINT_NOT_NULL] = NULL, /* the check at open asks for it */
		[CONSTRAINT_TYPE] = "type, of a STRICT table",
		[CONSTRAINT_CHECK] = "CHECK",
		[CONSTRAINT_PRIMARY_KEY] = NULL,
		[CONSTRAINT_UNIQUE] = "UNIQUE",
	};

	for (size_t i = 0; i < comparison->after->constraint_count; i++) {
		const struct constraint *constraint = &comparison->after->constraints[i];

		if (words[constraint->kind] && !is_of_values(comparison, constraint) &&
		    !table_has_constraint(comparison->before, constraint))
			add(comparison, only_column(comparison->after, &constraint->columns),
			    constraint->place,
			    arena_format(comparison->arena,
					 "table '%s' has a new %s (%s): rows that it writes may be "
					 "refused",
					 comparison->after->name, words[constraint->kind],
					 constraint->text));
	}
}

static void
compare_foreign_keys(const struct comparison *comparison)
{
	const struct table *before = comparison->before, *after = comparison->after;

	for (size_t i = 0; i < after->foreign_key_count; i++) {
		const struct foreign_key *key = &after->foreign_keys[i];
		bool is_known = false;

		for (size_t j = 0; j < before->foreign_key_count; j++)
			is_known =
				is_known ||
				(name_compare(before->foreign_keys[j].parent, key->parent) == 0 &&
				 column_list_matches(&before->foreign_keys[j].columns, before,
						     &key->columns, after));
		if (!is_known)
			add(comparison, only_column(after, &key->columns), key->place,
			    arena_format(comparison->arena,
					 "table '%s' has a new foreign key to '%s': rows that it "
					 "writes may be refused",
					 after->name, key->parent));
	}
}

static void
compare_triggers(const struct comparison *comparison)
{
	static const char *const events[] = { "insert into", "update of", "delete from" };

	for (size_t i = 0; i < comparison->after->trigger_count; i++) {
		const struct trigger *trigger = &comparison->after->triggers[i];
		bool is_known = false;

		for (size_t j = 0; j < comparison->before->trigger_count; j++)
			is_known = is_known ||
				   strcmp(comparison->before->triggers[j].sql, trigger->sql) == 0;
		if (!is_known)
			add(comparison, NULL, trigger->place,
			    arena_format(comparison->arena,
					 "the new trigger '%s' runs on its every %s '%s'",
					 trigger->name, events[trigger->event],
					 comparison->after->name));
	}
}

static bool
has_value(const struct column *column, const struct stored_value *value)
{
	for (size_t i = 0; i < column->allowed_count; i++)
		if (stored_value_equals(&column->allowed[i], value))
			return true;
	return false;
}

static const char *
value_text(const struct stored_value *value, struct arena *arena)
{
	return value->type == SQLITE_INTEGER
		       ? arena_format(arena, "%lld", (long long)value->integer)
		       : arena_format(arena, "'%s'", value->data);
}

/* The first value that one allows and the other does not; NULL: there is none. */
static const struct stored_value *
first_other(const struct column *column, const struct column *other)
{
	for (size_t i = 0; i < column->allowed_count; i++)
		if (!has_value(other, &column->allowed[i]))
			return &column->allowed[i];
	return NULL;
}

static void
compare_values(const struct comparison *comparison, const struct column *before,
	       const struct column *after)
{
	const struct stored_value *added = first_other(after, before),
				  *removed = first_other(before, after);
	struct arena *arena = comparison->arena;

	if (before->allowed_count > 0 && after->allowed_count == 0)
		add(comparison, after, after->place,
		    arena_format(arena,
				 "column '%s.%s' may be any value by now, and others than before "
				 "are errors to it",
				 comparison->after->name, after->name));
	else if (before->allowed_count > 0 && added)
		add(comparison, after, after->place,
		    arena_format(arena, "column '%s.%s' may be %s by now, which is an error to it",
				 comparison->after->name, after->name, value_text(added, arena)));
	if (after->allowed_count > 0 && (removed || before->allowed_count == 0))
		add(comparison, after, after->place,
		    arena_format(arena,
				 "column '%s.%s' allows fewer values: rows that it writes may be "
				 "refused",
				 comparison->after->name, after->name));
}

void
demands_find(struct demands *demands, const struct schema *before, const struct schema *after,
	     size_t version, struct arena *arena)
{
	for (size_t i = 0; i < after->table_count; i++) {
		struct comparison comparison = {
			.demands = demands,
			.before = table_find(before, after->tables[i].name),
			.after = &after->tables[i],
			.version = version,
			.arena = arena,
		};

		if (!comparison.before || after->tables[i].kind != TABLE_ORDINARY)
			continue;
		compare_constraints(&comparison);
		compare_foreign_keys(&comparison);
		compare_triggers(&comparison);
		for (size_t j = 0; j < after->tables[i].column_count; j++) {
			const struct column *column = &after->tables[i].columns[j];
			const struct column *other =
				table_find_column(comparison.before, column->name);

			if (other)
				compare_values(&comparison, other, column);
		}
	}
}
