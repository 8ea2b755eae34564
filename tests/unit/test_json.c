#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "test.h"

static void
strings_are_valid_utf8_and_harmless(void)
{
	static const struct {
		const char *value;
		size_t size;
		const char *written;
	} cases[] = {
		{ "a", 1, "\"a\"" },
		{ "", 0, "\"\"" },
		{ "a\"b\\c/", 6, "\"a\\\"b\\\\c/\"" },
		{ "\n\t\r\0x", 5, "\"\\n\\t\\u000d\\u0000x\"" },
		{ "\x1b[2J\x7f", 5, "\"\\u001b[2J\\u007f\"" },
		{ "na\xc3\xafve", 6, "\"na\xc3\xafve\"" },
		{ "\xf0\x9f\x98\x80", 4, "\"\xf0\x9f\x98\x80\"" },
		{ "\xc2\x9b", 2, "\"\\u009b\"" },
		{ "\xe2\x80\xae", 3, "\"\\u202e\"" },
		{ "\xf3\xa0\x81\x81", 4, "\"\\udb40\\udc41\"" },
		{ "\xff\xfe", 2, "\"\\ufffd\\ufffd\"" },
		{ "\xc0\x80", 2, "\"\\ufffd\\ufffd\"" },
		{ "\xed\xa0\x80", 3, "\"\\ufffd\\ufffd\\ufffd\"" },
		{ "\xf4\x90\x80\x80", 4, "\"\\ufffd\\ufffd\\ufffd\\ufffd\"" },
		{ "\xe2\x82", 2, "\"\\ufffd\\ufffd\"" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct text out = { .data = NULL };
		struct json json;
		json_init(&json, &out);
		json_bytes(&json, NULL, cases[i].value, cases[i].size);
		CHECK_STR(out.data, cases[i].written);
		text_finish(&out);
	}
}

static void
structure_is_indented(void)
{
	struct text out = { .data = NULL };
	struct json json;
	json_init(&json, &out);
	json_open_object(&json, NULL);
	json_open_list(&json, "empty");
	json_close_list(&json);
	json_open_list(&json, "items");
	json_integer(&json, NULL, -9223372036854775807LL - 1);
	json_open_object(&json, NULL);
	json_close_object(&json);
	json_null(&json, NULL);
	json_close_list(&json);
	json_bool(&json, "is_done", true);
	json_string(&json, "n\"", NULL);
	json_close_object(&json);
	CHECK_STR(out.data, "{\n"
			    "  \"empty\": [],\n"
			    "  \"items\": [\n"
			    "    -9223372036854775808,\n"
			    "    {},\n"
			    "    null\n"
			    "  ],\n"
			    "  \"is_done\": true,\n"
			    "  \"n\\\"\": null\n"
			    "}\n");
	text_finish(&out);
}

int
main(void)
{
	strings_are_valid_utf8_and_harmless();
	structure_is_indented();
	return failures != 0;
}
