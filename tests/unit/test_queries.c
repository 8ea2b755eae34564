#include "input/queries.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/text.h"
#include "test.h"

/* Queries written as "name:command comment| sql| parameters, embeds", one a line; else the errors. */
struct situation {
	const char *claim, *text, *read, *errors;
};

static const struct situation situations[] = {
	{ "a name, a comment and a statement",
	  "-- name: ready_tasks :many\n-- Tasks that\n-- may start.\nSELECT 1;\n",
	  "ready_tasks:many Tasks that/may start.|SELECT 1|\n", "" },
	{ "in a comment of the other kind", "/* name: GetX :one */\nSELECT 1", "GetX:one |SELECT 1|\n", "" },
	{ "two, the last without semicolon", "-- name: a :exec\nDELETE FROM t;-- name: b :execrows\nDELETE FROM u",
	  "a:exec |DELETE FROM t|\nb:execrows |DELETE FROM u|\n", "" },
	{ "spaces and comments are one space", "-- name: a :exec\nDELETE -- all\n\n /* of */ FROM t /**/;",
	  "a:exec |DELETE FROM t|\n", "" },
	{ "a semicolon in a string is none", "-- name: a :one\nSELECT ';-- name: b';", "a:one |SELECT ';-- name: b'|\n",
	  "" },
	{ ":execresult is :execrows", "-- name: a :execresult\nDELETE FROM t;", "a:execrows |DELETE FROM t|\n", "" },
	{ ":execlastid", "-- name: a :execlastid\nREPLACE INTO t VALUES (1);",
	  "a:execlastid |REPLACE INTO t VALUES (1)|\n", "" },
	{ "parameters by first appearance", "-- name: a :one\nSELECT :b, @a, $c, :b;",
	  "a:one |SELECT ?1, ?2, ?3, ?1|b a c\n", "" },
	{ "marks in strings, names and comments are none",
	  "-- name: a :one\nSELECT 'it''s :x', \"a:b\", [x?y], '$.a', $a /* :no */ + 1 -- ?no\n;",
	  "a:one |SELECT 'it''s :x', \"a:b\", [x?y], '$.a', ?1 + 1|a\n", "" },
	{ "a name is one parameter whatever its mark", "-- name: a :one\nSELECT :a, @a, $a, sqlc.arg('a');",
	  "a:one |SELECT ?1, ?1, ?1, ?1|a\n", "" },
	{ "? and ?N as SQLite numbers them", "-- name: a :one\nSELECT ?, :n, ?2, ?5, ?;",
	  "a:one |SELECT ?1, ?2, ?2, ?3, ?4|? n ? ?\n", "" },
	{ "lists", "-- name: a :many\nSELECT :x WHERE 1 IN (:ids[]) AND 2 NOT IN ( sqlc.slice('n') );",
	  "a:many |SELECT ?1 WHERE 1 IN (?2) AND 2 NOT IN ( ?3 )|x ids[] n[]\n", "" },
	{ "optional ones", "-- name: a :many\nSELECT 1 WHERE 1 = :x? AND :x? > 2;",
	  "a:many |SELECT 1 WHERE 1 = ?1 AND ?1 > 2|x?\n", "" },
	{ "sqlc's macros", "-- name: a :many\nSELECT sqlc.embed(t), SQLC.Embed('u') FROM t WHERE a = sqlc.narg(\"b\");",
	  "a:many |SELECT t.*, u.* FROM t WHERE a = ?1|b! t@7 u@12\n", "" },
	{ "not those of its name", "-- name: a :one\nSELECT sqlc.a FROM t AS sqlc;",
	  "a:one |SELECT sqlc.a FROM t AS sqlc|\n", "" },
	{ "orders",
	  "-- name: a :many\nSELECT a FROM t ORDER BY b,\n  -- sqlgen: order up\n  a,\n/* SQLGEN : order downTo */ a + :p DESC",
	  "a:many |SELECT a FROM t ORDER BY b, a, a + ?1 DESC|p up@28 downTo@31\n", "" },
	{ "an empty file", "", "", "" },
	{ "comments alone", "-- about\n;;", "", "" },
	{ "no name", "SELECT 1;", "",
	  "1:1: error: expected a name above the statement, as '-- name: get_task :one', found none\n" },
	{ "no statement", "-- name: a :one\n-- name: b :one\n SELECT 1;", "b:one |SELECT 1|\n",
	  "1:10: error: expected a statement below the name 'a', found none\n" },
	{ "no statement at the end", "-- name: a :one\n", "",
	  "1:10: error: expected a statement below the name 'a', found none\n" },
	{ "two statements", "-- name: a :one\nSELECT 1;\nSELECT 2;", "a:one |SELECT 1|\n",
	  "3:1: error: expected one statement for 'a', found another: give it a name of its own\n" },
	{ "two of a name", "-- name: a :one\nSELECT 1;\n-- name: a :one\nSELECT 2;", "a:one |SELECT 1|\n",
	  "3:10: error: expected each query once, found another 'a': rename one\n" },
	{ "no semicolon between", "-- name: a :one\nSELECT 1\n-- name: b :one\nSELECT 2;", "b:one |SELECT 2|\n",
	  "3:1: error: expected ';' at the end of the query 'a', found the next name\n" },
	{ "a comment that nothing closes", "-- name: a :one\nSELECT 1 /**/ /* oops;\n-- name: b :one\nSELECT 2;",
	  "a:one |SELECT 1|\n",
	  "2:15: error: expected '*/' to close this comment, found the end of the file\n" },
	{ "no command", "-- name: a\nSELECT 1;", "",
	  "1:11: error: expected :one, :many, :exec, :execrows or :execlastid after the name of the query, found "
	  "nothing\n" },
	{ "another command", "-- name: a :all\nSELECT 1;", "",
	  "1:12: error: expected :one, :many, :exec, :execrows or :execlastid after the name of the query, found "
	  "':all'\n" },
	{ "a command for others", "-- name: a :copyfrom\nINSERT INTO t VALUES (1);", "",
	  "1:12: error: ':copyfrom' is not for SQLite: write :exec, and call it within db_begin and db_commit\n" },
	{ "more than a command", "-- name: a :one two\nSELECT 1;", "",
	  "1:17: error: expected nothing after the command, found 'two': write it on a line of its own\n" },
	{ "no word as name", "-- name: get-a :one\nSELECT 1;", "",
	  "1:10: error: expected '-- name: get_task :one', found 'get-a' as name\n" },
	{ "no name at all", "-- name:\nSELECT 1;", "",
	  "1:9: error: expected '-- name: get_task :one', found nothing as name\n" },
	{ "DDL", "-- name: a :exec\nCREATE TRIGGER x AFTER DELETE ON t BEGIN DELETE FROM u; END;\n", "",
	  "2:1: error: expected a query, found 'CREATE': the schema is changed by migrations\n" },
	{ "PRAGMA", "-- name: a :exec\nPRAGMA user_version;", "",
	  "2:1: error: expected SELECT, INSERT, UPDATE, DELETE, REPLACE, VALUES or WITH, found 'PRAGMA': run it on the "
	  "handle of struct db\n" },
	{ "a list beside others", "-- name: a :many\nSELECT 1 IN (1, :ids[]);", "",
	  "2:17: error: expected the list 'ids' alone in IN ( ... ), as in 'id IN (:ids[])'\n" },
	{ "a parameter of two forms", "-- name: a :many\nSELECT :ids, 1 IN (:ids[]);", "",
	  "2:20: error: expected ':ids' as before, found ':ids[]': a parameter has the same form at each of its places\n" },
	{ "two orders of a name", "-- name: a :many\nSELECT 1 ORDER BY\n-- sqlgen: order up\n1,\n-- sqlgen: order UP\n2", "",
	  "5:18: error: expected each order once, found another 'UP': rename one\n" },
	{ "an order that is no name", "-- name: a :many\nSELECT 1 ORDER BY\n-- sqlgen: order by name\n1", "",
	  "3:12: error: expected '-- sqlgen: order NAME' within a query, found 'order by name'\n" },
	{ "an order without a name", "-- name: a :many\nSELECT 1 ORDER BY\n-- sqlgen: order\n1", "",
	  "3:12: error: expected '-- sqlgen: order NAME' within a query, found 'order'\n" },
	{ "another directive", "-- name: a :many\nSELECT 1 -- sqlgen: no transaction", "",
	  "2:21: error: expected '-- sqlgen: order NAME' within a query, found 'no transaction'\n" },
	{ "an order above the statement", "-- name: a :many\n-- sqlgen: order up\nSELECT 1 ORDER BY 1", "",
	  "2:1: error: expected '-- sqlgen: order NAME' in the ORDER BY of the query, found it above the statement\n" },
	{ "a type of PostgreSQL's", "-- name: a :one\nSELECT $a::text;", "",
	  "2:8: error: expected a parameter's name of letters, digits and '_', found 'a::text': a type is written as "
	  "CAST(... AS ...)\n" },
	{ "no such macro", "-- name: a :one\nSELECT sqlc.any(x);", "",
	  "2:8: error: expected sqlc.arg(name), sqlc.narg(name), sqlc.slice(name) or sqlc.embed(table), found "
	  "'sqlc.any'\n" },
	{ "a number out of range", "-- name: a :one\nSELECT ?0, ?99999;", "",
	  "2:8: error: expected a parameter ?1 to ?32766, found '?0'\n"
	  "2:12: error: expected a parameter ?1 to ?32766, found '?99999'\n" },
};

