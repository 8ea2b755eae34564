#include <stdlib.h>
#include <string.h>

#include "private.h"

enum { TEXT_HASH_DIGITS = 16 };

void
sqlgen_facts_finish(struct sqlgen_facts *facts)
{
	size_t i;

	for (i = 0; i < facts->count; i++)
		sqlite3_free(facts->items[i]);
	sqlite3_free(facts->items);
	memset(facts, 0, sizeof(*facts));
}

int
sqlgen_facts_add(struct sqlgen_connection *connection, struct sqlgen_facts *facts, char *text)
{
	if (text != NULL && facts->count == facts->capacity) {
		size_t capacity = facts->capacity == 0 ? 64 : facts->capacity * 2;
		char **items = sqlite3_realloc64(facts->items, capacity * sizeof(*items));

		if (items == NULL) {
			sqlite3_free(text);
			text = NULL;
		} else {
			facts->items = items;
			facts->capacity = capacity;
		}
	}
	if (text == NULL)
		return sqlgen_fail(connection, SQLITE_NOMEM, "out of memory");
	facts->items[facts->count++] = text;
	return SQLITE_OK;
}

int
sqlgen_fact_compare(const char *a, const char *b)
{
	return sqlite3_stricmp(a, b);
}

static int
compare_items(const void *a, const void *b)
{
	const char *const *x = a;
	const char *const *y = b;
	int order = sqlgen_fact_compare(*x, *y);

	return order != 0 ? order : strcmp(*x, *y);
}

void
sqlgen_fact_name(sqlite3_str *text, const char *name)
{
	size_t i = 0;

	while ((name[i] >= 'a' && name[i] <= 'z') || (name[i] >= 'A' && name[i] <= 'Z') ||
	       (i > 0 && name[i] >= '0' && name[i] <= '9') || name[i] == '_')
		i++;
	if (i > 0 && name[i] == '\0')
		sqlite3_str_appendall(text, name);
	else
		sqlite3_str_appendf(text, "\"%w\"", name);
}

/* Adds a token as it means the same: names without case and quotes. */
static int
hash_token(struct sqlgen_sha256 *sha, const struct sqlgen_token *token)
{
	char *name;
	size_t i;

	if (token->kind != SQLGEN_TOKEN_WORD && token->kind != SQLGEN_TOKEN_QUOTED) {
		sqlgen_sha256_add(sha, token->text, token->length);
		sqlgen_sha256_add(sha, "", 1);
		return SQLITE_OK;
	}
	name = sqlgen_token_name(token);
	if (name == NULL)
		return SQLITE_NOMEM;
	for (i = 0; name[i] != '\0'; i++)
		if (name[i] >= 'A' && name[i] <= 'Z')
			name[i] = (char)(name[i] - 'A' + 'a');
	sqlgen_sha256_add(sha, name, i + 1);
	sqlite3_free(name);
	return SQLITE_OK;
}

/* Of the meaning of a CREATE statement, as far as tokens tell it. */
static int
hash_sql(char hash[TEXT_HASH_DIGITS + 1], const char *sql)
{
	struct sqlgen_token token = sqlgen_token_first(sql);
	struct sqlgen_sha256 sha;
	int rc = SQLITE_OK;

	sqlgen_sha256_init(&sha);
	for (; token.kind != SQLGEN_TOKEN_END && rc == SQLITE_OK; token = sqlgen_token_after(&token))
		rc = hash_token(&sha, &token);
	sqlgen_sha256_end(&sha, hash, TEXT_HASH_DIGITS);
	return rc;
}

/* "trigger tasks_touch ON tasks 0123456789abcdef", "view v 0123456789abcdef" */
static int
add_hashed(struct sqlgen_connection *connection, struct sqlgen_facts *facts, const char *kind,
	   const char *name, const char *table, const char *sql)
{
	char hash[TEXT_HASH_DIGITS + 1];
	sqlite3_str *text;

	if (hash_sql(hash, sql) != SQLITE_OK)
		return sqlgen_fail(connection, SQLITE_NOMEM, "out of memory");
	text = sqlite3_str_new(NULL);
	sqlite3_str_appendf(text, "%s ", kind);
	sqlgen_fact_name(text, name);
	if (table != NULL) {
		sqlite3_str_appendall(text, " ON ");
		sqlgen_fact_name(text, table);
	}
	sqlite3_str_appendf(text, " %s", hash);
	return sqlgen_facts_add(connection, facts, sqlite3_str_finish(text));
}

