#include "test.h"

#include "base/arena.h"
#include "base/text.h"
#include "grammar/write.h"
#include "sql/parse.h"

/* What the parser understood of an expression, or why it did not: "offset: message". */
static const char *
understood(const char *sql, struct arena *arena)
{
	struct parse_error error;
	struct text text = { 0 };
	struct expression *expression = parse_expression(sql, strlen(sql), arena, &error);
	if (!expression)
		return arena_format(arena, "%zu: %s", error.offset, error.message);
	write_expression(&text, expression);
	const char *copy = arena_copy(arena, text.data, text.length);
	text_finish(&text);
	return copy;
}

static void
operators_bind_as_in_sqlite(void)
{
	static const struct {
		const char *sql, *tree;
	} rows[] = {
		{ "a OR b AND c", "(a OR (b AND c))" },
		{ "a AND b OR c", "((a AND b) OR c)" },
		{ "NOT a = b", "(NOT (a = b))" },
		{ "NOT a AND b", "((NOT a) AND b)" },
		{ "1 + NOT 2 = 3", "(1 + (NOT (2 = 3)))" },
		{ "a = NOT b AND c", "((a = (NOT b)) AND c)" },
		{ "a = b = c", "((a = b) = c)" },
		{ "a == b <> c != d", "(((a = b) <> c) <> d)" },
		{ "a = b < c", "(a = (b < c))" },
		{ "a < b <= c", "((a < b) <= c)" },
		{ "a > b | c", "(a > (b | c))" },
		{ "a & b | c << d >> e", "((((a & b) | c) << d) >> e)" },
		{ "a | b + c", "(a | (b + c))" },
		{ "a - b - c", "((a - b) - c)" },
		{ "a + b * c", "(a + (b * c))" },
		{ "a * b / c % d", "(((a * b) / c) % d)" },
		{ "a * b || c", "(a * (b || c))" },
		{ "a -> b ->> c || d", "(((a -> b) ->> c) || d)" },
		{ "a || b COLLATE c", "(a || (b COLLATE c))" },
		{ "- a COLLATE b", "((- a) COLLATE b)" },
		{ "- - a || ~ b", "((- (- a)) || (~ b))" },
		{ "-a->b", "((- a) -> b)" },
		{ "a COLLATE b COLLATE 'c'", "((a COLLATE b) COLLATE 'c')" },
		{ "(a + b) * c", "((a + b) * c)" },
		{ "((a))", "a" },
	};
	struct arena arena = { 0 };
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_STR(understood(rows[i].sql, &arena), rows[i].tree);
	arena_finish(&arena);
}

static void
words_between_operands_bind_as_in_sqlite(void)
{
	static const struct {
		const char *sql, *tree;
	} rows[] = {
		{ "a IS NULL", "(a ISNULL)" },
		{ "a IS NOT NULL", "(a NOTNULL)" },
		{ "a NOT NULL", "(a NOTNULL)" },
		{ "a ISNULL NOTNULL", "((a ISNULL) NOTNULL)" },
		{ "a + b IS NULL OR c", "(((a + b) ISNULL) OR c)" },
		{ "a IS b IS NOT c", "((a IS b) IS NOT c)" },
		{ "a IS NOT DISTINCT FROM b", "(a IS b)" },
		{ "a IS DISTINCT FROM b", "(a IS NOT b)" },
		{ "a IS DISTINCT FROM NULL", "(a NOTNULL)" },
		{ "a IS TRUE", "(a IS TRUE)" },
		{ "a LIKE b || c ESCAPE d", "(a LIKE (b || c) ESCAPE d)" },
		{ "a NOT LIKE b AND c", "((a NOT LIKE b) AND c)" },
		{ "a GLOB b < c", "(a GLOB (b < c))" },
		{ "a MATCH b = c", "((a MATCH b) = c)" },
		{ "a NOT REGEXP b", "(a NOT REGEXP b)" },
		{ "a BETWEEN b AND c AND d", "((a BETWEEN b AND c) AND d)" },
		{ "a BETWEEN b = 1 AND c = 2", "((a BETWEEN (b = 1) AND c) = 2)" },
		{ "a NOT BETWEEN b BETWEEN c AND d AND e",
		  "(a NOT BETWEEN (b BETWEEN c AND d) AND e)" },
		{ "a BETWEEN b OR c AND d", "12: expected AND, found 'OR'" },
		{ "a IN ()", "(a IN ())" },
		{ "a NOT IN (1, 2)", "(a NOT IN (1, 2))" },
		{ "a IN (SELECT 1)", "(a IN (SELECT 1))" },
		{ "a IN ((SELECT 1))", "(a IN ((SELECT 1)))" },
		{ "a IN (VALUES (1), (2))", "(a IN (VALUES (1), (2)))" },
		{ "a IN t = b", "((a IN t) = b)" },
		{ "a IN main.\"t\"", "(a IN main.\"t\")" },
		{ "a IN f()", "(a IN f())" },
		{ "a IN main.f(1, 2)", "(a IN main.f(1, 2))" },
		{ "(a, b) = (1, 2)", "((a, b) = (1, 2))" },
		{ "(a, b) IN (SELECT 1, 2)", "((a, b) IN (SELECT 1, 2))" },
		{ "a NOT b", "6: expected NULL, BETWEEN, IN or LIKE behind NOT, found 'b'" },
	};
	struct arena arena = { 0 };
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_STR(understood(rows[i].sql, &arena), rows[i].tree);
	arena_finish(&arena);
}

