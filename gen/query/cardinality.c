#include "query/cardinality.h"

#include <stddef.h>
#include <string.h>

#include "query/function.h"
#include "query/visit.h"
#include "schema/schema.h"
#include "schema/table.h"
#include "sql/token.h"
#include "sql/tree.h"

/* How many tables a FROM clause may join for us to look at their keys. */
enum { TABLES_MAX = 8 };

/* The tables that one row is made of, and those of which only one row can be. */
struct pinning {
	const char *names[TABLES_MAX];
	const struct table *tables[TABLES_MAX];
	bool is_pinned[TABLES_MAX];
	size_t count;
	struct {
		const struct expression *expression;
		size_t table; /* ON of a LEFT JOIN holds for this one alone; TABLES_MAX: for all */
	} conditions[TABLES_MAX + 1];
	size_t condition_count;
	const bool *is_optional; /* by number - 1; NULL: none is */
};

/* Of a table where no column is another name of it. */
static const struct column rowid = {
	.name = "rowid",
	.affinity = AFFINITY_INTEGER,
	.collation = "BINARY",
};

static const struct column *
rowid_of(const struct table *table)
{
	if (table->rowid_alias != NULL || table->is_without_rowid)
		return table->rowid_alias;
	return &rowid;
}

static const struct column *
column_named(const struct table *table, const char *name)
{
	static const char *const names[] = { "rowid", "oid", "_rowid_" };
	const struct column *column = table_find_column(table, name);
	for (size_t i = 0; column == NULL && i < sizeof names / sizeof *names; i++)
		if (name_compare(name, names[i]) == 0)
			return rowid_of(table);
	return column;
}

/* The table that a name is a column of; count if there is none, or if it is not certain. */
static size_t
owner(const struct pinning *pinning, const struct expression *expression)
{
	size_t found = pinning->count;
	if (expression->kind != EXPRESSION_COLUMN)
		return found;
	for (size_t i = 0; i < pinning->count; i++) {
		const struct column_name *name = &expression->column;
		bool is_here = name->table.text == NULL ||
			       name_compare(name->table.text, pinning->names[i]) == 0;
		if (!is_here || column_named(pinning->tables[i], name->column.text) == NULL)
			continue;
		if (found < pinning->count)
			return pinning->count;
		found = i;
	}
	return found;
}

/*
 * Is it one value for each row of the pinned tables, that compares with the column as it is stored?
 * A column of another affinity does not: 1 = '1' and 1 = '01'.
 */
static bool
is_fixed(const struct pinning *pinning, const struct expression *value, const struct column *column)
{
	size_t table;
	switch (value->kind) {
	case EXPRESSION_LITERAL:
		return true;
	case EXPRESSION_PARAMETER:
		return pinning->is_optional == NULL || !pinning->is_optional[value->parameter - 1];
	case EXPRESSION_COLUMN:
		table = owner(pinning, value);
		return table < pinning->count && pinning->is_pinned[table] &&
		       column_named(pinning->tables[table], value->column.column.text)->affinity ==
			       column->affinity;
	default:
		return false;
	}
}

/* The left operand's collation is the one that counts; a value that is no column has none. */
static bool
is_collated(const struct pinning *pinning, const struct expression *left,
	    const struct column *column)
{
	size_t table = owner(pinning, left);
	return left->kind != EXPRESSION_COLUMN ||
	       (table < pinning->count &&
		strcmp(column_named(pinning->tables[table], left->column.column.text)->collation,
		       column->collation) == 0);
}

/* Does the condition say column = value, in the collation of the column? */
static bool
equates(const struct pinning *pinning, const struct expression *condition, size_t table,
	const struct column *column)
{
	const struct expression *left, *right;
	if (condition->kind != EXPRESSION_BINARY)
		return false;
	left = condition->binary.left;
	right = condition->binary.right;
	if (condition->binary.operator== BINARY_AND)
		return equates(pinning, left, table, column) ||
		       equates(pinning, right, table, column);
	if (condition->binary.operator!= BINARY_EQUAL || !is_collated(pinning, left, column))
		return false;
	for (int turn = 0; turn < 2; turn++) {
		const struct expression *name = turn == 0 ? left : right;
		const struct expression *value = turn == 0 ? right : left;
		if (owner(pinning, name) == table &&
		    column_named(pinning->tables[table], name->column.column.text) == column &&
		    is_fixed(pinning, value, column))
			return true;
	}
	return false;
}

static bool
is_equated(const struct pinning *pinning, size_t table, const struct column *column)
{
	for (size_t i = 0; i < pinning->condition_count; i++)
		if ((pinning->conditions[i].table == TABLES_MAX ||
		     pinning->conditions[i].table == table) &&
		    equates(pinning, pinning->conditions[i].expression, table, column))
			return true;
	return false;
}

static bool
is_key_equated(const struct pinning *pinning, size_t table, const struct index *index)
{
	const struct table *of = pinning->tables[table];
	if (!index->is_unique || index->is_partial || index->has_expression)
		return false;
	for (size_t i = 0; i < index->columns.count; i++) {
		const struct column *column = &of->columns[index->columns.items[i]];
		if (strcmp(index->collations[i], column->collation) != 0 ||
		    !is_equated(pinning, table, column))
			return false;
	}
	return index->columns.count > 0;
}

