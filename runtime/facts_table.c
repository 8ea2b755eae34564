#include <string.h>

#include "private.h"

/* The statements that one table is asked about with; each is given its name as ?1. */
static int
prepare_for(struct sqlgen_connection *connection, const char *sql, const char *name,
	    sqlite3_stmt **stmt)
{
	int rc = sqlgen_prepare(connection, sql, stmt);

	if (rc == SQLITE_OK) {
		rc = sqlite3_bind_text(*stmt, 1, name, -1, SQLITE_STATIC);
		if (rc != SQLITE_OK)
			sqlgen_fail_database(connection, rc);
	}
	return rc;
}

/* Finalizes stmt, whose last step returned rc. */
static int
finish_rows(struct sqlgen_connection *connection, sqlite3_stmt *stmt, int rc)
{
	if (rc != SQLITE_DONE && rc != SQLITE_OK)
		sqlgen_fail_database(connection, rc);
	sqlite3_finalize(stmt);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static const char *
row_text(sqlite3_stmt *stmt, int column)
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

/* "kind table" or, if it goes on, "kind table(" */
static sqlite3_str *
begin_fact(const char *kind, const char *table, const char *more)
{
	sqlite3_str *text = sqlite3_str_new(NULL);

	sqlite3_str_appendf(text, "%s ", kind);
	sqlgen_fact_name(text, table);
	sqlite3_str_appendall(text, more);
	return text;
}

/* The name of the only column of the primary key if it stands for the rowid; else "". */
static int
find_rowid(struct sqlgen_connection *connection, const char *table, char **rowid)
{
	static const char sql[] =
		"SELECT name FROM pragma_table_xinfo(?1, 'main') WHERE pk > 0"
		" AND type = 'INTEGER' COLLATE NOCASE"
		" AND (SELECT count(*) FROM pragma_table_xinfo(?1, 'main') WHERE pk > 0) = 1"
		" AND NOT EXISTS (SELECT 1 FROM pragma_index_list(?1, 'main') WHERE origin = 'pk')";
	sqlite3_stmt *stmt = NULL;
	int rc = prepare_for(connection, sql, table, &stmt);

	if (rc == SQLITE_OK)
		rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW || rc == SQLITE_DONE) {
		*rowid = sqlite3_mprintf("%s", rc == SQLITE_ROW ? row_text(stmt, 0) : "");
		rc = SQLITE_DONE;
	}
	rc = finish_rows(connection, stmt, rc);
	if (rc == SQLITE_OK && *rowid == NULL)
		rc = sqlgen_fail(connection, SQLITE_NOMEM, "out of memory");
	return rc;
}

/* "column tasks.title TEXT NOT NULL"; a row of name, type, notnull, hidden. */
static int
add_column(struct sqlgen_connection *connection, struct sqlgen_facts *facts, const char *table,
	   const char *rowid, sqlite3_stmt *stmt)
{
	const char *name = row_text(stmt, 0), *collation = NULL;
	sqlite3_str *text;
	int rc;

	rc = sqlite3_table_column_metadata(connection->handle, "main", table, name, NULL,
					   &collation, NULL, NULL, NULL);
	if (rc != SQLITE_OK)
		return sqlgen_fail_database(connection, rc);
	text = begin_fact("column", table, ".");
	sqlgen_fact_name(text, name);
	sqlite3_str_appendf(text, " %s", affinity_of(row_text(stmt, 1)));
	if (sqlite3_column_int(stmt, 2) != 0 || sqlite3_stricmp(name, rowid) == 0)
		sqlite3_str_appendall(text, " NOT NULL");
	if (sqlite3_column_int(stmt, 3) >= 2)
		sqlite3_str_appendall(text, " GENERATED");
	append_collation(text, collation);
	return sqlgen_facts_add(connection, facts, sqlite3_str_finish(text));
}

static int
add_columns(struct sqlgen_connection *connection, struct sqlgen_facts *facts, const char *table,
	    const char *rowid)
{
	sqlite3_stmt *stmt = NULL;
	int rc = prepare_for(connection,
			     "SELECT name, type, \"notnull\", hidden"
			     " FROM pragma_table_xinfo(?1, 'main') WHERE hidden <> 1",
			     table, &stmt);

	while (rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		rc = add_column(connection, facts, table, rowid, stmt);
		if (rc != SQLITE_OK) {
			sqlite3_finalize(stmt);
			return rc;
		}
	}
	return finish_rows(connection, stmt, rc);
}

