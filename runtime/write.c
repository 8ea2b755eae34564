#include <stdlib.h>
#include <string.h>

#include "private.h"

/* A statement of a table that takes a whole row. */
struct writing {
	const struct sqlgen_table *table;
	enum sqlgen_write write;
	size_t statement;   /* its slot */
	const char *target; /* of an upsert */
};

static struct writing
writing_of(const struct sqlgen_table *table, enum sqlgen_write write, size_t statement)
{
	struct writing writing = { NULL, SQLGEN_INSERT, 0, NULL };

	writing.table = table;
	writing.write = write;
	writing.statement = statement;
	return writing;
}

/* Where SQLite is to choose the rowid, that is NULL, or not in the statement at all. */
static void
begin_write(struct sqlgen_call *call, struct sqlgen_connection *connection,
	    const struct writing *writing, const void *row, bool chooses_rowid)
{
	const struct sqlgen_table *table = writing->table;

	if (sqlgen_call_is_new(connection, writing->statement))
		sqlgen_call_begin_made(call, connection, writing->statement,
				       sqlgen_write_sql(table, writing->write, writing->target));
	else
		sqlgen_call_begin(call, connection, writing->statement, NULL);
	call->table = table;
	call->row = row;
	call->unbound = chooses_rowid ? table->rowid : 0;
	sqlgen_row_bind(call, table->type, row);
	if (call->unbound != 0 && writing->write != SQLGEN_INSERT_NEW)
		sqlgen_bind_null(call, table->rowid);
}

static int
write_row(struct sqlgen_connection *connection, const struct writing *writing, const void *row)
{
	struct sqlgen_call call;

	begin_write(&call, connection, writing, row, false);
	return writing->table->is_view ? sqlgen_call_run(&call) : sqlgen_call_change(&call);
}

static int
insert_row(struct sqlgen_connection *connection, const struct writing *writing, const void *row,
	   int64_t *rowid)
{
	struct sqlgen_call call;

	if (rowid == NULL)
		return write_row(connection, writing, row);
	begin_write(&call, connection, writing, row, *rowid == 0);
	if (sqlgen_call_change(&call) == SQLITE_OK && *rowid == 0)
		*rowid = sqlite3_last_insert_rowid(connection->handle);
	return call.rc;
}

int
sqlgen_row_insert(struct sqlgen_connection *connection, const struct sqlgen_table *table,
		  size_t statement, const void *row, int64_t *rowid)
{
	bool is_new = rowid != NULL && *rowid == 0;
	struct writing writing = writing_of(table, is_new ? SQLGEN_INSERT_NEW : SQLGEN_INSERT,
					    is_new ? statement + 1 : statement);

	return insert_row(connection, &writing, row, rowid);
}

int
sqlgen_row_update(struct sqlgen_connection *connection, const struct sqlgen_table *table,
		  size_t statement, const void *row)
{
	struct writing writing = writing_of(table, SQLGEN_UPDATE, statement);

	return write_row(connection, &writing, row);
}

static int
update_rest(struct sqlgen_connection *connection, const struct sqlgen_table *table,
	    size_t statement, const void *row)
{
	struct writing writing = writing_of(table, SQLGEN_UPDATE_REST, statement);

	return write_row(connection, &writing, row);
}

int
sqlgen_row_update_guarded(struct sqlgen_connection *connection, const struct sqlgen_table *table,
			  size_t rest, size_t statement, const void *row)
{
	int rc = update_rest(connection, table, rest, row);

	return rc == SQLITE_DONE ? sqlgen_row_update(connection, table, statement, row) : rc;
}

int
sqlgen_row_upsert(struct sqlgen_connection *connection, const struct sqlgen_table *table,
		  size_t statement, const void *row, int64_t *rowid)
{
	struct writing writing = writing_of(table, SQLGEN_UPSERT, statement);

	return insert_row(connection, &writing, row, rowid);
}

