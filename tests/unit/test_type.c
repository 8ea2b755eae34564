#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <sqlite3.h>

#include "base/arena.h"
#include "base/text.h"
#include "query/function.h"
#include "query/statement.h"
#include "query/type.h"
#include "replayed.h"
#include "test.h"

/*
 * Every answer is also put to SQLite: the statement is run over rows made against it, empty tables
 * included, and no value may be of a class that was not claimed.
 */

static const char schema_sql[] =
	"CREATE TABLE t(id INTEGER PRIMARY KEY, n INT NOT NULL, m INT, s TEXT NOT NULL,"
	"  r REAL NOT NULL, b BLOB, x, j TEXT);"
	"CREATE TABLE u(id INTEGER PRIMARY KEY, tid INT REFERENCES t, v TEXT NOT NULL);"
	"CREATE TABLE k(a INT NOT NULL, c TEXT);"
	"CREATE TABLE \"odd\"(Id INT NOT NULL, \"my col\" TEXT);"
	"CREATE TABLE w(p TEXT PRIMARY KEY, q INT) WITHOUT ROWID;"
	"CREATE TABLE key_text(id TEXT PRIMARY KEY, v INT);"
	"CREATE TABLE key_down(id INTEGER PRIMARY KEY DESC, v INT);"
	"CREATE TABLE key_two(x INTEGER, y INTEGER, PRIMARY KEY(x, y));"
	"CREATE TABLE price(d DECIMAL(10,2), is_on BOOLEAN NOT NULL, at DATETIME);"
	"CREATE TABLE enumerated(status TEXT NOT NULL CHECK (status IN ('a', 'b')));"
	"CREATE TABLE made(a INT NOT NULL, g REAL NOT NULL AS (a * 2), h REAL NOT NULL AS (a) STORED);"
	"CREATE VIEW joined AS SELECT t.id, t.n + 1 AS n1, u.v, (SELECT count(*) FROM k) AS c"
	"  FROM t LEFT JOIN u ON u.tid = t.id;"
	"CREATE VIEW named(p, q) AS SELECT n, m FROM t;"
	"CREATE VIEW v AS SELECT s FROM t;"
	"CREATE TRIGGER v_insert INSTEAD OF INSERT ON v BEGIN SELECT 1; END;"
	"CREATE VIRTUAL TABLE f USING fts5(title, body);";

/* Rows that decode, each stored value into its own field; infinities do. */
static const char *const rows[] = {
	"",
	"INSERT INTO t(n, s, r) VALUES (0, '', 0)",
	"INSERT INTO t(n, m, s, r, b, x, j) VALUES"
	"  (0, NULL, '', 0.0, NULL, NULL, NULL), (1, 1, 'a', 9e999, x'', 'x', '{\"a\":1,\"b\":\"q\"}'),"
	"  (-1, 0, '12', -9e999, x'31', 1, '{\"a\":[1],\"b\":null}'),"
	"  (7, 2000000000, '12abc', 1.5, x'00', 2.5, '[]'),"
	"  (2000000000, -3, '1e400', -1.7e308, x'ff', x'31', 'null'),"
	"  (3, 3, '2024-01-01', 1.7e308, x'35', '5', '1.5');"
	"INSERT INTO u(tid, v) VALUES (NULL, 'x'), (1, ''), (1, 'y'), (3, 'a'), (77, 'z');"
	"INSERT INTO k VALUES (0, NULL), (1, 'k'), (3, 'a');"
	"INSERT INTO \"odd\" VALUES (1, NULL), (2, 'x');"
	"INSERT INTO w VALUES ('a', NULL), ('b', 1);"
	"INSERT INTO key_text VALUES (NULL, 1), ('a', NULL); INSERT INTO key_down(v) VALUES (1);"
	"INSERT INTO key_two VALUES (NULL, 1), (1, NULL);"
	"INSERT INTO price VALUES (1.5, 0, '2024-01-01'), (NULL, 1, NULL), ('abc', 1, 2024.5);"
	"INSERT INTO enumerated VALUES ('a'), ('b'); INSERT INTO made VALUES (1), (2), (-3);"
	"INSERT INTO f VALUES ('a', NULL), (NULL, 'b c');",
	"INSERT INTO u(tid, v) VALUES (NULL, 'x'), (1, 'a'); INSERT INTO k VALUES (5, NULL);",
};
enum { ROWS_COUNT = sizeof rows / sizeof *rows };

static struct replayed replayed;
static sqlite3 *filled[ROWS_COUNT];

static void
add_type(struct text *out, struct query_type type)
{
	static const char *const names[] = { "int", "real", "text", "blob" };
	bool is_first = true;
	if ((type.classes & ~(unsigned)CLASS_NULL) == (CLASS_ANY & ~CLASS_NULL)) {
		text_add_string(out, "any");
		is_first = false;
	}
	for (unsigned i = 0; is_first && i < 4; i++)
		if (type.classes & (2u << i)) {
			for (unsigned j = i; j < 4; j++)
				if (type.classes & (2u << j)) {
					text_format(out, "%s%s", is_first ? "" : "|", names[j]);
					is_first = false;
				}
		}
	if (is_first)
		text_add_string(out, "null");
	else if (type_is_nullable(type))
		text_add_char(out, '?');
	if (type.column != NULL)
		text_format(out, "=%s.%s", type.table->name, type.column->name);
}

static unsigned
class_of(int type)
{
	switch (type) {
	case SQLITE_INTEGER:
		return CLASS_INTEGER;
	case SQLITE_FLOAT:
		return CLASS_REAL;
	case SQLITE_TEXT:
		return CLASS_TEXT;
	case SQLITE_BLOB:
		return CLASS_BLOB;
	default:
		return CLASS_NULL;
	}
}

