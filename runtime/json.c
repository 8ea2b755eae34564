#include <limits.h>
#include <string.h>

#include "private.h"

/* One object of JSON (RFC 8259), written into a buffer that may be too small. */
struct json {
	char *text;
	size_t size;
	size_t length; /* needed so far */
};

static void
put(struct json *json, const void *bytes, size_t size)
{
	if (json->length < json->size && size > 0) {
		size_t room = json->size - json->length;

		memcpy(json->text + json->length, bytes, size < room ? size : room);
	}
	json->length = sqlgen_size_add(json->length, size);
}

static void
put_text(struct json *json, const char *text)
{
	put(json, text, strlen(text));
}

/*
 * The length of the character at the start of text, and whether it is well-formed; if not, of as
 * many bytes as could begin one (Unicode, tables 3-7 and 3-8).
 */
static size_t
character_length(const unsigned char *text, size_t size, bool *is_valid)
{
	unsigned char first = text[0], lowest = 0x80, highest = 0xBF;
	size_t length, i;

	*is_valid = first < 0x80;
	if (first < 0xC2 || first > 0xF4)
		return 1;
	length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
	if (first == 0xE0)
		lowest = 0xA0;
	else if (first == 0xED)
		highest = 0x9F;
	else if (first == 0xF0)
		lowest = 0x90;
	else if (first == 0xF4)
		highest = 0x8F;
	for (i = 1; i < length; i++) {
		if (i == size || text[i] < lowest || text[i] > highest)
			return i;
		lowest = 0x80;
		highest = 0xBF;
	}
	*is_valid = true;
	return length;
}

/* A character that must not stand in a string as it is. */
static void
put_escape(struct json *json, unsigned char character)
{
	static const char controls[] = "\b\f\n\r\t\"\\", letters[] = "bfnrt\"\\";
	static const char hex[] = "0123456789abcdef";
	const char *found = character == '\0' ? NULL : strchr(controls, character);
	char escape[6] = { '\\', 'u', '0', '0' };

	if (found != NULL) {
		escape[1] = letters[found - controls];
		put(json, escape, 2);
	} else {
		escape[4] = hex[character >> 4];
		escape[5] = hex[character & 15];
		put(json, escape, 6);
	}
}

static bool
needs_escape(unsigned char character)
{
	return character < ' ' || character == '"' || character == '\\';
}

static void
put_characters(struct json *json, const char *text, size_t size)
{
	const unsigned char *at = (const unsigned char *)text, *end = at + size;
	const unsigned char *plain = at; /* from here to at nothing needs a change */

	while (at < end) {
		bool is_valid;
		size_t length = character_length(at, (size_t)(end - at), &is_valid);

		if (!is_valid || needs_escape(*at)) {
			put(json, plain, (size_t)(at - plain));
			if (is_valid)
				put_escape(json, *at);
			else
				put_text(json, "\xEF\xBF\xBD");
			plain = at + length;
		}
		at += length;
	}
	put(json, plain, (size_t)(at - plain));
}

static void
put_string(struct json *json, const char *text, size_t size)
{
	put_text(json, "\"");
	put_characters(json, text, size);
	put_text(json, "\"");
}

/* RFC 4648, section 4 */
static void
put_base64(struct json *json, const unsigned char *bytes, size_t size)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";
	enum { PADDING = 64 };

	put_text(json, "\"");
	while (size > 0) {
		size_t used = size < 3 ? size : 3;
		unsigned second = size > 1 ? bytes[1] : 0, third = size > 2 ? bytes[2] : 0;
		unsigned group = (unsigned)bytes[0] << 16 | second << 8 | third;
		char four[4];

		four[0] = letters[group >> 18];
		four[1] = letters[group >> 12 & 63];
		four[2] = letters[size > 1 ? group >> 6 & 63 : PADDING];
		four[3] = letters[size > 2 ? group & 63 : PADDING];
		put(json, four, 4);
		bytes += used;
		size -= used;
	}
	put_text(json, "\"");
}

/* The name of a column, as SQL spells it: in double quotes a doubled one is one. */
static void
put_name(struct json *json, const struct sqlgen_token *column)
{
	bool is_quoted = column->kind == SQLGEN_TOKEN_QUOTED;
	const char *at = column->text + (is_quoted ? 1 : 0);
	const char *end = column->text + column->length - (is_quoted ? 1 : 0);

	put_text(json, "\"");
	while (at < end) {
		const char *quote = memchr(at, '"', (size_t)(end - at));
		const char *behind = quote == NULL ? end : quote + 1;

		put_characters(json, at, (size_t)(behind - at));
		at = quote == NULL ? end : quote + 2;
	}
	put_text(json, "\":");
}

