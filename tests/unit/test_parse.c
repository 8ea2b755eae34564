#include "test.h"

#include "base/arena.h"
#include "base/text.h"
#include "sql/parse.h"

/* "name: column@offset …; [column] check | [] check", or "no" if the text cannot be read. */
static const char *
described(const char *sql, struct arena *arena)
{
	struct parsed_table table = { .name = "as it was" };
	struct text text = { 0 };
	if (!parse_create_table(&table, sql, strlen(sql), arena)) {
		CHECK_STR(table.name, "as it was");
		return "no";
	}
	text_format(&text, "%s@%zu:", table.name, table.offset);
	for (size_t i = 0; i < table.column_count; i++)
		text_format(&text, " %s@%zu", table.columns[i].name, table.columns[i].offset);
	for (size_t i = 0; i < table.check_count; i++)
		text_format(&text, " [%s] %.*s",
			    table.checks[i].column ? table.checks[i].column : "",
			    (int)table.checks[i].length, table.checks[i].text);
	const char *copy = arena_copy(arena, text.data, text.length);
	text_finish(&text);
	return copy;
}

static void
columns_and_checks_are_found(void)
{
	static const struct {
		const char *sql, *description;
	} rows[] = {
		{ "CREATE TABLE t(a)", "t@13: a@15" },
		{ "create temp table t(a);", "t@18: a@20" },
		{ "CREATE TEMPORARY TABLE IF NOT EXISTS main.t (a, b)", "t@42: a@45 b@48" },
		{ "CREATE TABLE if(a)", "if@13: a@16" },
		{ "CREATE TABLE IF NOT EXISTS if(a)", "if@27: a@30" },
		{ "CREATE TABLE \"a\"\"b\".[c d] (`e``f`, 'g''h', \"CHECK\" INT)",
		  "c d@20: e`f@27 g'h@35 CHECK@43" },
		{ "CREATE TABLE t(a DECIMAL(10, 2) NOT NULL, b VARCHAR (36), c)",
		  "t@13: a@15 b@42 c@58" },
		{ "CREATE TABLE t(a INT CHECK (a > 0) CHECK(a<9),b)",
		  "t@13: a@15 b@46 [a] a > 0 [a] a<9" },
		{ "CREATE TABLE t(a, CHECK ( a IN (1, (2)) ), CONSTRAINT c CHECK(a))",
		  "t@13: a@15 [] a IN (1, (2)) [] a" },
		{ "CREATE TABLE t(a CONSTRAINT c CHECK(a) DEFAULT (')'), b INT DEFAULT -1 COLLATE "
		  "x)",
		  "t@13: a@15 b@54 [a] a" },
		{ "CREATE TABLE t(a, b, PRIMARY KEY(a) UNIQUE (b) CHECK(b) FOREIGN KEY (a) "
		  "REFERENCES p(x) "
		  "ON DELETE SET NULL MATCH FULL DEFERRABLE INITIALLY DEFERRED)",
		  "t@13: a@15 b@18 [] b" },
		{ "CREATE TABLE t(a PRIMARY KEY ON CONFLICT IGNORE REFERENCES p(check_) CHECK(a), "
		  "b)",
		  "t@13: a@15 b@79 [a] a" },
		{ "CREATE TABLE t(a, b GENERATED ALWAYS AS (a || '(') STORED CHECK(b), c AS (1, "
		  "2))",
		  "t@13: a@15 b@18 c@68 [b] b" },
		{ "CREATE TABLE /* ( */ t -- (\n(a -- , b\n, c /* ) */ INT CHECK /**/ ( /* x */ c "
		  "-- )\n ))",
		  "t@21: a@29 c@40 [c] c" },
		{ "CREATE TABLE t(a, CHECK(a)) WITHOUT ROWID, STRICT", "t@13: a@15 [] a" },
		{ "CREATE TABLE t(payload TEXT\ncreated_at TEXT, z)", "t@13: payload@15 z@45" },
		{ "CREATE TABLE t(\"\" INT, [1st], na\xC3\xAFve)",
		  "t@13: @15 1st@23 na\xC3\xAFve@30" },
		{ "CREATE TABLE t AS SELECT 1 AS a", "t@13:" },
		{ "CREATE TABLE main.t AS SELECT 1", "t@18:" },
		{ "CREATE TABLE t(a CHECK(a = ';'))", "t@13: a@15 [a] a = ';'" },
		{ "CREATE TABLE t(a CHECK())", "t@13: a@15 [a] " },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena arena = { 0 };
		CHECK_STR(described(rows[i].sql, &arena), rows[i].description);
		arena_finish(&arena);
	}
}