/* A value of one of the classes that the parameter was found to have, another one each turn. */
static void
bind(sqlite3_stmt *stmt, int number, struct query_type type, unsigned turn)
{
	static const sqlite3_int64 integers[] = { 0, 1, -1, 3 };
	static const double reals[] = { 0.0, 1.5, -1e308, 1e308 };
	static const char *const texts[] = { "", "a", "12", "$.a" };
	unsigned classes[5], count = 0;
	for (unsigned i = 0; i < 5; i++)
		if (type.classes & (1u << i))
			classes[count++] = 1u << i;
	switch (classes[turn % count]) {
	case CLASS_INTEGER:
		sqlite3_bind_int64(stmt, number, integers[turn / count % 4]);
		break;
	case CLASS_REAL:
		sqlite3_bind_double(stmt, number, reals[turn / count % 4]);
		break;
	case CLASS_TEXT:
		sqlite3_bind_text(stmt, number, texts[turn / count % 4], -1, SQLITE_STATIC);
		break;
	case CLASS_BLOB:
		sqlite3_bind_blob(stmt, number, "1", 1, SQLITE_STATIC);
		break;
	default:
		sqlite3_bind_null(stmt, number);
	}
}

static void
check_row(const char *sql, const struct typed_statement *statement, sqlite3_stmt *stmt, int at)
{
	for (size_t i = 0; i < statement->results.count; i++) {
		int type = sqlite3_column_type(stmt, (int)i);
		const struct typed_result *result = &statement->results.items[i];
		if (class_of(type) & result->type.classes)
			continue;
		failures++;
		fprintf(stderr, "%s\n\tcolumn %s of rows %d is %s: not what was claimed\n", sql,
			result->name, at,
			type == SQLITE_NULL ? "NULL"
					    : (const char *)sqlite3_column_text(stmt, (int)i));
	}
}

/* The statement with its * written out. */
static char *
written_out(const char *sql, const struct typed_statement *statement)
{
	char *text = arena_string(&replayed.arena, "");
	size_t at = 0;
	for (size_t i = 0; i < statement->edit_count; i++) {
		const struct text_edit *edit = &statement->edits[i];
		text = arena_format(&replayed.arena, "%s%.*s%s", text, (int)(edit->offset - at),
				    sql + at, edit->text);
		at = edit->offset + edit->length;
	}
	return arena_format(&replayed.arena, "%s%s", text, sql + at);
}

static void
contradict(const char *sql, const struct typed_statement *statement)
{
	const char *text = written_out(sql, statement);

	for (int i = 0; i < ROWS_COUNT; i++)
		for (unsigned turn = 0; turn < (statement->parameter_count > 0 ? 20 : 1); turn++) {
			sqlite3_stmt *stmt = NULL;
			sqlite3_exec(filled[i], "SAVEPOINT s", NULL, NULL, NULL);
			CHECK_INT(sqlite3_prepare_v2(filled[i], text, -1, &stmt, NULL),
				  SQLITE_OK);
			for (unsigned p = 0; p < statement->parameter_count; p++)
				bind(stmt, (int)p + 1, statement->parameters[p].type, turn + p);
			while (sqlite3_step(stmt) == SQLITE_ROW)
				check_row(sql, statement, stmt, i);
			sqlite3_finalize(stmt);
			sqlite3_exec(filled[i], "ROLLBACK TO s; RELEASE s", NULL, NULL, NULL);
		}
}

/* "n int=t.n, v text?" or what stands against it. */
static char *
typed(const char *sql, bool is_parameters)
{
	struct statement_context context = { &replayed.schema, NULL, replayed.replay.handle, NULL };
	struct typed_statement statement;
	struct type_error error = { .message = "" };
	struct text out = { .data = NULL };
	char *copy;
	if (!statement_type(&statement, sql, &context, NULL, NULL, NULL, &replayed.arena, &error)) {
		text_format(&out, "error %zu: %s", error.offset, error.message);
	} else if (is_parameters) {
		for (unsigned i = 0; i < statement.parameter_count; i++) {
			text_add_string(&out, i > 0 ? ", " : "");
			add_type(&out, statement.parameters[i].type);
		}
		contradict(sql, &statement);
	} else {
		for (size_t i = 0; i < statement.results.count; i++) {
			text_format(&out, "%s%s ", i > 0 ? ", " : "",
				    statement.results.items[i].name);
			add_type(&out, statement.results.items[i].type);
		}
		contradict(sql, &statement);
	}
	text_add_string(&out, "");
	copy = arena_string(&replayed.arena, out.data);
	text_finish(&out);
	return copy;
}

struct typing {
	const char *sql, *expected;
};

static void
check_all(const struct typing *table, size_t count, bool is_expression, bool is_parameters)
{
	for (size_t i = 0; i < count; i++) {
		char *sql = arena_format(&replayed.arena, is_expression ? "SELECT %s AS v FROM t" : "%s",
					 table[i].sql);
		char *expected = arena_format(&replayed.arena, is_expression ? "v %s" : "%s",
					      table[i].expected);
		char *found = typed(sql, is_parameters);
		if (strcmp(found, expected) != 0) {
			failures++;
			fprintf(stderr, "%s\n\texpected %s\n\tfound    %s\n", sql, expected, found);
		}
	}
}

#define CHECK_ALL(table, is_expression, is_parameters)                                             \
	check_all(table, sizeof(table) / sizeof *(table), is_expression, is_parameters)

