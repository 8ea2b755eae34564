#include <stdlib.h>
#include <string.h>

#include "private.h"

/*
 * Rows that are being loaded, in one block: the array from the front, what the rows point to behind
 * the array's capacity. Both grow by doubling. As the block moves, the rows hold offsets plus 1
 * behind the array in the place of pointers, until the end.
 */
struct load {
	char *block;
	size_t count, capacity; /* of rows */
	size_t used, room;      /* bytes behind the array, and how many there may be */
	struct sqlgen_row row;
};

enum { FIRST_ROWS = 16, FIRST_ROOM = 4096 };

static bool
fail_memory(struct load *load)
{
	sqlgen_row_fail_memory(&load->row, 0);
	return false;
}

/* Lets the block grow to these capacities. */
static bool
grow(struct load *load, size_t capacity, size_t room)
{
	const struct sqlgen_row_type *type = load->row.type;
	size_t before = load->capacity * type->size, behind = capacity * type->size;
	char *block;

	if (capacity > SIZE_MAX / type->size || room > SIZE_MAX - behind)
		return fail_memory(load);
	block = realloc(load->block, behind + room);
	if (block == NULL)
		return fail_memory(load);
	if (behind > before)
		memmove(block + behind, block + before, load->used);
	load->block = block;
	load->capacity = capacity;
	load->room = room;
	return true;
}

static bool
grow_array(struct load *load)
{
	return load->capacity == 0 ? grow(load, FIRST_ROWS, FIRST_ROOM) :
				     grow(load, sqlgen_size_add(load->capacity, load->capacity), load->room);
}

/* needed: bytes behind the array, with those of a row that did not find room. */
static bool
grow_room(struct load *load, size_t needed)
{
	size_t twice = sqlgen_size_add(load->room, load->room);

	return grow(load, load->capacity, twice < needed ? needed : twice);
}

/* Reads the current row behind the others, once more if there was no room for its texts. */
static bool
add_row(struct load *load)
{
	struct sqlgen_row *row = &load->row;
	char *at;

	if (load->count == load->capacity && !grow_array(load))
		return false;
	do {
		row->block = load->block + load->capacity * row->type->size;
		row->size = load->used;
		row->capacity = load->room;
		at = load->block + load->count * row->type->size;
		sqlgen_row_fetch(row, at);
		if (row->rc != SQLITE_OK)
			return false;
	} while (row->size > row->capacity && grow_room(load, row->size));
	if (row->size > row->capacity)
		return false;
	sqlgen_rows_moved(row->type, at, 1, 1 - (uintptr_t)row->block);
	load->used = row->size;
	load->count++;
	return true;
}

/* Gives back what is not needed, and makes pointers of the offsets. */
static void *
finish(struct load *load)
{
	const struct sqlgen_row_type *type = load->row.type;
	size_t behind = load->count * type->size;
	char *block;

	memmove(load->block + behind, load->block + load->capacity * type->size, load->used);
	block = realloc(load->block, behind + load->used);
	if (block == NULL)
		block = load->block;
	sqlgen_rows_moved(type, block, load->count, (uintptr_t)block + behind - 1);
	return block;
}

int
sqlgen_call_load(struct sqlgen_call *call, const struct sqlgen_row_type *type, void *out,
		 size_t *count)
{
	struct load load = { NULL, 0, 0, 0, 0, { NULL, NULL, NULL, SQLITE_OK, NULL, 0, 0 } };
	bool is_read = true;
	void *rows = NULL;

	load.row = sqlgen_row_of(call->connection, call->stmt, type);
	while (is_read && sqlgen_call_row(call))
		is_read = add_row(&load);
	if (!is_read)
		call->rc = load.row.rc;
	else if (call->rc == SQLITE_DONE) /* not one row */
		call->rc = SQLITE_OK;
	if (sqlgen_call_end(call) != SQLITE_OK) {
		free(load.block);
		return call->rc;
	}
	if (load.count > 0)
		rows = finish(&load);
	memcpy(out, &rows, sizeof(rows));
	*count = load.count;
	return SQLITE_OK;
}
