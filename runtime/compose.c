#include <string.h>

#include "private.h"

/* The statements that write a row of a table, made of its columns when they are prepared. */

struct composer {
	const struct sqlgen_table *table;
	enum sqlgen_write write;
	const char *target; /* of SQLGEN_UPSERT; NULL: the primary key */
	const bool *named;  /* of a patch, by column; NULL: all are */
	sqlite3_str *sql;
};

/* Is the column among those that an upsert looks for: "name", "a, b COLLATE c"? */
static bool
is_in_target(const char *target, const struct sqlgen_token *column)
{
	while (target != NULL && *target != '\0') {
		struct sqlgen_token item = sqlgen_token_first(target);

		if (item.length == column->length &&
		    memcmp(item.text, column->text, item.length) == 0)
			return true;
		while (item.kind != SQLGEN_TOKEN_END && item.text[0] != ',')
			item = sqlgen_token_after(&item);
		target = item.kind == SQLGEN_TOKEN_END ? NULL : item.text + 1;
	}
	return false;
}

static bool
is_set_column(const struct composer *composer, int index, const struct sqlgen_token *column)
{
	const struct sqlgen_field *field = &composer->table->type->fields[index];

	if ((field->flags & (SQLGEN_KEY | SQLGEN_GENERATED)) != 0)
		return false;
	if (composer->write == SQLGEN_UPDATE_REST && (field->flags & SQLGEN_GUARD) != 0)
		return false;
	return (composer->named == NULL || composer->named[index]) &&
	       !is_in_target(composer->target, column);
}

/* "title = ?2, created_at = coalesce(?3, created_at)". Returns whether there is any. */
static bool
add_sets(struct composer *composer, const char *before)
{
	const struct sqlgen_row_type *type = composer->table->type;
	struct sqlgen_token column = sqlgen_column_first(type);
	bool is_first = true;
	int i;

	for (i = 0; i < type->count; i++, column = sqlgen_column_after(&column)) {
		const char *format = (type->fields[i].flags & SQLGEN_KEEPS) != 0 ? "%s%.*s = coalesce(?%d, %.*s)" :
							     "%s%.*s = ?%d";
		int length = (int)column.length;

		if (!is_set_column(composer, i, &column))
			continue;
		sqlite3_str_appendf(composer->sql, format, is_first ? before : ", ", length,
				    column.text, i + 1, length, column.text);
		is_first = false;
	}
	return !is_first;
}

/* The columns of the primary key: "a, b", or "a = ?1 AND b = ?2". */
static void
add_key_columns(struct composer *composer, bool compares)
{
	const struct sqlgen_row_type *type = composer->table->type;
	struct sqlgen_token column = sqlgen_column_first(type);
	const char *before = "";
	int i;

	for (i = 0; i < type->count; i++, column = sqlgen_column_after(&column)) {
		if ((type->fields[i].flags & SQLGEN_KEY) == 0)
			continue;
		sqlite3_str_appendf(composer->sql, "%s%.*s", before, (int)column.length, column.text);
		if (compares)
			sqlite3_str_appendf(composer->sql, " = ?%d", i + 1);
		before = compares ? " AND " : ", ";
	}
}

/* The first column that an upsert looks for. */
static struct sqlgen_token
first_of_target(const struct composer *composer)
{
	const struct sqlgen_row_type *type = composer->table->type;
	struct sqlgen_token column = sqlgen_column_first(type);
	int i;

	if (composer->target != NULL)
		return sqlgen_token_first(composer->target);
	for (i = 0; (type->fields[i].flags & SQLGEN_KEY) == 0; i++)
		column = sqlgen_column_after(&column);
	return column;
}

/* Where there is nothing to set, a row that is there is written as it is, so that it counts. */
static void
add_on_conflict(struct composer *composer)
{
	const struct sqlgen_table *table = composer->table;

	sqlite3_str_appendall(composer->sql, " ON CONFLICT (");
	if (composer->target != NULL)
		sqlite3_str_appendall(composer->sql, composer->target);
	else
		add_key_columns(composer, false);
	sqlite3_str_appendall(composer->sql, ") DO UPDATE");
	if (!add_sets(composer, " SET ")) {
		struct sqlgen_token first = first_of_target(composer);
		int length = (int)first.length;

		sqlite3_str_appendf(composer->sql, " SET %.*s = %.*s", length, first.text, length,
				    first.text);
	}
	if (composer->target != NULL && table->rowid != 0) {
		struct sqlgen_token rowid = sqlgen_column_at(table->type, table->rowid - 1);

		sqlite3_str_appendf(composer->sql, " RETURNING %.*s", (int)rowid.length, rowid.text);
	}
}

/*
 * Of all integers the smallest alone may have an equal real beside it in a column of numeric affinity:
 * https://sqlite.org/datatype3.html#type_affinity
 */
static bool
may_be_smallest_integer(const struct sqlgen_field *field)
{
	switch ((enum sqlgen_kind)field->kind) {
	case SQLGEN_INT64:
	case SQLGEN_DOUBLE:
	case SQLGEN_NUMERIC_TEXT:
	case SQLGEN_NUMERIC_CHARS:
	case SQLGEN_SIZED_TEXT:
	case SQLGEN_VALUE:
		return true;
	case SQLGEN_BOOL:
	case SQLGEN_TEXT:
	case SQLGEN_BLOB:
	case SQLGEN_ENUM:
	case SQLGEN_CHARS:
	case SQLGEN_BYTES:
		break;
	}
	return false;
}

