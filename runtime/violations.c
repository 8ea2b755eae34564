#include <string.h>

#include "private.h"

void
sqlgen_violations_finish(struct sqlgen_violations *list)
{
	size_t i;

	for (i = 0; i < list->count; i++) {
		sqlite3_free(list->items[i].child);
		sqlite3_free(list->items[i].parent);
	}
	sqlite3_free(list->items);
	memset(list, 0, sizeof(*list));
}

static int
add_violation(struct sqlgen_connection *connection, struct sqlgen_violations *list,
	      sqlite3_stmt *stmt)
{
	struct sqlgen_violation *items, *item;

	items = sqlite3_realloc64(list->items, (list->count + 1) * sizeof(*items));
	if (items == NULL)
		return sqlgen_fail(connection, SQLITE_NOMEM, "out of memory");
	list->items = items;
	item = &items[list->count++];
	item->child = sqlite3_mprintf("%s", sqlite3_column_text(stmt, 0));
	item->parent = sqlite3_mprintf("%s", sqlite3_column_text(stmt, 1));
	item->count = sqlite3_column_int64(stmt, 2);
	if (item->child == NULL || item->parent == NULL)
		return sqlgen_fail(connection, SQLITE_NOMEM, "out of memory");
	return SQLITE_OK;
}

/* Adds what stmt counts: child, parent, count. */
static int
add_counted(struct sqlgen_connection *connection, struct sqlgen_violations *list,
	    sqlite3_stmt *stmt)
{
	int rc;

	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		rc = add_violation(connection, list, stmt);
		if (rc != SQLITE_OK)
			return rc;
	}
	return rc == SQLITE_DONE ? SQLITE_OK : sqlgen_fail_database(connection, rc);
}

/* Of one table. One whose foreign keys cannot be checked (their parent has no such key) counts none. */
static int
count_table(struct sqlgen_connection *connection, struct sqlgen_violations *list,
	    sqlite3_stmt *count, sqlite3_stmt *tables)
{
	const char *table = (const char *)sqlite3_column_text(tables, 0);
	int rc = sqlite3_bind_text(count, 1, table, -1, SQLITE_STATIC);

	if (rc != SQLITE_OK)
		return sqlgen_fail_database(connection, rc);
	rc = add_counted(connection, list, count);
	sqlite3_reset(count);
	sqlite3_clear_bindings(count);
	return sqlgen_is(rc, SQLITE_ERROR) ? SQLITE_OK : rc;
}

static int
count_each_table(struct sqlgen_connection *connection, struct sqlgen_violations *list)
{
	sqlite3_stmt *tables = NULL, *count = NULL;
	int rc;

	rc = sqlgen_prepare(connection,
			    "SELECT name FROM main.sqlite_master WHERE type = 'table' AND rootpage > 0",
			    &tables);
	if (rc == SQLITE_OK)
		rc = sqlgen_prepare(connection,
				    "SELECT ?1, parent, count(*) FROM pragma_foreign_key_check(?1, 'main')"
				    " GROUP BY parent",
				    &count);
	while (rc == SQLITE_OK) {
		rc = sqlite3_step(tables);
		if (rc == SQLITE_ROW)
			rc = count_table(connection, list, count, tables);
		else if (rc != SQLITE_DONE)
			rc = sqlgen_fail_database(connection, rc);
	}
	sqlite3_finalize(count);
	sqlite3_finalize(tables);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

int
sqlgen_violations_read(struct sqlgen_connection *connection, struct sqlgen_violations *list)
{
	sqlite3_stmt *stmt = NULL;
	int rc;

	rc = sqlgen_prepare(connection,
			    "SELECT \"table\", parent, count(*) FROM pragma_foreign_key_check"
			    " GROUP BY 1, 2",
			    &stmt);
	if (rc == SQLITE_OK)
		rc = add_counted(connection, list, stmt);
	sqlite3_finalize(stmt);
	if (sqlgen_is(rc, SQLITE_ERROR)) {
		sqlgen_violations_finish(list);
		rc = count_each_table(connection, list);
	}
	return rc;
}

static const struct sqlgen_violation *
find_violation(const struct sqlgen_violations *list, const struct sqlgen_violation *wanted)
{
	size_t i;

	for (i = 0; i < list->count; i++)
		if (sqlite3_stricmp(list->items[i].child, wanted->child) == 0 &&
		    sqlite3_stricmp(list->items[i].parent, wanted->parent) == 0)
			return &list->items[i];
	return NULL;
}

/* Is now the table that was called old? If it is another name, the old one is gone. */
static bool
may_be_same(struct sqlgen_connection *connection, const char *old, const char *now)
{
	return sqlite3_stricmp(old, now) == 0 ||
	       sqlite3_table_column_metadata(connection->handle, "main", old, NULL, NULL, NULL, NULL, NULL,
					     NULL) != SQLITE_OK;
}

static bool
is_self_reference(const struct sqlgen_violation *violation)
{
	return sqlite3_stricmp(violation->child, violation->parent) == 0;
}

/* How many there were before, under these names or those that a rename has taken away. */
static int64_t
count_before(struct sqlgen_connection *connection, const struct sqlgen_violations *before,
	     const struct sqlgen_violation *now)
{
	const struct sqlgen_violation *same = find_violation(before, now);
	size_t i;

	if (same != NULL)
		return same->count;
	for (i = 0; i < before->count; i++) {
		const struct sqlgen_violation *old = &before->items[i];

		if (may_be_same(connection, old->child, now->child) &&
		    may_be_same(connection, old->parent, now->parent) &&
		    (sqlite3_stricmp(old->child, now->child) == 0 ||
		     sqlite3_stricmp(old->parent, now->parent) == 0 ||
		     (is_self_reference(old) && is_self_reference(now))))
			return old->count;
	}
	return 0;
}

int
sqlgen_violations_compare(struct sqlgen_connection *connection,
			  const struct sqlgen_violations *before,
			  const struct sqlgen_violations *after)
{
	size_t i;

	for (i = 0; i < after->count; i++) {
		const struct sqlgen_violation *now = &after->items[i];
		int64_t old = count_before(connection, before, now);

		if (now->count > old)
			return sqlgen_fail(connection, SQLITE_CONSTRAINT,
					   "it leaves rows in '%.80s' whose parent in '%.80s' is missing:"
					   " expected %lld, found %lld",
					   now->child, now->parent, (sqlite3_int64)old,
					   (sqlite3_int64)now->count);
	}
	return SQLITE_OK;
}
