#include <stdlib.h>
#include <string.h>

#include "private.h"

/* What each table is asked, its name (or an index's) bound as ?1. */
static const char *const questions[SQLGEN_QUESTIONS] = {
	"SELECT name, type, \"notnull\", hidden, pk, dflt_value IS NULL"
	" FROM pragma_table_xinfo(?1, 'main')",
	"SELECT name, origin = 'pk', \"unique\" AND NOT partial FROM pragma_index_list(?1, 'main')",
	"SELECT name, coll FROM pragma_index_xinfo(?1, 'main') WHERE key"
	" ORDER BY name COLLATE NOCASE",
	/* Without named columns it is the parent's primary key that is meant. */
	"SELECT f.id, f.\"table\", f.\"from\", coalesce(f.\"to\","
	" (SELECT name FROM pragma_table_xinfo(f.\"table\", 'main') WHERE pk = f.seq + 1), ''),"
	" f.on_delete, f.on_update"
	" FROM pragma_foreign_key_list(?1, 'main') AS f ORDER BY f.id, f.seq",
};

int
sqlgen_facts_ask(struct sqlgen_connection *connection, struct sqlgen_facts *facts,
		 enum sqlgen_question question, const char *name, sqlite3_stmt **stmt)
{
	sqlite3_stmt **slot = &facts->questions[question];
	int rc = SQLITE_OK;

	if (*slot == NULL)
		rc = sqlgen_prepare(connection, questions[question], slot);
	*stmt = *slot;
	if (rc == SQLITE_OK) {
		rc = sqlite3_bind_text(*stmt, 1, name, -1, SQLITE_STATIC);
		if (rc != SQLITE_OK)
			sqlgen_fail_database(connection, rc);
	}
	return rc;
}

int
sqlgen_facts_answered(struct sqlgen_connection *connection, sqlite3_stmt *stmt, int rc)
{
	if (rc != SQLITE_DONE && rc != SQLITE_OK)
		sqlgen_fail_database(connection, rc);
	sqlite3_reset(stmt);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

const char *
sqlgen_row_text(sqlite3_stmt *stmt, int column)
{
	const char *text = (const char *)sqlite3_column_text(stmt, column);

	return text != NULL ? text : "";
}

/* Does haystack, in any case, have needle, which is in capitals? */
static bool
has_word(const char *haystack, const char *needle)
{
	size_t length = strlen(needle);

	for (; *haystack != '\0'; haystack++)
		if (sqlite3_strnicmp(haystack, needle, (int)length) == 0)
			return true;
	return false;
}

/* https://sqlite.org/datatype3.html#determination_of_column_affinity */
static const char *
affinity_of(const char *type)
{
	if (has_word(type, "INT"))
		return "INTEGER";
	if (has_word(type, "CHAR") || has_word(type, "CLOB") || has_word(type, "TEXT"))
		return "TEXT";
	if (has_word(type, "BLOB") || type[0] == '\0')
		return "BLOB";
	if (has_word(type, "REAL") || has_word(type, "FLOA") || has_word(type, "DOUB"))
		return "REAL";
	return "NUMERIC";
}

static void
append_collation(sqlite3_str *text, const char *collation)
{
	if (collation != NULL && sqlite3_stricmp(collation, "BINARY") != 0) {
		sqlite3_str_appendall(text, " COLLATE ");
		sqlgen_fact_name(text, collation);
	}
}

sqlite3_str *
sqlgen_fact_begin(const char *kind, const char *table, const char *more)
{
	sqlite3_str *text = sqlite3_str_new(NULL);

	sqlite3_str_appendf(text, "%s ", kind);
	sqlgen_fact_name(text, table);
	sqlite3_str_appendall(text, more);
	return text;
}

/* A column as table_xinfo tells it. */
struct table_column {
	char *name;
	const char *affinity;
	int key; /* position in the primary key, from 1; 0: not in it */
	bool is_not_null, is_integer, is_generated, is_hidden;
	bool is_required; /* if it is not the rowid */
};

/* The columns of a table, and what its indexes add. */
struct table_columns {
	struct table_column *items;
	size_t count;
	size_t rowid; /* the column that stands for the rowid; count: none */
};

static void
columns_finish(struct table_columns *columns)
{
	size_t i;

	for (i = 0; i < columns->count; i++)
		sqlite3_free(columns->items[i].name);
	sqlite3_free(columns->items);
	memset(columns, 0, sizeof(*columns));
}

static int
read_column(struct sqlgen_connection *connection, struct table_columns *columns,
	    sqlite3_stmt *stmt)
{
	const char *type = sqlgen_row_text(stmt, 1);
	int hidden = sqlite3_column_int(stmt, 3);
	struct table_column *items, *item;

	items = sqlite3_realloc64(columns->items, (columns->count + 1) * sizeof(*items));
	if (items == NULL)
		return sqlgen_fail(connection, SQLITE_NOMEM, "out of memory");
	columns->items = items;
	item = &items[columns->count];
	item->name = sqlite3_mprintf("%s", sqlgen_row_text(stmt, 0));
	if (item->name == NULL)
		return sqlgen_fail(connection, SQLITE_NOMEM, "out of memory");
	columns->count++;
	item->affinity = affinity_of(type);
	item->is_integer = sqlite3_stricmp(type, "INTEGER") == 0;
	item->is_not_null = sqlite3_column_int(stmt, 2) != 0;
	item->is_hidden = hidden == 1;
	item->is_generated = hidden >= 2;
	item->key = sqlite3_column_int(stmt, 4);
	item->is_required = item->is_not_null && hidden == 0 && sqlite3_column_int(stmt, 5) != 0;
	return SQLITE_OK;
}

static int
read_columns(struct sqlgen_connection *connection, struct sqlgen_facts *facts, const char *table,
	     struct table_columns *columns)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlgen_facts_ask(connection, facts, SQLGEN_ASK_COLUMNS, table, &stmt);

	while (rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		rc = read_column(connection, columns, stmt);
		if (rc != SQLITE_OK) {
			sqlite3_reset(stmt);
			return rc;
		}
	}
	columns->rowid = columns->count;
	return sqlgen_facts_answered(connection, stmt, rc);
}