static void
write_query(struct text *out, const struct query_text *query)
{
	static const char *const commands[] = {
		[QUERY_ONE] = "one",		 [QUERY_MANY] = "many",		      [QUERY_EXEC] = "exec",
		[QUERY_EXECROWS] = "execrows", [QUERY_EXECLASTID] = "execlastid",
	};
	static const char *const marks[] = {
		[PARAMETER_PLAIN] = "", [PARAMETER_LIST] = "[]", [PARAMETER_OPTIONAL] = "?",
	};

	text_format(out, "%s:%s ", query->name, commands[query->command]);
	for (const char *c = query->comment; *c; c++)
		text_add_char(out, (char)(*c == '\n' ? '/' : *c));
	text_format(out, "|%s|", query->sql);
	for (size_t i = 0; i < query->parameter_count; i++)
		text_format(out, "%s%s%s%s", i ? " " : "",
			    query->parameters[i].name ? query->parameters[i].name : "?",
			    marks[query->parameters[i].kind], query->parameters[i].is_nullable ? "!" : "");
	for (size_t i = 0; i < query->embed_count; i++)
		text_format(out, " %s@%zu", query->embeds[i].name, query->embeds[i].offset);
	for (size_t i = 0; i < query->order_count; i++)
		text_format(out, " %s@%zu", query->orders[i].name, query->orders[i].offset);
	text_add_char(out, '\n');
}

