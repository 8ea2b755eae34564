#include <string.h>

#include "private.h"

/* One foreign key while its rows come, a column each. */
struct key_text {
	sqlite3_str *from, *to;
	char *actions;
	sqlite3_int64 id;
};

/* Ends "foreign key t(a, b) REFERENCES p(x, y) ON DELETE … ON UPDATE …", if one has begun. */
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
		key->from = sqlgen_fact_begin("foreign key", table, "(");
		key->to = sqlite3_str_new(NULL);
		sqlgen_fact_name(key->to, sqlgen_row_text(stmt, 1));
		sqlite3_str_appendall(key->to, "(");
		key->actions = sqlite3_mprintf(" ON DELETE %s ON UPDATE %s",
					       sqlgen_row_text(stmt, 4), sqlgen_row_text(stmt, 5));
	}
	sqlgen_fact_name(key->from, sqlgen_row_text(stmt, 2));
	sqlgen_fact_name(key->to, sqlgen_row_text(stmt, 3));
	return rc;
}

int
sqlgen_facts_foreign_keys(struct sqlgen_connection *connection, struct sqlgen_facts *facts,
			  const char *table)
{
	struct key_text key = { NULL, NULL, NULL, 0 };
	sqlite3_stmt *stmt = NULL;
	int rc = sqlgen_facts_ask(connection, facts, SQLGEN_ASK_FOREIGN_KEYS, table, &stmt), ended;

	while (rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW)
		rc = add_key_row(connection, facts, table, &key, stmt);
	rc = sqlgen_facts_answered(connection, stmt, rc);
	ended = end_key(connection, facts, &key);
	return rc == SQLITE_OK ? ended : rc;
}
