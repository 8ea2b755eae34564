#include "test.h"

#include <sqlite3.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/text.h"
#include "sql/parse.h"

/* In each of these places SQLite says which of its keywords are names. */
static void
keywords_are_names_where_sqlite_takes_them(void)
{
	static const char *const forms[] = {
		"SELECT 1 AS %s",
		"SELECT 1 %s",
		"SELECT %s FROM k",
		"SELECT k.%s FROM k",
		"SELECT 1 FROM k AS %s",
		"SELECT 1 FROM k %s",
		"SELECT %s.a FROM k AS \"%s\"",
		"SELECT count(*) OVER %s FROM k WINDOW %s AS ()",
		"SELECT count(*) OVER (%s) FROM k WINDOW %s AS ()",
		"WITH %s AS (SELECT 1) SELECT 1",
		"WITH k2(%s) AS (SELECT 1) SELECT 1",
		"SELECT 1 FROM (SELECT 1) %s",
		"SELECT (1) %s FROM k",
		"SELECT 1 FROM json_each('1') %s",
		"INSERT INTO k AS %s(a) VALUES (1)",
		"SELECT 1 ORDER BY 1 %s",
		"SELECT 1 WHERE 1 %s",
		"SELECT CAST(1 AS %s)",
	};
	struct arena arena = { 0 };
	struct parse_error error;
	struct statement statement;
	sqlite3 *db;
	CHECK_INT(sqlite3_open(":memory:", &db), SQLITE_OK);
	for (int i = 0; i < sqlite3_keyword_count(); i++) {
		const char *word;
		int length;
		CHECK_INT(sqlite3_keyword_name(i, &word, &length), SQLITE_OK);
		const char *create = arena_format(
			&arena, "DROP TABLE IF EXISTS k; CREATE TABLE k(a, \"%.*s\" DEFAULT 1)",
			length, word);
		CHECK_INT(sqlite3_exec(db, create, NULL, NULL, NULL), SQLITE_OK);
		for (size_t j = 0; j < sizeof(forms) / sizeof(forms[0]); j++) {
			struct text sql = { 0 };
			for (const char *at = forms[j]; *at; at++)
				if (at[0] == '%' && at++)
					text_add(&sql, word, (size_t)length);
				else
					text_add_char(&sql, *at);
			sqlite3_stmt *stmt;
			int rc = sqlite3_prepare_v2(db, sql.data, -1, &stmt, NULL);
			bool is_refused = rc != SQLITE_OK && strstr(sqlite3_errmsg(db), "syntax");
			sqlite3_finalize(stmt);
			is_refused |= rc != SQLITE_OK && strstr(sqlite3_errmsg(db), "incomplete");
			bool is_parsed =
				parse_statement(&statement, sql.data, sql.length, &arena, &error);
			if (is_parsed == is_refused)
				CHECK_STR(sql.data,
					  is_parsed ? "what SQLite refuses" : error.message);
			text_finish(&sql);
		}
	}
	sqlite3_close(db);
	arena_finish(&arena);
}

/* start, count times middle, last, count times end */
static const char *
nested(const char *start, const char *middle, const char *last, const char *end, size_t count)
{
	static struct text text;
	text_finish(&text);
	text = (struct text){ 0 };
	text_add_string(&text, start);
	for (size_t i = 0; i < count; i++)
		text_add_string(&text, middle);
	text_add_string(&text, last);
	for (size_t i = 0; i < count; i++)
		text_add_string(&text, end);
	return text.data;
}

static void
depth_is_limited(void)
{
	static const struct {
		const char *start, *middle, *last, *end;
		size_t most;
	} rows[] = {
		{ "SELECT ", "(", "1", ")", 199 },
		{ "SELECT ", "- ", "1", "", 199 },
		{ "SELECT ", "NOT ", "1", "", 199 },
		{ "SELECT ", "f(", "1", ")", 199 },
		{ "SELECT ", "(SELECT ", "1", ")", 99 },
		{ "SELECT * FROM ", "(", "t", ")", 200 },
		{ "SELECT * FROM ", "(SELECT * FROM ", "t", ")", 100 },
		{ "SELECT ", "CASE WHEN ", "1", " THEN 1 END", 199 },
		{ "SELECT ", "1 + ", "1", "", 999 },
		{ "SELECT ", "1 AND ", "1", "", 999 },
		{ "SELECT ", "1 IN (", "1", ")", 199 },
		{ "SELECT (SELECT 1", " + 1", " FROM (SELECT 1)) + 1", "", 996 },
		{ "SELECT 1", " UNION SELECT 1", "", "", 100000 },
		{ "SELECT 1", ", 1", "", "", 100000 },
		{ "SELECT 1 FROM t", " JOIN t", "", "", 100000 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const size_t counts[] = { rows[i].most, rows[i].most + 1, 100000 };
		for (size_t j = 0; j < 3; j++) {
			struct arena arena = { 0 };
			struct parse_error error = { 0 };
			struct statement statement;
			const char *sql = nested(rows[i].start, rows[i].middle, rows[i].last,
						 rows[i].end, counts[j]);
			bool is_parsed =
				parse_statement(&statement, sql, strlen(sql), &arena, &error);
			CHECK_INT(is_parsed, j == 0 || rows[i].most == 100000);
			if (!is_parsed)
				CHECK(strstr(error.message, "nested too deeply"));
			arena_finish(&arena);
		}
	}
	nested("", "", "", "", 0);
}

static void
a_nul_byte_is_refused(void)
{
	struct arena arena = { 0 };
	struct parse_error error;
	struct statement statement;
	CHECK(!parse_statement(&statement, "SELECT 'a\0b'", 12, &arena, &error));
	CHECK_INT(error.offset, 9);
	CHECK(!parse_statement(&statement, "", 0, &arena, &error));
	arena_finish(&arena);
}

int
main(void)
{
	keywords_are_names_where_sqlite_takes_them();
	depth_is_limited();
	a_nul_byte_is_refused();
	return failures != 0;
}