static void
expressions(void)
{
	static const struct typing table[] = {
		/* 1, 14, 18 */
		{ "id", "int=t.id" },
		{ "r", "real=t.r" },
		{ "x", "any?=t.x" },
		{ "b", "blob?=t.b" },
		/* 19 to 21 */
		{ "n/2", "int" },
		{ "n/2.0", "real" },
		{ "n/0", "int?" },
		{ "n%0", "int?" },
		{ "n%2", "int" },
		{ "n%0.5", "real?" },
		{ "n/m", "int?" },
		{ "n+m", "int?" },
		{ "n+n", "int" },
		{ "n+1", "int" },
		{ "s+1", "int|real" },
		{ "b+1", "int|real?" },
		{ "-n", "int" },
		{ "-s", "int|real" },
		{ "+n", "int=t.n" },
		{ "~m", "int?" },
		{ "n & 1", "int" },
		{ "n << m", "int?" },
		/* infinities */
		{ "r - r", "real?" },
		{ "r + 1.5", "real" },
		{ "r + n", "real" },
		{ "r * 2", "real" },
		{ "r * 0", "real?" },
		{ "r * n", "real?" },
		{ "r / r", "real?" },
		{ "r / 4", "real" },
		/* 22 */
		{ "n||'x'", "text" },
		{ "x'41'||'b'", "text" },
		{ "s||m", "text?" },
		/* 23, 24 */
		{ "m=1", "int?" },
		{ "n=1", "int" },
		{ "m IN (1,2)", "int?" },
		{ "n IN (1,2)", "int" },
		{ "m BETWEEN 1 AND 2", "int?" },
		{ "n BETWEEN 1 AND m", "int?" },
		{ "s LIKE NULL", "int?" },
		{ "s LIKE 'a%'", "int" },
		{ "NOT m", "int?" },
		{ "NOT n", "int" },
		{ "m IS 1", "int" },
		{ "m IS NULL", "int" },
		{ "m NOTNULL", "int" },
		{ "m IS NOT DISTINCT FROM 1", "int" },
		{ "n IN (1,NULL)", "int?" },
		{ "m IN ()", "int" },
		{ "n IN (SELECT m FROM t)", "int?" },
		{ "n IN (SELECT n FROM t)", "int" },
		{ "(n, m) = (1, 2)", "int?" },
		{ "(n, s) = (1, 'a')", "int" },
		{ "(n, m) IS (1, 2)", "int" },
		{ "n AND m", "int?" },
		{ "n OR r", "int" },
		/* 25 to 28 */
		{ "CASE WHEN m>1 THEN 'a' END", "text?" },
		{ "CASE WHEN m>1 THEN 1 ELSE 'x' END", "int|text" },
		{ "CASE n WHEN 1 THEN s WHEN m THEN x ELSE NULL END", "any?" },
		{ "CASE WHEN m IS NOT NULL THEN m ELSE 0 END", "int" },
		{ "CASE WHEN m IS NULL THEN 0 ELSE n END", "int" },
		{ "coalesce(m,n)", "int" },
		{ "coalesce(m,NULL)", "int?=t.m" },
		{ "coalesce(m,'x',b)", "int|text" },
		{ "ifnull(m,0)", "int" },
		{ "nullif(n,7)", "int?=t.n" },
		{ "iif(m,1,'x')", "int|text" },
		{ "CAST(m AS TEXT)", "text?" },
		{ "CAST('12abc' AS INT)", "int" },
		{ "CAST(s AS NUMERIC)", "int|real" },
		{ "CAST(n AS NUMERIC)", "int" },
		{ "CAST(x AS BLOB)", "blob?" },
		{ "CAST(n AS REAL)", "real" },
		{ "CAST(n AS VARCHAR(36))", "text" },
		/* 29, 30 */
		{ "min(n,m)", "int?" },
		{ "max(n,1)", "int" },
		{ "lower(m)", "text?" },
		{ "upper(s)", "text" },
		{ "substr(NULL,1)", "null" },
		{ "substr(s,1,2)", "text" },
		{ "substr(b,1)", "blob?" },
		{ "trim(s)", "text" },
		{ "trim(j)", "text?" },
		{ "printf('%d',NULL)", "text" },
		{ "printf(s)", "text?" },
		{ "format('%s',NULL)", "text" },
		{ "quote(NULL)", "text" },
		{ "hex(b)", "text" },
		{ "typeof(m)", "text" },
		{ "unicode(s)", "int?" },
		{ "replace(s,s,s)", "text" },
		{ "replace(n,'','x')", "int|text" },
		{ "length(s)", "int" },
		{ "instr(s,j)", "int?" },
		{ "char(65)", "text" },
		{ "zeroblob(3)", "blob" },
		/* 31 */
		{ "abs(n)", "int" },
		{ "abs(r)", "real" },
		{ "abs(s)", "real" },
		{ "abs(m)", "int?" },
		{ "round(5)", "real" },
		{ "round(m)", "real?" },
		{ "sign(r)", "int" },
		{ "sign(s)", "int?" },
		{ "random()", "int" },
#ifdef HAS_MATH
		{ "ceil(2.5)", "real" },
		{ "ceil(2)", "int" },
		{ "ceil(x)", "int|real?" },
		{ "sqrt(n)", "real?" },
#endif
		/* 32 */
		{ "date('bogus')", "text?" },
		{ "date('2024-01-01')", "text" },
		{ "date(s)", "text?" },
		{ "datetime(NULL)", "text?" },
		{ "datetime('now', '+1 day')", "text" },
		{ "strftime('%s')", "text" },
		{ "strftime('%s', s)", "text?" },
		{ "unixepoch('now')", "int" },
		{ "unixepoch(s)", "int?" },
		{ "julianday('now')", "real" },
		{ "julianday(j)", "real?" },
		{ "CURRENT_TIMESTAMP", "text" },
		/* 33 */
		{ "json_extract(j,'$.a')", "int|real|text?" },
		{ "json_extract(j,'$.a','$.b')", "text?" },
		{ "j->>'$.a'", "int|real|text?" },
		{ "j->'$.b'", "text?" },
		{ "json_array(n)", "text" },
		{ "json_array_length(j)", "int?" },
		{ "json_type(j)", "text?" },
		/* 34 */
		{ "(SELECT n FROM t WHERE id=99)", "int?=t.n" },
		{ "(SELECT count(*) FROM t)", "int" },
		{ "(SELECT max(n) FROM t)", "int?=t.n" },
		{ "(SELECT 1)", "int" },
		{ "(SELECT 1 LIMIT 0)", "int?" },
		{ "(SELECT t.n)", "int=t.n" },
		{ "(SELECT k.a FROM k WHERE k.a = t.n)", "int?=k.a" },
		{ "EXISTS (SELECT 1 FROM t)", "int" },
		{ "NOT EXISTS (SELECT 1 FROM t)", "int" },
		/* 35 */
		{ "x'00'", "blob" },
		{ "1e999", "real" },
		{ "0x10", "int" },
		{ "9223372036854775807", "int" },
		{ "9223372036854775808", "real" },
		{ "-9223372036854775808", "int" },
		{ "-9223372036854775809", "real" },
		{ "1e999 - 1e999", "real?" },
		{ "TRUE", "int" },
		{ "m IS TRUE", "int" },
		{ "NULL", "null" },
		{ "s COLLATE NOCASE", "text=t.s" },
		{ "rowid", "int=t.id" },
	};
	CHECK_ALL(table, true, false);
}

