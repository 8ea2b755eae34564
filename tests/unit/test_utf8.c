#include "base/utf8.h"

#include <string.h>

#include "test.h"

static const struct {
	const char *text;
	size_t bytes; /* 0: malformed */
	uint32_t code;
} characters[] = {
	{ "a", 1, 0x61 },
	{ "\177", 1, 0x7F },
	{ "\302\200", 2, 0x80 },
	{ "\337\277", 2, 0x7FF },
	{ "\340\240\200", 3, 0x800 },
	{ "\357\277\277", 3, 0xFFFF },
	{ "\360\220\200\200", 4, 0x10000 },
	{ "\364\217\277\277", 4, 0x10FFFF },
	{ "\200", 0, 0 },
	{ "\300\200", 0, 0 },
	{ "\301\277", 0, 0 },
	{ "\340\237\277", 0, 0 },
	{ "\355\240\200", 0, 0 },
	{ "\355\277\277", 0, 0 },
	{ "\360\217\277\277", 0, 0 },
	{ "\364\220\200\200", 0, 0 },
	{ "\370\210\200\200\200", 0, 0 },
	{ "\303", 0, 0 },
	{ "\342\202", 0, 0 },
	{ "\303a", 0, 0 },
	{ "\377", 0, 0 },
};

static void
only_the_shortest_form_of_a_character_is_one(void)
{
	for (size_t i = 0; i < sizeof characters / sizeof *characters; i++) {
		const char *text = characters[i].text;
		uint32_t code = 0;
		CHECK(utf8_decode(&code, text, strlen(text)) == characters[i].bytes);
		CHECK(code == characters[i].code);
	}
}

static void
what_is_encoded_is_decoded(void)
{
	static const uint32_t codes[] = { 1, 0x7F, 0x80, 0x7FF, 0x800, 0xFFFF, 0x10000, 0x10FFFF };

	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
		char text[4];
		uint32_t code = 0;
		size_t length = utf8_encode(text, codes[i]);

		CHECK(utf8_decode(&code, text, length) == length);
		CHECK(code == codes[i]);
	}
}

static void
nothing_behind_the_length_is_read(void)
{
	uint32_t code = 7;
	CHECK(utf8_decode(&code, "\303\251", 1) == 0);
	CHECK(utf8_decode(&code, "\360\237\230\200", 3) == 0);
	CHECK(code == 7);
}

static void
the_first_malformed_byte_is_found(void)
{
	CHECK(utf8_malformed("", 0) == 0);
	CHECK(utf8_malformed("a\303\251", 3) == 3);
	CHECK(utf8_malformed("a\303\251\377b", 5) == 3);
	CHECK(utf8_malformed("ab\342\202", 4) == 2);
	for (size_t at = 0; at < 40; at++) {
		char text[40];

		memset(text, 'a', sizeof text);
		CHECK(utf8_malformed(text, at) == at);
		text[at] = '\377';
		CHECK(utf8_malformed(text, sizeof text) == at);
		memcpy(text + at, "\303\251", at < 39 ? 2 : 1);
		CHECK(utf8_malformed(text, sizeof text) == (at < 39 ? 40 : 39));
	}
}

int
main(void)
{
	only_the_shortest_form_of_a_character_is_one();
	what_is_encoded_is_decoded();
	nothing_behind_the_length_is_read();
	the_first_malformed_byte_is_found();
	return failures != 0;
}
