#include <string.h>

#include "base/arena.h"
#include "c/source.h"
#include "c/string.h"
#include "c/token.h"
#include "test.h"

/* The kinds of all tokens of a text, a letter each. */
static const char *
kinds(const char *text)
{
	static const char letters[] = "e nCwNscoX";
	static char found[200];
	size_t count = 0, length = strlen(text);

	for (size_t at = 0; at < length && count + 1 < sizeof found;) {
		struct c_token token = c_token_at(text + at, length - at);

		CHECK(token.length > 0);
		if (token.length == 0)
			break;
		found[count++] = letters[token.kind];
		at += token.length;
	}
	found[count] = '\0';
	return found;
}

static void
tokens_are_told_apart(void)
{
	static const struct {
		const char *text, *kinds;
	} rows[] = {
		{ "f(a, \"b\")", "wowo so" },
		{ "a->b=='c'", "wowoc" },
		{ "x<<=1.5e+3;", "woNo" },
		{ "1'000", "N" },
		{ "u8\"x\" L'y' LR\"(z)\" R", "s c s w" },
		{ "R\"a(\")\" )b\")a\"", "s" },
		{ "\"a\\\"b\"", "s" },
		{ "\"a\\\nb\"", "s" },
		{ "\"a\\\r\nb\"", "s" },
		{ "na\\\nme", "w" },
		{ "// a \\\n b\nc", "Cnw" },
		{ "/* \" */\"/*\"", "Cs" },
		{ "/* open", "C" },
		{ "\"open\nx", "Xnw" },
		{ "'", "X" },
		{ "\"\\", "X" },
		{ "R\"(open", "X" },
		{ "?\?/\n", "ooon" },
		{ "@`\\x", "ooow" },
		{ "\xC3\xA4", "w" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		CHECK_STR(kinds(rows[i].text), rows[i].kinds);
}

/* The literals of a text, joined; "@" and offsets of each byte in text behind it. */
static void
joins(const char *text, const char *bytes, const char *offsets)
{
	static const struct c_source source;
	struct arena arena = { 0 };
	struct c_string string = { 0 };
	size_t length = strlen(text);
	char found[400] = "";

	for (size_t at = 0; at < length;) {
		struct c_token token = c_token_at(text + at, length - at);

		if (token.kind == C_TOKEN_STRING)
			c_string_add(&string, &token, (struct c_position){ &source, at }, &arena);
		at += token.length;
	}
	CHECK_STR(string.data, bytes);
	for (size_t i = 0; i < string.length; i++)
		snprintf(found + strlen(found), sizeof found - strlen(found), "%s%zu",
			 i > 0 ? " " : "", c_string_position(&string, i).offset);
	CHECK_STR(found, offsets);
	arena_finish(&arena);
}

static void
each_byte_of_a_string_has_its_place(void)
{
	joins("\"ab\"", "ab", "1 2");
	joins("\"ab\" \"c\"", "abc", "1 2 6");
	joins("\"a\\nb\"", "a\nb", "1 2 4");
	joins("\"\\x41\\101\\u00e4z\"", "AA\xC3\xA4z", "1 5 9 9 15");
	joins("\"\\1234\"", "S4", "1 5");
	joins("\"\\\"\\\\\\'\\?\\e\"", "\"\\'?\x1b", "1 3 5 7 9");
	joins("\"a\\\nb\"", "ab", "1 4");
	joins("\"a\\\r\nb\\\n\\n\"", "ab\n", "1 5 8");
	joins("R\"x(a\\n\")x\"", "a\\n\"", "4 5 6 7");
	joins("u8\"a\"", "a", "3");
	joins("\"\"", "", "");
	joins("\"\" \"a\" \"\" \"b\"", "ab", "4 11");
	joins("\"\\x\"", "", "1");
	joins("\"\\ud800\"", "\xEF\xBF\xBD", "1 1 1");
}

static void
text_that_is_passed_over_is_not_there(void)
{
	static const char text[] =
		"a\n#if 0\nb\n#if X\nb\n#else\nb\n#endif\n#else\nc\n#endif\n"
		"#ifdef __cplusplus\nextern \"C\" {\n#endif\nd\n#if A\ne\n#elif B\nf\n#endif\n";
	struct arena arena = { 0 };
	struct c_source source;
	char found[100] = "";

	c_source_read(&source, "a.c", text, strlen(text), &arena);
	for (size_t i = 0; i < source.tokens.count; i++)
		strncat(found, source.tokens.items[i].text, source.tokens.items[i].length);
	CHECK_STR(found, "aifelsecendififdefendifdifeeliffendif");
	arena_finish(&arena);
}

static void
functions_and_variables_are_found(void)
{
	static const char text[] =
		"#ifdef X\nint f(int a) {\n#else\nint f(void) {\n#endif\n g(); }\n"
		"static const char *const x = \"a\", *y[] = { \"b\", \"c\" };\n"
		"struct s { int a; };\nstatic int __attribute__((unused)) h(int "
		"(*p)(void))\n{\n{\n}\n";
	struct arena arena = { 0 };
	struct c_source source;

	c_source_read(&source, "a.c", text, strlen(text), &arena);
	CHECK_INT(source.function_count, 3);
	CHECK(c_token_is(&source.functions[0].name, "f"));
	CHECK(!source.functions[0].is_static);
	CHECK_INT(source.functions[0].close, source.functions[1].head);
	CHECK(c_token_is(&source.functions[2].name, "h"));
	CHECK(source.functions[2].is_static);
	CHECK_INT(source.variable_count, 2);
	CHECK(c_token_is(&source.variables[0].name, "x"));
	CHECK(source.variables[0].is_const && source.variables[0].is_static &&
	      !source.variables[0].is_array);
	CHECK(c_token_is(&source.variables[1].name, "y"));
	CHECK(source.variables[1].is_array);
	arena_finish(&arena);
}

int
main(void)
{
	tokens_are_told_apart();
	each_byte_of_a_string_has_its_place();
	text_that_is_passed_over_is_not_there();
	functions_and_variables_are_found();
	return failures != 0;
}
