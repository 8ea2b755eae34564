#include "base/escape.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"

struct range {
	uint32_t first, last;
};

static const struct range hidden[] = {
	{ 0x0000, 0x001F }, { 0x007F, 0x009F },   { 0x00AD, 0x00AD }, { 0x061C, 0x061C },
	{ 0x115F, 0x1160 }, { 0x180E, 0x180E },   { 0x200B, 0x200F }, { 0x2028, 0x202E },
	{ 0x2060, 0x206F }, { 0x3164, 0x3164 },   { 0xFEFF, 0xFEFF }, { 0xFFA0, 0xFFA0 },
	{ 0xFFF0, 0xFFFB }, { 0xE0000, 0xE0FFF },
};

/* Two columns on a terminal: East Asian Width W and F, in blocks: https://unicode.org/reports/tr11/ */
static const struct range wide[] = {
	{ 0x1100, 0x115F }, { 0x2E80, 0xA4CF },   { 0xAC00, 0xD7A3 },
	{ 0xF900, 0xFAFF }, { 0xFE30, 0xFE6F },   { 0xFF00, 0xFF60 },
	{ 0xFFE0, 0xFFE6 }, { 0x1F300, 0x1FAFF }, { 0x20000, 0x3FFFD },
};

static bool
is_in(const struct range *ranges, size_t count, uint32_t code)
{
	for (size_t i = 0; i < count; i++)
		if (code >= ranges[i].first && code <= ranges[i].last)
			return true;
	return false;
}

struct escaped
escape_character(const char *text, size_t length)
{
	struct escaped escaped = { .width = 1 };
	uint32_t code;
	escaped.bytes = utf8_decode(&code, text, length);
	if (escaped.bytes == 0) {
		snprintf(escaped.text, sizeof escaped.text, "<%02X>", (unsigned char)text[0]);
		escaped.bytes = 1;
		escaped.width = 4;
	} else if (is_in(hidden, sizeof(hidden) / sizeof(hidden[0]), code)) {
		snprintf(escaped.text, sizeof escaped.text, "<U+%04X>", (unsigned)code & 0x1FFFFF);
		escaped.width = (unsigned)strlen(escaped.text);
	} else {
		memcpy(escaped.text, text, escaped.bytes);
		if (is_in(wide, sizeof(wide) / sizeof(wide[0]), code))
			escaped.width = 2;
	}
	return escaped;
}

void
escape_add(struct text *out, const char *text, size_t length)
{
	for (size_t at = 0; at < length;) {
		struct escaped escaped = escape_character(text + at, length - at);
		text_add_string(out, escaped.text);
		at += escaped.bytes;
	}
}

char *
escape_string(const char *text, struct arena *arena)
{
	struct text escaped = { 0 };

	escape_add(&escaped, text, strlen(text));
	return text_keep(&escaped, arena);
}
