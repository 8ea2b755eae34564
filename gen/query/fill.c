#include "query/fill.h"

#include "base/arena.h"
#include "base/text.h"
#include "query/statement.h"
#include "query/type.h"
#include "schema/schema.h"
#include "schema/seed.h"

/* How often a row that a constraint refuses is made anew. */
enum { ATTEMPTS = 6 };

enum { ROW_WITHOUT_NULL, ROW_OF_NULL, ROW_AGAIN };

/* One table, while rows are put into it. */
struct filled {
	const struct statement_context *context;
	const struct filling *filling;
	const struct table *table;
	unsigned index;
	sqlite3_stmt *insert;
};

static void
add_name(struct text *sql, const char *name)
{
	text_add_char(sql, '"');
	for (; *name != '\0'; name++) {
		if (*name == '"')
			text_add_char(sql, '"');
		text_add_char(sql, *name);
	}
	text_add_char(sql, '"');
}

static bool
is_written(const struct column *column)
{
	return !column->is_hidden && column->generated == GENERATED_NO;
}

static sqlite3_stmt *
prepare_insert(sqlite3 *handle, const struct table *table)
{
	struct text sql = { .data = NULL };
	sqlite3_stmt *stmt = NULL;
	const char *comma = "";
	size_t count = 0;
	text_add_string(&sql, "INSERT INTO main.");
	add_name(&sql, table->name);
	for (size_t i = 0; i < table->column_count; i++) {
		if (!is_written(&table->columns[i]))
			continue;
		text_add_string(&sql, count++ > 0 ? ", " : "(");
		add_name(&sql, table->columns[i].name);
	}
	text_add_string(&sql, ") VALUES (");
	for (size_t i = 0; i < count; i++, comma = ", ")
		text_format(&sql, "%s?", comma);
	text_add_char(&sql, ')');
	if (count > 0)
		sqlite3_prepare_v2(handle, sql.data, -1, &stmt, NULL);
	text_finish(&sql);
	return stmt;
}

static struct stored_value
choose(const struct filled *filled, size_t column, unsigned row, unsigned attempt)
{
	const struct table *table = filled->table;
	struct query_type type =
		type_of_column(table, &table->columns[column], filled->context->project);
	bool is_key = table->key.count == 1 && table->columns[column].key_position > 0;
	unsigned like = row == ROW_AGAIN ? (unsigned)ROW_WITHOUT_NULL : row;
	if (row == ROW_OF_NULL && type_is_nullable(type))
		return (struct stored_value){ .type = SQLITE_NULL };
	if (row == ROW_WITHOUT_NULL)
		type = type_not_null(type);
	if (is_key)
		return sample_choose(type, row + attempt, filled->filling->range);
	return sample_choose(type,
			     sample_mix(filled->filling->seed + attempt * 64,
					filled->index * 512 + like, (unsigned)column),
			     filled->filling->range);
}

static bool
insert_row(const struct filled *filled, unsigned row, unsigned attempt)
{
	int index = 0;
	for (size_t i = 0; i < filled->table->column_count; i++) {
		struct stored_value value;
		if (!is_written(&filled->table->columns[i]))
			continue;
		value = choose(filled, i, row, attempt);
		sample_bind(filled->insert, ++index, &value);
	}
	sqlite3_step(filled->insert);
	return sqlite3_reset(filled->insert) == SQLITE_OK;
}

static const char *
class_names(unsigned classes, struct arena *arena)
{
	static const char *const names[] = { "null", "integer", "real", "text", "blob" };
	const char *list = "";
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (classes & (1u << i))
			list = arena_format(arena, "%s%s'%s'", list, *list == '\0' ? "" : ", ",
					    names[i]);
	return list;
}

/* "typeof(a) NOT IN ('integer') OR …"; false if nothing is excluded. */
static bool
add_misfit(struct text *sql, const struct table *table, const struct statement_context *context,
	   struct arena *arena)
{
	const char *before = " WHERE ";
	for (size_t i = 0; i < table->column_count; i++) {
		const struct column *column = &table->columns[i];
		unsigned classes = type_of_column(table, column, context->project).classes;
		if (column->is_hidden || classes == CLASS_ANY)
			continue;
		text_format(sql, "%stypeof(", before);
		add_name(sql, column->name);
		text_format(sql, ") NOT IN (%s)", class_names(classes, arena));
		before = " OR ";
	}
	return before[1] == 'O';
}

/* What a column stores of values that fit it can still be another's: a generated one's. */
static void
delete_misfits(const struct filled *filled, struct arena *arena)
{
	struct text sql = { .data = NULL };
	sqlite3_db_config(filled->context->handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, (int *)NULL);
	text_add_string(&sql, "DELETE FROM main.");
	add_name(&sql, filled->table->name);
	if (add_misfit(&sql, filled->table, filled->context, arena))
		sqlite3_exec(filled->context->handle, sql.data, NULL, NULL, NULL);
	text_finish(&sql);
}

/* What CHECKs ask of a program's own tables. */
static void
seed(const struct filled *filled, struct arena *arena)
{
	if (filled->table->kind == TABLE_ORDINARY)
		seed_table(filled->context->handle, filled->table->name, arena);
}

static void
fill_table(struct filled *filled, struct arena *arena)
{
	const struct filling *filling = filled->filling;
	unsigned inserted = 0;
	if (filling->keeps_rows)
		seed(filled, arena);
	sqlite3_db_config(filled->context->handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, (int *)NULL);
	filled->insert = prepare_insert(filled->context->handle, filled->table);
	for (unsigned row = 0; filled->insert != NULL && row < filling->rows; row++)
		for (unsigned attempt = 0; attempt < ATTEMPTS; attempt++)
			if (insert_row(filled, row, attempt)) {
				inserted++;
				break;
			}
	sqlite3_finalize(filled->insert);
	if (inserted == 0 && filling->rows > 0)
		seed(filled, arena);
}

void
fill_tables(const struct statement_context *context, const struct filling *filling,
	    struct arena *arena)
{
	const struct schema *schema = context->schema;
	if (!filling->keeps_rows)
		seed_empty(context->handle, arena);
	for (size_t i = 0; i < schema->table_count; i++) {
		struct filled filled = {
			.context = context,
			.filling = filling,
			.table = &schema->tables[i],
			.index = (unsigned)i,
		};
		if (filled.table->kind == TABLE_VIEW)
			continue;
		if (!(filled.index & filling->skipped))
			fill_table(&filled, arena);
		if (filled.table->kind == TABLE_ORDINARY)
			delete_misfits(&filled, arena);
	}
	sqlite3_db_config(context->handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 1, (int *)NULL);
}

static bool
table_conforms(const struct table *table, const struct statement_context *context,
	       struct arena *arena)
{
	struct text sql = { .data = NULL };
	sqlite3_stmt *stmt = NULL;
	bool conforms = true;
	text_add_string(&sql, "SELECT 1 FROM main.");
	add_name(&sql, table->name);
	if (add_misfit(&sql, table, context, arena) &&
	    sqlite3_prepare_v2(context->handle, sql.data, -1, &stmt, NULL) == SQLITE_OK)
		conforms = sqlite3_step(stmt) != SQLITE_ROW;
	sqlite3_finalize(stmt);
	text_finish(&sql);
	return conforms;
}

bool
fill_conforms(const struct statement_context *context, struct arena *arena)
{
	for (size_t i = 0; i < context->schema->table_count; i++)
		if (context->schema->tables[i].kind == TABLE_ORDINARY &&
		    !table_conforms(&context->schema->tables[i], context, arena))
			return false;
	return true;
}
