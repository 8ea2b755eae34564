#include <stdlib.h>
#include <string.h>

#include "private.h"

/* Rows whose members point to bytes outside of them. Kinds that do have their pointer in front. */

enum {
	POINTING = 1 << SQLGEN_TEXT | 1 << SQLGEN_NUMERIC_TEXT | 1 << SQLGEN_SIZED_TEXT |
		   1 << SQLGEN_BLOB | 1 << SQLGEN_VALUE
};

static inline bool
is_pointing(const struct sqlgen_field *field)
{
	return (POINTING >> field->kind & 1) != 0;
}

size_t
sqlgen_size_add(size_t size, size_t more)
{
	return more > SIZE_MAX - size ? SIZE_MAX : size + more;
}

/* Where the pointer to a member's bytes stands; NULL: a value of another type. */
static void *
pointer_of(const struct sqlgen_field *field, void *member)
{
	struct sqlgen_value *value = member;

	if (field->kind != SQLGEN_VALUE)
		return member;
	return value->type == SQLITE_TEXT || value->type == SQLITE_BLOB ? &value->as : NULL;
}

/* What the pointer at this place points to. */
static const char *
pointed(const void *at)
{
	const char *bytes;

	memcpy(&bytes, at, sizeof(bytes));
	return bytes;
}

static void
set_pointer(void *at, const char *bytes)
{
	memcpy(at, &bytes, sizeof(bytes));
}

static size_t
size_of_text(const struct sqlgen_text *text)
{
	return text->data == NULL ? 0 : sqlgen_size_add(text->size, 1);
}

static size_t
size_of_blob(const struct sqlgen_blob *blob)
{
	return blob->data == NULL ? 0 : blob->size;
}

/* The bytes that a member points to, a text's terminator included. */
static inline size_t
size_behind(const struct sqlgen_field *field, const void *member)
{
	const struct sqlgen_value *value = member;
	const char *text;

	if (field->kind == SQLGEN_TEXT || field->kind == SQLGEN_NUMERIC_TEXT) {
		text = *(const char *const *)member;
		return text == NULL ? 0 : strlen(text) + 1;
	}
	if (field->kind == SQLGEN_SIZED_TEXT)
		return size_of_text(member);
	if (field->kind == SQLGEN_BLOB)
		return size_of_blob(member);
	return value->type == SQLITE_TEXT ? size_of_text(&value->as.text) :
	       value->type == SQLITE_BLOB ? size_of_blob(&value->as.blob) :
					    0;
}

/* Text of a length may lack the terminator that its copy has. */
static bool
may_lack_terminator(const struct sqlgen_field *field, const void *member)
{
	return field->kind == SQLGEN_SIZED_TEXT ||
	       (field->kind == SQLGEN_VALUE &&
		((const struct sqlgen_value *)member)->type == SQLITE_TEXT);
}

/* Copies the size bytes that a member points to, and lets it point to the copy. */
static inline void
copy_behind(const struct sqlgen_field *field, void *member, char *to, size_t size)
{
	void *pointer = pointer_of(field, member);

	if (pointer == NULL || pointed(pointer) == NULL)
		return;
	if (may_lack_terminator(field, member))
		to[--size] = '\0';
	memcpy(to, pointed(pointer), size);
	set_pointer(pointer, to);
}

void *
sqlgen_row_copy(const struct sqlgen_row_type *type, const void *row)
{
	enum { SIZES = 32 }; /* are asked for once */
	const struct sqlgen_field *field = type->fields, *end = field + type->count;
	size_t sizes[SIZES], total = type->size, size, i = 0;
	char *copy, *to;

	for (; field < end; field++) {
		if (!is_pointing(field))
			continue;
		size = size_behind(field, (const char *)row + field->offset);
		total = sqlgen_size_add(total, size);
		if (i < SIZES)
			sizes[i++] = size;
	}
	copy = malloc(total);
	if (copy == NULL)
		return NULL;
	to = (char *)memcpy(copy, row, type->size) + type->size;
	for (field = type->fields, i = 0; field < end; field++) {
		if (!is_pointing(field))
			continue;
		size = i < SIZES ? sizes[i++] : size_behind(field, copy + field->offset);
		copy_behind(field, copy + field->offset, to, size);
		to += size;
	}
	return copy;
}

static void
move_row(const struct sqlgen_row_type *type, char *row, uintptr_t distance)
{
	const struct sqlgen_field *field = type->fields, *end = field + type->count;

	for (; field < end; field++) {
		void *pointer = is_pointing(field) ? pointer_of(field, row + field->offset) : NULL;

		if (pointer != NULL && pointed(pointer) != NULL)
			set_pointer(pointer, (const char *)((uintptr_t)pointed(pointer) + distance));
	}
}

void
sqlgen_rows_moved(const struct sqlgen_row_type *type, void *rows, size_t count, uintptr_t distance)
{
	char *row = rows;

	for (; count > 0 && distance != 0; count--, row += type->size)
		move_row(type, row, distance);
}
