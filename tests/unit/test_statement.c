#include "test.h"

#include "base/arena.h"
#include "base/text.h"
#include "grammar/write.h"
#include "sql/parse.h"

static const char *
understood(const char *sql, struct arena *arena)
{
	struct parse_error error;
	struct text text = { 0 };
	struct statement statement = { 0 };
	if (!parse_statement(&statement, sql, strlen(sql), arena, &error)) {
		CHECK_INT(statement.length, 0);
		return arena_format(arena, "%zu: %s", error.offset, error.message);
	}
	write_statement(&text, &statement);
	const char *copy = arena_copy(arena, text.data, text.length);
	text_finish(&text);
	return copy;
}

static void
every_clause_of_a_select_is_read(void)
{
	/* tree NULL: the same as sql */
	static const struct {
		const char *sql, *tree;
	} rows[] = {
		{ "SELECT 1", NULL },
		{ " /* a */ select all 1 ; ; -- b", "SELECT 1" },
		{ "SELECT DISTINCT a, b AS c, d \"e\", f 'g', *, t.* FROM t",
		  "SELECT DISTINCT a, b AS c, d AS \"e\", f AS 'g', *, t.* FROM t" },
		{ "SELECT 1 end FROM t window", "SELECT 1 AS end FROM t AS window" },
		{ "SELECT a FROM t WHERE b GROUP BY c, d HAVING e ORDER BY f DESC NULLS FIRST, "
		  "g ASC LIMIT 1 OFFSET 2",
		  NULL },
		{ "SELECT a LIMIT 2, 1", "SELECT a LIMIT 1 OFFSET 2" },
		{ "SELECT f() OVER w FROM t WINDOW w AS (ORDER BY a), v AS (w)",
		  "SELECT f() OVER w FROM t WINDOW w AS ( ORDER BY a), v AS (w)" },
		{ "SELECT 1 UNION SELECT 2 UNION ALL VALUES (3) INTERSECT SELECT 4 EXCEPT SELECT 5 "
		  "ORDER BY 1",
		  NULL },
		{ "VALUES (1, 'a'), (2, NULL)", NULL },
		{ "VALUES (1) ORDER BY 1", "11: expected the end of the statement, found 'ORDER'" },
		{ "WITH a AS (SELECT 1), b(c, d) AS NOT MATERIALIZED (SELECT 2, 3) SELECT * FROM a",
		  NULL },
		{ "WITH RECURSIVE c(i) AS MATERIALIZED (SELECT 1 UNION ALL SELECT 2) SELECT i FROM "
		  "c",
		  NULL },
		{ "SELECT (WITH a AS (SELECT 1) SELECT * FROM a)", NULL },
		{ "SELECT * FROM (SELECT 1) AS a, (VALUES (2)) AS b", NULL },
		{ "SELECT", "6: expected an expression, found the end of the statement" },
		{ "SELECT a FROM", "13: expected a table or '(', found the end of the statement" },
		{ "SELECT a FROM WHERE b", "14: expected a table or '(', found 'WHERE'" },
		{ "SELECT a b c", "11: expected the end of the statement, found 'c'" },
		{ "SELECT 1; SELECT 2", "10: expected the end of the statement, found 'SELECT'" },
		{ "SELECT a ORDER BY b UNION SELECT c",
		  "20: expected the end of the statement, found 'UNION'" },
		{ "PRAGMA a",
		  "0: expected SELECT, VALUES, INSERT, REPLACE, UPDATE, DELETE or WITH, "
		  "found 'PRAGMA'" },
	};
	struct arena arena = { 0 };
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_STR(understood(rows[i].sql, &arena),
			  rows[i].tree ? rows[i].tree : rows[i].sql);
	arena_finish(&arena);
}

