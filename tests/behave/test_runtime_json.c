#include "test.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include <sqlgen.h>

/* JSON of one member. tests/json.sh compares whole rows with what Python writes. */

static char text[512];

/* The JSON of a row of one column, "a", whose member is at the start of row. */
static const char *
of_row(struct sqlgen_field field, const void *row)
{
	const struct sqlgen_row_type type = { .name = "t", .selected = "a", .count = 1, .fields = &field };
	int length = sqlgen_row_to_json(&type, row, text, sizeof text);

	CHECK_INT(length, (long long)strlen(text));
	CHECK(strncmp(text, "{\"a\":", strlen("{\"a\":")) == 0);
	text[strlen(text) - 1] = '\0';
	return text + strlen("{\"a\":");
}

static const char *
of_double(double value)
{
	return of_row((struct sqlgen_field){ .kind = SQLGEN_DOUBLE }, &value);
}

static const char *
of_text(const char *bytes, size_t size)
{
	struct sqlgen_text value = { bytes, size };

	return of_row((struct sqlgen_field){ .kind = SQLGEN_SIZED_TEXT }, &value);
}

static void
doubles_are_as_short_as_can_be(void)
{
	static const struct {
		double value;
		const char *text;
	} doubles[] = {
		{ 0, "0.0" }, { -0.0, "-0.0" }, { 1, "1.0" }, { -1.5, "-1.5" }, { 0.1, "0.1" }, { 0.3, "0.3" },
		{ 0.1 + 0.2, "0.30000000000000004" }, { 100, "100.0" }, { 1e15, "1000000000000000.0" },
		{ 9999999999999998, "9999999999999998.0" }, { 1e16, "1e+16" }, { 123e20, "1.23e+22" },
		{ 0.0001, "0.0001" }, { 0.00012, "0.00012" }, { 0.00001, "1e-05" }, { 1e22, "1e+22" }, { 1e23, "1e+23" },
		{ 5e-324, "5e-324" }, { 2.2250738585072014e-308, "2.2250738585072014e-308" },
		{ 2.225073858507201e-308, "2.225073858507201e-308" },
		{ 1.7976931348623157e308, "1.7976931348623157e+308" }, { 9007199254740992, "9007199254740992.0" },
		{ 9007199254740993, "9007199254740992.0" }, { 4.35, "4.35" }, { 2e-100, "2e-100" },
		{ INFINITY, "null" }, { -INFINITY, "null" }, { NAN, "null" },
	};

	for (size_t i = 0; i < sizeof doubles / sizeof *doubles; i++)
		CHECK_STR(of_double(doubles[i].value), doubles[i].text);
}

/* xorshift64*, so that a failure comes again. */
static uint64_t
next_random(void)
{
	static uint64_t state = 88172645463325252U;

	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return state * 2685821657736338717U;
}

/* How many digits the text of a double has, from the first to the last that is not 0. */
static int
digits_of(const char *decimal)
{
	int count = 0, last = 0;

	for (; *decimal != '\0' && *decimal != 'e'; decimal++) {
		if (*decimal < '0' || *decimal > '9' || (count == 0 && *decimal == '0'))
			continue;
		count++;
		if (*decimal != '0')
			last = count;
	}
	return last;
}

static void
check_double(uint64_t bits)
{
	char shorter[40];
	const char *found;
	double value;

	memcpy(&value, &bits, sizeof value);
	found = of_double(value);
	if (!isfinite(value))
		return;
	CHECK(strtod(found, NULL) == value);
	if (digits_of(found) < 2)
		return;
	snprintf(shorter, sizeof shorter, "%.*e", digits_of(found) - 2, value);
	CHECK(strtod(shorter, NULL) != value);
}

static void
every_double_is_read_back(void)
{
	for (uint64_t exponent = 0; exponent < 0x7FF; exponent++) {
		check_double(exponent << 52);
		check_double((exponent << 52) + 1);
		check_double((exponent + 1) << 52 | (uint64_t)1 << 63);
		check_double(((exponent + 1) << 52) - 1);
	}
	for (int i = 0; i < 20000; i++)
		check_double(next_random());
}

static void
texts_are_strings_of_json(void)
{
	static const struct {
		const char *bytes;
		size_t size;
		const char *text;
	} texts[] = {
		{ "", 0, "\"\"" }, { NULL, 0, "null" }, { "a\0b", 3, "\"a\\u0000b\"" },
		{ "\"\\/\b\f\n\r\t\x1f\x7f", 10, "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u001f\x7f\"" },
		{ "\xC3\xA9\xE2\x82\xAC\xF0\x9D\x84\x9E", 9, "\"\xC3\xA9\xE2\x82\xAC\xF0\x9D\x84\x9E\"" },
		{ "a\xFFz", 3, "\"a\xEF\xBF\xBDz\"" }, { "\xC3", 1, "\"\xEF\xBF\xBD\"" },
		{ "\xC0\xAF", 2, "\"\xEF\xBF\xBD\xEF\xBF\xBD\"" },
		{ "\xE0\x9F\xBF", 3, "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"" },
		{ "\xF0\x8F\xBF", 3, "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"" },
		{ "\xE2\x82z", 3, "\"\xEF\xBF\xBDz\"" },
		{ "\xED\xA0\x80", 3, "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"" },
		{ "\xF4\x90", 2, "\"\xEF\xBF\xBD\xEF\xBF\xBD\"" }, { "\xF0\x9F\x92", 3, "\"\xEF\xBF\xBD\"" },
	};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		CHECK_STR(of_text(texts[i].bytes, texts[i].size), texts[i].text);
}

static void
fields_that_are_no_good_are_not_read_beyond(void)
{
	static const char field[3] = { 'a', 'b', 'c' };
	static const struct {
		unsigned char data[2];
		size_t size;
	} bytes = { { 1, 2 }, 3 };

	CHECK_STR(of_row((struct sqlgen_field){ .kind = SQLGEN_CHARS, .detail = sizeof field }, field), "\"abc\"");
	CHECK_STR(of_row((struct sqlgen_field){ .kind = SQLGEN_BYTES, .detail = sizeof bytes.data }, &bytes), "null");
}

static void
columns_have_their_names(void)
{
	static const struct sqlgen_field fields[] = {
		{ .kind = SQLGEN_INT64 }, { .kind = SQLGEN_INT64 }, { .kind = SQLGEN_INT64 }, { .kind = SQLGEN_INT64 },
	};
	static const struct sqlgen_row_type type = {
		.name = "t", .selected = "id, \"a, b\", \"say \"\"x\"\"\"\"\", \"\"", .count = 4, .fields = fields,
	};
	int64_t value = 7;

	CHECK_INT(sqlgen_row_to_json(&type, &value, text, sizeof text), 38);
	CHECK_STR(text, "{\"id\":7,\"a, b\":7,\"say \\\"x\\\"\\\"\":7,\"\":7}");
	CHECK_INT(sqlgen_row_to_json(&type, &value, text, 6), 38);
	CHECK_STR(text, "{\"id\"");
	CHECK_INT(sqlgen_row_to_json(&type, &value, NULL, 0), 38);
}

int
main(void)
{
	doubles_are_as_short_as_can_be();
	every_double_is_read_back();
	texts_are_strings_of_json();
	fields_that_are_no_good_are_not_read_beyond();
	columns_have_their_names();
	return failures != 0;
}
