#include <stdlib.h>
#include <string.h>

#include "private.h"

/* Where a row is read to before its size is known. */
union scratch {
	char bytes[1024];
	int64_t integer;
	double real;
	const void *pointer;
};

/* Moves a row that was read into from to a block of its own. */
static void *
move_to_block(struct sqlgen_row *row, char *from)
{
	char *block = malloc(row->size);

	if (block == NULL) {
		sqlgen_row_fail_memory(row, 0);
		return NULL;
	}
	memcpy(block, from, row->size);
	sqlgen_rows_moved(row->type, block, 1, (uintptr_t)block - (uintptr_t)from);
	return block;
}

/* Reads a row into a block of this size, and if that is too small into one of the size that it takes. */
static void *
read_block(struct sqlgen_row *row, size_t size)
{
	char *block = malloc(size);

	if (block == NULL) {
		sqlgen_row_fail_memory(row, 0);
		return NULL;
	}
	row->block = block;
	row->capacity = size;
	row->size = row->type->size;
	sqlgen_row_fetch(row, block);
	if (row->rc == SQLITE_OK && row->size <= size)
		return block;
	free(block);
	return row->rc == SQLITE_OK ? read_block(row, row->size) : NULL;
}

static void *
take_row(struct sqlgen_row *row)
{
	union scratch scratch;

	if (row->type->size > sizeof(scratch))
		return read_block(row, row->type->size);
	row->block = scratch.bytes;
	row->capacity = sizeof(scratch);
	row->size = row->type->size;
	sqlgen_row_fetch(row, scratch.bytes);
	if (row->rc != SQLITE_OK)
		return NULL;
	return row->size <= sizeof(scratch) ? move_to_block(row, scratch.bytes) :
					      read_block(row, row->size);
}

int
sqlgen_call_take(struct sqlgen_call *call, const struct sqlgen_row_type *type, void *out)
{
	void *block = NULL;

	if (sqlgen_call_row(call)) {
		struct sqlgen_row row = sqlgen_row_of(call->connection, call->stmt, type);

		block = take_row(&row);
		call->rc = row.rc;
	}
	if (sqlgen_call_end(call) == SQLITE_OK)
		memcpy(out, &block, sizeof(block));
	else
		free(block);
	return call->rc;
}

/* Gives back what a row does not need of its block. As it moves, offsets plus 1 stand for pointers. */
static void *
shrink_block(struct sqlgen_row *row, char *block)
{
	char *shrunk;

	if (row->size >= row->capacity / 2)
		return block;
	sqlgen_rows_moved(row->type, block, 1, 1 - (uintptr_t)block);
	shrunk = realloc(block, row->size);
	if (shrunk == NULL)
		shrunk = block;
	sqlgen_rows_moved(row->type, shrunk, 1, (uintptr_t)shrunk - 1);
	return shrunk;
}

int
sqlgen_cursor_take(struct sqlgen_call *call, const struct sqlgen_row_type *type, void *out)
{
	int rc = sqlgen_cursor_step(call);
	struct sqlgen_row row;
	char *block;

	if (rc != SQLITE_ROW)
		return rc;
	row = sqlgen_row_of(call->connection, call->stmt, type);
	/* Rows of a table are mostly of one size, more or less. */
	block = read_block(&row, sqlgen_size_add(type->size, call->taken + call->taken / 4));
	if (block == NULL)
		return row.rc;
	block = shrink_block(&row, block);
	call->taken = row.size - type->size;
	memcpy(out, &block, sizeof(block));
	return SQLITE_ROW;
}

static int
read_aside(struct sqlgen_connection *connection, sqlite3_stmt *stmt,
	   const struct sqlgen_row_type *type, void *aside, void *out)
{
	int rc = sqlgen_row_read(connection, stmt, type, aside);

	if (rc == SQLITE_OK)
		memcpy(out, aside, type->size);
	return rc;
}

int
sqlgen_row_borrow(struct sqlgen_connection *connection, sqlite3_stmt *stmt,
		  const struct sqlgen_row_type *type, void *out)
{
	union scratch scratch;
	void *aside;
	int rc;

	if (type->size <= sizeof(scratch))
		return read_aside(connection, stmt, type, scratch.bytes, out);
	aside = malloc(type->size);
	if (aside == NULL)
		return sqlgen_fail(connection, SQLITE_NOMEM, "out of memory");
	rc = read_aside(connection, stmt, type, aside, out);
	free(aside);
	return rc;
}