static void
aggregates_and_windows(void)
{
	static const struct typing table[] = {
		/* 37 */
		{ "SELECT count(*) AS c, total(n) AS t, sum(n) AS s, avg(n) AS a, min(s) AS m, "
		  "group_concat(s) AS g, id FROM t WHERE 0",
		  "c int, t real, s int?, a real?, m text?=t.s, g text?, id int?=t.id" },
		{ "SELECT min(s) AS a, id FROM t", "a text?=t.s, id int?=t.id" },
		/* 38 */
		{ "SELECT sum(n) AS a, max(n) AS b, sum(m) AS c, sum(n) FILTER (WHERE 0) AS d, n "
		  "FROM t GROUP BY n",
		  "a int, b int=t.n, c int?, d int?, n int=t.n" },
		/* 39: a sum of infinities may be none */
		{ "SELECT sum(n) AS a, sum(r) AS b, sum(x) AS c, avg(n) AS d, total(n) AS e, "
		  "avg(r) AS f, total(r) AS g FROM t GROUP BY n",
		  "a int, b real?, c int|real?, d real, e real, f real?, g real?" },
		/* 40 */
		{ "SELECT count(*) FILTER (WHERE n) AS a, json_group_array(n) AS b, "
		  "group_concat(n) AS c FROM t",
		  "a int, b text, c text?" },
		/* 41 */
		{ "SELECT lag(n) OVER (ORDER BY id) AS a, first_value(m) OVER () AS b, "
		  "lead(n,1,0) OVER (ORDER BY id) AS c, row_number() OVER () AS d, "
		  "rank() OVER (ORDER BY n) AS e, ntile(2) OVER (ORDER BY n) AS f, "
		  "first_value(n) OVER (ORDER BY id) AS g, nth_value(n, 2) OVER () AS h, "
		  "cume_dist() OVER (ORDER BY n) AS i FROM t",
		  "a int?=t.n, b int?=t.m, c int, d int, e int, f int, g int=t.n, h int?=t.n, "
		  "i real" },
		/* 42 */
		{ "SELECT sum(n) OVER (ORDER BY id ROWS BETWEEN 2 FOLLOWING AND 3 FOLLOWING) AS a, "
		  "sum(n) OVER (ORDER BY id) AS b, "
		  "sum(n) OVER (ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS c, "
		  "max(n) OVER (ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING EXCLUDE CURRENT ROW) AS d, "
		  "count(*) OVER w AS e, sum(n) OVER w AS f, sum(n) FILTER (WHERE n) OVER w AS g "
		  "FROM t WINDOW w AS (ORDER BY n)",
		  "a int?, b int, c int, d int?=t.n, e int, f int, g int?" },
		{ "SELECT sum(n) OVER w AS a FROM t WINDOW w AS (ROWS BETWEEN 1 FOLLOWING AND 2 "
		  "FOLLOWING)",
		  "a int?" },
		{ "SELECT group_concat(s) OVER (ORDER BY id) AS a FROM t", "a text?" },
		{ "SELECT group_concat(s) AS a FROM t GROUP BY n", "a text" },
		{ "SELECT sum(count(*)) OVER () AS a FROM t GROUP BY n", "a int" },
		{ "SELECT sum(max(n)) OVER () AS a FROM t", "a int?" },
		/* 43 */
		{ "SELECT max(n) AS a, s FROM t GROUP BY m", "a int=t.n, s text=t.s" },
		/* the outer SELECT's aggregate */
		{ "SELECT (SELECT sum(t.n)) AS a FROM t",
		  "error 15: 'sum' aggregates the rows of the outer SELECT: write it there" },
	};
	CHECK_ALL(table, false, false);
}