/*
 * The only column of the primary key, if it is an INTEGER and no index keeps it, stands for the
 * rowid.
 */
static void
find_rowid(struct table_columns *columns, bool has_key_index)
{
	size_t i, found = columns->count, keys = 0;

	for (i = 0; i < columns->count; i++) {
		if (columns->items[i].key == 0)
			continue;
		keys++;
		if (columns->items[i].is_integer)
			found = i;
	}
	if (keys == 1 && !has_key_index)
		columns->rowid = found;
}

/* "column tasks.title TEXT NOT NULL" */
static int
add_column(struct sqlgen_connection *connection, struct sqlgen_facts *facts, const char *table,
	   const struct table_column *column, bool is_rowid)
{
	const char *collation = NULL;
	sqlite3_str *text;
	int rc;

	rc = sqlite3_table_column_metadata(connection->handle, "main", table, column->name, NULL,
					   &collation, NULL, NULL, NULL);
	if (rc != SQLITE_OK)
		return sqlgen_fail_database(connection, rc);
	text = sqlgen_fact_begin("column", table, ".");
	sqlgen_fact_name(text, column->name);
	sqlite3_str_appendf(text, " %s", column->affinity);
	if (column->is_not_null || is_rowid)
		sqlite3_str_appendall(text, " NOT NULL");
	if (column->is_generated)
		sqlite3_str_appendall(text, " GENERATED");
	append_collation(text, collation);
	return sqlgen_facts_add(connection, facts, sqlite3_str_finish(text));
}

static int
add_columns(struct sqlgen_connection *connection, struct sqlgen_facts *facts, const char *table,
	    const struct table_columns *columns)
{
	int rc = SQLITE_OK;
	size_t i;

	for (i = 0; i < columns->count && rc == SQLITE_OK; i++)
		if (!columns->items[i].is_hidden)
			rc = add_column(connection, facts, table, &columns->items[i],
					i == columns->rowid);
	return rc;
}

/* The column at this position of the primary key; NULL: it has none. */
static const struct table_column *
key_column(const struct table_columns *columns, int position)
{
	size_t i;

	for (i = 0; i < columns->count; i++)
		if (columns->items[i].key == position)
			return &columns->items[i];
	return NULL;
}

/* "key deps(a, b)", in the key's own order; nothing without one. */
static int
add_key(struct sqlgen_connection *connection, struct sqlgen_facts *facts, const char *table,
	const struct table_columns *columns)
{
	const struct table_column *column = key_column(columns, 1);
	sqlite3_str *text;
	int position;

	if (column == NULL)
		return SQLITE_OK;
	text = sqlgen_fact_begin("key", table, "(");
	for (position = 1; column != NULL; column = key_column(columns, ++position)) {
		if (position > 1)
			sqlite3_str_appendall(text, ", ");
		sqlgen_fact_name(text, column->name);
	}
	sqlite3_str_appendall(text, columns->rowid < columns->count ? ") ROWID" : ")");
	return sqlgen_facts_add(connection, facts, sqlite3_str_finish(text));
}

