#include "test.h"

#include "base/arena.h"
#include "sql/token.h"

static void
each_kind_is_read_to_its_end(void)
{
	static const struct {
		const char *text;
		enum token_kind kind;
		size_t length;
	} rows[] = {
		{ "", TOKEN_END, 0 },
		{ " \t\r\n\f\vx", TOKEN_SPACE, 6 },
		{ "\xEF\xBB\xBFx", TOKEN_SPACE, 3 },
		{ "\xEF\xBBx", TOKEN_WORD, 3 },
		{ "\v", TOKEN_ILLEGAL, 1 },
		{ "-- a\r\nb", TOKEN_COMMENT, 5 },
		{ "-- a", TOKEN_COMMENT, 4 },
		{ "--", TOKEN_COMMENT, 2 },
		{ "/* a * / */b", TOKEN_COMMENT, 11 },
		{ "/**/b", TOKEN_COMMENT, 4 },
		{ "/*/ b", TOKEN_COMMENT, 5 },
		{ "/* /* */ */", TOKEN_COMMENT, 8 },
		{ "/* open", TOKEN_COMMENT, 7 },
		{ "/*", TOKEN_COMMENT, 2 },
		{ "/ *", TOKEN_OPERATOR, 1 },
		{ "select*", TOKEN_WORD, 6 },
		{ "a$1_\xC3\xA9 ", TOKEN_WORD, 6 },
		{ "\x80\xFFz.", TOKEN_WORD, 3 },
		{ "x", TOKEN_WORD, 1 },
		{ "xy'", TOKEN_WORD, 2 },
		{ "\"a\"\"b\"c", TOKEN_QUOTED, 6 },
		{ "\"\"", TOKEN_QUOTED, 2 },
		{ "`a``b`", TOKEN_QUOTED, 6 },
		{ "[a]]", TOKEN_QUOTED, 3 },
		{ "[a\"'b]", TOKEN_QUOTED, 6 },
		{ "[]", TOKEN_QUOTED, 2 },
		{ "'it''s'x", TOKEN_STRING, 7 },
		{ "''", TOKEN_STRING, 2 },
		{ "'a\n;'", TOKEN_STRING, 5 },
		{ "'''", TOKEN_ILLEGAL, 3 },
		{ "'open;", TOKEN_ILLEGAL, 6 },
		{ "\"open", TOKEN_ILLEGAL, 5 },
		{ "`open", TOKEN_ILLEGAL, 5 },
		{ "[open", TOKEN_ILLEGAL, 5 },
		{ "x'0aF1'", TOKEN_BLOB, 7 },
		{ "X''", TOKEN_BLOB, 3 },
		{ "x'0'", TOKEN_ILLEGAL, 4 },
		{ "x'0g';", TOKEN_ILLEGAL, 5 },
		{ "x'00", TOKEN_ILLEGAL, 4 },
		{ "12)", TOKEN_INTEGER, 2 },
		{ "0x1Fg", TOKEN_ILLEGAL, 5 },
		{ "0x1F)", TOKEN_INTEGER, 4 },
		{ "0X1f", TOKEN_INTEGER, 4 },
		{ "0x", TOKEN_ILLEGAL, 2 },
		{ "1_000", TOKEN_INTEGER, 5 },
		{ "1__0", TOKEN_ILLEGAL, 4 },
		{ "1_", TOKEN_ILLEGAL, 2 },
		{ "1.5.", TOKEN_REAL, 3 },
		{ "1.", TOKEN_REAL, 2 },
		{ ".5", TOKEN_REAL, 2 },
		{ "1e5", TOKEN_REAL, 3 },
		{ "1.e+3-", TOKEN_REAL, 5 },
		{ ".5E-10", TOKEN_REAL, 6 },
		{ "1e", TOKEN_ILLEGAL, 2 },
		{ "1e+", TOKEN_ILLEGAL, 2 },
		{ "1a", TOKEN_ILLEGAL, 2 },
		{ "?12a", TOKEN_PARAMETER, 3 },
		{ "?", TOKEN_PARAMETER, 1 },
		{ ":a[", TOKEN_PARAMETER, 2 },
		{ "@a,", TOKEN_PARAMETER, 2 },
		{ "$a::b(c)d", TOKEN_PARAMETER, 8 },
		{ "$a(b c)", TOKEN_ILLEGAL, 4 },
		{ ":1", TOKEN_PARAMETER, 2 },
		{ ": a", TOKEN_ILLEGAL, 1 },
		{ "#1", TOKEN_ILLEGAL, 2 },
		{ ";;", TOKEN_SEMICOLON, 1 },
		{ "((", TOKEN_LEFT, 1 },
		{ "))", TOKEN_RIGHT, 1 },
		{ ",,", TOKEN_COMMA, 1 },
		{ ".a", TOKEN_OPERATOR, 1 },
		{ "->>x", TOKEN_OPERATOR, 3 },
		{ "->x", TOKEN_OPERATOR, 2 },
		{ "-1", TOKEN_OPERATOR, 1 },
		{ "|||", TOKEN_OPERATOR, 2 },
		{ "|x", TOKEN_OPERATOR, 1 },
		{ "<<=", TOKEN_OPERATOR, 2 },
		{ ">>", TOKEN_OPERATOR, 2 },
		{ "<=>", TOKEN_OPERATOR, 2 },
		{ ">=", TOKEN_OPERATOR, 2 },
		{ "===", TOKEN_OPERATOR, 2 },
		{ "!=", TOKEN_OPERATOR, 2 },
		{ "<>", TOKEN_OPERATOR, 2 },
		{ "*/", TOKEN_OPERATOR, 1 },
		{ "!", TOKEN_ILLEGAL, 1 },
		{ "\\", TOKEN_ILLEGAL, 1 },
		{ "]", TOKEN_ILLEGAL, 1 },
		{ "\x01", TOKEN_ILLEGAL, 1 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct token token = token_at(rows[i].text, strlen(rows[i].text));
		if (token.kind == rows[i].kind && token.length == rows[i].length)
			continue;
		fprintf(stderr, "of '%s':\n", rows[i].text);
		CHECK_INT(token.kind, rows[i].kind);
		CHECK_INT(token.length, rows[i].length);
	}
}

/* Whatever the bytes, tokens follow each other to the end and read nothing behind it. */
static void
any_bytes_are_some_tokens(void)
{
	static const char alphabet[] = "x'\"`[]-/*;:$@?#.0eE_+( )\n\xEF\xBB\xBF|<>=!a\0";
	unsigned seed = 1;
	for (int round = 0; round < 20000; round++) {
		struct arena arena = { 0 };
		char text[12];
		size_t length = (seed >> 8) % (sizeof text + 1), at = 0;
		for (size_t i = 0; i < sizeof text; i++) {
			seed = seed * 1103515245U + 12345U;
			text[i] = alphabet[(seed >> 16) % (sizeof alphabet - 1)];
		}
		while (at < length) {
			struct token token = token_at(text + at, length - at);
			if (token.length == 0 || token.length > length - at) {
				CHECK(token.length > 0 && token.length <= length - at);
				return;
			}
			CHECK(token_name(&token, &arena) != NULL);
			at += token.length;
		}
		CHECK(statement_length(text, length) <= length);
		arena_finish(&arena);
	}
}

static void
a_reader_passes_over_spaces_and_comments(void)
{
	struct token_reader reader;
	const char *text = " /* a */ SELECT -- b\n 'x';";
	token_reader_init(&reader, text, strlen(text));
	CHECK(token_is(&reader.token, "SELECT"));
	CHECK_INT(reader.offset, 9);
	CHECK(!token_accept(&reader, "INSERT"));
	CHECK(token_accept(&reader, "SELECT"));
	CHECK_INT(reader.token.kind, TOKEN_STRING);
	CHECK_INT(reader.offset, 22);
	token_next(&reader);
	CHECK(token_is_operator(&reader.token, ";"));
	CHECK(token_accept_operator(&reader, ";"));
	CHECK_INT(reader.token.kind, TOKEN_END);
	token_next(&reader);
	CHECK_INT(reader.token.kind, TOKEN_END);
	CHECK_INT(reader.offset, strlen(text));
	token_reader_init(&reader, text, strlen(text));
	CHECK(token_pass_to(&reader, "SELECT"));
	CHECK_INT(reader.offset, 9);
	CHECK(!token_pass_to(&reader, "X"));
	CHECK_INT(reader.token.kind, TOKEN_END);
}

static void
only_a_bare_word_is_a_keyword(void)
{
	struct token word = token_at("SeLeCt", 6), quoted = token_at("\"SELECT\"", 8);
	CHECK(token_is(&word, "SELECT"));
	CHECK(!token_is(&word, "SELEC"));
	CHECK(!token_is(&word, "SELECTS"));
	CHECK(!token_is(&quoted, "SELECT"));
	CHECK(!token_is(&quoted, "\"SELECT\""));
	struct token pointer = token_at("->>", 3), string = token_at("'='", 3);
	CHECK(token_is_operator(&pointer, "->>"));
	CHECK(!token_is_operator(&pointer, "->"));
	CHECK(!token_is_operator(&string, "'='"));
}

static void
names_lose_their_quotes(void)
{
	static const struct {
		const char *text, *name;
	} rows[] = {
		{ "Ab", "Ab" },           { "\"a\"\"b\"", "a\"b" },
		{ "[a\"\"b]", "a\"\"b" }, { "`a``b`", "a`b" },
		{ "'it''s'", "it's" },    { "\"\"", "" },
		{ "\"\"\"\"", "\"" },     { "[]", "" },
	};
	struct arena arena = { 0 };
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct token token = token_at(rows[i].text, strlen(rows[i].text));
		CHECK_STR(token_name(&token, &arena), rows[i].name);
	}
	arena_finish(&arena);
}