static void
joins(void)
{
	static const struct typing table[] = {
		/* 44 */
		{ "SELECT t.n, u.id, u.v FROM t LEFT JOIN u ON u.tid = t.id",
		  "n int=t.n, id int?=u.id, v text?=u.v" },
		{ "SELECT t.n, u.v FROM t RIGHT JOIN u ON u.tid = t.id",
		  "n int?=t.n, v text=u.v" },
		{ "SELECT t.n, u.v FROM t FULL JOIN u ON u.tid = t.id",
		  "n int?=t.n, v text?=u.v" },
		{ "SELECT t.n, u.v FROM t JOIN u ON u.tid = t.id", "n int=t.n, v text=u.v" },
		{ "SELECT t.n, u.tid FROM t JOIN u ON u.tid = t.id", "n int=t.n, tid int=u.tid" },
		{ "SELECT u.rowid FROM t LEFT JOIN u ON 0", "id int?=u.id" },
		/* 45 */
		{ "SELECT u.v, t.n, k.a FROM u LEFT JOIN t ON t.id = u.tid RIGHT JOIN k ON k.a = t.n",
		  "v text?=u.v, n int?=t.n, a int=k.a" },
		{ "SELECT t.n, u.v, k.a FROM t LEFT JOIN u ON u.tid = t.id JOIN k ON k.c = u.v",
		  "n int=t.n, v text=u.v, a int=k.a" },
		/* 46 */
		{ "SELECT u.v, u.tid FROM t LEFT JOIN u ON u.tid = t.id WHERE u.id IS NOT NULL",
		  "v text=u.v, tid int=u.tid" },
		{ "SELECT u.id FROM t LEFT JOIN u ON u.tid = t.id WHERE u.v = 'x'", "id int=u.id" },
		{ "SELECT u.id FROM t LEFT JOIN u ON u.tid = t.id WHERE u.v = 'x' OR t.n = 1",
		  "id int?=u.id" },
		{ "SELECT u.id FROM t LEFT JOIN u ON u.tid = t.id WHERE u.v = 'x' OR u.v = 'y'",
		  "id int=u.id" },
		{ "SELECT u.id FROM t LEFT JOIN u ON u.tid = t.id WHERE u.v IS NULL", "id int?=u.id" },
		{ "SELECT u.id FROM t LEFT JOIN u ON u.tid = t.id WHERE NOT u.v IS NULL",
		  "id int=u.id" },
		{ "SELECT m FROM t WHERE m > 1", "m int=t.m" },
		{ "SELECT m FROM t WHERE m", "m int=t.m" },
		{ "SELECT m FROM t WHERE NOT (m IS NULL OR n = 1)", "m int=t.m" },
		{ "SELECT m FROM t WHERE m IS 1", "m int=t.m" },
		{ "SELECT m FROM t WHERE m IS n", "m int=t.m" },
		{ "SELECT m FROM t WHERE m IS NOT 1", "m int?=t.m" },
		{ "SELECT m FROM t WHERE m IN (1, NULL)", "m int=t.m" },
		{ "SELECT m FROM t WHERE m NOT IN (1)", "m int=t.m" },
		{ "SELECT m FROM t WHERE m NOT IN (SELECT a FROM k)", "m int?=t.m" },
		{ "SELECT m FROM t WHERE m NOT IN ()", "m int?=t.m" },
		{ "SELECT m FROM t WHERE m NOT BETWEEN 1 AND 2", "m int=t.m" },
		{ "SELECT m, j FROM t WHERE 5 BETWEEN m AND length(j)", "m int=t.m, j text=t.j" },
		{ "SELECT m FROM t WHERE 5 NOT BETWEEN m AND n", "m int?=t.m" },
		{ "SELECT m FROM t WHERE coalesce(m, 1) = 1", "m int?=t.m" },
		{ "SELECT j FROM t WHERE lower(j) LIKE '%a%'", "j text=t.j" },
		{ "SELECT j FROM t WHERE j NOT LIKE '%a%'", "j text=t.j" },
		{ "SELECT j FROM t WHERE j NOT LIKE x'31'", "j text?=t.j" },
		{ "SELECT j FROM t WHERE replace('1', '', j)", "j text?=t.j" },
		{ "SELECT m AS a FROM t WHERE a > 1", "a int=t.m" },
		{ "SELECT j FROM t WHERE j ->> '$.a' = 1", "j text=t.j" },
		/* 47 */
		{ "SELECT q.v FROM t LEFT JOIN (SELECT v FROM u) q ON q.v = t.s", "v text?=u.v" },
		{ "SELECT e.type FROM t LEFT JOIN json_each(t.j) e", "type text?" },
		{ "SELECT e.value, e.key, e.id FROM t JOIN json_each(t.j) e",
		  "value int|real|text?, key int|text?, id int" },
		{ "SELECT named.p FROM t LEFT JOIN named ON 0", "p int?=t.n" },
		{ "WITH c AS (SELECT 1 AS i) SELECT c.i FROM t LEFT JOIN c ON 0", "i int?" },
		/* 48 */
		{ "SELECT a.n, b.n AS n2 FROM t a LEFT JOIN t b ON b.id = a.m",
		  "n int=t.n, n2 int?=t.n" },
		/* 49 */
		{ "SELECT id, t.n, u.v FROM t JOIN u USING (id)", "id int=t.id, n int=t.n, v text=u.v" },
		{ "SELECT id, t.n, u.v FROM t LEFT JOIN u USING (id)",
		  "id int=t.id, n int=t.n, v text?=u.v" },
		{ "SELECT id, t.n, u.v FROM t RIGHT JOIN u USING (id)",
		  "id int=u.id, n int?=t.n, v text=u.v" },
		{ "SELECT id AS i, t.n, u.v, t.id AS ti FROM t FULL JOIN u USING (id)",
		  "i int, n int?=t.n, v text?=u.v, ti int?=t.id" },
		{ "SELECT * FROM u NATURAL JOIN (SELECT id, n FROM t)",
		  "id int=u.id, tid int?=u.tid, v text=u.v, n int=t.n" },
		{ "SELECT * FROM u NATURAL LEFT JOIN (SELECT id, n FROM t)",
		  "id int=u.id, tid int?=u.tid, v text=u.v, n int?=t.n" },
		{ "SELECT * FROM (SELECT id, n FROM t) a FULL JOIN u USING (id)",
		  "id int, n int?=t.n, tid int?=u.tid, v text?=u.v" },
		{ "SELECT k.c, u.v, t.n FROM k LEFT JOIN (t JOIN u ON u.tid = t.id) ON t.n = k.a",
		  "c text?=k.c, v text?=u.v, n int?=t.n" },
		{ "SELECT u.v, t.n FROM k LEFT JOIN (t JOIN u ON u.tid = t.id) ON t.n = k.a WHERE t.n > 1",
		  "v text=u.v, n int=t.n" },
		/* 56, 60, 7 */
		{ "SELECT rowid, oid FROM t", "id int=t.id, id int=t.id" },
		{ "SELECT rowid, oid FROM k", "rowid int, rowid int" },
		{ "SELECT id FROM \"odd\"", "Id int=odd.Id" },
		{ "SELECT \"my col\", 'a' 'b' FROM \"odd\"", "my col text?=odd.my col, b text" },
		{ "SELECT n+1, count(*), (SELECT 1), ( n ) FROM t GROUP BY n",
		  "n+1 int, count(*) int, (SELECT 1) int, n int=t.n" },
		{ "SELECT ( n + 1 ) FROM t", "( n + 1 ) int" },
		/* 57 */
		{ "SELECT u.* FROM u RIGHT JOIN t USING (id)", "id int=t.id, tid int?=u.tid, v text?=u.v" },
		{ "SELECT u.*, t.n FROM u FULL JOIN t USING (id)", "id int, tid int?=u.tid, v text?=u.v, n int?=t.n" },
		{ "SELECT t.*, u.v FROM u LEFT JOIN k ON u.v = k.c FULL JOIN t USING (id)",
		  "id int?=t.id, n int?=t.n, m int?=t.m, s text?=t.s, r real?=t.r, b blob?=t.b, x any?=t.x, j text?=t.j, v text?=u.v" },
		{ "SELECT t.id, u.* FROM t, u", "id int=t.id, id int=u.id, tid int?=u.tid, v text=u.v" },
	};
	CHECK_ALL(table, false, false);
}