static bool
can_pin(const struct pinning *pinning, size_t table)
{
	const struct table *of = pinning->tables[table];
	const struct column *identity = rowid_of(of);
	if (identity != NULL && is_equated(pinning, table, identity))
		return true;
	for (size_t i = 0; i < of->index_count; i++)
		if (is_key_equated(pinning, table, &of->indexes[i]))
			return true;
	return false;
}

static bool
pin_all(struct pinning *pinning)
{
	size_t pinned = 0;
	for (bool goes_on = true; goes_on;) {
		goes_on = false;
		for (size_t i = 0; i < pinning->count; i++)
			if (!pinning->is_pinned[i] && can_pin(pinning, i)) {
				pinning->is_pinned[i] = goes_on = true;
				pinned++;
			}
	}
	return pinned == pinning->count;
}

static bool
add_table(struct pinning *pinning, const struct schema *schema, const struct column_name *name,
	  const char *alias)
{
	const struct table *table = table_find(schema, name->table.text);
	if (table == NULL || table->kind == TABLE_VIEW || pinning->count == TABLES_MAX)
		return false;
	pinning->tables[pinning->count] = table;
	pinning->names[pinning->count++] = alias == NULL ? name->table.text : alias;
	return true;
}

static void
add_condition(struct pinning *pinning, const struct expression *condition, size_t table)
{
	if (condition == NULL)
		return;
	pinning->conditions[pinning->condition_count].expression = condition;
	pinning->conditions[pinning->condition_count++].table = table;
}

static bool select_gives_at_most_one(const struct select *select, const struct schema *schema,
				     const bool *is_optional);

static bool
add_source(struct pinning *pinning, const struct schema *schema, const struct table_source *source)
{
	if (source->join == JOIN_RIGHT || source->join == JOIN_FULL)
		return false;
	/* One row more beside each is no more rows. What ON says of it is left alone. */
	if (source->kind == SOURCE_SELECT)
		return select_gives_at_most_one(source->select, schema, pinning->is_optional);
	if (source->kind != SOURCE_TABLE ||
	    !add_table(pinning, schema, &source->table, source->alias.text))
		return false;
	add_condition(pinning, source->on,
		      source->join == JOIN_LEFT ? pinning->count - 1 : TABLES_MAX);
	return true;
}

struct aggregate_search {
	bool is_found;
};

static void
see_aggregate(void *context, const struct expression *expression)
{
	struct aggregate_search *search = context;
	const struct function *function;
	if (expression->kind != EXPRESSION_CALL || expression->call.over != NULL)
		return;
	function = function_find(expression->call.name.text, expression->call.arguments.count);
	if (function != NULL && function->kind == FUNCTION_AGGREGATE)
		search->is_found = true;
}

static bool
is_aggregate(const struct select_arm *arm)
{
	struct aggregate_search search = { .is_found = false };
	const struct visitor visitor = { .expression = see_aggregate,
					 .context = &search,
					 .stays_outside = true };
	for (size_t i = 0; i < arm->result.count; i++)
		if (arm->result.items[i].kind == RESULT_EXPRESSION)
			visit_expression(&visitor, arm->result.items[i].expression);
	return search.is_found;
}

static bool
arm_gives_at_most_one(const struct select_arm *arm, const struct schema *schema,
		      const bool *is_optional)
{
	struct pinning pinning = { .is_optional = is_optional };
	if (arm->is_values)
		return arm->row_count <= 1;
	if (arm->group.count == 0 && is_aggregate(arm))
		return true;
	for (size_t i = 0; i < arm->from.count; i++)
		if (!add_source(&pinning, schema, &arm->from.items[i]))
			return false;
	add_condition(&pinning, arm->where, TABLES_MAX);
	return pin_all(&pinning);
}

static bool
is_one(const struct expression *limit)
{
	return limit != NULL && limit->kind == EXPRESSION_LITERAL &&
	       limit->literal.kind == LITERAL_INTEGER &&
	       (strcmp(limit->literal.text, "1") == 0 || strcmp(limit->literal.text, "0") == 0);
}

static bool
select_gives_at_most_one(const struct select *select, const struct schema *schema,
			 const bool *is_optional)
{
	if (is_one(select->limit))
		return true;
	/* A common table expression may have the name of a table. */
	return select->arm_count == 1 && select->with.count == 0 &&
	       arm_gives_at_most_one(&select->arms[0], schema, is_optional);
}

static bool
change_gives_at_most_one(const struct target *target, const struct expression *where,
			 const struct schema *schema, const bool *is_optional)
{
	struct pinning pinning = { .is_optional = is_optional };
	if (where == NULL || !add_table(&pinning, schema, &target->table, target->alias.text))
		return false;
	add_condition(&pinning, where, TABLES_MAX);
	return pin_all(&pinning);
}

bool
statement_gives_at_most_one(const struct statement *statement, const struct schema *schema,
			    const bool *is_optional)
{
	const struct insert *insert = &statement->insert;
	switch (statement->kind) {
	case STATEMENT_SELECT:
		return select_gives_at_most_one(statement->select, schema, is_optional);
	case STATEMENT_INSERT:
		return insert->select == NULL ||
		       (insert->with.count == 0 &&
			select_gives_at_most_one(insert->select, schema, is_optional));
	case STATEMENT_UPDATE:
		return statement->update.from.count == 0 &&
		       change_gives_at_most_one(&statement->update.target, statement->update.where,
						schema, is_optional);
	case STATEMENT_DELETE:
		return change_gives_at_most_one(&statement->delete.target, statement->delete.where,
						schema, is_optional);
	}
	return false;
}