static void
every_join_is_read(void)
{
	static const struct {
		const char *sql, *tree;
	} rows[] = {
		{ "SELECT * FROM a, b AS c JOIN d ON (e = f) CROSS JOIN g USING (h, i)", NULL },
		{ "SELECT * FROM a INNER JOIN b", "SELECT * FROM a JOIN b" },
		{ "SELECT * FROM a LEFT OUTER JOIN b NATURAL JOIN c",
		  "SELECT * FROM a LEFT JOIN b NATURAL JOIN c" },
		{ "SELECT * FROM a OUTER NATURAL RIGHT JOIN b",
		  "SELECT * FROM a NATURAL RIGHT JOIN b" },
		{ "SELECT * FROM a FULL JOIN b LEFT RIGHT JOIN c",
		  "SELECT * FROM a FULL JOIN b FULL JOIN c" },
		{ "SELECT * FROM a OUTER JOIN b", "16: expected a kind of join that SQLite knows: "
						  "INNER, CROSS, or LEFT, RIGHT, FULL "
						  "with or without OUTER, each maybe NATURAL" },
		{ "SELECT * FROM (a JOIN b) LEFT JOIN (c, (d)) AS e ON f", NULL },
		{ "SELECT * FROM main.a b INDEXED BY c, d NOT INDEXED",
		  "SELECT * FROM main.a AS b INDEXED BY c, d NOT INDEXED" },
		{ "SELECT * FROM json_each(a, '$.b') AS c, main.f() AS left", NULL },
		{ "SELECT * FROM a left", "20: expected JOIN, found the end of the statement" },
		{ "SELECT * FROM a JOIN b ON c ON d",
		  "28: expected the end of the statement, found 'ON'" },
	};
	struct arena arena = { 0 };
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_STR(understood(rows[i].sql, &arena),
			  rows[i].tree ? rows[i].tree : rows[i].sql);
	arena_finish(&arena);
}

static void
every_clause_of_a_change_is_read(void)
{
	static const struct {
		const char *sql, *tree;
	} rows[] = {
		{ "INSERT INTO t  VALUES (1, ?1)", NULL },
		{ "REPLACE INTO main.t AS u (a, \"b\") SELECT 1, 2",
		  "INSERT OR REPLACE INTO main.t AS u (a, \"b\") SELECT 1, 2" },
		{ "INSERT OR IGNORE INTO t  DEFAULT VALUES RETURNING *, a AS b", NULL },
		{ "WITH a AS (SELECT 1) INSERT INTO t  SELECT * FROM a", NULL },
		{ "INSERT INTO t (a) VALUES (1) ON CONFLICT (a, (b + 1) DESC) WHERE c DO NOTHING "
		  "ON CONFLICT (d) DO UPDATE SET a = excluded.a, (b, c) = (1, 2) WHERE e "
		  "ON CONFLICT DO NOTHING RETURNING a",
		  NULL },
		{ "INSERT INTO t SELECT 1 FROM u WHERE 1 ON CONFLICT DO UPDATE SET a = 1",
		  "INSERT INTO t  SELECT 1 FROM u WHERE 1 ON CONFLICT DO UPDATE SET a = 1" },
		{ "INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING ON CONFLICT DO NOTHING",
		  "48: expected the end of the statement, found 'ON'" },
		{ "INSERT t VALUES (1)", "7: expected INTO, found 't'" },
		{ "INSERT INTO t u VALUES (1)",
		  "14: expected VALUES, SELECT or DEFAULT VALUES, found 'u'" },
		{ "INSERT OR DIE INTO t VALUES (1)",
		  "10: expected ROLLBACK, ABORT, FAIL, IGNORE or REPLACE, found 'DIE'" },
		{ "INSERT INTO t VALUES (1) ON CONFLICT (a) NOTHING",
		  "41: expected DO, found 'NOTHING'" },
		{ "UPDATE t SET a = 1", NULL },
		{ "UPDATE OR FAIL main.t AS u INDEXED BY i SET a = 1, (b, c) = (SELECT 1, 2), "
		  "(d) = 3 FROM v, w WHERE x RETURNING a ORDER BY b LIMIT 1 OFFSET 2",
		  NULL },
		{ "UPDATE t NOT INDEXED SET a == 1", "UPDATE t NOT INDEXED SET a = 1" },
		{ "UPDATE t u SET a = 1", "9: expected SET, found 'u'" },
		{ "UPDATE t SET a.b = 1", "14: expected '=', found '.'" },
		{ "WITH a AS (SELECT 1) DELETE FROM t AS u INDEXED BY i WHERE b RETURNING c "
		  "ORDER BY d LIMIT 1",
		  NULL },
		{ "DELETE FROM t", NULL },
		{ "DELETE t", "7: expected FROM, found 't'" },
	};
	struct arena arena = { 0 };
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_STR(understood(rows[i].sql, &arena),
			  rows[i].tree ? rows[i].tree : rows[i].sql);
	arena_finish(&arena);
}