/*
 * "key deps(a, b)", "required tasks(title)": a list of the names that sql gives. Nothing if it is
 * empty and may_be_empty is false.
 */
static int
add_list(struct sqlgen_connection *connection, struct sqlgen_facts *facts, const char *kind,
	 const char *table, const char *sql, const char *end, bool may_be_empty)
{
	sqlite3_str *text = begin_fact(kind, table, "(");
	sqlite3_stmt *stmt = NULL;
	bool is_empty = true;
	char *fact;
	int rc = prepare_for(connection, sql, table, &stmt);

	while (rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		if (!is_empty)
			sqlite3_str_appendall(text, ", ");
		sqlgen_fact_name(text, row_text(stmt, 0));
		is_empty = false;
		rc = SQLITE_OK;
	}
	rc = finish_rows(connection, stmt, rc);
	sqlite3_str_appendf(text, ")%s", end);
	fact = sqlite3_str_finish(text);
	if (rc == SQLITE_OK && (!is_empty || may_be_empty))
		return sqlgen_facts_add(connection, facts, fact);
	sqlite3_free(fact);
	return rc;
}

/* "unique tasks(a, b COLLATE NOCASE)", by name: the order of an index is no part of what it forbids. */
static int
add_unique(struct sqlgen_connection *connection, struct sqlgen_facts *facts, const char *table,
	   const char *index)
{
	sqlite3_str *text = begin_fact("unique", table, "(");
	bool has_expression = false, is_first = true;
	sqlite3_stmt *stmt = NULL;
	char *fact;
	int rc = prepare_for(connection,
			     "SELECT name, coll FROM pragma_index_xinfo(?1, 'main') WHERE key"
			     " ORDER BY name COLLATE NOCASE",
			     index, &stmt);

	while (rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		if (sqlite3_column_type(stmt, 0) == SQLITE_NULL)
			has_expression = true;
		if (!is_first)
			sqlite3_str_appendall(text, ", ");
		sqlgen_fact_name(text, row_text(stmt, 0));
		append_collation(text, (const char *)sqlite3_column_text(stmt, 1));
		is_first = false;
		rc = SQLITE_OK;
	}
	rc = finish_rows(connection, stmt, rc);
	sqlite3_str_appendall(text, ")");
	fact = sqlite3_str_finish(text);
	if (rc == SQLITE_OK && !has_expression)
		return sqlgen_facts_add(connection, facts, fact);
	sqlite3_free(fact);
	return rc;
}

static int
add_uniques(struct sqlgen_connection *connection, struct sqlgen_facts *facts, const char *table)
{
	sqlite3_stmt *stmt = NULL;
	int rc = prepare_for(connection,
			     "SELECT name FROM pragma_index_list(?1, 'main')"
			     " WHERE \"unique\" AND NOT partial AND origin <> 'pk'",
			     table, &stmt);

	while (rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		rc = add_unique(connection, facts, table, row_text(stmt, 0));
		if (rc != SQLITE_OK) {
			sqlite3_finalize(stmt);
			return rc;
		}
	}
	return finish_rows(connection, stmt, rc);
}

/* One foreign key while its rows come, a column each. */
struct key_text {
	sqlite3_str *from, *to;
	char *actions;
	sqlite3_int64 id;
};

/* Closes the fact, "foreign key t(a, b) REFERENCES p(x, y) ON DELETE … ON UPDATE …", if there is one. */
static int
end_key(struct sqlgen_connection *connection, struct sqlgen_facts *facts, struct key_text *key)
{
	char *from, *to, *fact = NULL;

	if (key->from == NULL)
		return SQLITE_OK;
	from = sqlite3_str_finish(key->from);
	to = sqlite3_str_finish(key->to);
	if (from != NULL && to != NULL && key->actions != NULL)
		fact = sqlite3_mprintf("%s) REFERENCES %s)%s", from, to, key->actions);
	sqlite3_free(from);
	sqlite3_free(to);
	sqlite3_free(key->actions);
	memset(key, 0, sizeof(*key));
	return sqlgen_facts_add(connection, facts, fact);
}

