#include <string.h>

#include "private.h"

/* Members of a row's struct, by what its type says of them. */

struct sqlgen_token
sqlgen_column_first(const struct sqlgen_row_type *type)
{
	return sqlgen_token_at(type->selected);
}

struct sqlgen_token
sqlgen_column_after(const struct sqlgen_token *column)
{
	const char *behind = column->text + column->length;

	return sqlgen_token_at(strncmp(behind, ", ", 2) == 0 ? behind + 2 : "");
}

struct sqlgen_token
sqlgen_column_at(const struct sqlgen_row_type *type, int index)
{
	struct sqlgen_token column = sqlgen_column_first(type);

	for (; index > 0; index--)
		column = sqlgen_column_after(&column);
	return column;
}

static bool
has_negative(const struct sqlgen_labels *labels)
{
	int i;

	for (i = 0; labels->values != NULL && i < labels->count; i++)
		if (labels->values[i] < 0)
			return true;
	return false;
}

/* Compilers choose how wide an enum is (gcc's -fshort-enums), and whether it has a sign. */
int
sqlgen_enumerator(const struct sqlgen_labels *labels, const void *member)
{
	if (labels->size == sizeof(int))
		return *(const int *)member;
	if (labels->size == sizeof(short))
		return has_negative(labels) ? *(const short *)member : *(const unsigned short *)member;
	return has_negative(labels) ? *(const signed char *)member : *(const unsigned char *)member;
}

void
sqlgen_enumerator_set(const struct sqlgen_labels *labels, void *member, int value)
{
	if (labels->size == sizeof(int))
		*(int *)member = value;
	else if (labels->size == sizeof(short))
		*(short *)member = (short)value;
	else
		*(signed char *)member = (signed char)value;
}

/* Where the size stands behind the array: as near as its alignment lets it. */
static size_t
size_offset(const struct sqlgen_field *field)
{
	struct aligned {
		char before;
		size_t size;
	};
	size_t alignment = offsetof(struct aligned, size);

	return (field->detail + alignment - 1) / alignment * alignment;
}

size_t *
sqlgen_bytes_size(const struct sqlgen_field *field, void *member)
{
	void *size = (char *)member + size_offset(field);

	return size;
}

size_t
sqlgen_bytes_used(const struct sqlgen_field *field, const void *member)
{
	const void *size = (const char *)member + size_offset(field);

	return *(const size_t *)size;
}