static void
what_is_no_create_table_is_refused(void)
{
	static const char *const rows[] = {
		"",
		"CREATE",
		"CREATE VIEW v AS SELECT 1",
		"CREATE VIRTUAL TABLE t USING fts5(a)",
		"CREATE INDEX i ON t(a)",
		"CREATE TABLE",
		"CREATE TABLE t",
		"CREATE TABLE t(",
		"CREATE TABLE t()",
		"CREATE TABLE t(a",
		"CREATE TABLE t(a,",
		"CREATE TABLE t(a,)",
		"CREATE TABLE t(a CHECK(b)",
		"CREATE TABLE t(a CHECK(b",
		"CREATE TABLE t(a CHECK b)",
		"CREATE TABLE t(a; b)",
		"CREATE TABLE t(a 'open)",
		"CREATE TABLE t.(a)",
		"CREATE TABLE 1(a)",
		"CREATE TABLE t(1)",
		"CREATE TABLE t USING x",
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena arena = { 0 };
		if (strcmp(described(rows[i], &arena), "no") != 0)
			fprintf(stderr, "of %s:\n", rows[i]);
		CHECK_STR(described(rows[i], &arena), "no");
		arena_finish(&arena);
	}
}

/* The columns that a CHECK may name here, one of them with quotes, one like a word of the language.
 */
static const struct parsed_column columns[] = {
	{ "x", 0 }, { "y", 0 }, { "a b", 0 }, { "true", 0 }, { "current_date", 0 },
};

/* "column: value value …", or "no". */
static const char *
allowed(const char *check, size_t column_count, struct arena *arena)
{
	struct parsed_check parsed = { check, strlen(check), NULL };
	struct parsed_literal *values = NULL;
	const char *column = NULL;
	struct text text = { 0 };
	size_t count = 7;
	if (!parse_allowed_values(&column, &values, &count, &parsed, columns, column_count,
				  arena)) {
		CHECK(column == NULL && values == NULL && count == 7);
		return "no";
	}
	text_format(&text, "%s:", column);
	for (size_t i = 0; i < count; i++)
		text_format(&text, " %.*s", (int)values[i].length, values[i].text);
	const char *copy = arena_copy(arena, text.data, text.length);
	text_finish(&text);
	return copy;
}