static void
every_term_is_read(void)
{
	static const struct {
		const char *sql, *tree;
	} rows[] = {
		{ "NULL", "NULL" },
		{ "0x1F", "0x1F" },
		{ "1_000.5e1_0", "1000.5e10" },
		{ ".5", ".5" },
		{ "x'0aF1'", "x'0aF1'" },
		{ "'it''s'", "'it''s'" },
		{ "current_timestamp", "current_timestamp" },
		{ "a.b", "a.b" },
		{ "[a b].`c``d`.\"e\"\"f\"", "\"a b\".\"c`d\".\"e\"\"f\"" },
		{ "'t'.x", "'t'.x" },
		{ "left.right", "left.right" },
		{ "new.\"order\"", "new.\"order\"" },
		{ "?, ?", "1: expected the end of the statement, found ','" },
		{ "? + ?5 + :a + @a + $a + $a::b(c) + :a + ?",
		  "(((((((?1 + ?5) + ?6) + ?7) + ?8) + ?9) + ?6) + ?10)" },
		{ "?0", "0: expected a parameter from ?1 to ?32766, found '?0'" },
		{ "?32767", "0: expected a parameter from ?1 to ?32766, found '?32767'" },
		{ "?99999999999999999999",
		  "0: expected a parameter from ?1 to ?32766, found '?99999999999999999999'" },
		{ "?32766 + ?", "9: more parameters than the 32766 that SQLite allows" },
		{ "cast(a AS varchar ( 10, -2 ))", "CAST(a AS varchar ( 10, -2 ))" },
		{ "CAST(a AS)", "CAST(a AS )" },
		{ "CAST(a AS unsigned \"big\" int)", "CAST(a AS unsigned \"big\" int)" },
		{ "cast", "4: expected '(', found the end of the statement" },
		{ "CASE WHEN a THEN b END", "CASE WHEN a THEN b END" },
		{ "CASE a WHEN 1 THEN 2 WHEN 3 THEN 4 ELSE 5 END + 1",
		  "(CASE a WHEN 1 THEN 2 WHEN 3 THEN 4 ELSE 5 END + 1)" },
		{ "CASE a END", "7: expected WHEN, found 'END'" },
		{ "CASE WHEN a THEN b", "18: expected WHEN, ELSE or END, found the end of the "
					"statement" },
		{ "EXISTS (SELECT 1)", "EXISTS (SELECT 1)" },
		{ "NOT EXISTS (SELECT 1)", "(NOT EXISTS (SELECT 1))" },
		{ "(SELECT 1) + (VALUES (2))", "((SELECT 1) + (VALUES (2)))" },
		{ "raise(ignore)", "RAISE(IGNORE)" },
		{ "RAISE(ABORT, 'x' || a)", "RAISE(ABORT, ('x' || a))" },
		{ "f()", "f()" },
		{ "count(*)", "count(*)" },
		{ "\"f\"(DISTINCT a, b)", "\"f\"(DISTINCT a, b)" },
		{ "f(ALL a)", "f(a)" },
		{ "replace(left(a), 1)", "replace(left(a), 1)" },
		{ "like(a, b)", "like(a, b)" },
		{ "f(a ORDER BY b DESC, c)", "f(a ORDER BY b DESC, c)" },
		{ "f(a) FILTER (WHERE b)", "f(a) FILTER (WHERE b)" },
		{ "f(a) FILTER (WHERE b) OVER w", "f(a) FILTER (WHERE b) OVER w" },
		{ "f(*) OVER ()", "f(*) OVER ()" },
		{ "filter + over + window", "((filter + over) + window)" },
		{ "f(", "2: expected an expression, found the end of the statement" },
		{ "f(a b", "4: expected ',' or ')', found 'b'" },
		{ "", "0: expected an expression, found the end of the statement" },
		{ "a + FROM", "4: expected an expression, found 'FROM'" },
		{ "a.", "2: expected a name, found the end of the statement" },
		{ "a + 'b", "4: expected a closing ', found the end of the statement" },
		{ "[a", "0: expected a closing ], found the end of the statement" },
		{ "a # b", "2: expected a token of SQL, found '#'" },
		{ "a \"45678901234567890123456789012345678901\xC3\xA9\"",
		  "2: expected the end of the statement, found "
		  "'\"45678901234567890123456789012345678901…'" },
		{ "1x", "0: expected a token of SQL, found '1x'" },
		{ "a /* b", "a" },
	};
	struct arena arena = { 0 };
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_STR(understood(rows[i].sql, &arena), rows[i].tree);
	arena_finish(&arena);
}

