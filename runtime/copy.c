#include <stdlib.h>
#include <string.h>

#include "private.h"

size_t
sqlgen_size_add(size_t size, size_t more)
{
	return more > SIZE_MAX - size ? SIZE_MAX : size + more;
}

static size_t
size_text(size_t size, const char *text)
{
	return text == NULL ? size : sqlgen_size_add(size, strlen(text) + 1);
}

static size_t
size_sized_text(size_t size, const struct sqlgen_text *text)
{
	return text->data == NULL ? size : sqlgen_size_add(sqlgen_size_add(size, text->size), 1);
}

static size_t
size_blob(size_t size, const struct sqlgen_blob *blob)
{
	return blob->data == NULL ? size : sqlgen_size_add(size, blob->size);
}

static size_t
size_value(size_t size, const struct sqlgen_value *value)
{
	if (value->type == SQLITE_TEXT)
		return size_sized_text(size, &value->as.text);
	return value->type == SQLITE_BLOB ? size_blob(size, &value->as.blob) : size;
}

/* The size of a row with all that it points to. */
static size_t
size_row(const struct sqlgen_row_type *type, const void *row)
{
	size_t size = type->size, i;

	for (i = 0; i < type->pointer_count; i++) {
		const void *member = (const char *)row + type->pointers[i].offset;

		switch (type->pointers[i].kind) {
		case SQLGEN_TEXT:
			size = size_text(size, *(const char *const *)member);
			break;
		case SQLGEN_SIZED_TEXT:
			size = size_sized_text(size, member);
			break;
		case SQLGEN_BLOB:
			size = size_blob(size, member);
			break;
		case SQLGEN_VALUE:
			size = size_value(size, member);
			break;
		}
	}
	return size;
}

static char *
copy_bytes(char **at, const void *bytes, size_t size)
{
	char *copy = *at;

	if (size > 0)
		memcpy(copy, bytes, size);
	*at += size;
	return copy;
}

static void
copy_text(char **at, const char **text)
{
	if (*text != NULL)
		*text = copy_bytes(at, *text, strlen(*text) + 1);
}

static void
copy_sized_text(char **at, struct sqlgen_text *text)
{
	if (text->data == NULL)
		return;
	text->data = copy_bytes(at, text->data, text->size);
	*(*at)++ = '\0';
}

static void
copy_blob(char **at, struct sqlgen_blob *blob)
{
	if (blob->data != NULL)
		blob->data = copy_bytes(at, blob->data, blob->size);
}

static void
copy_value(char **at, struct sqlgen_value *value)
{
	if (value->type == SQLITE_TEXT)
		copy_sized_text(at, &value->as.text);
	else if (value->type == SQLITE_BLOB)
		copy_blob(at, &value->as.blob);
}

void *
sqlgen_row_copy(const struct sqlgen_row_type *type, const void *row)
{
	char *copy = malloc(size_row(type, row)), *at = copy;
	size_t i;

	if (copy == NULL)
		return NULL;
	copy_bytes(&at, row, type->size);
	for (i = 0; i < type->pointer_count; i++) {
		void *member = copy + type->pointers[i].offset;

		switch (type->pointers[i].kind) {
		case SQLGEN_TEXT:
			copy_text(&at, member);
			break;
		case SQLGEN_SIZED_TEXT:
			copy_sized_text(&at, member);
			break;
		case SQLGEN_BLOB:
			copy_blob(&at, member);
			break;
		case SQLGEN_VALUE:
			copy_value(&at, member);
			break;
		}
	}
	return copy;
}

static const void *
moved(const void *pointer, uintptr_t distance)
{
	return pointer == NULL ? NULL : (const void *)((uintptr_t)pointer + distance);
}

static void
move_text(const char **text, uintptr_t distance)
{
	*text = moved(*text, distance);
}

static void
move_sized_text(struct sqlgen_text *text, uintptr_t distance)
{
	text->data = moved(text->data, distance);
}

static void
move_blob(struct sqlgen_blob *blob, uintptr_t distance)
{
	blob->data = moved(blob->data, distance);
}

static void
move_value(struct sqlgen_value *value, uintptr_t distance)
{
	if (value->type == SQLITE_TEXT)
		move_sized_text(&value->as.text, distance);
	else if (value->type == SQLITE_BLOB)
		move_blob(&value->as.blob, distance);
}

static void
move_row(const struct sqlgen_row_type *type, void *row, uintptr_t distance)
{
	size_t i;

	for (i = 0; i < type->pointer_count; i++) {
		void *member = (char *)row + type->pointers[i].offset;

		switch (type->pointers[i].kind) {
		case SQLGEN_TEXT:
			move_text(member, distance);
			break;
		case SQLGEN_SIZED_TEXT:
			move_sized_text(member, distance);
			break;
		case SQLGEN_BLOB:
			move_blob(member, distance);
			break;
		case SQLGEN_VALUE:
			move_value(member, distance);
			break;
		}
	}
}

void
sqlgen_rows_moved(const struct sqlgen_row_type *type, void *rows, size_t count, uintptr_t distance)
{
	char *row = rows;

	if (distance == 0 || type->pointer_count == 0)
		return;
	for (; count > 0; count--, row += type->size)
		move_row(type, row, distance);
}