static int
compare_columns(const void *a, const void *b)
{
	const struct table_column *x = a, *y = b;

	return sqlite3_stricmp(x->name, y->name);
}

/* "required tasks(a, title)", by name. Sorts the columns. */
static int
add_required(struct sqlgen_connection *connection, struct sqlgen_facts *facts, const char *table,
	     struct table_columns *columns)
{
	sqlite3_str *text = sqlgen_fact_begin("required", table, "(");
	bool is_first = true;
	size_t i;

	if (columns->rowid < columns->count)
		columns->items[columns->rowid].is_required = false;
	if (columns->count > 0)
		qsort(columns->items, columns->count, sizeof(*columns->items), compare_columns);
	for (i = 0; i < columns->count; i++) {
		if (!columns->items[i].is_required)
			continue;
		if (!is_first)
			sqlite3_str_appendall(text, ", ");
		sqlgen_fact_name(text, columns->items[i].name);
		is_first = false;
	}
	sqlite3_str_appendall(text, ")");
	return sqlgen_facts_add(connection, facts, sqlite3_str_finish(text));
}

/*
 * "unique tasks(a, b COLLATE NOCASE)", by name: the order of an index is no part of what it
 * forbids.
 */
static int
add_unique(struct sqlgen_connection *connection, struct sqlgen_facts *facts, const char *table,
	   const char *index)
{
	sqlite3_str *text = sqlgen_fact_begin("unique", table, "(");
	bool has_expression = false, is_first = true;
	sqlite3_stmt *stmt = NULL;
	char *fact;
	int rc = sqlgen_facts_ask(connection, facts, SQLGEN_ASK_INDEX_COLUMNS, index, &stmt);

	while (rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		if (sqlite3_column_type(stmt, 0) == SQLITE_NULL)
			has_expression = true;
		if (!is_first)
			sqlite3_str_appendall(text, ", ");
		sqlgen_fact_name(text, sqlgen_row_text(stmt, 0));
		append_collation(text, (const char *)sqlite3_column_text(stmt, 1));
		is_first = false;
		rc = SQLITE_OK;
	}
	rc = sqlgen_facts_answered(connection, stmt, rc);
	sqlite3_str_appendall(text, ")");
	fact = sqlite3_str_finish(text);
	if (rc == SQLITE_OK && !has_expression)
		return sqlgen_facts_add(connection, facts, fact);
	sqlite3_free(fact);
	return rc;
}

/* Sets *has_key_index if one of the indexes keeps the primary key. */
static int
add_uniques(struct sqlgen_connection *connection, struct sqlgen_facts *facts, const char *table,
	    bool *has_key_index)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlgen_facts_ask(connection, facts, SQLGEN_ASK_INDEXES, table, &stmt);

	while (rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		bool is_key = sqlite3_column_int(stmt, 1) != 0;

		*has_key_index = *has_key_index || is_key;
		rc = SQLITE_OK;
		if (!is_key && sqlite3_column_int(stmt, 2) != 0)
			rc = add_unique(connection, facts, table, sqlgen_row_text(stmt, 0));
		if (rc != SQLITE_OK) {
			sqlite3_reset(stmt);
			return rc;
		}
	}
	return sqlgen_facts_answered(connection, stmt, rc);
}

static int
add_ordinary(struct sqlgen_connection *connection, struct sqlgen_facts *facts, const char *table,
	     struct table_columns *columns)
{
	bool has_key_index = false;
	int rc = add_uniques(connection, facts, table, &has_key_index);

	find_rowid(columns, has_key_index);
	if (rc == SQLITE_OK)
		rc = add_columns(connection, facts, table, columns);
	if (rc == SQLITE_OK)
		rc = add_key(connection, facts, table, columns);
	if (rc == SQLITE_OK)
		rc = sqlgen_facts_foreign_keys(connection, facts, table);
	return rc == SQLITE_OK ? add_required(connection, facts, table, columns) : rc;
}

int
sqlgen_facts_table(struct sqlgen_connection *connection, struct sqlgen_facts *facts,
		   const char *table, bool is_virtual)
{
	struct table_columns columns = { NULL, 0, 0 };
	int rc = sqlgen_facts_add(connection, facts,
				  sqlite3_str_finish(sqlgen_fact_begin("table", table, "")));

	if (rc != SQLITE_OK)
		return rc;
	rc = read_columns(connection, facts, table, &columns);
	if (rc == SQLITE_OK)
		rc = is_virtual ? add_columns(connection, facts, table, &columns) :
				  add_ordinary(connection, facts, table, &columns);
	columns_finish(&columns);
	if (is_virtual && sqlgen_is(rc, SQLITE_ERROR))
		rc = SQLITE_OK; /* its module is missing here */
	return rc;
}