static void
tables(void)
{
	static const struct typing table[] = {
		/* 2 to 6 */
		{ "SELECT id FROM key_text", "id text?=key_text.id" },
		{ "SELECT id FROM key_down", "id int?=key_down.id" },
		{ "SELECT x, y FROM key_two", "x int?=key_two.x, y int?=key_two.y" },
		{ "SELECT p, q FROM w", "p text=w.p, q int?=w.q" },
		/* 11 to 13 */
		{ "SELECT d, is_on, at FROM price",
		  "d any?=price.d, is_on int=price.is_on, at int|real|text?=price.at" },
		{ "SELECT max(status) AS a FROM enumerated GROUP BY status",
		  "a text=enumerated.status" },
		/* 50, 51 */
		{ "SELECT n FROM t UNION ALL SELECT s FROM t UNION ALL SELECT NULL", "n int|text?" },
		{ "SELECT n FROM t EXCEPT SELECT j FROM t", "n int" },
		{ "SELECT n FROM t EXCEPT SELECT n FROM t", "n int=t.n" },
		{ "SELECT n FROM t UNION SELECT n FROM t", "n int=t.n" },
		{ "SELECT NULL AS a UNION ALL SELECT 1", "a int?" },
		{ "SELECT r FROM t UNION SELECT 1", "r int|real" },
		{ "SELECT c FROM (SELECT r AS c FROM t UNION ALL SELECT 1)", "c int|real" },
		/* 52 */
		{ "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM c WHERE i < 5) "
		  "SELECT i FROM c",
		  "i int" },
		{ "WITH c(i, x) AS (SELECT 1, NULL UNION ALL SELECT i+1, i FROM c WHERE i < 5) "
		  "SELECT i, x FROM c",
		  "i int, x int?" },
		{ "WITH c(a, b, d) AS (SELECT 1, 2, NULL UNION ALL SELECT b, d, 'x' FROM c LIMIT 6) "
		  "SELECT a, b, d FROM c",
		  "a int|text?, b int|text?, d text?" },
		{ "WITH c AS (SELECT n FROM t) SELECT * FROM c", "n int=t.n" },
		{ "WITH t AS (SELECT 'x' AS id) SELECT id FROM t", "id text" },
		{ "WITH a AS (SELECT i FROM b), b AS (SELECT 1 AS i) SELECT i FROM a", "i int" },
		{ "WITH c AS (SELECT 1 AS i) INSERT INTO k SELECT i, 'x' FROM c RETURNING a",
		  "a int=k.a" },
		/* 53 */
		{ "VALUES (1,'a'),(2,NULL)", "column1 int, column2 text?" },
		{ "SELECT column2 FROM (VALUES (1, 2.5), ('a', 3))", "column2 int|real" },
		/* 54 to 56 */
		{ "SELECT * FROM joined", "id int=t.id, n1 int, v text?=u.v, c int" },
		{ "SELECT p, q FROM named", "p int=t.n, q int?=t.m" },
		{ "INSERT INTO v VALUES ('x') RETURNING s", "s any?" },
		/* 71, 72 */
		{ "INSERT INTO t(n, s, r) VALUES (1, 'a', 5) RETURNING r, id, m, r * 2 AS d",
		  "r int|real=t.r, id int=t.id, m int?=t.m, d real" },
		{ "UPDATE t SET r = 7 RETURNING CAST(r AS NUMERIC) AS c", "c int|real" },
		{ "UPDATE t SET r = 7 RETURNING *",
		  "id int=t.id, n int=t.n, m int?=t.m, s text=t.s, r int|real=t.r, b blob?=t.b, "
		  "x any?=t.x, j text?=t.j" },
		{ "DELETE FROM u RETURNING id, v", "id int=u.id, v text=u.v" },
		{ "UPDATE t SET n = k.a FROM k WHERE k.a = t.id RETURNING t.n", "n int=t.n" },
		/* 74 */
		{ "SELECT title, rank, rowid FROM f WHERE f MATCH 'a'",
		  "title any?=f.title, rank any?=f.rank, rowid int" },
		{ "SELECT highlight(f, 0, '<', '>') AS a, bm25(f) AS b FROM f WHERE f MATCH 'a'",
		  "a text?, b real?" },
		{ "SELECT name, type, \"notnull\" FROM pragma_table_info('t')",
		  "name text, type text, notnull int" },
		{ "SELECT l.*, i.name AS c, x.coll FROM pragma_index_list('key_two') l, pragma_index_info(l.name) i, "
		  "pragma_index_xinfo(l.name) x",
		  "seq int, name text, unique int, origin text, partial int, c text?, coll text" },
		{ "SELECT * FROM pragma_foreign_key_list('u')",
		  "id int, seq int, table text, from text, to text?, on_update text, on_delete text, match text" },
		{ "SELECT * FROM pragma_foreign_key_check", "table text, rowid int?, parent text, fkid int" },
		{ "SELECT t.name, x.* FROM pragma_table_list t JOIN pragma_table_xinfo(t.name) x",
		  "name text, cid int, name text, type text, notnull int, dflt_value text?, pk int, hidden int" },
		{ "SELECT integrity_check, page_count * page_size AS size, user_version "
		  "FROM pragma_integrity_check, pragma_page_count, pragma_page_size, pragma_user_version",
		  "integrity_check text, size int, user_version int" },
		{ "SELECT file, compile_options FROM pragma_database_list, pragma_compile_options",
		  "file text?, compile_options text" },
		{ "SELECT name, rootpage FROM sqlite_schema", "name text?, rootpage int?" },
		/* 73: what is not stored comes out of a sorter as the integer that it was made as */
		{ "SELECT g, h FROM made ORDER BY a", "g int|real=made.g, h real=made.h" },
		{ "SELECT sum(g) OVER (ORDER BY a) AS s, sum(h) OVER (ORDER BY a) AS t, lag(g, 1, g) OVER (ORDER BY a) AS l "
		  "FROM made",
		  "s int|real?, t real?, l int|real=made.g" },
		{ "SELECT sum(g) AS s, g + 1 AS p FROM made GROUP BY a", "s real?, p real" },
		/* 36, 79 */
		{ "SELECT nosuch FROM t", "error 7: no such column: nosuch" },
	};
	CHECK_ALL(table, false, false);
}

