#include "schema/constraint.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "schema/schema.h"
#include "schema/table.h"
#include "sql/parse.h"
#include "sql/token.h"

/* https://sqlite.org/rescode.html#extrc */
static const struct {
	int code;
	enum constraint_kind kind;
} kinds[] = {
	{ SQLITE_CONSTRAINT_NOTNULL, CONSTRAINT_NOT_NULL },
	{ SQLITE_CONSTRAINT_CHECK, CONSTRAINT_CHECK },
	{ SQLITE_CONSTRAINT_PRIMARYKEY, CONSTRAINT_PRIMARY_KEY },
	{ SQLITE_CONSTRAINT_UNIQUE, CONSTRAINT_UNIQUE },
};

/* "tasks.a, tasks.b" */
static const char *
columns_text(const struct table *table, const struct column_list *columns, struct arena *arena)
{
	struct text text = { .data = NULL };
	for (size_t i = 0; i < columns->count; i++)
		text_format(&text, "%s%s.%s", i > 0 ? ", " : "", table->name,
			    table->columns[columns->items[i]].name);
	return text_keep(&text, arena);
}

static struct column_list
one_column(size_t column, struct arena *arena)
{
	struct column_list list = { .items = arena_alloc(arena, sizeof *list.items), .count = 1 };
	list.items[0] = column;
	return list;
}

/* Finds the column that text names: of this table, "tasks.title". */
static void
find_column(struct constraint *constraint, const struct table *table, struct arena *arena)
{
	size_t length = strlen(table->name);
	if (strncmp(constraint->text, table->name, length) != 0 || constraint->text[length] != '.')
		return;
	for (size_t i = 0; i < table->column_count; i++) {
		if (strcmp(table->columns[i].name, constraint->text + length + 1) != 0)
			continue;
		constraint->columns = one_column(i, arena);
		constraint->place = table->columns[i].place;
		return;
	}
}

/* Finds the index that text names, or whose columns it names. */
static void
find_index(struct constraint *constraint, const struct table *table, struct arena *scratch)
{
	for (size_t i = 0; i < table->index_count; i++) {
		const struct index *index = &table->indexes[i];
		const char *name = arena_format(scratch, "index '%s'", index->name);
		bool is_named = strcmp(constraint->text, name) == 0;
		if (!index->is_unique ||
		    (!is_named &&
		     strcmp(constraint->text, columns_text(table, &index->columns, scratch)) != 0))
			continue;
		constraint->place = index->place;
		if (is_named)
			constraint->index = index;
		else
			constraint->columns = index->columns;
		return;
	}
}

/* SQLite checks in the order of the text, number 0 first. */
static void
find_check(struct constraint *constraint, const struct table *table,
	   const struct parsed_table *parsed, size_t number, struct arena *arena)
{
	if (number >= parsed->check_count || parsed->checks[number].column == NULL)
		return;
	for (size_t i = 0; i < table->column_count; i++)
		if (strcmp(table->columns[i].name, parsed->checks[number].column) == 0) {
			constraint->columns = one_column(i, arena);
			constraint->place = table->columns[i].place;
		}
}

static void
add(struct table *table, const struct constraint *constraint, struct arena *arena)
{
	if (table_has_constraint(table, constraint))
		return;
	table->constraints = arena_grow(arena, table->constraints, table->constraint_count,
					sizeof *table->constraints);
	table->constraints[table->constraint_count++] = *constraint;
}

/*
 * OR ABORT, since an ON CONFLICT of the schema would leave its constraint out; with values, since a
 * rowid that SQLite chooses is not checked.
 */
static sqlite3_stmt *
explain_insert(const struct table *table, sqlite3 *handle)
{
	struct text values = { .data = NULL };
	sqlite3_stmt *stmt = NULL;
	char *sql;
	for (size_t i = 0; i < table->column_count; i++)
		if (table->columns[i].generated == GENERATED_NO)
			text_add_string(&values, values.length > 0 ? ", ?" : "?");
	sql = sqlite3_mprintf("EXPLAIN INSERT OR ABORT INTO main.\"%w\" VALUES (%s)", table->name,
			      values.data);
	text_finish(&values);
	if (sql != NULL)
		sqlite3_prepare_v2(handle, sql, -1, &stmt, NULL);
	sqlite3_free(sql);
	return stmt;
}

/* The columns of EXPLAIN: https://sqlite.org/lang_explain.html */
enum { EXPLAIN_OPCODE = 1, EXPLAIN_P1 = 2, EXPLAIN_P4 = 5 };

/* False if the instruction halts for no constraint. */
static bool
read_halt(struct constraint *constraint, sqlite3_stmt *stmt, struct arena *arena)
{
	const char *opcode = (const char *)sqlite3_column_text(stmt, EXPLAIN_OPCODE);
	const char *text = (const char *)sqlite3_column_text(stmt, EXPLAIN_P4);
	if (opcode == NULL || text == NULL || strncmp(opcode, "Halt", 4) != 0)
		return false;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (sqlite3_column_int(stmt, EXPLAIN_P1) == kinds[i].code) {
			*constraint = (struct constraint){ .kind = kinds[i].kind,
							   .text = arena_string(arena, text) };
			return true;
		}
	return false;
}

/* What is parsed and compared goes to scratch, what is kept to arena. */
static void
read_program(struct table *table, sqlite3_stmt *stmt, struct arena *scratch, struct arena *arena)
{
	struct parsed_table parsed = { 0 };
	size_t checks = 0;
	if (table->sql != NULL)
		parse_create_table(&parsed, table->sql, strlen(table->sql), scratch);
	while (stmt != NULL && sqlite3_step(stmt) == SQLITE_ROW) {
		struct constraint constraint;
		if (!read_halt(&constraint, stmt, arena))
			continue;
		constraint.place = table->place;
		if (constraint.kind == CONSTRAINT_CHECK)
			find_check(&constraint, table, &parsed, checks++, arena);
		else if (constraint.kind == CONSTRAINT_NOT_NULL)
			find_column(&constraint, table, arena);
		else
			find_index(&constraint, table, scratch);
		add(table, &constraint, arena);
	}
}

/* One instruction checks the types of all columns of a STRICT table. */
static void
add_types(struct table *table, struct arena *arena)
{
	for (size_t i = 0; i < table->column_count && table->is_strict; i++) {
		struct constraint constraint = {
			.kind = CONSTRAINT_TYPE,
			.columns = one_column(i, arena),
			.place = table->columns[i].place,
		};
		constraint.text = columns_text(table, &constraint.columns, arena);
		if (name_compare(table->columns[i].type, "ANY") != 0)
			add(table, &constraint, arena);
	}
}

/* Turns triggers and foreign keys off, whose checks would mix with the table's own, or back on. */
static void
set_others(sqlite3 *handle, const int switches[2])
{
	sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, switches[0], (int *)NULL);
	sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_FKEY, switches[1], (int *)NULL);
}

void
constraints_inspect(struct table *table, sqlite3 *handle, struct arena *arena)
{
	static const int off[2] = { 0, 0 };
	int before[2] = { 1, 0 };
	struct arena scratch = { .blocks = NULL };
	sqlite3_stmt *stmt;
	if (table->kind != TABLE_ORDINARY)
		return;
	sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, -1, &before[0]);
	sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_FKEY, -1, &before[1]);
	set_others(handle, off);
	stmt = explain_insert(table, handle);
	read_program(table, stmt, &scratch, arena);
	sqlite3_finalize(stmt);
	/* Not sooner: it has statements that were made before prepared again. */
	set_others(handle, before);
	add_types(table, arena);
	arena_finish(&scratch);
}