/* A row of id, table, from, to, on_delete, on_update. */
static int
add_key_row(struct sqlgen_connection *connection, struct sqlgen_facts *facts, const char *table,
	    struct key_text *key, sqlite3_stmt *stmt)
{
	sqlite3_int64 id = sqlite3_column_int64(stmt, 0);
	int rc = SQLITE_OK;

	if (key->from != NULL && key->id == id) {
		sqlite3_str_appendall(key->from, ", ");
		sqlite3_str_appendall(key->to, ", ");
	} else {
		rc = end_key(connection, facts, key);
		key->id = id;
		key->from = begin_fact("foreign key", table, "(");
		key->to = sqlite3_str_new(NULL);
		sqlgen_fact_name(key->to, row_text(stmt, 1));
		sqlite3_str_appendall(key->to, "(");
		key->actions = sqlite3_mprintf(" ON DELETE %s ON UPDATE %s", row_text(stmt, 4),
					       row_text(stmt, 5));
	}
	sqlgen_fact_name(key->from, row_text(stmt, 2));
	sqlgen_fact_name(key->to, row_text(stmt, 3));
	return rc;
}

static int
add_foreign_keys(struct sqlgen_connection *connection, struct sqlgen_facts *facts,
		 const char *table)
{
	/* Without named columns it is the parent's primary key that is meant. */
	static const char sql[] =
		"SELECT f.id, f.\"table\", f.\"from\", coalesce(f.\"to\","
		" (SELECT name FROM pragma_table_xinfo(f.\"table\", 'main') WHERE pk = f.seq + 1), ''),"
		" f.on_delete, f.on_update"
		" FROM pragma_foreign_key_list(?1, 'main') AS f ORDER BY f.id, f.seq";
	struct key_text key = { NULL, NULL, NULL, 0 };
	sqlite3_stmt *stmt = NULL;
	int rc = prepare_for(connection, sql, table, &stmt), ended;

	while (rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW)
		rc = add_key_row(connection, facts, table, &key, stmt);
	rc = finish_rows(connection, stmt, rc);
	ended = end_key(connection, facts, &key);
	return rc == SQLITE_OK ? ended : rc;
}

static int
add_keys(struct sqlgen_connection *connection, struct sqlgen_facts *facts, const char *table,
	 const char *rowid)
{
	char *required;
	int rc;

	rc = add_list(connection, facts, "key", table,
		      "SELECT name FROM pragma_table_xinfo(?1, 'main') WHERE pk > 0 ORDER BY pk",
		      rowid[0] != '\0' ? " ROWID" : "", false);
	if (rc == SQLITE_OK)
		rc = add_uniques(connection, facts, table);
	if (rc == SQLITE_OK)
		rc = add_foreign_keys(connection, facts, table);
	if (rc != SQLITE_OK)
		return rc;
	required = sqlite3_mprintf("SELECT name FROM pragma_table_xinfo(?1, 'main')"
				   " WHERE \"notnull\" AND dflt_value IS NULL AND hidden = 0"
				   " AND name <> %Q ORDER BY name COLLATE NOCASE",
				   rowid);
	if (required == NULL)
		return sqlgen_fail(connection, SQLITE_NOMEM, "out of memory");
	rc = add_list(connection, facts, "required", table, required, "", true);
	sqlite3_free(required);
	return rc;
}

int
sqlgen_facts_table(struct sqlgen_connection *connection, struct sqlgen_facts *facts,
		   const char *table, bool is_virtual)
{
	char *rowid = NULL;
	int rc = sqlgen_facts_add(connection, facts,
				  sqlite3_str_finish(begin_fact("table", table, "")));

	if (rc != SQLITE_OK)
		return rc;
	if (is_virtual) {
		rc = add_columns(connection, facts, table, "");
		return sqlgen_is(rc, SQLITE_ERROR) ? SQLITE_OK : rc; /* its module is missing here */
	}
	rc = find_rowid(connection, table, &rowid);
	if (rc == SQLITE_OK)
		rc = add_columns(connection, facts, table, rowid);
	if (rc == SQLITE_OK)
		rc = add_keys(connection, facts, table, rowid);
	sqlite3_free(rowid);
	return rc;
}