/* 36: newer versions of SQLite quote it, and ask whether a string was meant. */
static void
a_name_in_double_quotes_is_no_string(void)
{
	static const char opening[] = "error 7: no such column: ";
	const char *found = typed("SELECT \"nosuch\" FROM t", false);

	CHECK(strncmp(found, opening, sizeof opening - 1) == 0);
	CHECK(strstr(found, "nosuch") != NULL);
}

static void
parameters(void)
{
	static const struct typing table[] = {
		/* 62 */
		{ "SELECT 1 FROM t WHERE n = ?1 AND s = ?3", "int=t.n, any?, text=t.s" },
		/* 63 */
		{ "SELECT :a + :a", "int|real" },
		/* 64 */
		{ "SELECT n FROM t LIMIT :lim OFFSET :off", "int, int" },
		/* 65 */
		{ "SELECT n FROM t WHERE m = :m", "int=t.m" },
		{ "SELECT n FROM t WHERE m IS :m", "int?=t.m" },
		{ "SELECT n FROM t WHERE id = :id", "int=t.id" },
		/* 66 */
		{ "UPDATE t SET n = coalesce(:n, n)", "int?=t.n" },
		{ "UPDATE t SET m = :m", "int?=t.m" },
		{ "UPDATE t SET n = :n", "int=t.n" },
		{ "UPDATE t SET (n, m) = (:n, :m) WHERE id = :id", "int=t.n, int?=t.m, int=t.id" },
		{ "INSERT INTO t(id, n, m, s, r) VALUES (:id, :n, :m, :s, :r)",
		  "int?=t.id, int=t.n, int?=t.m, text=t.s, real=t.r" },
		{ "INSERT INTO t(n, s, r) SELECT :n, v, 1 FROM u", "int=t.n" },
		{ "INSERT INTO w VALUES (:p, :q) ON CONFLICT (p) DO UPDATE SET q = coalesce(:z, excluded.q)",
		  "text=w.p, int?=w.q, int?=w.q" },
		{ "DELETE FROM enumerated WHERE status = :s", "text=enumerated.status" },
		/* 67 */
		{ "SELECT 1 FROM t WHERE n = :p OR s = :p",
		  "error 36: a parameter is text here, and int64 in another place: give each its own, or "
		  "say CAST(… AS …)" },
		{ "SELECT 1 FROM t WHERE :p IS NULL OR s = :p", "text?=t.s" },
		{ "SELECT 1 FROM t WHERE s LIKE '%'||:q||'%'", "text" },
		{ "SELECT n + :d FROM t", "int" },
		{ "SELECT r * :d FROM t", "real" },
		{ "SELECT n * CAST(:d AS REAL) FROM t", "real" },
		{ "SELECT 1 FROM t WHERE :x BETWEEN n AND r", "int|real" },
		{ "SELECT 1 FROM t WHERE n BETWEEN :a AND :b", "int=t.n, int=t.n" },
		{ "SELECT json_extract(j, :path) FROM t", "text" },
		{ "SELECT CASE WHEN :flag THEN n ELSE :other END FROM t", "int, int=t.n" },
		{ "SELECT CASE m WHEN :a THEN 1 END FROM t", "int=t.m" },
		{ "SELECT coalesce(m, :d) FROM t", "int=t.m" },
		{ "SELECT max(n, :d) FROM t", "int=t.n" },
		{ "SELECT substr(s, :a, :b) FROM t", "int, int" },
		{ "SELECT 1 FROM t WHERE n IN (:a, :b)", "int=t.n, int=t.n" },
		{ "SELECT 1 FROM t WHERE :a IN (SELECT v FROM u)", "text=u.v" },
		{ "SELECT 1 FROM t WHERE (n, s) = (:a, :b)", "int=t.n, text=t.s" },
		{ "SELECT value FROM json_each(:j)", "text" },
		{ "SELECT name FROM pragma_table_info(:t, :schema)", "text, text" },
		{ "SELECT title FROM f(:q)", "text" },
		{ "SELECT n FROM t WHERE t.n = :a AND r = :a", "int|real" },
		{ "SELECT 1 FROM t WHERE x = :x", "any=t.x" },
		{ "SELECT 1 FROM t WHERE n > (SELECT count(*) FROM u WHERE v = :v) AND NOT :f",
		  "text=u.v, int" },
		{ "SELECT 1 FROM t WHERE :b > :a AND n = :a", "int=t.n, int=t.n" },
		{ "WITH c AS (SELECT n FROM t WHERE s = :s) SELECT 1 FROM c WHERE n = :n",
		  "text=t.s, int=t.n" },
		/* 69 */
		{ "SELECT n FROM t ORDER BY :col",
		  "error 25: ORDER BY a parameter sorts by a constant: list the orders, each behind a "
		  "comment '-- sqlgen: order NAME'" },
	};
	CHECK_ALL(table, false, true);
}