int
sqlgen_row_upsert_guarded(struct sqlgen_connection *connection, const struct sqlgen_table *table,
			  size_t rest, size_t statement, const void *row, int64_t *rowid)
{
	int rc = SQLITE_DONE;

	if (rowid == NULL || *rowid != 0)
		rc = update_rest(connection, table, rest, row);
	return rc == SQLITE_DONE ? sqlgen_row_upsert(connection, table, statement, row, rowid) : rc;
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
insert_rows(struct sqlgen_connection *connection, const struct sqlgen_table *table, size_t statement,
	    const void *rows, size_t count, int64_t *rowid)
{
	size_t size = table->type->size, i;
	int rc = sqlgen_begin_write(connection);

	if (rc != SQLITE_OK)
		return rc;
	for (i = 0; i < count && rc == SQLITE_OK; i++)
		rc = sqlgen_row_insert(connection, table, statement, (const char *)rows + i * size,
				       rowid == NULL ? NULL : rowid_at(rowid, size, i));
	return sqlgen_end_write(connection, rc);
}

int
sqlgen_row_insert_all(struct sqlgen_connection *connection, const struct sqlgen_table *table,
		      size_t statement, const void *rows, size_t count, int64_t *rowid)
{
	size_t size = table->type->size, i;
	int64_t *before;
	int rc;

	if (count == 0)
		return SQLITE_OK;
	if (rowid == NULL)
		return insert_rows(connection, table, statement, rows, count, NULL);
	before = malloc(count * sizeof(*before));
	if (before == NULL)
		return sqlgen_fail(connection, SQLITE_NOMEM, "out of memory");
	for (i = 0; i < count; i++)
		before[i] = *rowid_at(rowid, size, i);
	rc = insert_rows(connection, table, statement, rows, count, rowid);
	for (i = 0; i < count && rc != SQLITE_OK; i++)
		*rowid_at(rowid, size, i) = before[i];
	free(before);
	return rc;
}

int
sqlgen_row_upsert_by(struct sqlgen_connection *connection, const struct sqlgen_table *table,
		     size_t statement, const char *target, const void *row, int64_t *rowid)
{
	struct writing writing = writing_of(table, SQLGEN_UPSERT, statement);
	struct sqlgen_call call;
	int64_t stored = 0;

	writing.target = target;
	if (rowid == NULL)
		return write_row(connection, &writing, row);
	begin_write(&call, connection, &writing, row, *rowid == 0);
	if (sqlgen_call_row(&call))
		stored = sqlite3_column_int64(call.stmt, 0);
	if (sqlgen_call_end(&call) == SQLITE_OK)
		*rowid = stored;
	return call.rc;
}

/* Is SQLite to choose the rowid of a row? */
static bool
chooses_rowid(const struct sqlgen_table *table, const void *row)
{
	const void *member;

	if (table->rowid == 0)
		return false;
	member = (const char *)row + table->type->fields[table->rowid - 1].offset;
	return *(const int64_t *)member == 0;
}

static void
begin_returning(struct sqlgen_call *call, struct sqlgen_connection *connection,
		const struct sqlgen_table *table, size_t statement, const void *row)
{
	struct writing writing = writing_of(table, SQLGEN_INSERT_RETURNING, statement);

	begin_write(call, connection, &writing, row, chooses_rowid(table, row));
}

int
sqlgen_row_insert_take(struct sqlgen_connection *connection, const struct sqlgen_table *table,
		       size_t statement, const void *row, void *out)
{
	struct sqlgen_call call;
	void *stored = NULL;
	int rc = sqlgen_begin_write(connection);

	if (rc != SQLITE_OK)
		return rc;
	begin_returning(&call, connection, table, statement, row);
	sqlgen_call_take(&call, table->type, &stored);
	rc = end_insert(connection, call.rc);
	if (rc == SQLITE_OK)
		memcpy(out, &stored, sizeof(stored));
	else
		free(stored);
	return rc;
}

int
sqlgen_row_insert_fetch(struct sqlgen_connection *connection, const struct sqlgen_table *table,
			size_t statement, const void *row, void *out)
{
	struct sqlgen_call call;
	int rc = sqlgen_begin_write(connection);

	if (rc != SQLITE_OK)
		return rc;
	begin_returning(&call, connection, table, statement, row);
	return end_insert(connection, sqlgen_call_fetch(&call, table->type, out));
}
