#include "base/json.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"

void
json_init(struct json *json, struct text *out)
{
	*json = (struct json){ .out = out };
}

/* Controls, soft hyphens, zero-width and bidirectional marks, line separators, tags. */
static bool
is_escaped(uint32_t code)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = {
		{ 0x0000, 0x001f }, { 0x007f, 0x009f }, { 0x00ad, 0x00ad },   { 0x061c, 0x061c },
		{ 0x180e, 0x180e }, { 0x200b, 0x200f }, { 0x2028, 0x202e },   { 0x2060, 0x206f },
		{ 0xfeff, 0xfeff }, { 0xfff0, 0xfffb }, { 0xe0000, 0xe0fff },
	};
	for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
		if (code >= ranges[i].first && code <= ranges[i].last)
			return true;
	return false;
}

static void
write_code(struct text *out, uint32_t code, const char *bytes, size_t length)
{
	if (length == 0)
		text_add_string(out, "\\ufffd");
	else if (code == '"' || code == '\\')
		text_format(out, "\\%c", (char)code);
	else if (code == '\n')
		text_add_string(out, "\\n");
	else if (code == '\t')
		text_add_string(out, "\\t");
	else if (is_escaped(code) && code > 0xffff)
		text_format(out, "\\u%04x\\u%04x", (unsigned)(0xd7c0 + (code >> 10)),
			    (unsigned)(0xdc00 + (code & 0x3ff)));
	else if (is_escaped(code))
		text_format(out, "\\u%04x", (unsigned)code);
	else
		text_add(out, bytes, length);
}

static void
write_string(struct text *out, const char *value, size_t size)
{
	text_add_char(out, '"');
	for (size_t at = 0, length; at < size; at += length > 0 ? length : 1) {
		uint32_t code = 0;
		length = utf8_decode(&code, value + at, size - at);
		write_code(out, code, value + at, length);
	}
	text_add_char(out, '"');
}

static void
break_line(struct json *json)
{
	text_add_char(json->out, '\n');
	for (unsigned i = 0; i < json->depth; i++)
		text_add_string(json->out, "  ");
}

static void
begin(struct json *json, const char *name)
{
	if (json->has_items)
		text_add_char(json->out, ',');
	if (json->depth > 0)
		break_line(json);
	json->has_items = true;
	if (name != NULL) {
		write_string(json->out, name, strlen(name));
		text_add_string(json->out, ": ");
	}
}

static void
open_bracket(struct json *json, const char *name, char bracket)
{
	begin(json, name);
	text_add_char(json->out, bracket);
	json->depth++;
	json->has_items = false;
}

static void
close_bracket(struct json *json, char bracket)
{
	assert(json->depth > 0);
	json->depth--;
	if (json->has_items)
		break_line(json);
	text_add_char(json->out, bracket);
	json->has_items = true;
	if (json->depth == 0)
		text_add_char(json->out, '\n');
}

void
json_open_object(struct json *json, const char *name)
{
	open_bracket(json, name, '{');
}

void
json_close_object(struct json *json)
{
	close_bracket(json, '}');
}

void
json_open_list(struct json *json, const char *name)
{
	open_bracket(json, name, '[');
}

void
json_close_list(struct json *json)
{
	close_bracket(json, ']');
}

void
json_string(struct json *json, const char *name, const char *value)
{
	if (value == NULL)
		json_null(json, name);
	else
		json_bytes(json, name, value, strlen(value));
}

void
json_bytes(struct json *json, const char *name, const char *value, size_t size)
{
	begin(json, name);
	write_string(json->out, value, size);
}

void
json_integer(struct json *json, const char *name, long long value)
{
	begin(json, name);
	text_format(json->out, "%lld", value);
}

void
json_bool(struct json *json, const char *name, bool value)
{
	begin(json, name);
	text_add_string(json->out, value ? "true" : "false");
}

void
json_null(struct json *json, const char *name)
{
	begin(json, name);
	text_add_string(json->out, "null");
}