/* Values that come out of parameters are what was found of these. */
static void
results_of_parameters(void)
{
	static const struct typing table[] = {
		{ "SELECT :a AS a FROM t WHERE n = :a", "a int=t.n" },
		{ "SELECT coalesce(:n, n) AS a FROM t WHERE :n IS NULL OR n = :n", "a int=t.n" },
		{ "SELECT :a AS a", "a any?" },
		{ "SELECT m FROM t WHERE m IS :m", "m int?=t.m" },
		{ "SELECT m FROM t WHERE m = :m", "m int=t.m" },
	};
	CHECK_ALL(table, false, false);
}

/* What a list leaves open: it may be empty. What a filter leaves open: it may not be there. */
static void
lists_and_filters_do_not_narrow(void)
{
	static const bool yes[] = { true };
	struct statement_context context = { &replayed.schema, NULL, replayed.replay.handle, NULL };
	struct typed_statement statement;
	struct type_error error;
	static const struct {
		const char *sql;
		bool is_list, is_nullable;
	} table[] = {
		{ "SELECT m FROM t WHERE m IN (?1)", true, false },
		{ "SELECT m FROM t WHERE m NOT IN (?1)", true, true },
		{ "SELECT m FROM t WHERE m NOT IN (?1, 4)", true, false },
		{ "SELECT m FROM t WHERE m > ?1", false, true },
		{ "SELECT m FROM t WHERE m > ?1 AND m > 3", false, false },
		{ "SELECT m FROM t WHERE m > ?1 OR m > 3", false, true },
		{ "SELECT t.m FROM t JOIN u ON t.m > ?1", false, true },
	};
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		bool is_typed = statement_type(&statement, table[i].sql, &context,
					       table[i].is_list ? yes : NULL,
					       table[i].is_list ? NULL : yes, NULL, &replayed.arena, &error);
		CHECK(is_typed);
		if (is_typed &&
		    type_is_nullable(statement.results.items[0].type) != table[i].is_nullable)
			test_failed(__FILE__, __LINE__, table[i].sql, "the contrary");
	}
}

static void
stars_are_written_out(void)
{
	static const struct typing table[] = {
		{ "SELECT * FROM u", "SELECT id, tid, v FROM u" },
		{ "SELECT a.*, 1 FROM u AS a, k", "SELECT a.id, a.tid, a.v, 1 FROM u AS a, k" },
		{ "SELECT * FROM k, \"odd\"",
		  "SELECT k.a, k.c, odd.Id, odd.\"my col\" FROM k, \"odd\"" },
		{ "SELECT * FROM u FULL JOIN (SELECT id, n FROM t) USING (id)",
		  "SELECT id, tid, v, n FROM u FULL JOIN (SELECT id, n FROM t) USING (id)" },
		{ "SELECT * FROM u UNION SELECT * FROM u",
		  "SELECT id, tid, v FROM u UNION SELECT id, tid, v FROM u" },
		{ "DELETE FROM u RETURNING *", "DELETE FROM u RETURNING id, tid, v" },
		{ "SELECT v FROM (SELECT * FROM u)", "SELECT v FROM (SELECT * FROM u)" },
	};
	struct statement_context context = { &replayed.schema, NULL, replayed.replay.handle, NULL };
	struct typed_statement statement;
	struct type_error error;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		bool is_typed = statement_type(&statement, table[i].sql, &context, NULL, NULL, NULL,
					       &replayed.arena, &error);
		CHECK(is_typed);
		CHECK_STR(is_typed ? written_out(table[i].sql, &statement) : error.message,
			  table[i].expected);
	}
}

/* The table has all functions of this SQLite, with as many arguments. */
static void
functions_are_known(void)
{
	static const char *const internal =
		"SELECT DISTINCT name, narg, type FROM pragma_function_list WHERE builtin AND "
		"name NOT LIKE 'sqlite_rename_%' AND name NOT LIKE 'geopoly_%' AND "
		"name NOT LIKE 'icu_%' AND name NOT IN ('sqlite_drop_column', "
		"'sqlite_fail', 'sqlite_add_constraint', 'sqlite_find_constraint', "
		"'sqlite_upsert_add', 'fts5_locale', 'fts5_get_locale', 'fts5_insttoken')";
	sqlite3_stmt *stmt = NULL;
	int count = 0;
	CHECK_INT(sqlite3_prepare_v2(replayed.replay.handle, internal, -1, &stmt, NULL), SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text(stmt, 0);
		int arguments = sqlite3_column_int(stmt, 1);
		const char *kind = (const char *)sqlite3_column_text(stmt, 2);
		const struct function *function =
			function_find(name, arguments < 0 ? 2 : (size_t)arguments);
		count++;
		if (function == NULL || (function->kind == FUNCTION_SCALAR) != (*kind == 's')) {
			failures++;
			fprintf(stderr, "expected the function %s(%d), type %s\n", name, arguments,
				kind);
		}
	}
	sqlite3_finalize(stmt);
	CHECK(count > 80);
}

static void
fill(void)
{
	for (int i = 0; i < ROWS_COUNT; i++) {
		char *message = NULL;
		sqlite3_open(":memory:", &filled[i]);
		sqlite3_exec(filled[i], schema_sql, NULL, NULL, &message);
		sqlite3_exec(filled[i], rows[i], NULL, NULL, &message);
		CHECK_STR(message, NULL);
	}
}

int
main(void)
{
	replayed_start(&replayed, (const char *[MIGRATIONS_MAX]){ schema_sql });
	CHECK(replayed.is_done);
	if (!replayed.is_done) {
		fputs(replayed.said, stderr);
		return 1;
	}
	fill();
	expressions();
	aggregates_and_windows();
	joins();
	tables();
	a_name_in_double_quotes_is_no_string();
	parameters();
	results_of_parameters();
	lists_and_filters_do_not_narrow();
	stars_are_written_out();
	functions_are_known();
	for (int i = 0; i < ROWS_COUNT; i++)
		sqlite3_close(filled[i]);
	replayed_finish(&replayed);
	return failures != 0;
}