static void
a_check_allows_these_values(void)
{
	static const struct {
		const char *check, *values;
	} rows[] = {
		{ "x IN (1,2)", "x: 1 2" },
		{ "X in ('a', 'it''s', '')", "x: 'a' 'it''s' ''" },
		{ "x IN (-1, + 2, 0x1F, 1.5, x'00')", "x: -1 + 2 0x1F 1.5 x'00'" },
		{ "x IN ('a','b') OR x IS NULL", "x: 'a' 'b'" },
		{ "x IS NULL OR x IN ('a','b')", "x: 'a' 'b'" },
		{ "x ISNULL OR x = 'a'", "x: 'a'" },
		{ "x = 'p' OR x = 'q'", "x: 'p' 'q'" },
		{ "x == 'p' or 'q' == X", "x: 'p' 'q'" },
		{ "x IS 'p' OR 'q' IS x", "x: 'p' 'q'" },
		{ "x IS NOT NULL AND x IN ('a')", "x: 'a'" },
		{ "x NOT NULL AND x IN ('a')", "x: 'a'" },
		{ "x IN ('a') AND x NOTNULL", "x: 'a'" },
		{ "((x) IN ((1),((2))))", "x: 1 2" },
		{ "((x = 1) OR ((x) = (2)))", "x: 1 2" },
		{ "(((x))) = 1", "x: 1" },
		{ "x = 1 OR x = 2 AND x = 1", "x: 1" },
		{ "(x = 1 OR x = 2) AND x = 2", "x: 2" },
		{ "x IN (1, 2, 3) AND x IN (2, 3, 4)", "x: 2 3" },
		{ "x IN ('a','b') AND x IN ('b','c')", "x: 'b'" },
		{ "x IN (1,1,1)", "x: 1 1 1" },
		{ "\"x\" IN (\"a\", \"it's\", \"q\"\"r\")", "x: 'a' 'it''s' 'q\"r'" },
		{ "\"p\" = `x` OR [X] = 1", "x: 'p' 1" },
		{ "\"a b\" IN (1) OR [A B] = 2", "a b: 1 2" },
		{ "t.x IN (1) OR main.t.\"x\" = 2", "x: 1 2" },
		{ "x /* y */ IN -- z\n (1 /* , 2 */)", "x: 1" },
		{ "x IN (1) OR x IN (1.0)", "x: 1 1.0" },
		/* Affinity may make these equal: none is dropped. */
		{ "x IN (1, 2) AND x IN (1.0)", "x: 1 2" },
		{ "x IN ('1', 'a') AND x IN (1)", "x: '1' 'a'" },
		{ "x IN ('1', 'a') AND x IN ('01')", "x: '1'" },
		{ "x IN (0x1, 2) AND x IN (1)", "x: 0x1" },
		{ "x IN ('', 'a') AND x IN ('')", "x: ''" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena arena = { 0 };
		CHECK_STR(allowed(rows[i].check, 3, &arena), rows[i].values);
		arena_finish(&arena);
	}
}

static void
a_check_that_allows_more_is_refused(void)
{
	static const char *const rows[] = {
		"",
		"x",
		"1",
		"x IN ()",
		"x IN (1, NULL)",
		"x IN (1, (NULL))",
		"x = NULL",
		"NULL = x",
		"NULL IS x",
		"x IS NULL",
		"x IS NOT NULL",
		"x IN (1) OR x IS NOT NULL",
		"x IN (1) OR NULL",
		"x IN (1) OR 1",
		"x IN (1) AND x",
		"x IN (1) AND x IN (2)",
		"x NOT IN (1)",
		"x IS NOT 1",
		"x != 1",
		"x <> 1",
		"x > 1",
		"NOT x IN (1)",
		"NOT (x = 1)",
		"x IS TRUE",
		"x IS (TRUE)",
		"x IS FALSE",
		"x IN (1) OR y IN (1)",
		"x IN (1) AND y IN (1)",
		"x IN (1) AND y > 2",
		"x IN (1) AND length(x) > 0",
		"x IN (y)",
		"x IN ('a', \"y\")",
		"x = y",
		"x = x",
		"x = \"Y\"",
		"1 IN (x)",
		"1 = 1",
		"z IN (1)",
		"[z] IN (1)",
		"x IN ([z])",
		"x IN (`z`)",
		"rowid IN (1)",
		"x IN (SELECT 1)",
		"x IN t",
		"x IN (1) COLLATE NOCASE",
		"x COLLATE NOCASE IN ('a')",
		"x IN ('a' COLLATE NOCASE)",
		"x = 'a' COLLATE NOCASE",
		"x = 'a' || 'b'",
		"x = 1 + 1",
		"x = 1 = 1",
		"x IN (1) = 0",
		"(x = 1) = 0",
		"(x = 1) IN (0)",
		"x IN (1) IS NULL",
		"x || '' IN ('a')",
		"+x IN (1)",
		"-x IN (1)",
		"x IN (- - 1)",
		"x IN (-'1')",
		"x IN (-x'00')",
		"x IN (1 OR x = 2)",
		"x IN (1, 2",
		"x IN (1, 2))",
		"(x IN (1, 2)",
		"x IN (1,)",
		"(x, y) IN (1)",
		"x BETWEEN 1 AND 3",
		"x LIKE 'a'",
		"x GLOB 'a'",
		"lower(x) IN ('a')",
		"typeof(x) = 'text' AND x IN ('a')",
		"typeof(x) = 'text'",
		"CASE x WHEN 1 THEN 1 END",
		"CAST(x AS TEXT) IN ('a')",
		"x IN (current_timestamp)",
		"x = ?1",
		"x IN ('open)",
		"x IN (1) x",
		"x NOT",
		"x. IN (1)",
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena arena = { 0 };
		if (strcmp(allowed(rows[i], 3, &arena), "no") != 0)
			fprintf(stderr, "of %s:\n", rows[i]);
		CHECK_STR(allowed(rows[i], 3, &arena), "no");
		arena_finish(&arena);
	}
}

static void
true_is_a_literal_unless_it_is_a_column(void)
{
	struct arena arena = { 0 };
	CHECK_STR(allowed("x IN (TRUE, false)", 3, &arena), "x: TRUE false");
	CHECK_STR(allowed("x = TRUE", 3, &arena), "x: TRUE");
	CHECK_STR(allowed("TRUE IS x", 3, &arena), "x: TRUE");
	CHECK_STR(allowed("x = TRUE", 5, &arena), "no");
	CHECK_STR(allowed("true IN (1)", 5, &arena), "true: 1");
	CHECK_STR(allowed("current_date IN (1)", 5, &arena), "no");
	CHECK_STR(allowed("\"current_date\" IN (1)", 5, &arena), "current_date: 1");
	CHECK_STR(allowed("t.current_date IN (1)", 5, &arena), "current_date: 1");
	arena_finish(&arena);
}

static void
deep_nesting_is_refused_and_not_followed(void)
{
	static const size_t depths[] = { 1, 499, 501, 100000 };
	for (size_t i = 0; i < sizeof(depths) / sizeof(depths[0]); i++) {
		struct arena arena = { 0 };
		struct text text = { 0 };
		for (size_t j = 0; j < depths[i]; j++)
			text_add_char(&text, '(');
		text_add_string(&text, "x = 1");
		for (size_t j = 0; j < depths[i]; j++)
			text_add_char(&text, ')');
		CHECK_STR(allowed(text.data, 3, &arena), depths[i] < 500 ? "x: 1" : "no");
		text_finish(&text);
		arena_finish(&arena);
	}
}

static void
a_thousand_alternatives_are_read(void)
{
	struct arena arena = { 0 };
	struct text text = { 0 };
	for (int i = 0; i < 1000; i++)
		text_format(&text, "%s(x = %d)", i ? " OR " : "", i);
	const char *values = allowed(text.data, 3, &arena);
	CHECK_STR(strrchr(values, ' '), " 999");
	text_finish(&text);
	arena_finish(&arena);
}

static void
a_default_is_a_literal_or_not(void)
{
	static const struct {
		const char *text;
		bool is_literal;
	} rows[] = {
		{ "5", true },
		{ "-5", true },
		{ "+ 1.5", true },
		{ "'x'", true },
		{ "''", true },
		{ "x'00'", true },
		{ "NULL", true },
		{ "null", true },
		{ "TRUE", true },
		{ "false", true },
		{ "1e5", true },
		{ "0x1F", true },
		{ "(5)", true },
		{ "((-5))", true },
		{ "'a' /* b */", true },
		{ "", false },
		{ "()", false },
		{ "(5", false },
		{ "5)", false },
		{ "CURRENT_TIMESTAMP", false },
		{ "current_date", false },
		{ "CURRENT_TIME", false },
		{ "1+1", false },
		{ "datetime('now')", false },
		{ "- - 5", false },
		{ "-'x'", false },
		{ "-NULL", false },
		{ "'a' || 'b'", false },
		{ "5 5", false },
		{ "abc", false },
		{ "\"abc\"", false },
		{ "'open", false },
		{ "-", false },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		bool is_literal = parse_is_literal(rows[i].text, strlen(rows[i].text));
		if (is_literal != rows[i].is_literal)
			fprintf(stderr, "of %s:\n", rows[i].text);
		CHECK_INT(is_literal, rows[i].is_literal);
	}
}

int
main(void)
{
	columns_and_checks_are_found();
	what_is_no_create_table_is_refused();
	a_check_allows_these_values();
	a_check_that_allows_more_is_refused();
	true_is_a_literal_unless_it_is_a_column();
	deep_nesting_is_refused_and_not_followed();
	a_thousand_alternatives_are_read();
	a_default_is_a_literal_or_not();
	return failures != 0;
}