static void
parameters_are_numbered_as_in_sqlite(void)
{
	static const char sql[] = "SELECT ?, :n, ?2, ?5, ?, @n, $n, :n, ?1";
	static const char *const names[] = { "?1", ":n", NULL, NULL, "?5", NULL, "@n", "$n" };
	struct arena arena = { 0 };
	struct parse_error error;
	struct statement statement;
	CHECK(parse_statement(&statement, sql, sizeof(sql) - 1, &arena, &error));
	CHECK_INT(statement.parameter_count, 8);
	for (size_t i = 0; i < 8 && i < statement.parameter_count; i++) {
		CHECK_STR(statement.parameters[i].name, names[i]);
		CHECK_INT(statement.parameters[i].is_used, i != 2 && i != 3);
	}
	CHECK_INT(statement.parameters[1].offset, 10);
	CHECK_INT(statement.parameters[1].length, 2);
	CHECK_INT(statement.select->arms[0].result.items[8].expression->parameter, 1);
	arena_finish(&arena);
}

static void
nodes_know_where_they_stand(void)
{
	static const char sql[] = " SELECT ( a + 1 ) AS b, f ( c ) FROM main . t AS u JOIN v "
				  "ON x = ( y ) WHERE z IS NULL ;";
	static const struct {
		const char *text;
		int node;
	} rows[] = {
		{ "a + 1", 0 },   { "( a + 1 )", 1 }, { "b", 2 },
		{ "f ( c )", 3 }, { "c", 4 },         { "main . t AS u", 5 },
		{ "v", 6 },       { "x = ( y )", 7 }, { "z IS NULL", 8 },
		{ "t", 9 },
	};
	struct arena arena = { 0 };
	struct parse_error error;
	struct statement statement;
	CHECK(parse_statement(&statement, sql, sizeof(sql) - 1, &arena, &error));
	const struct select_arm *arm = &statement.select->arms[0];
	const struct result_column *columns = arm->result.items;
	const struct expression *call = columns[1].expression;
	const struct table_source *sources = arm->from.items;
	const size_t places[][2] = {
		{ columns[0].expression->offset, columns[0].expression->length },
		{ columns[0].offset, columns[0].length },
		{ columns[0].alias.offset, columns[0].alias.length },
		{ call->offset, call->length },
		{ call->call.arguments.items[0]->offset, call->call.arguments.items[0]->length },
		{ sources[0].offset, sources[0].length },
		{ sources[1].offset, sources[1].length },
		{ sources[1].on->offset, sources[1].on->length },
		{ arm->where->offset, arm->where->length },
		{ sources[0].table.table.offset, sources[0].table.table.length },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_STR(arena_copy(&arena, sql + places[i][0], places[i][1]), rows[i].text);
	CHECK_INT(statement.offset, 1);
	CHECK_INT(statement.length, sizeof(sql) - 1 - 3);
	arena_finish(&arena);
}

static void
views_are_read(void)
{
	static const struct {
		const char *sql, *name;
		size_t columns;
	} rows[] = {
		{ "CREATE VIEW v AS SELECT 1", "v", 0 },
		{ "create temp view if not exists main.\"a b\"(c, d) as select 1, 2;", "a b", 2 },
		{ "CREATE VIEW v SELECT 1", NULL, 0 },
		{ "CREATE TABLE v AS SELECT 1", NULL, 0 },
	};
	struct arena arena = { 0 };
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct parsed_view view = { 0 };
		struct parse_error error;
		bool is_read =
			parse_create_view(&view, rows[i].sql, strlen(rows[i].sql), &arena, &error);
		CHECK_INT(is_read, rows[i].name != NULL);
		CHECK_STR(view.name.text, rows[i].name);
		CHECK_INT(view.columns.count, rows[i].columns);
		CHECK_INT(view.select != NULL, is_read);
	}
	arena_finish(&arena);
}

int
main(void)
{
	every_clause_of_a_select_is_read();
	every_join_is_read();
	every_clause_of_a_change_is_read();
	parameters_are_numbered_as_in_sqlite();
	nodes_know_where_they_stand();
	views_are_read();
	return failures != 0;
}