/* The tables in which the modules that come with SQLite keep what is theirs; of others all. */
static bool
is_shadow_of(const char *suffix, const char *module)
{
	static const char *const known_modules[] = { "fts3",  "fts4",	     "fts5",
						     "rtree", "rtree_i32", "geopoly" };
	static const char *const suffixes[] = { "data",	    "idx",    "content", "docsize",
						"config",   "stat",   "segments", "segdir",
						"node",	    "parent", "rowid" };
	bool is_known = false;
	size_t i;

	for (i = 0; i < sizeof(known_modules) / sizeof(known_modules[0]); i++)
		is_known = is_known || sqlite3_stricmp(module, known_modules[i]) == 0;
	for (i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++)
		if (sqlite3_stricmp(suffix, suffixes[i]) == 0)
			return true;
	return !is_known;
}

/* CREATE VIRTUAL TABLE [IF NOT EXISTS] name USING module … NULL: out of memory. */
static char *
module_of(const char *sql)
{
	struct sqlgen_token token = sqlgen_token_first(sql);

	while (token.kind != SQLGEN_TOKEN_END && !sqlgen_token_is(&token, "USING"))
		token = sqlgen_token_after(&token);
	if (token.kind != SQLGEN_TOKEN_END)
		token = sqlgen_token_after(&token);
	return sqlgen_token_name(&token);
}

/* The virtual tables of the database. */
struct virtual_tables {
	struct virtual_table {
		char *name, *module;
	} *items;
	size_t count;
};

static void
virtuals_finish(struct virtual_tables *virtuals)
{
	size_t i;

	for (i = 0; i < virtuals->count; i++) {
		sqlite3_free(virtuals->items[i].name);
		sqlite3_free(virtuals->items[i].module);
	}
	sqlite3_free(virtuals->items);
}

static int
add_virtual(struct sqlgen_connection *connection, struct virtual_tables *virtuals,
	    sqlite3_stmt *stmt)
{
	const char *name = (const char *)sqlite3_column_text(stmt, 0);
	const char *sql = (const char *)sqlite3_column_text(stmt, 1);
	struct virtual_table *items, *item;

	if (name == NULL || sql == NULL)
		return sqlgen_fail(connection, SQLITE_NOMEM, "out of memory");
	items = sqlite3_realloc64(virtuals->items, (virtuals->count + 1) * sizeof(*items));
	if (items == NULL)
		return sqlgen_fail(connection, SQLITE_NOMEM, "out of memory");
	virtuals->items = items;
	item = &items[virtuals->count++];
	item->name = sqlite3_mprintf("%s", name);
	item->module = module_of(sql);
	return item->name != NULL && item->module != NULL ?
		       SQLITE_OK :
		       sqlgen_fail(connection, SQLITE_NOMEM, "out of memory");
}

static int
read_virtuals(struct sqlgen_connection *connection, struct virtual_tables *virtuals)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlgen_prepare(connection,
				"SELECT name, sql FROM main.sqlite_master"
				" WHERE type = 'table' AND rootpage = 0 AND sql IS NOT NULL",
				&stmt);

	while (rc == SQLITE_OK) {
		rc = sqlite3_step(stmt);
		if (rc == SQLITE_ROW)
			rc = add_virtual(connection, virtuals, stmt);
		else if (rc != SQLITE_DONE)
			rc = sqlgen_fail_database(connection, rc);
	}
	sqlite3_finalize(stmt);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* Is name a virtual table's name, "_", and a suffix of its module's? */
static bool
is_shadow(const struct virtual_tables *virtuals, const char *name)
{
	size_t i;

	for (i = 0; i < virtuals->count; i++) {
		const struct virtual_table *owner = &virtuals->items[i];
		size_t length = strlen(owner->name);

		if (strlen(name) > length && name[length] == '_' &&
		    sqlite3_strnicmp(name, owner->name, (int)length) == 0 &&
		    is_shadow_of(name + length + 1, owner->module))
			return true;
	}
	return false;
}

