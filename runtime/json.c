#include <limits.h>
#include <string.h>

#include "private.h"

/* One object of JSON (RFC 8259), written into a buffer that may be too small. */

static void
put(struct sqlgen_json *json, const void *bytes, size_t size)
{
	if (json->length < json->size && size > 0) {
		size_t room = json->size - json->length;

		memcpy(json->text + json->length, bytes, size < room ? size : room);
	}
	json->length = sqlgen_size_add(json->length, size);
}

static void
put_text(struct sqlgen_json *json, const char *text)
{
	put(json, text, strlen(text));
}

void
sqlgen_json_begin(struct sqlgen_json *json, char *text, size_t size)
{
	json->text = text;
	json->size = size;
	json->length = 0;
}

int
sqlgen_json_end(struct sqlgen_json *json)
{
	put_text(json, json->length == 0 ? "{}" : "}");
	if (json->size > 0)
		json->text[json->length < json->size ? json->length : json->size - 1] = '\0';
	return json->length <= INT_MAX ? (int)json->length : -1;
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
put_escape(struct sqlgen_json *json, unsigned char character)
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
put_string(struct sqlgen_json *json, const char *text, size_t size)
{
	const unsigned char *at = (const unsigned char *)text, *end = at + size;
	const unsigned char *plain = at; /* from here to at nothing needs a change */

	put_text(json, "\"");
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
	put_text(json, "\"");
}

/* RFC 4648, section 4 */
static void
put_base64(struct sqlgen_json *json, const unsigned char *bytes, size_t size)
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

static void
put_name(struct sqlgen_json *json, const char *name)
{
	put_text(json, json->length == 0 ? "{" : ",");
	put_string(json, name, strlen(name));
	put_text(json, ":");
}

static void
put_int64(struct sqlgen_json *json, int64_t value)
{
	char digits[24];

	put_text(json, sqlite3_snprintf((int)sizeof(digits), digits, "%lld", (sqlite3_int64)value));
}

static void
put_double(struct sqlgen_json *json, double value)
{
	char text[SQLGEN_DOUBLE_SIZE];

	if (value - value == 0)
		put(json, text, sqlgen_double_text(text, value));
	else
		put_text(json, "null");
}

static void
put_sized_text(struct sqlgen_json *json, struct sqlgen_text value)
{
	if (value.data != NULL)
		put_string(json, value.data, value.size);
	else
		put_text(json, "null");
}

static void
put_blob(struct sqlgen_json *json, struct sqlgen_blob value)
{
	if (value.data != NULL)
		put_base64(json, value.data, value.size);
	else
		put_text(json, "null");
}

void
sqlgen_json_null(struct sqlgen_json *json, const char *name)
{
	put_name(json, name);
	put_text(json, "null");
}

void
sqlgen_json_int64(struct sqlgen_json *json, const char *name, int64_t value)
{
	put_name(json, name);
	put_int64(json, value);
}

void
sqlgen_json_int64_or_null(struct sqlgen_json *json, const char *name, bool has,
			  int64_t value)
{
	if (has)
		sqlgen_json_int64(json, name, value);
	else
		sqlgen_json_null(json, name);
}

void
sqlgen_json_bool(struct sqlgen_json *json, const char *name, bool value)
{
	put_name(json, name);
	put_text(json, value ? "true" : "false");
}

void
sqlgen_json_bool_or_null(struct sqlgen_json *json, const char *name, bool has, bool value)
{
	if (has)
		sqlgen_json_bool(json, name, value);
	else
		sqlgen_json_null(json, name);
}

void
sqlgen_json_double(struct sqlgen_json *json, const char *name, double value)
{
	put_name(json, name);
	put_double(json, value);
}

void
sqlgen_json_double_or_null(struct sqlgen_json *json, const char *name, bool has,
			  double value)
{
	if (has)
		sqlgen_json_double(json, name, value);
	else
		sqlgen_json_null(json, name);
}

void
sqlgen_json_text(struct sqlgen_json *json, const char *name, const char *value)
{
	struct sqlgen_text text = { NULL, 0 };

	text.data = value;
	text.size = value != NULL ? strlen(value) : 0;
	sqlgen_json_sized_text(json, name, text);
}

void
sqlgen_json_sized_text(struct sqlgen_json *json, const char *name, struct sqlgen_text value)
{
	put_name(json, name);
	put_sized_text(json, value);
}

void
sqlgen_json_chars(struct sqlgen_json *json, const char *name, const char *field, size_t size)
{
	const char *end = memchr(field, '\0', size);

	put_name(json, name);
	put_string(json, field, end != NULL ? (size_t)(end - field) : size);
}

void
sqlgen_json_chars_or_null(struct sqlgen_json *json, const char *name, bool has,
			  const char *field, size_t size)
{
	if (has)
		sqlgen_json_chars(json, name, field, size);
	else
		sqlgen_json_null(json, name);
}

void
sqlgen_json_blob(struct sqlgen_json *json, const char *name, struct sqlgen_blob value)
{
	put_name(json, name);
	put_blob(json, value);
}

void
sqlgen_json_bytes(struct sqlgen_json *json, const char *name, const unsigned char *data,
		  size_t capacity, size_t size)
{
	put_name(json, name);
	if (size <= capacity)
		put_base64(json, data, size);
	else
		put_text(json, "null");
}

void
sqlgen_json_bytes_or_null(struct sqlgen_json *json, const char *name, bool has,
			  const unsigned char *data, size_t capacity,
			  size_t size)
{
	if (has)
		sqlgen_json_bytes(json, name, data, capacity, size);
	else
		sqlgen_json_null(json, name);
}

void
sqlgen_json_value(struct sqlgen_json *json, const char *name, struct sqlgen_value value)
{
	put_name(json, name);
	switch (value.type) {
	case SQLITE_INTEGER:
		put_int64(json, value.as.integer);
		break;
	case SQLITE_FLOAT:
		put_double(json, value.as.real);
		break;
	case SQLITE_TEXT:
		put_sized_text(json, value.as.text);
		break;
	case SQLITE_BLOB:
		put_blob(json, value.as.blob);
		break;
	default:
		put_text(json, "null");
	}
}
