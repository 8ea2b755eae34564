#include "emit/constraint.h"

#include <string.h>

#include "base/arena.h"
#include "emit/cname.h"
#include "emit/literal.h"
#include "emit/model.h"
#include "emit/names.h"
#include "emit/sql_probe.h"
#include "input/project.h"
#include "schema/schema.h"
#include "template/value.h"

/* How a kind begins an enumerator, and SQLite's code for it. */
static const struct {
	const char *name, *code;
} kinds[] = {
	[CONSTRAINT_NOT_NULL] = { "NOT_NULL", "SQLITE_CONSTRAINT_NOTNULL" },
	[CONSTRAINT_TYPE] = { "DATATYPE", "SQLITE_CONSTRAINT_DATATYPE" },
	[CONSTRAINT_CHECK] = { "CHECK", "SQLITE_CONSTRAINT_CHECK" },
	[CONSTRAINT_PRIMARY_KEY] = { "PK", "SQLITE_CONSTRAINT_PRIMARYKEY" },
	[CONSTRAINT_UNIQUE] = { "UNIQUE", "SQLITE_CONSTRAINT_UNIQUE" },
};

/* "_a_and_b" */
static const char *
columns_name(const struct c_table *table, const struct column_list *columns, struct arena *arena)
{
	const char *name = "";

	for (size_t i = 0; i < columns->count; i++)
		name = arena_format(arena, "%s_%s%s", name, i > 0 ? "and_" : "",
				    model_field(table, columns->items[i])->plain);
	return name;
}

/* "_positive" for "tasks_positive" in tasks: the table's name stands before it anyway. */
static const char *
own_name(const struct c_table *table, const char *name, struct arena *arena)
{
	const char *lower = cname_lower(name, arena);
	size_t length = strlen(table->plural);

	if (strncmp(lower, table->plural, length) == 0 && lower[length] == '_' && lower[length + 1] != '\0')
		return lower + length;
	return arena_format(arena, "_%s", lower);
}

/* Is it a name rather than an expression? */
static bool
is_word(const char *text)
{
	return strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == strlen(text);
}

/* What follows the table's name: nothing for the primary key, and where there is nothing to say. */
static const char *
tail_of(const struct c_table *table, const struct constraint *constraint, struct arena *arena)
{
	if (constraint->kind == CONSTRAINT_PRIMARY_KEY)
		return "";
	if (constraint->kind == CONSTRAINT_CHECK && is_word(constraint->text))
		return own_name(table, constraint->text, arena);
	if (constraint->index)
		return own_name(table, constraint->index->name, arena);
	if (constraint->kind == CONSTRAINT_UNIQUE && constraint->columns.count == 0)
		return own_name(table, constraint->text, arena);
	return columns_name(table, &constraint->columns, arena);
}

static bool
is_name_of(const struct c_table *table, const char *name)
{
	for (size_t i = 0; i < table->constraint_count; i++)
		if (strcmp(table->constraints[i].name, name) == 0)
			return true;
	return false;
}

static void
add(struct c_table *table, const struct c_constraint *constraint)
{
	table->constraints[table->constraint_count++] = *constraint;
}

static const char *
enumerator(const struct c_table *table, const struct project *project, const char *kind, const char *tail,
	   struct arena *arena)
{
	return cname_upper(arena_format(arena, "%sDB_%s_%s%s", project->prefix, kind, table->plural, tail), arena);
}

/* Checks without a name are counted: two of one column, or of the table. */
static const char *
count_up(const struct c_table *table, const char *name, struct arena *arena)
{
	const char *counted = name;

	for (unsigned i = 2; is_name_of(table, counted); i++)
		counted = arena_format(arena, "%s_%u", name, i);
	return counted;
}

void
constraints_build(struct c_table *table, const struct project *project, struct arena *arena)
{
	const struct table *source = table->table;

	table->constraints = arena_alloc(arena, (source->constraint_count + source->foreign_key_count + 1) *
						sizeof *table->constraints);
	for (size_t i = 0; i < source->constraint_count; i++) {
		const struct constraint *constraint = &source->constraints[i];
		const char *name = enumerator(table, project, kinds[constraint->kind].name,
					      tail_of(table, constraint, arena), arena);

		if (constraint->kind == CONSTRAINT_CHECK)
			name = count_up(table, name, arena);
		add(table, &(struct c_constraint){ name, kinds[constraint->kind].code, constraint->text,
						   constraint->place });
	}
	for (size_t i = 0; i < source->foreign_key_count; i++) {
		const struct foreign_key *key = &source->foreign_keys[i];
		const char *name = enumerator(table, project, "FK", columns_name(table, &key->columns, arena), arena);

		/* Two keys of the same columns are one. */
		if (sql_probe_asks(table, key) && !is_name_of(table, name))
			add(table, &(struct c_constraint){ name, "SQLITE_CONSTRAINT_FOREIGNKEY",
							   sql_probe_text(table, key, arena), key->place });
	}
}

bool
constraints_take_names(struct names *names, const struct c_table *table, struct arena *arena, struct diag *diag)
{
	const char *remedy = arena_format(arena, "[table %s] name = …", table->table->name);

	for (size_t i = 0; i < table->constraint_count; i++) {
		const struct c_constraint *constraint = &table->constraints[i];
		const char *what = arena_format(arena, "a constraint of table '%s'", table->table->name);

		if (!names_take(names, constraint->name, what, remedy, constraint->place, diag))
			return false;
	}
	return true;
}

void
constrained_view(struct value *record, const struct c_table *table, struct arena *arena)
{
	struct value *constrained;

	if (table->constraint_count == 0) {
		value_set_flag(record, "constrained", false, arena);
		return;
	}
	constrained = value_set_record(record, "constrained", arena);
	value_set_text(constrained, "first", table->constraints[0].name, arena);
	value_set_text(constrained, "last", table->constraints[table->constraint_count - 1].name, arena);
}

static void
add_constraints(struct value *list, size_t part, const void *context, struct arena *arena)
{
	const struct c_table *table = &((const struct model *)context)->tables[part];

	for (size_t i = 0; i < table->constraint_count; i++) {
		const struct c_constraint *constraint = &table->constraints[i];
		struct value *record = value_add_record(list, arena);
		size_t length = strlen(constraint->text);

		value_set_text(record, "name", constraint->name, arena);
		value_set_text(record, "code", constraint->code, arena);
		value_set_text(record, "number", arena_format(arena, "%zu_%zu", part + 1, i + 1), arena);
		value_set_text(record, "text", cname_literal(constraint->text, length, arena), arena);
		value_set_flag(record, "is_long", literal_is_long(length), arena);
		if (literal_is_long(length))
			literal_set_bytes(record, "bytes", constraint->text, length, arena);
	}
}

void
constraints_view(struct value *root, const struct model *model, struct arena *arena)
{
	struct value_stream stream = { add_constraints, model, model->table_count };
	size_t count = 0;

	for (size_t i = 0; i < model->table_count; i++)
		count += model->tables[i].constraint_count;
	value_set_stream(root, "constraints", stream, count, arena);
}