/* " AND uuid IS ?2 COLLATE BINARY": each guard's value is stored already, to the byte. */
static void
add_guards(struct composer *composer)
{
	const struct sqlgen_row_type *type = composer->table->type;
	struct sqlgen_token column = sqlgen_column_first(type);
	int i;

	for (i = 0; i < type->count; i++, column = sqlgen_column_after(&column)) {
		const struct sqlgen_field *field = &type->fields[i];
		const char *format = (field->flags & SQLGEN_KEEPS) != 0 ? " AND %.*s IS coalesce(?%d, %.*s)" :
							     " AND %.*s IS ?%d";
		int length = (int)column.length;

		if ((field->flags & SQLGEN_GUARD) == 0)
			continue;
		sqlite3_str_appendf(composer->sql, format, length, column.text, i + 1, length, column.text);
		sqlite3_str_appendall(composer->sql, " COLLATE BINARY");
		if (may_be_smallest_integer(field))
			sqlite3_str_appendf(composer->sql, " AND %.*s IS NOT -9223372036854775808", length,
					    column.text);
	}
}

static void
add_update(struct composer *composer)
{
	const struct sqlgen_table *table = composer->table;

	sqlite3_str_appendf(composer->sql, "UPDATE %s", table->name);
	if (!add_sets(composer, " SET ")) {
		sqlite3_str_reset(composer->sql);
		sqlite3_str_appendf(composer->sql, "SELECT 1 FROM %s", table->name);
	}
	sqlite3_str_appendall(composer->sql, " WHERE ");
	add_key_columns(composer, true);
	if (composer->write == SQLGEN_UPDATE_REST)
		add_guards(composer);
}

static const char *
default_of(const struct sqlgen_table *table, int column)
{
	size_t i;

	for (i = 0; i < table->default_count; i++)
		if (table->defaults[i].column == column)
			return table->defaults[i].expression;
	return NULL;
}

static bool
is_inserted(const struct composer *composer, int index)
{
	const struct sqlgen_table *table = composer->table;

	return (table->type->fields[index].flags & SQLGEN_GENERATED) == 0 &&
	       (composer->write != SQLGEN_INSERT_NEW || index + 1 != table->rowid);
}

/* "(id, title": false if there is none. */
static bool
add_inserted_columns(struct composer *composer)
{
	const struct sqlgen_row_type *type = composer->table->type;
	struct sqlgen_token column = sqlgen_column_first(type);
	const char *before = "(";
	int i;

	for (i = 0; i < type->count; i++, column = sqlgen_column_after(&column)) {
		if (!is_inserted(composer, i))
			continue;
		sqlite3_str_appendf(composer->sql, "%s%.*s", before, (int)column.length, column.text);
		before = ", ";
	}
	return before[0] == ',';
}

/* "(?1, coalesce(?2, 'none')" */
static void
add_inserted_values(struct composer *composer)
{
	const char *before = "(";
	int i;

	for (i = 0; i < composer->table->type->count; i++) {
		const char *expression = default_of(composer->table, i);
		const char *format = expression != NULL ? "%scoalesce(?%d, %s)" : "%s?%d";

		if (!is_inserted(composer, i))
			continue;
		sqlite3_str_appendf(composer->sql, format, before, i + 1, expression);
		before = ", ";
	}
}

static void
add_insert(struct composer *composer)
{
	sqlite3_str_appendf(composer->sql, "INSERT INTO %s ", composer->table->name);
	if (!add_inserted_columns(composer)) {
		sqlite3_str_appendall(composer->sql, "DEFAULT VALUES");
		return;
	}
	sqlite3_str_appendall(composer->sql, ") VALUES ");
	add_inserted_values(composer);
	sqlite3_str_appendchar(composer->sql, 1, ')');
}

static char *
compose(struct composer *composer)
{
	composer->sql = sqlite3_str_new(NULL);
	switch (composer->write) {
	case SQLGEN_INSERT:
	case SQLGEN_INSERT_NEW:
		add_insert(composer);
		break;
	case SQLGEN_INSERT_RETURNING:
		add_insert(composer);
		sqlite3_str_appendf(composer->sql, " RETURNING %s", composer->table->type->selected);
		break;
	case SQLGEN_UPSERT:
		add_insert(composer);
		add_on_conflict(composer);
		break;
	case SQLGEN_UPDATE:
	case SQLGEN_UPDATE_REST:
		add_update(composer);
		break;
	}
	return sqlite3_str_finish(composer->sql);
}

char *
sqlgen_write_sql(const struct sqlgen_table *table, enum sqlgen_write write, const char *target)
{
	struct composer composer = { NULL, SQLGEN_INSERT, NULL, NULL, NULL };

	composer.table = table;
	composer.write = write;
	composer.target = target;
	return compose(&composer);
}

char *
sqlgen_patch_sql(const struct sqlgen_table *table, const bool *named)
{
	struct composer composer = { NULL, SQLGEN_UPDATE, NULL, NULL, NULL };

	composer.table = table;
	composer.named = named;
	return compose(&composer);
}