static void
windows_are_read(void)
{
	static const struct {
		const char *sql, *tree;
	} rows[] = {
		{ "f() OVER (w)", "f() OVER (w)" },
		{ "f() OVER (PARTITION BY a, b)", "f() OVER ( PARTITION BY a, b)" },
		{ "f() OVER (\"partition\" PARTITION BY a ORDER BY b NULLS LAST)",
		  "f() OVER (\"partition\" PARTITION BY a ORDER BY b NULLS LAST)" },
		{ "f() OVER (ROWS 1 PRECEDING)",
		  "f() OVER ( ROWS BETWEEN 1 PRECEDING AND  CURRENT ROW)" },
		{ "f() OVER (w RANGE BETWEEN UNBOUNDED PRECEDING AND a + 1 FOLLOWING EXCLUDE TIES)",
		  "f() OVER (w RANGE BETWEEN  UNBOUNDED PRECEDING AND (a + 1) FOLLOWING "
		  "EXCLUDE TIES)" },
		{ "f() OVER (GROUPS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING EXCLUDE NO OTHERS)",
		  "f() OVER ( GROUPS BETWEEN  CURRENT ROW AND  UNBOUNDED FOLLOWING "
		  "EXCLUDE NO OTHERS)" },
		{ "f() OVER (ROWS CURRENT ROW EXCLUDE CURRENT ROW)",
		  "f() OVER ( ROWS BETWEEN  CURRENT ROW AND  CURRENT ROW EXCLUDE CURRENT ROW)" },
		{ "f() OVER (ROWS 1 EXCLUDE GROUP)",
		  "17: expected PRECEDING or FOLLOWING, found 'EXCLUDE'" },
		{ "f() OVER (ROWS UNBOUNDED FOLLOWING)",
		  "15: expected another start of the frame, found UNBOUNDED FOLLOWING" },
		{ "f() OVER (ROWS 1 PRECEDING EXCLUDE NO)",
		  "37: expected NO OTHERS, CURRENT ROW, GROUP or TIES, found ')'" },
	};
	struct arena arena = { 0 };
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_STR(understood(rows[i].sql, &arena), rows[i].tree);
	arena_finish(&arena);
}

int
main(void)
{
	operators_bind_as_in_sqlite();
	words_between_operands_bind_as_in_sqlite();
	every_term_is_read();
	windows_are_read();
	return failures != 0;
}
