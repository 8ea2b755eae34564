#include "schema/allowed.h"

#include <limits.h>
#include <string.h>

#include "base/arena.h"
#include "schema/probe.h"
#include "schema/schema.h"
#include "schema/table.h"
#include "sql/parse.h"
#include "sql/token.h"

/* The values of one CHECK, or of several after each other. */
struct value_set {
	struct stored_value *items;
	size_t count;
};

static bool
set_contains(const struct value_set *set, const struct stored_value *value)
{
	for (size_t i = 0; i < set->count; i++)
		if (stored_value_equals(&set->items[i], value))
			return true;
	return false;
}

/* False if SQLite cannot say what it stores for one of them. */
static bool
store_literals(struct value_set *set, const struct parsed_literal *literals, size_t count,
	       enum affinity affinity, struct probe *probe, struct arena *arena)
{
	set->items = arena_alloc(arena, (count + 1) * sizeof *set->items);
	set->count = 0;
	for (size_t i = 0; i < count; i++) {
		struct stored_value value;
		if (!probe_default(&value, probe, affinity, literals[i].text, literals[i].length,
				   arena))
			return false;
		if (!set_contains(set, &value))
			set->items[set->count++] = value;
	}
	return true;
}

static void
intersect(struct value_set *set, const struct value_set *other)
{
	size_t kept = 0;
	for (size_t i = 0; i < set->count; i++)
		if (set_contains(other, &set->items[i]))
			set->items[kept++] = set->items[i];
	set->count = kept;
}

/*
 * Is each value a text, or each an integer that fits int? Where affinity changes nothing 1.0 passes
 * x IN (1) and is stored as a REAL, so that integers say nothing there.
 */
static bool
is_enum(const struct value_set *set, enum affinity affinity)
{
	int type = set->count > 0 ? set->items[0].type : 0;
	if (type != SQLITE_TEXT && (type != SQLITE_INTEGER || affinity == AFFINITY_BLOB))
		return false;
	for (size_t i = 0; i < set->count; i++) {
		const struct stored_value *value = &set->items[i];
		if (value->type != type)
			return false;
		if (type == SQLITE_INTEGER &&
		    (value->integer < INT_MIN || value->integer > INT_MAX))
			return false;
	}
	return true;
}

static void
restrict_column(struct value_set *set, bool *is_restricted, const struct value_set *values)
{
	if (*is_restricted)
		intersect(set, values);
	else
		*set = *values;
	*is_restricted = true;
}

/* What is parsed goes to scratch, what is kept to arena. */
static void
restrict_columns(struct table *table, const struct parsed_table *parsed, struct probe *probe,
		 struct arena *scratch, struct arena *arena)
{
	size_t columns = table->column_count + 1;
	struct value_set *sets = arena_alloc(scratch, columns * sizeof *sets);
	bool *is_restricted = arena_alloc(scratch, columns * sizeof *is_restricted);
	for (size_t i = 0; i < parsed->check_count; i++) {
		const char *name;
		struct parsed_literal *literals;
		struct value_set values;
		size_t count, at;
		if (!parse_allowed_values(&name, &literals, &count, &parsed->checks[i],
					  parsed->columns, parsed->column_count, scratch))
			continue;
		at = table_column(table, name);
		if (at < table->column_count &&
		    store_literals(&values, literals, count, table->columns[at].affinity, probe,
				   arena))
			restrict_column(&sets[at], &is_restricted[at], &values);
	}
	for (size_t i = 0; i < table->column_count; i++) {
		struct column *column = &table->columns[i];
		if (name_compare(column->collation, "BINARY") == 0 &&
		    is_enum(&sets[i], column->affinity)) {
			column->allowed = sets[i].items;
			column->allowed_count = sets[i].count;
		}
	}
}

void
allowed_inspect(struct table *table, struct probe *probe, struct arena *arena)
{
	struct arena scratch = { .blocks = NULL };
	struct parsed_table parsed;
	if (table->kind == TABLE_ORDINARY && table->sql != NULL &&
	    parse_create_table(&parsed, table->sql, strlen(table->sql), &scratch))
		restrict_columns(table, &parsed, probe, &scratch, arena);
	arena_finish(&scratch);
}
