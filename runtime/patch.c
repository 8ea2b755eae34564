#include <string.h>

#include "private.h"

static void
forget_patch(struct sqlgen_patched *patched)
{
	sqlite3_finalize(patched->stmt);
	sqlite3_free(patched->named);
	memset(patched, 0, sizeof(*patched));
}

void
sqlgen_patches_finish(struct sqlgen_connection *connection)
{
	size_t i;

	for (i = 0; i < SQLGEN_PATCHES; i++)
		forget_patch(&connection->patched[i]);
}

static size_t
named_size(const struct sqlgen_table *table)
{
	return (size_t)table->type->count * sizeof(bool);
}

static struct sqlgen_patched *
find_patch(struct sqlgen_connection *connection, const struct sqlgen_table *table,
	   const bool *named)
{
	size_t i;

	for (i = 0; i < SQLGEN_PATCHES; i++) {
		struct sqlgen_patched *patched = &connection->patched[i];

		if (patched->table == table &&
		    memcmp(patched->named, named, named_size(table)) == 0)
			return patched;
	}
	return NULL;
}

/* A free place, else that of the statement not used for longest. NULL: all are being executed. */
static struct sqlgen_patched *
find_patch_place(struct sqlgen_connection *connection)
{
	struct sqlgen_patched *oldest = NULL;
	size_t i;

	for (i = 0; i < SQLGEN_PATCHES; i++) {
		struct sqlgen_patched *patched = &connection->patched[i];

		if (patched->table == NULL)
			return patched;
		if (patched->stmt != NULL && (oldest == NULL || patched->used < oldest->used))
			oldest = patched;
	}
	return oldest;
}

/* Returns why there is no place: NULL if there is one. */
static const char *
keep_patch(struct sqlgen_connection *connection, const struct sqlgen_table *table,
	   const bool *named, struct sqlgen_patched **out)
{
	struct sqlgen_patched *patched = find_patch_place(connection);

	if (patched == NULL)
		return "there is no room for one more patch";
	forget_patch(patched);
	patched->named = sqlite3_malloc64(named_size(table));
	if (patched->named == NULL)
		return "out of memory";
	memcpy(patched->named, named, named_size(table));
	patched->table = table;
	*out = patched;
	return NULL;
}

static void
begin_new_patch(struct sqlgen_call *call, struct sqlgen_connection *connection,
		struct sqlgen_patched *patched, const struct sqlgen_table *table, const bool *named)
{
	char *sql = sqlgen_patch_sql(table, named);

	if (sql == NULL) {
		sqlgen_call_fail(call, connection, SQLITE_NOMEM, "out of memory");
		return;
	}
	sqlgen_call_begin_at(call, connection, &patched->stmt, sql);
	sqlite3_free(sql);
}

static void
begin_patch(struct sqlgen_call *call, struct sqlgen_connection *connection,
	    const struct sqlgen_table *table, const bool *named)
{
	struct sqlgen_patched *patched;
	const char *failure = NULL;
	bool is_new;

	if (connection->handle == NULL) {
		sqlgen_call_fail(call, connection, SQLITE_MISUSE, "the database is not open");
		return;
	}
	patched = find_patch(connection, table, named);
	is_new = patched == NULL;
	if (is_new)
		failure = keep_patch(connection, table, named, &patched);
	if (failure != NULL) {
		sqlgen_call_fail(call, connection, SQLITE_NOMEM, failure);
		return;
	}
	patched->used = ++connection->patch_clock;
	if (patched->stmt != NULL)
		sqlgen_call_begin_at(call, connection, &patched->stmt, NULL);
	else
		begin_new_patch(call, connection, patched, table, named);
	if (is_new && call->rc != SQLITE_OK)
		forget_patch(patched);
}

int
sqlgen_row_patch(struct sqlgen_connection *connection, const struct sqlgen_table *table,
		 const void *row, const bool *named)
{
	struct sqlgen_call call;

	begin_patch(&call, connection, table, named);
	call.named = named;
	call.table = table;
	call.row = row;
	sqlgen_row_bind(&call, table->type, row);
	if (sqlite3_stmt_readonly(call.stmt)) {
		sqlgen_call_row(&call);
		return sqlgen_call_end(&call);
	}
	return table->is_view ? sqlgen_call_run(&call) : sqlgen_call_change(&call);
}
