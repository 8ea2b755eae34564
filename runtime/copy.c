#include <string.h>

#include "private.h"

static size_t
grow_size(size_t size, size_t more)
{
	return more > SIZE_MAX - size ? SIZE_MAX : size + more;
}

size_t
sqlgen_size_text(size_t size, const char *text)
{
	return text == NULL ? size : grow_size(size, strlen(text) + 1);
}

size_t
sqlgen_size_blob(size_t size, struct sqlgen_blob blob)
{
	return blob.data == NULL ? size : grow_size(size, blob.size);
}

size_t
sqlgen_size_value(size_t size, struct sqlgen_value value)
{
	if (value.type == SQLITE_TEXT && value.as.text.data != NULL)
		return grow_size(grow_size(size, value.as.text.size), 1);
	if (value.type == SQLITE_BLOB)
		return sqlgen_size_blob(size, value.as.blob);
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

const char *
sqlgen_copy_text(char **at, const char *text)
{
	return text == NULL ? NULL : copy_bytes(at, text, strlen(text) + 1);
}

struct sqlgen_blob
sqlgen_copy_blob(char **at, struct sqlgen_blob blob)
{
	if (blob.data != NULL)
		blob.data = copy_bytes(at, blob.data, blob.size);
	return blob;
}

struct sqlgen_value
sqlgen_copy_value(char **at, struct sqlgen_value value)
{
	if (value.type == SQLITE_TEXT && value.as.text.data != NULL) {
		value.as.text.data = copy_bytes(at, value.as.text.data, value.as.text.size);
		*(*at)++ = '\0';
	} else if (value.type == SQLITE_BLOB) {
		value.as.blob = sqlgen_copy_blob(at, value.as.blob);
	}
	return value;
}