static void
a_statement_ends_where_sqlite_ends_it(void)
{
	static const char trigger[] =
		"CREATE TEMP TRIGGER t AFTER INSERT ON a BEGIN\r\n"
		"  UPDATE a SET b = CASE WHEN 1 THEN ';' ELSE 2 END; /* END; */ -- ;END;\r\n"
		"  SELECT 1;;\r\nEND /* ; */ ;";
	static const struct {
		const char *first, *rest;
	} rows[] = {
		{ "", "" },
		{ ";", "" },
		{ " /* ; */ ;", "SELECT 1;" },
		{ "SELECT 1", "" },
		{ "SELECT ';' -- ;\n;", " SELECT 2;" },
		{ "SELECT \";\", [;], `;`;", "x" },
		{ "SELECT 1 -- open", "" },
		{ "-- only a comment;\n", "" },
		{ "SELECT 'open; x", "" },
		{ trigger, " SELECT 2;" },
		{ "CREATE TRIGGER t BEGIN SELECT 1; END", "" },
		{ "CREATE TRIGGER t BEGIN SELECT 1; END;", " END;" },
		{ "EXPLAIN CREATE TRIGGER t BEGIN SELECT 1; END;", "x;" },
		{ "EXPLAIN QUERY PLAN CREATE TEMPORARY TRIGGER t BEGIN SELECT 1; END;", "x;" },
		{ "EXPLAIN SELECT 1;", "END;" },
		{ "CREATE TABLE trigger(a);", "END;" },
		{ "CREATE TABLE t(trigger);", "END;" },
		{ "CREATE \"TRIGGER\";", "END;" },
		{ "DROP TRIGGER t;", "END;" },
		{ "BEGIN;", "END;" },
		{ "\xEF\xBB\xBF"
		  "CREATE TRIGGER t BEGIN SELECT 1; END;",
		  "x;" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena arena = { 0 };
		const char *text = arena_format(&arena, "%s%s", rows[i].first, rows[i].rest);
		CHECK_INT(statement_length(text, strlen(text)), strlen(rows[i].first));
		arena_finish(&arena);
	}
}

static void
names_compare_without_ascii_case(void)
{
	CHECK_INT(name_compare("Users", "uSERS"), 0);
	CHECK_INT(name_compare("", ""), 0);
	CHECK(name_compare("a", "b") < 0);
	CHECK(name_compare("b", "A") > 0);
	CHECK(name_compare("a", "ab") < 0);
	CHECK(name_compare("ab", "a") > 0);
	CHECK(name_compare("\xC3\xA9", "\xC3\x89") != 0);
	CHECK(name_compare("\xC3\xA9", "z") > 0);
	CHECK(name_compare("[", "{") != 0);
	CHECK(name_compare("@", "`") != 0);
}

static void
statements_are_found_one_after_the_other(void)
{
	static const char text[] = "-- a\n SELECT 1; /* b */;\n\tSELECT 2 -- c\n";
	static const char *const statements[] = { "SELECT 1;", ";", "SELECT 2 -- c\n" };
	size_t at = 0, length, count = 0;
	for (; (length = statement_next(text, strlen(text), &at)) > 0; at += length) {
		CHECK(count < 3 && length == strlen(statements[count]) &&
		      memcmp(text + at, statements[count], length) == 0);
		count++;
	}
	CHECK_INT(count, 3);
	CHECK_INT(at, strlen(text));
	at = 0;
	CHECK_INT(statement_next(" -- nothing", 11, &at), 0);
	CHECK_INT(statement_next("", 0, &(size_t){ 0 }), 0);
}

static void
names_and_keywords_are_looked_for_among_tokens(void)
{
	static const char text[] = "SELECT \"a\"\"b\", [c] FROM d -- e\nWHERE 'f' = 1";
	struct arena arena = { 0 };
	CHECK(name_is_in(text, strlen(text), "A\"B", &arena) && name_is_in(text, strlen(text), "C", &arena));
	CHECK(name_is_in(text, strlen(text), "d", &arena) && !name_is_in(text, strlen(text) - 20, "d", &arena));
	CHECK(!name_is_in(text, strlen(text), "e", &arena) && !name_is_in(text, strlen(text), "f", &arena));
	CHECK(keyword_is_in(text, strlen(text), "WHERE") && !keyword_is_in(text, 20, "WHERE"));
	CHECK(!keyword_is_in(text, strlen(text), "C") && !keyword_is_in(text, strlen(text), "E"));
	arena_finish(&arena);
}

int
main(void)
{
	names_and_keywords_are_looked_for_among_tokens();
	statements_are_found_one_after_the_other();
	each_kind_is_read_to_its_end();
	any_bytes_are_some_tokens();
	a_reader_passes_over_spaces_and_comments();
	only_a_bare_word_is_a_keyword();
	names_lose_their_quotes();
	a_statement_ends_where_sqlite_ends_it();
	names_compare_without_ascii_case();
	return failures != 0;
}