/* One row of sqlite_master: type, name, table, sql, is it virtual. */
static int
add_object(struct sqlgen_connection *connection, struct sqlgen_facts *facts, sqlite3_stmt *objects,
	   const struct virtual_tables *virtuals)
{
	const char *type = (const char *)sqlite3_column_text(objects, 0);
	const char *name = (const char *)sqlite3_column_text(objects, 1);
	const char *table = (const char *)sqlite3_column_text(objects, 2);
	const char *sql = (const char *)sqlite3_column_text(objects, 3);

	if (type == NULL || name == NULL || table == NULL || sql == NULL)
		return sqlgen_fail(connection, SQLITE_NOMEM, "out of memory");
	if (strcmp(type, "view") == 0)
		return add_hashed(connection, facts, type, name, NULL, sql);
	if (strcmp(type, "trigger") == 0)
		return add_hashed(connection, facts, type, name, table, sql);
	if (is_shadow(virtuals, name))
		return SQLITE_OK;
	return sqlgen_facts_table(connection, facts, name, sqlite3_column_int(objects, 4) != 0);
}

static int
add_objects(struct sqlgen_connection *connection, struct sqlgen_facts *facts)
{
	struct virtual_tables virtuals = { NULL, 0 };
	sqlite3_stmt *objects = NULL;
	int rc;

	rc = sqlgen_prepare(connection,
			    "SELECT type, name, tbl_name, sql, rootpage = 0 FROM main.sqlite_master"
			    " WHERE type IN ('table', 'view', 'trigger') AND sql IS NOT NULL"
			    " AND lower(substr(name, 1, 7)) <> 'sqlite_'"
			    " AND tbl_name <> '" SQLGEN_HISTORY_TABLE "' COLLATE NOCASE",
			    &objects);
	if (rc == SQLITE_OK)
		rc = read_virtuals(connection, &virtuals);
	while (rc == SQLITE_OK) {
		rc = sqlite3_step(objects);
		if (rc == SQLITE_ROW)
			rc = add_object(connection, facts, objects, &virtuals);
		else if (rc != SQLITE_DONE)
			rc = sqlgen_fail_database(connection, rc);
	}
	virtuals_finish(&virtuals);
	sqlite3_finalize(objects);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static void
sort_and_unite(struct sqlgen_facts *facts)
{
	size_t i, kept = 0;

	if (facts->count == 0)
		return;
	qsort(facts->items, facts->count, sizeof(*facts->items), compare_items);
	for (i = 1; i < facts->count; i++) {
		if (strcmp(facts->items[kept], facts->items[i]) == 0)
			sqlite3_free(facts->items[i]);
		else
			facts->items[++kept] = facts->items[i];
	}
	facts->count = kept + 1;
}

int
sqlgen_facts_collect(struct sqlgen_connection *connection, struct sqlgen_facts *facts)
{
	int rc = add_objects(connection, facts);
	size_t i;

	for (i = 0; i < SQLGEN_QUESTIONS; i++) {
		sqlite3_finalize(facts->questions[i]);
		facts->questions[i] = NULL;
	}
	if (rc == SQLITE_OK)
		sort_and_unite(facts);
	return rc;
}

int
sqlgen_schema_facts(struct sqlgen_connection *connection,
		    int (*each)(void *context, const char *fact), void *context)
{
	struct sqlgen_facts facts = { NULL, 0, 0, { NULL } };
	int rc;
	size_t i;

	if (connection->handle == NULL)
		return sqlgen_fail(connection, SQLITE_MISUSE, "the database is not open");
	rc = sqlgen_facts_collect(connection, &facts);
	for (i = 0; i < facts.count && rc == SQLITE_OK; i++) {
		rc = each(context, facts.items[i]);
		if (rc != SQLITE_OK)
			sqlgen_fail(connection, rc, "the reading of the schema was stopped");
	}
	sqlgen_facts_finish(&facts);
	return rc;
}