static const char *
errors_of(FILE *out, struct text *errors)
{
	char line[512];

	rewind(out);
	while (fgets(line, sizeof line, out))
		if (strstr(line, "error: "))
			text_add_string(errors, strchr(line, ':') + 1);
	return errors->data ? errors->data : "";
}

static void
write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	CHECK(file && fputs(text, file) >= 0 && fclose(file) == 0);
}

static void
check_situation(const struct situation *situation)
{
	struct arena arena = { 0 };
	struct diag diag = { .out = tmpfile() };
	struct queries queries;
	struct text read = { 0 }, errors = { 0 };
	bool is_read;
	int before = failures;

	write_file("q.sql", situation->text);
	is_read = queries_read(&queries, ".", true, &arena, &diag);
	CHECK(is_read == (situation->errors[0] == '\0'));
	for (size_t i = 0; i < queries.count; i++)
		write_query(&read, &queries.items[i]);
	CHECK_STR(read.data ? read.data : "", situation->read);
	CHECK_STR(errors_of(diag.out, &errors), situation->errors);
	if (failures > before)
		fprintf(stderr, "in: %s\n", situation->claim);
	fclose(diag.out);
	text_finish(&read);
	text_finish(&errors);
	arena_finish(&arena);
}

/* Each word of the text leads back to where it stands in the file. */
static void
check_places(void)
{
	static const char *const words[] = { "SELECT", "?1", "t.*", "?2", "FROM", "wrong" };
	static const unsigned lines[] = { 3, 3, 4, 5, 5, 6 }, columns[] = { 1, 8, 13, 3, 9, 2 };
	struct arena arena = { 0 };
	struct diag diag = { .out = tmpfile() };
	struct queries queries;

	write_file("q.sql", "\xEF\xBB\xBF-- a\n-- name: a :one\nSELECT :long_name,\n sqlc.embed(t), -- c\n  ?    "
			    " FROM u WHERE\n\twrong = 1;");
	CHECK(queries_read(&queries, ".", true, &arena, &diag));
	for (size_t i = 0; i < sizeof words / sizeof *words && queries.count == 1; i++) {
		const char *sql = queries.items[0].sql;
		const char *at = strstr(sql, words[i]);
		struct place place;

		CHECK(at);
		if (!at)
			continue;
		place = query_text_place(&queries.items[0], (size_t)(at - sql), &diag);
		CHECK_INT(place.line, lines[i]);
		CHECK_INT(place.column, columns[i]);
	}
	fclose(diag.out);
	arena_finish(&arena);
}

static void
check_directory(void)
{
	struct arena arena = { 0 };
	struct diag diag = { .out = tmpfile() };
	struct queries queries;

	CHECK(queries_read(&queries, "none", false, &arena, &diag));
	CHECK(!queries.directory && queries.count == 0);
	CHECK(!queries_read(&queries, "none", true, &arena, &diag));
	write_file("q.sql", "-- name: b :one\nSELECT 1;");
	write_file("a.sql", "-- name: a :one\nSELECT 1;");
	write_file("notes.txt", "x");
	write_file(".hidden.sql", "x");
	CHECK(queries_read(&queries, ".", true, &arena, &diag));
	CHECK_INT(queries.path_count, 2);
	CHECK_INT(queries.count, 2);
	CHECK_STR(queries.count == 2 ? queries.items[0].name : NULL, "a");
	write_file("a.sql", "-- name: b :one\nSELECT 1;");
	CHECK(!queries_read(&queries, ".", true, &arena, &diag));
	remove("a.sql");
	remove("notes.txt");
	remove(".hidden.sql");
	fclose(diag.out);
	arena_finish(&arena);
}

int
main(void)
{
	char directory[] = "/tmp/sqlgen-queries-XXXXXX";

	if (!mkdtemp(directory) || chdir(directory) != 0)
		return 1;
	for (size_t i = 0; i < sizeof situations / sizeof *situations; i++)
		check_situation(&situations[i]);
	check_places();
	check_directory();
	remove("q.sql");
	CHECK(chdir("/") == 0 && rmdir(directory) == 0);
	return failures != 0;
}
