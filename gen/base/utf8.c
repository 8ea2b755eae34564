#include "base/utf8.h"

#include <string.h>

/* One row for each length: what the first byte is, and the least code point that needs it. */
static const struct {
	unsigned char mask, mark;
	uint32_t least;
} forms[] = {
	{ 0x80, 0x00, 0 },
	{ 0xE0, 0xC0, 0x80 },
	{ 0xF0, 0xE0, 0x800 },
	{ 0xF8, 0xF0, 0x10000 },
};

size_t
utf8_decode(uint32_t *code, const char *text, size_t length)
{
	unsigned char first = (unsigned char)text[0];
	size_t form = 0;
	while (form < 4 && (first & forms[form].mask) != forms[form].mark)
		form++;
	if (form == 4 || form >= length)
		return 0;
	uint32_t value = (uint32_t)(first & ~forms[form].mask & 0xFF);
	for (size_t i = 1; i <= form; i++) {
		unsigned char next = (unsigned char)text[i];
		if ((next & 0xC0) != 0x80)
			return 0;
		value = value << 6 | (next & 0x3F);
	}
	if (value < forms[form].least || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
		return 0;
	*code = value;
	return form + 1;
}

size_t
utf8_encode(char out[4], uint32_t code)
{
	static const unsigned char firsts[] = { 0, 0x00, 0xC0, 0xE0, 0xF0 };
	size_t length = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;

	for (size_t i = length - 1; i > 0; i--) {
		out[i] = (char)(0x80 | (code & 0x3F));
		code >>= 6;
	}
	out[0] = (char)(firsts[length] | code);
	return length;
}

/* How many of the first bytes are ASCII, or some fewer. */
static size_t
ascii_length(const char *text, size_t length)
{
	uint64_t bytes;
	size_t at = 0;

	for (; length - at >= sizeof bytes; at += sizeof bytes) {
		memcpy(&bytes, text + at, sizeof bytes);
		if ((bytes & 0x8080808080808080u) != 0)
			break;
	}
	return at;
}

size_t
utf8_malformed(const char *text, size_t length)
{
	size_t at = 0, step = length;
	while (at < length && step > 0) {
		uint32_t code;
		step = ascii_length(text + at, length - at);
		if (step == 0)
			step = utf8_decode(&code, text + at, length - at);
		at += step;
	}
	return at;
}