static void
put_int64(struct json *json, int64_t value)
{
	char digits[24];

	put_text(json, sqlite3_snprintf((int)sizeof(digits), digits, "%lld", (sqlite3_int64)value));
}

static void
put_double(struct json *json, double value)
{
	char text[SQLGEN_DOUBLE_SIZE];

	if (value - value == 0)
		put(json, text, sqlgen_double_text(text, value));
	else
		put_text(json, "null");
}

static void
put_sized_text(struct json *json, struct sqlgen_text value)
{
	if (value.data != NULL)
		put_string(json, value.data, value.size);
	else
		put_text(json, "null");
}

static void
put_blob(struct json *json, struct sqlgen_blob value)
{
	if (value.data != NULL)
		put_base64(json, value.data, value.size);
	else
		put_text(json, "null");
}

static void
put_value(struct json *json, const struct sqlgen_value *value)
{
	switch (value->type) {
	case SQLITE_INTEGER:
		put_int64(json, value->as.integer);
		break;
	case SQLITE_FLOAT:
		put_double(json, value->as.real);
		break;
	case SQLITE_TEXT:
		put_sized_text(json, value->as.text);
		break;
	case SQLITE_BLOB:
		put_blob(json, value->as.blob);
		break;
	default:
		put_text(json, "null");
	}
}

static void
put_plain_text(struct json *json, const char *text)
{
	if (text != NULL)
		put_string(json, text, strlen(text));
	else
		put_text(json, "null");
}

static void
put_enumerator(struct json *json, const struct sqlgen_labels *labels, const void *member)
{
	int value = sqlgen_enumerator(labels, member);

	if (labels->values != NULL)
		put_int64(json, value);
	else
		put_plain_text(json, sqlgen_enum_text(labels, value));
}

static void
put_chars(struct json *json, const struct sqlgen_field *field, const char *member)
{
	const char *end = memchr(member, '\0', field->detail);

	put_string(json, member, end != NULL ? (size_t)(end - member) : field->detail);
}

static void
put_bytes(struct json *json, const struct sqlgen_field *field, const void *member)
{
	size_t size = sqlgen_bytes_used(field, member);

	if (size <= field->detail)
		put_base64(json, member, size);
	else
		put_text(json, "null");
}

static void
put_field(struct json *json, const struct sqlgen_row_type *type, const struct sqlgen_field *field,
	  const void *row)
{
	const void *member = (const char *)row + field->offset;

	if (!sqlgen_field_is_there(field, row)) {
		put_text(json, "null");
		return;
	}
	switch ((enum sqlgen_kind)field->kind) {
	case SQLGEN_INT64:
		put_int64(json, *(const int64_t *)member);
		break;
	case SQLGEN_BOOL:
		put_text(json, *(const bool *)member ? "true" : "false");
		break;
	case SQLGEN_DOUBLE:
		put_double(json, *(const double *)member);
		break;
	case SQLGEN_TEXT:
	case SQLGEN_NUMERIC_TEXT:
		put_plain_text(json, *(const char *const *)member);
		break;
	case SQLGEN_SIZED_TEXT:
		put_sized_text(json, *(const struct sqlgen_text *)member);
		break;
	case SQLGEN_BLOB:
		put_blob(json, *(const struct sqlgen_blob *)member);
		break;
	case SQLGEN_VALUE:
		put_value(json, member);
		break;
	case SQLGEN_ENUM:
		put_enumerator(json, sqlgen_field_labels(type, field), member);
		break;
	case SQLGEN_CHARS:
	case SQLGEN_NUMERIC_CHARS:
		put_chars(json, field, member);
		break;
	case SQLGEN_BYTES:
		put_bytes(json, field, member);
		break;
	}
}

int
sqlgen_row_to_json(const struct sqlgen_row_type *type, const void *row, char *text, size_t size)
{
	struct sqlgen_token column = sqlgen_column_first(type);
	struct json json = { NULL, 0, 0 };
	int i;

	json.text = text;
	json.size = size;
	put_text(&json, "{");
	for (i = 0; i < type->count; i++) {
		if (i > 0)
			put_text(&json, ",");
		put_name(&json, &column);
		put_field(&json, type, &type->fields[i], row);
		column = sqlgen_column_after(&column);
	}
	put_text(&json, "}");
	if (size > 0)
		text[json.length < size ? json.length : size - 1] = '\0';
	return json.length <= INT_MAX ? (int)json.length : -1;
}
