#include <stdlib.h>
#include <string.h>

#include "private.h"

/* returned: what comes behind RETURNING; "" where nothing does. */
static void
begin_write(struct sqlgen_call *call, struct sqlgen_connection *connection,
	    const struct sqlgen_write *write, const char *returned, const void *row, bool chooses_rowid)
{
	sqlgen_call_join(call, connection, write->statement, write->base != NULL ? write->base->sql : "",
			 write->sql, returned);
	call->table = write->table;
	call->row = row;
	write->table->bind(call, row);
	if (chooses_rowid && write->table->rowid != 0)
		sqlgen_bind_null(call, write->table->rowid);
}

int
sqlgen_row_write(struct sqlgen_connection *connection, const struct sqlgen_write *write,
		 const void *row)
{
	struct sqlgen_call call;

	begin_write(&call, connection, write, "", row, false);
	return write->table->is_view ? sqlgen_call_run(&call) : sqlgen_call_change(&call);
}

int
sqlgen_row_insert(struct sqlgen_connection *connection, const struct sqlgen_write *write,
		  const void *row, int64_t *rowid)
{
	struct sqlgen_call call;

	if (rowid == NULL)
		return sqlgen_row_write(connection, write, row);
	begin_write(&call, connection, write, "", row, *rowid == 0);
	if (sqlgen_call_change(&call) == SQLITE_OK && *rowid == 0)
		*rowid = sqlite3_last_insert_rowid(connection->handle);
	return call.rc;
}

int
sqlgen_row_update(struct sqlgen_connection *connection, const struct sqlgen_write *rest,
		  const struct sqlgen_write *update, const void *row)
{
	int rc = sqlgen_row_write(connection, rest, row);

	return rc == SQLITE_DONE ? sqlgen_row_write(connection, update, row) : rc;
}

int
sqlgen_row_update_or_insert(struct sqlgen_connection *connection, const struct sqlgen_write *rest,
			    const struct sqlgen_write *upsert, const void *row, int64_t *rowid)
{
	int rc = SQLITE_DONE;

	if (rowid == NULL || *rowid != 0)
		rc = sqlgen_row_write(connection, rest, row);
	return rc == SQLITE_DONE ? sqlgen_row_insert(connection, upsert, row, rowid) : rc;
}

/* The rowid of row i, which is as far from that of the first as the rows are. */
static int64_t *
rowid_at(int64_t *first, size_t size, size_t i)
{
	void *at = (char *)first + i * size;

	return at;
}

/* Ends what one insert began: where a trigger left the row out, what that wrote stays. */
static int
end_insert(struct sqlgen_connection *connection, int rc)
{
	int ended = sqlgen_end_write(connection, rc == SQLITE_DONE ? SQLITE_OK : rc);

	return ended == SQLITE_OK ? rc : ended;
}

static int
insert_rows(struct sqlgen_connection *connection, const struct sqlgen_write *write,
	    const void *rows, size_t size, size_t count, int64_t *rowid)
{
	int rc = sqlgen_begin_write(connection);
	size_t i;

	if (rc != SQLITE_OK)
		return rc;
	for (i = 0; i < count && rc == SQLITE_OK; i++)
		rc = sqlgen_row_insert(connection, write, (const char *)rows + i * size,
				       rowid == NULL ? NULL : rowid_at(rowid, size, i));
	return sqlgen_end_write(connection, rc);
}

int
sqlgen_row_insert_all(struct sqlgen_connection *connection, const struct sqlgen_write *write,
		      const void *rows, size_t size, size_t count, int64_t *rowid)
{
	int64_t *before;
	size_t i;
	int rc;

	if (count == 0)
		return SQLITE_OK;
	if (rowid == NULL)
		return insert_rows(connection, write, rows, size, count, NULL);
	before = malloc(count * sizeof(*before));
	if (before == NULL)
		return sqlgen_fail(connection, SQLITE_NOMEM, "out of memory");
	for (i = 0; i < count; i++)
		before[i] = *rowid_at(rowid, size, i);
	rc = insert_rows(connection, write, rows, size, count, rowid);
	for (i = 0; i < count && rc != SQLITE_OK; i++)
		*rowid_at(rowid, size, i) = before[i];
	free(before);
	return rc;
}

int
sqlgen_row_upsert(struct sqlgen_connection *connection, const struct sqlgen_write *write,
		  const void *row, int64_t *rowid)
{
	struct sqlgen_call call;
	int64_t stored = 0;

	begin_write(&call, connection, write, "", row, *rowid == 0);
	if (sqlgen_call_row(&call))
		stored = sqlite3_column_int64(call.stmt, 0);
	if (sqlgen_call_end(&call) == SQLITE_OK)
		*rowid = stored;
	return call.rc;
}

int
sqlgen_row_insert_take(struct sqlgen_connection *connection, const struct sqlgen_write *write,
		       const void *row, int64_t rowid, const struct sqlgen_row_type *type,
		       void *out)
{
	struct sqlgen_call call;
	void *stored = NULL;
	int rc = sqlgen_begin_write(connection);

	if (rc != SQLITE_OK)
		return rc;
	begin_write(&call, connection, write, type->selected, row, rowid == 0);
	sqlgen_call_take(&call, type, &stored);
	rc = end_insert(connection, call.rc);
	if (rc == SQLITE_OK)
		memcpy(out, &stored, sizeof(stored));
	else
		free(stored);
	return rc;
}

int
sqlgen_row_insert_fetch(struct sqlgen_connection *connection, const struct sqlgen_write *write,
			const void *row, int64_t rowid, const struct sqlgen_row_type *type,
			void *out)
{
	struct sqlgen_call call;
	int rc = sqlgen_begin_write(connection);

	if (rc != SQLITE_OK)
		return rc;
	begin_write(&call, connection, write, type->selected, row, rowid == 0);
	return end_insert(connection, sqlgen_call_fetch(&call, type, out));
}
